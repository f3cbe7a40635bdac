//! All operations below a path.

use super::operations;
use crate::{
    description::{Method, Version},
    resolve::Resolver,
};

/// Returns the operations whose path has the form of a pattern, sorted by path, each with the first version that has it.
///
/// In a pattern, `*` is any segment and so is a placeholder; `**` at the end is anything below, and nothing.
#[must_use]
pub fn matching(resolver: &Resolver<'_>, versions: &[Version], pattern: &str) -> Vec<(Version, Method, String)> {
    let pattern: Vec<_> = segments(pattern).collect();
    let found = operations(resolver, versions).into_iter();
    found
        .filter(|(path, ..)| matches(&pattern, &segments(path).collect::<Vec<_>>()))
        .map(|(path, method, version)| (version, method, path))
        .collect()
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').map(str::trim).filter(|segment| !segment.is_empty())
}

fn matches(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern, path) {
        (["**"], _) | ([], []) => true,
        ([first, pattern @ ..], [segment, path @ ..]) => {
            let any = *first == "*" || (first.starts_with(['{', '<']) && segment.starts_with('{'));
            (any || first.eq_ignore_ascii_case(segment)) && matches(pattern, path)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, path: &str) -> bool {
        matches(&segments(pattern).collect::<Vec<_>>(), &segments(path).collect::<Vec<_>>())
    }

    #[test]
    fn a_pattern_stands_for_paths() {
        assert!(fits("/users/**", "/users") && fits("/users/**", "/users/{id}/messages"));
        assert!(fits("/Users/*", "/users/{id}") && !fits("/users/*", "/users"));
        assert!(fits("/users/<id>/messages", "/users/{id}/messages"));
        assert!(!fits("/users/{id}", "/users/delta()") && fits("/users/*", "/users/delta()"));
        assert!(!fits("/users", "/groups") && !fits("/users", "/users/{id}"));
    }
}
