//! Operations that are related to one for which nothing is published.

use super::path::{self, Segment};
use crate::description::Method;

/// How many parents of a path are tried. No path of Graph has as many segments.
const PARENTS: usize = 32;

/// An operation whose permissions may be taken.
pub(super) struct Candidate {
    pub(super) method: Method,
    /// The path in its one form.
    pub(super) key: String,
    /// The path as messages write it.
    pub(super) shown: String,
    /// Whether its permissions say nothing about apps that act as themselves.
    pub(super) for_users_only: bool,
}

/// Returns related operations, the nearest first.
pub(super) fn candidates(method: Method, path: &str) -> impl Iterator<Item = Candidate> {
    let segments = path::segments(path);
    same_path(method, &segments).into_iter().chain(parents(method, segments))
}

/// The methods whose permissions may be those of another: only `GET` reads.
fn related(method: Method) -> impl Iterator<Item = Method> {
    let writing = [Method::Patch, Method::Put, Method::Post, Method::Delete];
    let others = if method == Method::Get { &[][..] } else { &writing[..] };
    let others: Vec<_> = others.iter().copied().filter(|other| *other != method).collect();
    std::iter::once(method).chain(others)
}

/// What addresses the same thing.
fn same_path(method: Method, segments: &[Segment]) -> Vec<Candidate> {
    let Some(first) = segments.first() else { return Vec::new() };
    let mut candidates: Vec<_> = related(method).skip(1).map(|method| Candidate::new(method, segments)).collect();
    // What is allowed to the element of a collection.
    let mut element = segments.to_vec();
    element.push(Segment::new("{}", "{id}"));
    candidates.extend(related(method).map(|method| Candidate::new(method, &element)));
    // The signed-in user is a user; an app that acts as itself has none.
    if first.key == "me" {
        let mut user = segments.to_vec();
        let replaced = [("users", "users"), ("{}", "{id}")].map(|(key, shown)| Segment::new(key, shown));
        user.splice(..1, replaced);
        candidates.push(Candidate { for_users_only: true, ..Candidate::new(method, &user) });
    }
    candidates
}

/// The parents in the path, the nearest first.
fn parents(method: Method, mut segments: Vec<Segment>) -> impl Iterator<Item = Candidate> {
    let mut parents = Vec::new();
    for _ in 0..PARENTS {
        segments.pop();
        if segments.is_empty() {
            break;
        }
        parents.extend(related(method).map(|method| Candidate::new(method, &segments)));
    }
    parents.into_iter()
}

impl Candidate {
    fn new(method: Method, segments: &[Segment]) -> Self {
        Self {
            method,
            key: path::join(segments.iter().map(|segment| segment.key.as_str())),
            shown: path::join(segments.iter().map(|segment| segment.shown.as_str())),
            for_users_only: false,
        }
    }
}
