//! How much an operation is about the words of a query.

use std::{cmp::Ordering, collections::HashMap};

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

/// How well each name of a path fits the words of a query. The same names are in many paths.
pub(super) struct Names<'w> {
    words: &'w [Word],
    known: HashMap<String, Fit>,
}

/// How well one name fits.
#[derive(Clone)]
struct Fit {
    /// The points of each word.
    points: Vec<u32>,
    /// How many words the name has that are not asked for.
    surplus: usize,
}

impl<'w> Names<'w> {
    pub(super) fn new(words: &'w [Word]) -> Self {
        Self { words, known: HashMap::new() }
    }

    fn fit(&mut self, name: &str) -> &Fit {
        if !self.known.contains_key(name) {
            self.known.insert(name.to_owned(), Fit::new(self.words, &of_name(name)));
        }
        &self.known[name]
    }
}

impl Fit {
    fn new(words: &[Word], names: &[String]) -> Self {
        let best = |word: &Word| names.iter().map(|name| fit(word, name)).max().unwrap_or(0);
        let surplus = names.iter().filter(|name| words.iter().all(|word| fit(word, name) == 0)).count();
        Self { points: words.iter().map(best).collect(), surplus }
    }
}

impl Score {
    /// Rates what path and method say.
    pub(super) fn of_path(names: &mut Names<'_>, method: Method, path: &str) -> Self {
        let words = names.words;
        let segments: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        // The last name tells what the operation is about; a key or `$count` behind it does not.
        let is_name = |segment: &&str| !segment.starts_with(['{', '$']);
        let end = segments.iter().rposition(is_name);
        let mut score = Self { points: vec![0; words.len()], surplus: 0, length: segments.len() };
        for (index, segment) in segments.iter().enumerate().filter(|(_, segment)| is_name(segment)) {
            let weight = if Some(index) == end { END } else { PATH };
            // The arguments of a function are about it, but not its name.
            let name = segment.split_once('(').map_or(*segment, |(name, _)| name);
            let fit = names.fit(name);
            score.add(&fit.points, weight);
            if weight == END {
                score.surplus = fit.surplus;
            }
        }
        if segments.last() == Some(&"$count") {
            score.add(&names.fit("count").points, END);
        }
        score.add(&names.fit(method.as_str()).points, DOES);
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
        self.add(&Fit::new(words, names).points, weight);
    }

    fn add(&mut self, points: &[u32], weight: u32) {
        for (known, points) in self.points.iter_mut().zip(points) {
            *known = (*known).max(points * weight);
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
