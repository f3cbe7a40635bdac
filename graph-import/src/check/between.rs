//! What has changed between two descriptions for the calls of a crate.

mod body;
mod operation;
mod permissions;
mod types;

use super::{
    Descriptions, Lookup, Options, Report, Rule, Severity, allow,
    call::Call,
    draft::{Draft, Drafts},
    existence::versions,
    finding,
    operation::check as note_types,
    uses::Uses,
};
use crate::{
    description::{Operation, Source, Types, Version},
    source::Crate,
};

/// Compares two descriptions, and reports the differences that concern the operations of a crate, and the types that
/// they reach as they are declared. A crate that has not kept up with the older one is not reported here: see
/// [`check`](super::check).
#[must_use]
pub fn between(krate: &Crate, old: &dyn Descriptions, new: &dyn Descriptions, options: &Options) -> Report {
    let mut drafts = Drafts::new(krate);
    let (before, after) = (Call::find_all(krate, old), Call::find_all(krate, new));
    for (before, after) in before.iter().zip(&after) {
        existence(before, after, &mut drafts);
        permissions::compare(after, old, new, &mut drafts);
        for (version, old_operation) in before.operations() {
            let new_operation = after.operations().find(|(other, _)| *other == version);
            let (Some((_, new_operation)), Some((new_types, source))) = (new_operation, new.types(version)) else {
                continue;
            };
            let change = Change { version, source, old: old_operation, new: new_operation, new_types };
            operation::compare(after, &change, &mut drafts);
        }
    }
    types::compare(krate, &[uses(krate, &before, old), uses(krate, &after, new)], old, new, &mut drafts);
    let untold = before.iter().chain(&after).flat_map(Call::untold).chain(finding::unread(krate));
    let mut untold: Vec<_> = untold.collect();
    untold.sort();
    untold.dedup();
    let mut report = Report { findings: drafts.into_findings(), untold, operations: after.len() };
    allow::apply(krate, &mut report, options, false);
    report
}

/// One operation in two descriptions of a version.
struct Change<'a> {
    version: Version,
    /// The newer description.
    source: &'a Source,
    old: &'a Operation,
    new: &'a Operation,
    new_types: &'a Types,
}

impl Change<'_> {
    fn draft(&self, rule: Rule, message: impl Into<String>) -> Draft {
        Draft::new(rule, message).source(self.source).in_version(self.version)
    }
}

/// Returns the types that the declared operations use.
fn uses(krate: &Crate, calls: &[Call<'_>], descriptions: &dyn Descriptions) -> Uses {
    let mut uses = Uses::default();
    // What this finds is the subject of `check`.
    let mut unused = Drafts::new(krate);
    for call in calls {
        note_types(call, descriptions, &mut unused, &mut uses);
    }
    uses.add_declared(krate, descriptions);
    uses.spread(krate, descriptions);
    uses
}

/// Reports operations that are gone, and versions that have an operation now.
fn existence(before: &Call<'_>, after: &Call<'_>, drafts: &mut Drafts<'_>) {
    let in_versions = |call: &Call<'_>| -> Vec<Version> {
        let found = call.found.iter().filter(|found| matches!(found.lookup, Lookup::Found(_)));
        found.map(|found| found.version).collect()
    };
    let (had, have) = (in_versions(before), in_versions(after));
    let title = after.title();
    for found in &after.found {
        let version = found.version;
        // A version that was not described before has nothing that is new.
        let was_described = before.found.iter().any(|found| found.version == version);
        let draft = match (had.contains(&version), have.contains(&version)) {
            (true, false) if found.is_declared && have.is_empty() => {
                Draft::new(Rule::Gone, format!("`{title}` does not exist any more"))
            }
            (true, false) if found.is_declared => {
                Draft::new(Rule::Version, format!("`{title}` is not in {} any more", version.as_str()))
                    .write(format!("version = {}", versions(&have)))
            }
            (false, true) if was_described && (found.is_declared || version == Version::V1_0) => {
                Draft::new(Rule::Version, format!("`{title}` is in {} now", version.as_str())).severity(Severity::Note)
            }
            _ => continue,
        };
        let shown = |all: &[Version]| if all.is_empty() { String::from("nothing") } else { versions(all) };
        let draft = draft.old(shown(&had)).new_is(shown(&have)).source(&found.source);
        drafts.add(after.declaration, None, draft.at(after.version_place(version)), &[]);
    }
}
