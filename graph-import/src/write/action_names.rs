//! Names of actions.

mod nouns;
mod verbs;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use self::nouns::{Noun, nouns};
use self::verbs::VERBS;
use super::{
    names::{from_words, singular},
    note::Note,
    types::is_reserved,
};
use crate::{
    casing::words,
    description::{Operation, OperationKind, Response},
};

/// The names that are taken, each with the route of the operation it is the name of; an empty one for anything else.
#[derive(Debug, Default)]
pub(super) struct Taken {
    names: BTreeMap<String, String>,
}

impl Taken {
    pub(super) fn new(in_file: &BTreeMap<String, String>, types: &BTreeSet<String>) -> Self {
        let types = types.iter().map(|name| (name.clone(), String::new()));
        Self { names: types.chain(in_file.clone()).collect() }
    }

    /// Returns a free name for an operation, and notes if it is not the first choice.
    pub(super) fn name(&mut self, operation: &Operation, notes: &mut Vec<Note>) -> String {
        let parts = Parts::new(operation);
        let wanted = parts.name(&[]);
        let mut chosen = wanted.clone();
        if self.is_taken(&wanted) {
            let holder = self.names.get(&wanted).map(|route| parents_of_route(route)).unwrap_or_default();
            chosen = self.qualified(&parts, &holder);
            let what = operation.title();
            // `Copy` and the like are not worth a remark.
            if !is_reserved(&wanted) {
                notes.push(Note::Renamed { wanted, chosen: chosen.clone(), what });
            }
        }
        self.names.insert(chosen.clone(), operation.route());
        chosen
    }

    fn is_taken(&self, name: &str) -> bool {
        is_reserved(name) || self.names.contains_key(name)
    }

    /// Puts the nearest parents into the name until it is free.
    fn qualified(&self, parts: &Parts, holder: &[Vec<String>]) -> String {
        for count in 1..=parts.parents.len() {
            let mut parents: Vec<_> = parts.parents[..count].to_vec();
            if let ([nearest], Some(other)) = (parents.as_mut_slice(), holder.first()) {
                *nearest = without_common_end(nearest, other);
            }
            parents.reverse();
            let name = parts.name(&parents.concat());
            if !self.is_taken(&name) {
                return name;
            }
        }
        let mut all = parts.parents.clone();
        all.reverse();
        let longest = parts.name(&all.concat());
        // One more name than there are taken ones is free.
        let mut numbered = (2..self.names.len() + 3).map(|number| format!("{longest}{number}"));
        numbered.find(|name| !self.is_taken(name)).unwrap_or(longest)
    }
}

/// Of a parent's name, what tells it from the other one: `androidForWorkEnrollmentProfile` beside
/// `androidDeviceOwnerEnrollmentProfile` is `androidForWork`.
fn without_common_end(parent: &[String], other: &[String]) -> Vec<String> {
    let common = parent.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    // One word alone says too little.
    let kept = parent.len() - common;
    if kept >= 2 { parent[..kept].to_vec() } else { parent.to_vec() }
}

/// What the name of an action consists of.
#[derive(Debug)]
struct Parts {
    /// The verb; empty if the name is a noun.
    verb: Vec<String>,
    noun: Vec<String>,
    /// The names of what stands before in the path, the nearest first.
    parents: Vec<Vec<String>>,
}

impl Parts {
    fn new(operation: &Operation) -> Self {
        let nouns = nouns(operation);
        let (last, before) = nouns.split_last().map_or((None, &[][..]), |(last, before)| (Some(last), before));
        let plural = || last.map(|noun| words(&noun.name)).unwrap_or_default();
        let one = || last.map(Noun::one).unwrap_or_default();
        let element = || last.map(|noun| words(&noun.element)).unwrap_or_default();
        let with = |end: &str| [one(), vec![end.to_owned()]].concat();
        let parents = |nouns: &[Noun]| nouns.iter().rev().map(Noun::qualifier).collect();
        let crud = |verb: &str, noun: Vec<String>| Self { verb: vec![verb.to_owned()], noun, parents: parents(before) };
        match operation.kind {
            OperationKind::List => crud("list", plural()),
            OperationKind::Get => crud("get", one()),
            OperationKind::Create => crud("create", element()),
            OperationKind::Update => crud("update", one()),
            OperationKind::Replace => crud("replace", one()),
            OperationKind::Delete => crud("delete", one()),
            OperationKind::Count => crud("count", plural()),
            OperationKind::GetContent => content("get", &nouns, parents),
            OperationKind::SetContent => content("set", &nouns, parents),
            OperationKind::ListReferences if matches!(operation.response, Response::Page(_)) => {
                crud("list", [element(), vec![String::from("references")]].concat())
            }
            OperationKind::ListReferences => crud("get", with("reference")),
            OperationKind::AddReference => crud("add", element()),
            OperationKind::SetReference => crud("set", one()),
            OperationKind::RemoveReference => crud("remove", element()),
            OperationKind::Action | OperationKind::Function => Self::of_callable(&plural(), before, parents),
        }
    }

    fn of_callable(name: &[String], before: &[Noun], parents: impl Fn(&[Noun]) -> Vec<Vec<String>>) -> Self {
        // A delta is one of something: `UserDelta`.
        if let ([delta], [before @ .., of]) = (name, before)
            && delta == "delta"
        {
            let of = if of.name == "me" { of.qualifier() } else { words(&of.element) };
            let noun = [of, vec![delta.clone()]].concat();
            return Self { verb: Vec::new(), noun, parents: parents(before) };
        }
        let is_verb = |word: &String| VERBS.binary_search(&word.to_lowercase().as_str()).is_ok();
        let (verb, noun) = name.split_at(usize::from(name.first().is_some_and(is_verb)));
        Self { verb: verb.to_vec(), noun: noun.to_vec(), parents: parents(before) }
    }

    fn name(&self, parents: &[String]) -> String {
        from_words(&[self.verb.as_slice(), parents, &self.noun].concat())
    }
}

/// The name for the content of what stands before: `GetPhotoContent` for `/me/photo/$value`, `GetItemContent` for
/// `/items/{id}/content`.
fn content(verb: &str, nouns: &[Noun], parents: impl Fn(&[Noun]) -> Vec<Vec<String>>) -> Parts {
    let verb = vec![verb.to_owned()];
    match nouns {
        [before @ .., owner, stream] if !stream.has_key && !stream.is_followed => {
            let noun = [owner.one(), words(&stream.name)].concat();
            Parts { verb, noun, parents: parents(before) }
        }
        [before @ .., owner] => {
            Parts { verb, noun: [owner.one(), vec![String::from("content")]].concat(), parents: parents(before) }
        }
        [] => Parts { verb, noun: vec![String::from("content")], parents: Vec::new() },
    }
}

/// Returns the names of what stands in a route before its last segment, the nearest first.
fn parents_of_route(route: &str) -> Vec<Vec<String>> {
    let is_name = |segment: &&str| !segment.is_empty() && !segment.starts_with(['<', '{', '$']);
    let names: Vec<_> = route.split('/').filter(is_name).collect();
    let before = names.split_last().map_or(&[][..], |(_, before)| before);
    let name = |segment: &&str| words(&singular(segment.split(['(', ':']).next().unwrap_or(segment)));
    before.iter().rev().map(name).collect()
}
