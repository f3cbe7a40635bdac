//! Finds operations by words.
//!
//! Each word has to be in the path, the method, what the operation does, its types or its description. Operations are
//! the better the more the end of their path is about the words, and the shorter it is.

mod pattern;
mod score;
mod words;

use std::thread;

pub use self::pattern::matching;
use self::score::{Names, Score};
use crate::{
    description::{Method, Operation, Version},
    resolve::{Request, Resolver},
};

/// How many operations are looked at closely for words that their path does not have.
const CANDIDATES: usize = 500;

/// Finds the operations that the words are about, the best first, without their permissions.
#[must_use]
pub fn search(resolver: &Resolver<'_>, versions: &[Version], words: &[&str], limit: usize) -> Vec<Operation> {
    let words = words::split(words);
    if words.is_empty() {
        return Vec::new();
    }
    let mut names = Names::new(&words);
    let mut scored: Vec<_> = operations(resolver, versions)
        .into_iter()
        .map(|(path, method, version)| (Score::of_path(&mut names, method, &path), path, method, version))
        .filter(|(score, ..)| score.missing() < words.len())
        .collect();
    // What has all words in its path, then what is nearest to that: only these are resolved.
    scored.sort_by(|one, other| one.0.cmp_best_first(&other.0).then_with(|| (&one.1, one.2).cmp(&(&other.1, other.2))));

    let mut hits = Vec::new();
    for (score, path, method, version) in scored.into_iter().take(CANDIDATES.max(limit)) {
        if score.missing() == 0 && hits.len() >= limit {
            break;
        }
        let Ok(mut request) = Request::parse(&path) else { continue };
        (request.method, request.version) = (Some(method), Some(version));
        let Ok(operation) = resolver.resolve(&request) else { continue };
        let score = score.with_operation(&words, &operation);
        if score.missing() == 0 {
            hits.push((score, path, operation));
        }
    }
    hits.sort_by(|one, other| {
        one.0.cmp_best_first(&other.0).then_with(|| (&one.1, one.2.method).cmp(&(&other.1, other.2.method)))
    });
    hits.into_iter().take(limit).map(|(_, _, operation)| operation).collect()
}

/// Returns all operations, each with the first version that has it, sorted by path.
fn operations(resolver: &Resolver<'_>, versions: &[Version]) -> Vec<(String, Method, Version)> {
    let mut all: Vec<(String, Method, Version)> = thread::scope(|scope| {
        let listed = |version: Version| {
            resolver.operations(version).into_iter().map(move |(method, path)| (path, method, version))
        };
        let threads: Vec<_> =
            versions.iter().map(|&version| scope.spawn(move || listed(version).collect::<Vec<_>>())).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    });
    let first = |version: Version| versions.iter().position(|known| *known == version);
    all.sort_unstable_by(|one, other| {
        (&one.0, one.1).cmp(&(&other.0, other.1)).then_with(|| first(one.2).cmp(&first(other.2)))
    });
    all.dedup_by(|later, kept| (&later.0, later.1) == (&kept.0, kept.1));
    all
}

#[cfg(test)]
mod tests;
