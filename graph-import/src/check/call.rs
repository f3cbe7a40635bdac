//! The declared operations, with what the descriptions have for each.

use graph_macros_core::model::Action;

use super::{Descriptions, Lookup};
use crate::{
    description::{Evidence, Operation, Source, Verdict, Version},
    source::{Crate, Declaration, Declared, Place},
};

/// A declared operation.
pub(super) struct Call<'k> {
    pub(super) declaration: &'k Declaration,
    pub(super) action: &'k Action,
    /// What the descriptions have, for each version that is described.
    pub(super) found: Vec<Found>,
}

/// What the description of one version has for an operation.
pub(super) struct Found {
    pub(super) version: Version,
    /// Whether the declaration names the version.
    pub(super) is_declared: bool,
    /// Where the description comes from.
    pub(super) source: Source,
    pub(super) lookup: Lookup,
}

impl<'k> Call<'k> {
    /// Finds the operations of a crate whose declaration says which they are.
    pub(super) fn find_all(krate: &'k Crate, descriptions: &dyn Descriptions) -> Vec<Self> {
        krate.iter().filter_map(|(_, declaration)| Self::find(declaration, descriptions)).collect()
    }

    fn find(declaration: &'k Declaration, descriptions: &dyn Descriptions) -> Option<Self> {
        let Declared::Action(action) = &declaration.declared else { return None };
        if !action.method_is_known || action.path.is_none() || !action.template.mistakes.is_empty() {
            return None;
        }
        let found = [Version::V1_0, Version::Beta].into_iter().filter_map(|version| {
            let (_, source) = descriptions.types(version)?;
            Some(Found {
                version,
                is_declared: action.versions.contains(&version),
                source: source.clone(),
                lookup: descriptions.find(version, action.method, &action.template.text),
            })
        });
        Some(Self { declaration, action, found: found.collect() })
    }

    /// Returns method and path as messages write them.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.action.method.as_str(), self.action.template.text)
    }

    /// Returns the operations in the versions that the declaration names.
    pub(super) fn operations(&self) -> impl Iterator<Item = (Version, &Operation)> {
        self.found.iter().filter(|found| found.is_declared).filter_map(|found| match &found.lookup {
            Lookup::Found(operation) => Some((found.version, &**operation)),
            Lookup::NotFound { .. } => None,
        })
    }

    /// Returns the versions that the declaration names and that have the operation.
    pub(super) fn versions(&self) -> Vec<Version> {
        self.operations().map(|(version, _)| version).collect()
    }

    /// Returns the place of the path in the attribute.
    pub(super) fn path_place(&self) -> Place {
        let path = self.action.path.as_ref();
        path.map_or_else(|| self.declaration.place.clone(), |path| self.declaration.place_at(path.span()))
    }

    /// Returns the place where a version is declared.
    pub(super) fn version_place(&self, version: Version) -> Place {
        let literal = self.action.version_literals.iter().find(|literal| literal.value() == version.as_str());
        literal.map_or_else(|| self.path_place(), |literal| self.declaration.place_at(literal.span()))
    }

    /// Returns the versions that cannot be compared, and those whose description contradicts itself about the call.
    pub(super) fn untold(&self) -> Vec<(Place, String)> {
        let mut untold = self.undescribed();
        for (_, operation) in self.operations() {
            let decides = |subject: &str| subject == "method" || subject.starts_with("body.");
            let unclear = operation.evidence.iter().filter(|one| one.verdict == Verdict::Unclear);
            let unclear = unclear.filter(|one| decides(&one.subject));
            untold.extend(unclear.map(|Evidence { subject, statement, source, .. }| {
                (self.path_place(), format!("`{}`: {subject}: {source} says {statement}", self.title()))
            }));
        }
        untold
    }

    fn undescribed(&self) -> Vec<(Place, String)> {
        let is_described = |version: &Version| self.found.iter().any(|found| found.version == *version);
        let missing = self.action.versions.iter().filter(|version| !is_described(version));
        missing
            .map(|version| {
                let message = format!(
                    "`{}`: no description of {} is at hand; run `graph-import fetch`",
                    self.title(),
                    version.as_str()
                );
                (self.version_place(*version), message)
            })
            .collect()
    }
}
