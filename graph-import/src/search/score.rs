//! How much an operation is about the words of a query.

use std::cmp::Ordering;

use super::words::{Word, fit, of_name};
use crate::description::{Method, Operation, OperationKind};

/// How much an operation is about the words of a query.
#[derive(Debug, Clone)]
pub(super) struct Score {
    /// The points of each word.
    points: Vec<u32>,
    /// How many words the last name of the path has that are not asked for.
    surplus: usize,
    /// How many segments the path has.
    length: usize,
}

/// The points of a word that fits fully at the end of the path, in what the operation does, before that in the path, and
/// in the description.
const END: u32 = 8;
const DOES: u32 = 6;
const PATH: u32 = 4;
const DESCRIPTION: u32 = 1;

impl Score {
    /// Rates what path and method say.
    pub(super) fn of_path(words: &[Word], method: Method, path: &str) -> Self {
        let segments: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        // The last name tells what the operation is about; a key or `$count` behind it does not.
        let is_name = |segment: &&str| !segment.starts_with(['{', '$']);
        let end = segments.iter().rposition(is_name);
        let mut score = Self { points: vec![0; words.len()], surplus: 0, length: segments.len() };
        for (index, segment) in segments.iter().enumerate().filter(|(_, segment)| is_name(segment)) {
            let weight = if Some(index) == end { END } else { PATH };
            // The arguments of a function are about it, but not its name.
            let name = segment.split_once('(').map_or(*segment, |(name, _)| name);
            let names = of_name(name);
            score.rate(words, &names, weight);
            if weight == END {
                score.surplus = names.iter().filter(|name| words.iter().all(|word| fit(word, name) == 0)).count();
            }
        }
        if segments.last() == Some(&"$count") {
            score.rate(words, &["count".into()], END);
        }
        score.rate(words, &[method.as_str().to_lowercase()], DOES);
        score
    }

    /// Rates what else is known about the operation.
    pub(super) fn with_operation(mut self, words: &[Word], operation: &Operation) -> Self {
        let does: Vec<_> = verbs(operation.kind).iter().map(|&verb| verb.to_owned()).collect();
        self.rate(words, &does, DOES);
        if let Some(name) = operation.response.type_name() {
            self.rate(words, &of_name(name.short()), DESCRIPTION);
        }
        if let Some(description) = &operation.description {
            let text: Vec<_> = description.split_whitespace().flat_map(of_name).collect();
            self.rate(words, &text, DESCRIPTION);
        }
        self
    }

    /// Returns how many words were not found.
    pub(super) fn missing(&self) -> usize {
        self.points.iter().filter(|points| **points == 0).count()
    }

    /// Orders the best first: fewer missing words, more points, less else in the name, a shorter path.
    pub(super) fn cmp_best_first(&self, other: &Self) -> Ordering {
        let points = |score: &Self| u32::MAX - score.points.iter().sum::<u32>();
        let rank = |score: &Self| (score.missing(), points(score), score.surplus, score.length);
        rank(self).cmp(&rank(other))
    }

    fn rate(&mut self, words: &[Word], names: &[String], weight: u32) {
        for (points, word) in self.points.iter_mut().zip(words) {
            let best = names.iter().map(|name| fit(word, name)).max().unwrap_or(0);
            *points = (*points).max(best * weight);
        }
    }
}

/// What people call what an operation does.
fn verbs(kind: OperationKind) -> &'static [&'static str] {
    match kind {
        OperationKind::List => &["list", "all", "get", "read"],
        OperationKind::Get => &["get", "read", "show"],
        OperationKind::Create => &["create", "add", "new"],
        OperationKind::Update => &["update", "change", "edit", "modify", "set"],
        OperationKind::Replace => &["replace", "update", "set"],
        OperationKind::Delete => &["delete", "remove"],
        OperationKind::Count => &["count", "number"],
        OperationKind::GetContent => &["download", "content", "get"],
        OperationKind::SetContent => &["upload", "content", "set"],
        OperationKind::ListReferences => &["list", "references", "links"],
        OperationKind::AddReference => &["add", "reference", "link"],
        OperationKind::SetReference => &["set", "reference", "link"],
        OperationKind::RemoveReference => &["remove", "delete", "reference", "link"],
        OperationKind::Action => &["action", "call"],
        OperationKind::Function => &["function", "get", "call"],
    }
}
