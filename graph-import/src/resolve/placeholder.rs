//! Names of the parameters in a path.

use std::collections::BTreeSet;

use graph_macros_core::model::BUILDER_METHODS;

use super::{index::Index, walk::Draft};
use crate::{
    description::{Body, PathParameter, TypeName, TypeRef},
    keyword::is_keyword,
};

/// Names the parameters: the only key `id`, several after the last words of their types, an argument after itself.
///
/// A name is none of a body's parameters, since both are fields of one declaration.
pub(super) fn name(index: &Index<'_>, drafts: &[Draft<'_>], body: &Body) -> Vec<PathParameter> {
    drafts.iter().zip(names(drafts, body)).map(|(draft, name)| parameter(index, draft, name)).collect()
}

/// Returns the names alone.
pub(super) fn names(drafts: &[Draft<'_>], body: &Body) -> Vec<String> {
    let mut names: Vec<Option<String>> = vec![None; drafts.len()];
    let mut taken: BTreeSet<String> = match body {
        Body::Parameters(properties) => properties.iter().map(|property| words(&property.name).join("_")).collect(),
        _ => BTreeSet::new(),
    };
    for (draft, name) in drafts.iter().zip(&mut names) {
        let wanted = match draft {
            Draft::Argument(property) => words(&property.name).join("_"),
            Draft::Alternate { name, .. } => words(name).join("_"),
            Draft::Path => "path".into(),
            Draft::Key { .. } => continue,
        };
        *name = Some(free(&mut taken, &wanted, "_value"));
    }
    let keys: Vec<(usize, &[String])> = drafts
        .iter()
        .enumerate()
        .filter_map(|(index, draft)| match draft {
            Draft::Key { names, .. } => Some((index, &**names)),
            _ => None,
        })
        .collect();
    if let [(index, _)] = keys.as_slice()
        && !taken.contains("id")
    {
        names[*index] = Some("id".into());
    } else {
        for (index, name) in distinct(&keys, &mut taken) {
            names[index] = Some(name);
        }
    }
    names.into_iter().map(|name| name.unwrap_or_else(|| "id".into())).collect()
}

/// Returns whether the values of a parameter are in quotes, and whether it is a collection.
pub(super) fn form(index: &Index<'_>, draft: &Draft<'_>) -> (bool, bool) {
    match draft {
        Draft::Alternate { property: Some(property), .. } | Draft::Argument(property) => {
            (index.quoted(&property.ty), property.ty.collection)
        }
        Draft::Alternate { property: None, .. } => (true, false),
        Draft::Key { .. } | Draft::Path => (false, false),
    }
}

fn parameter(index: &Index<'_>, draft: &Draft<'_>, name: String) -> PathParameter {
    let text = || TypeRef::one(TypeName::new("Edm.String"));
    let (ty, key_of, quoted, description) = match draft {
        Draft::Key { ty, property, .. } => {
            let key = property.map_or_else(text, |property| property.ty.clone());
            (key, Some((*ty).clone()), false, property.and_then(|property| property.facts.description.clone()))
        }
        Draft::Alternate { property, .. } => {
            let ty = property.map_or_else(text, |property| property.ty.clone());
            let description = property.and_then(|property| property.facts.description.clone());
            (ty.clone(), None, index.quoted(&ty), description)
        }
        Draft::Argument(property) => {
            (property.ty.clone(), None, index.quoted(&property.ty), property.facts.description.clone())
        }
        Draft::Path => (text(), None, false, None),
    };
    PathParameter { name, ty, key_of, quoted, description }
}

/// Returns the names that a key can have, the shortest first: the last word of its type, the last two, and so on; and then
/// the same of the segment.
pub(super) fn candidates(ty: &TypeName, segment: &str) -> Vec<String> {
    let of_type = words(ty.short());
    let mut of_segment = words(segment);
    if let Some(last) = of_segment.last_mut() {
        *last = singular(last);
    }
    // Everything in the directory is one of these; what it is there says more.
    let general = matches!(ty.short(), "directoryObject" | "entity" | "baseItem");
    let order = if general && segment.ends_with('s') { [of_segment, of_type] } else { [of_type, of_segment] };
    order
        .into_iter()
        .flat_map(|words| {
            (0..words.len()).rev().map(|from| format!("{}_id", words[from..].join("_"))).collect::<Vec<_>>()
        })
        .collect()
}

/// Gives each key the shortest name that no other has.
fn distinct(keys: &[(usize, &[String])], taken: &mut BTreeSet<String>) -> Vec<(usize, String)> {
    let mut named: Vec<(usize, String)> = Vec::new();
    for (position, (index, candidates)) in keys.iter().enumerate() {
        let others = || keys.iter().enumerate().filter(move |(other, _)| *other != position).map(|(_, (_, key))| key);
        let unique = candidates.iter().find(|name| {
            !taken.contains(*name)
                && !named.iter().any(|(_, known)| known == *name)
                // Shorter names of the others are theirs as well as this one's.
                && !others().any(|other| other.contains(name))
        });
        let name = match unique {
            Some(name) => {
                taken.insert(name.clone());
                name.clone()
            }
            None => free(taken, candidates.first().map_or("id", String::as_str), ""),
        };
        named.push((*index, name));
    }
    named
}

/// Takes a name, or the first that is like it and free, and no keyword.
fn free(taken: &mut BTreeSet<String>, wanted: &str, suffix: &str) -> String {
    let starts_as_a_name = wanted.starts_with(|first: char| first == '_' || first.is_alphabetic());
    let reserved = !starts_as_a_name || is_keyword(wanted) || BUILDER_METHODS.contains(&wanted);
    let base = if reserved { format!("{wanted}_value") } else { wanted.to_owned() };
    let mut name = base.clone();
    let mut count = 2;
    while !taken.insert(name.clone()) {
        let again = if suffix.is_empty() || count > 2 { format!("_{count}") } else { suffix.to_owned() };
        name = format!("{base}{again}");
        count += 1;
    }
    name
}

/// Splits a name at its capitals, and keeps abbreviations together: `depIOSEnrollmentProfile` is `dep`, `ios`,
/// `enrollment`, `profile`.
pub(super) fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, char) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| chars[before]);
        let next = chars.get(at + 1);
        let starts = char.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_numeric()
                    || (before.is_uppercase() && next.is_some_and(|next| next.is_lowercase()))
            });
        if !char.is_alphanumeric() {
            words.push(String::new());
            continue;
        }
        if starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(char.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn singular(word: &str) -> String {
    let exceptions = [("children", "child"), ("people", "person")];
    if let Some((_, singular)) = exceptions.into_iter().find(|(plural, _)| *plural == word) {
        return singular.into();
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    for ending in ["sses", "xes", "ches", "shes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && !stem.ends_with('u') => stem.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_one_word() {
        assert_eq!(words("depIOSEnrollmentProfile"), ["dep", "ios", "enrollment", "profile"]);
        assert_eq!(words("catalogID"), ["catalog", "id"]);
        assert_eq!(words("b2xIdentityUserFlow"), ["b2x", "identity", "user", "flow"]);
        assert_eq!(words("vppToken-id"), ["vpp", "token", "id"]);
    }

    #[test]
    fn a_plural_becomes_a_singular() {
        for (plural, one) in [
            ("members", "member"),
            ("policies", "policy"),
            ("addresses", "address"),
            ("status", "status"),
            ("boxes", "box"),
            ("children", "child"),
        ] {
            assert_eq!(singular(plural), one);
        }
    }
}
