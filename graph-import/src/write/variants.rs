//! Names of the variants for the types that derive from another.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    names::{from_words, pascal},
    object::free,
};
use crate::{casing::words, description::TypeName};

/// The word that says of a type only that others derive from it.
const BASE: &str = "base";

/// Names the variants after what tells their types apart, without the words of the base type and without what all have
/// in common: `Ios` and `MacOs` for `depIOSEnrollmentProfile` and `depMacOSEnrollmentProfile` of `enrollmentProfile`.
pub(super) fn names(base: &TypeName, types: &[&TypeName]) -> Vec<String> {
    let base = significant(&words(base.short()));
    let own: Vec<Vec<String>> = types.iter().map(|ty| without(&words(ty.short()), &base)).collect();
    let start = common(&own, |name, index| name.get(index));
    let trimmed: Vec<_> = own
        .iter()
        // What all have in common names the one that has nothing else.
        .map(|name| if name.len() > start { &name[start..] } else { &name[..] })
        .collect();
    let end = common(&trimmed, |name, index| name.len().checked_sub(index + 1).map(|at| &name[at]));
    let shortest = trimmed.iter().map(|name| name.len()).min().unwrap_or_default();
    let end = if end < shortest { end } else { 0 };
    let wanted: Vec<_> = trimmed.iter().map(|name| from_words(&name[..name.len() - end])).collect();

    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for name in &wanted {
        *count.entry(name).or_default() += 1;
    }
    let mut taken = BTreeSet::from([String::from("Other")]);
    let whole = |ty: &TypeName| pascal(ty.short());
    let chosen = wanted.iter().zip(&own).zip(types).map(|((name, own), ty)| {
        let is_own = count[name.as_str()] == 1 && !own.is_empty();
        if is_own { name.clone() } else { whole(ty) }
    });
    chosen.map(|name| free(name, "Value", &mut taken)).collect()
}

/// Returns how many words all names have alike, counted by `at`; none if there is only one name.
fn common<'n, N>(names: &'n [N], at: impl Fn(&'n N, usize) -> Option<&'n String>) -> usize {
    let [first, others @ ..] = names else { return 0 };
    let mut count = 0;
    while !others.is_empty()
        && let Some(word) = at(first, count)
        && others.iter().all(|name| at(name, count).is_some_and(|other| other.eq_ignore_ascii_case(word)))
    {
        count += 1;
    }
    count
}

/// Returns the words without those that say only that it is a base type.
fn significant(words: &[String]) -> Vec<String> {
    let kept = words.iter().filter(|word| !word.eq_ignore_ascii_case(BASE)).cloned().collect::<Vec<_>>();
    if kept.is_empty() { words.to_vec() } else { kept }
}

/// Returns the words of a type without those of the base type: all of them where they stand in the same order, however
/// far apart, and otherwise those at the end.
fn without(name: &[String], base: &[String]) -> Vec<String> {
    let name = significant(name);
    let mut left = base.iter().rev().peekable();
    let mut kept: Vec<String> = Vec::new();
    for word in name.iter().rev() {
        match left.peek() {
            Some(next) if next.eq_ignore_ascii_case(word) => {
                left.next();
            }
            _ => kept.push(word.clone()),
        }
    }
    if left.peek().is_none() {
        kept.reverse();
        return kept;
    }
    let at_end = name.iter().rev().zip(base.iter().rev()).take_while(|(one, other)| one.eq_ignore_ascii_case(other));
    name[..name.len() - at_end.count()].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(base: &str, types: &[&str]) -> Vec<String> {
        let graph = |name: &str| TypeName::new(format!("microsoft.graph.{name}"));
        let types: Vec<_> = types.iter().map(|name| graph(name)).collect();
        names(&graph(base), &types.iter().collect::<Vec<_>>())
    }

    #[test]
    fn variants_are_named_without_the_words_of_the_base_type_and_what_all_have_in_common() {
        for (base, types, expected) in [
            (
                "enrollmentProfile",
                &["depEnrollmentBaseProfile", "depIOSEnrollmentProfile", "depMacOSEnrollmentProfile"][..],
                &["Dep", "Ios", "MacOs"][..],
            ),
            (
                "attachment",
                &["fileAttachment", "itemAttachment", "referenceAttachment"],
                &["File", "Item", "Reference"],
            ),
            ("policyBase", &["stsPolicy", "authorizationPolicy"], &["Sts", "Authorization"]),
            ("mobileApp", &["iosVppApp", "webApp", "mobileLobApp"], &["IosVpp", "Web", "Lob"]),
            ("directoryObject", &["user", "group"], &["User", "Group"]),
            ("shape", &["roundGraphShape", "squareGraphShape"], &["Round", "Square"]),
            ("item", &["itemBase", "itemOther"], &["ItemBase", "OtherValue"]),
            ("authenticationMethod", &["passwordAuthenticationMethod"], &["Password"]),
        ] {
            assert_eq!(of(base, types), expected, "{base}");
        }
    }

    #[test]
    fn types_that_would_be_named_alike_keep_their_names() {
        let types = ["iosCertificateProfile", "iosCertificateProfileBase", "macCertificateProfile"];
        assert_eq!(of("profile", &types), ["IosCertificateProfile", "IosCertificateProfileBase", "Mac"]);
    }
}
