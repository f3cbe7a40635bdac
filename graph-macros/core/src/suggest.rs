//! How messages name things: "did you mean", lists, single characters, types.

use quote::ToTokens;
use strsim::damerau_levenshtein;
use syn::Type;

/// Returns the candidates nearest to what was written, the nearest first: at most three, and none that is too far off.
pub(crate) fn nearest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    let folded = written.to_lowercase();
    let limit = (written.chars().count() / 3).clamp(1, 6);
    let mut near: Vec<_> = candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(written.len()) <= limit)
        .map(|candidate| (damerau_levenshtein(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    near.sort_unstable();
    let best = near.first().map_or(0, |(distance, _)| *distance);
    near.retain(|(distance, _)| *distance <= best + 1);
    near.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

/// Returns ``; did you mean `a` or `b`?``, or nothing.
pub(crate) fn did_you_mean<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    match nearest(written, candidates).as_slice() {
        [] => String::new(),
        near => format!("; did you mean {}?", one_of(near)),
    }
}

/// Returns `` `a`, `b` or `c` ``.
pub(crate) fn one_of(names: &[&str]) -> String {
    list(names, "or")
}

/// Returns `` `a`, `b` and `c` ``.
pub(crate) fn all_of(names: &[&str]) -> String {
    list(names, "and")
}

fn list(names: &[&str], conjunction: &str) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}

/// Formats a character for a message.
pub(crate) fn shown(c: char) -> String {
    if c.is_control() { c.escape_default().to_string() } else { c.to_string() }
}

/// Formats a type for documentation and messages.
pub(crate) fn shown_type(ty: &Type) -> String {
    let mut shown = ty.to_token_stream().to_string();
    for (spaced, plain) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        ("[ ", "["),
        (" ]", "]"),
        ("( ", "("),
        (" )", ")"),
    ] {
        shown = shown.replace(spaced, plain);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_comes_first_and_the_far_do_not_come() {
        let candidates = ["query", "header", "secret", "body", "raw_body"];
        assert_eq!(nearest("querry", candidates), ["query"]);
        assert_eq!(nearest("Header", candidates), ["header"]);
        assert_eq!(nearest("bod", candidates), ["body"]);
        assert!(nearest("colour", candidates).is_empty());
    }

    #[test]
    fn a_list_reads_as_a_sentence() {
        assert_eq!(one_of(&["a"]), "`a`");
        assert_eq!(one_of(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(did_you_mean("POTS", ["GET", "POST"]), "; did you mean `POST`?");
        assert_eq!(did_you_mean("x", ["GET", "POST"]), "");
    }
}
