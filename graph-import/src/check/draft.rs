//! Findings on their way: what several versions have alike becomes one finding.

use std::collections::BTreeMap;

use super::{Finding, Rule, Severity};
use crate::{
    description::{Source, Version},
    source::{Crate, Declaration, Place},
};

/// A finding without its place.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    rule: Rule,
    severity: Severity,
    message: String,
    old: Option<String>,
    new: Option<String>,
    source: Option<Source>,
    write: Option<String>,
    version: Option<Version>,
    place: Option<Place>,
}

impl Draft {
    pub(super) fn new(rule: Rule, message: impl Into<String>) -> Self {
        let (message, severity) = (message.into(), rule.severity());
        Self { rule, severity, message, old: None, new: None, source: None, write: None, version: None, place: None }
    }

    pub(super) fn severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    pub(super) fn old(self, old: impl Into<String>) -> Self {
        Self { old: Some(old.into()), ..self }
    }

    pub(super) fn new_is(self, new: impl Into<String>) -> Self {
        Self { new: Some(new.into()), ..self }
    }

    pub(super) fn source(self, source: &Source) -> Self {
        Self { source: Some(source.clone()), ..self }
    }

    pub(super) fn write(self, write: impl Into<String>) -> Self {
        Self { write: Some(write.into()), ..self }
    }

    /// What the declaration has is not there: the nearest name is what is meant, or else nothing.
    pub(super) fn meant(self, what: &str, near: Option<&str>, write: impl Fn(&str) -> String) -> Self {
        match near {
            Some(near) => self.new_is(near).write(write(near)),
            None => self.new_is("nothing").write(format!("remove `{what}`")),
        }
    }

    /// The version in which the finding holds. If others are compared too in which it does not, the message says so.
    pub(super) fn in_version(self, version: Version) -> Self {
        Self { version: Some(version), ..self }
    }

    /// A place that is more exact than that of the field or declaration.
    pub(super) fn at(self, place: Place) -> Self {
        Self { place: Some(place), ..self }
    }
}

/// The findings so far.
pub(super) struct Drafts<'k> {
    krate: &'k Crate,
    drafts: BTreeMap<Key, Merged>,
}

/// What makes two findings one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    place: Place,
    rule: Rule,
    message: String,
}

struct Merged {
    draft: Draft,
    item: String,
    versions: Vec<Version>,
    /// The versions that were compared.
    compared: Vec<Version>,
}

impl<'k> Drafts<'k> {
    pub(super) fn krate(&self) -> &'k Crate {
        self.krate
    }

    pub(super) fn new(krate: &'k Crate) -> Self {
        Self { krate, drafts: BTreeMap::new() }
    }

    /// Adds a finding about a declaration, or about a field or member of it. `compared` are the versions that were
    /// compared.
    pub(super) fn add(&mut self, declaration: &Declaration, part: Option<&str>, draft: Draft, compared: &[Version]) {
        let own = part.map_or(&declaration.place, |part| declaration.place_of(part));
        let place = draft.place.clone().unwrap_or_else(|| own.clone());
        let path = self.krate.path(declaration);
        let item = part.map_or_else(|| path.clone(), |part| format!("{path}.{part}"));
        let key = Key { place, rule: draft.rule, message: draft.message.clone() };
        let version = draft.version;
        let merged =
            self.drafts.entry(key).or_insert(Merged { draft, item, versions: Vec::new(), compared: Vec::new() });
        merged.versions.extend(version.filter(|version| !merged.versions.contains(version)));
        for version in compared {
            if !merged.compared.contains(version) {
                merged.compared.push(*version);
            }
        }
    }

    /// Returns the findings by place.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        let finding = |(key, merged): (Key, Merged)| {
            let Merged { draft, item, versions, compared } = merged;
            let is_partial = !versions.is_empty() && compared.iter().any(|version| !versions.contains(version));
            let only = if is_partial { format!(" in {}", versions[0].as_str()) } else { String::new() };
            Finding {
                rule: draft.rule,
                severity: draft.severity,
                place: key.place,
                item,
                message: format!("{}{only}", draft.message),
                old: draft.old,
                new: draft.new,
                source: draft.source,
                write: draft.write,
            }
        };
        self.drafts.into_iter().map(finding).collect()
    }
}
