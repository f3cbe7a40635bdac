//! Compares the declarations of a crate with the descriptions of Graph, and says where they have come apart.
//!
//! [`check`] compares every declaration with what is described today. [`between`] compares two descriptions, and reports
//! what has changed for the calls of a crate. Both give a [`Report`], which is written as text, JSON or annotations.

mod allow;
mod at_hand;

mod between;
mod body;
mod call;
mod descriptions;
mod draft;
mod enumerations;
mod existence;
mod finding;
mod holds;
mod objects;
mod operation;
mod output;
mod parameters;
mod path;
mod permissions;
mod properties;
mod response;
mod rule;
mod uses;
mod written;

use std::collections::BTreeSet;

pub use self::{
    at_hand::AtHand,
    between::between,
    descriptions::{Descriptions, Lookup},
    finding::{Finding, Report, Severity},
    output::Format,
    rule::Rule,
};
use self::{call::Call, draft::Drafts, uses::Uses};
use crate::source::Crate;

/// What to report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The rules whose findings are not reported.
    pub allow: BTreeSet<Rule>,
}

/// Compares the declarations of a crate with descriptions.
#[must_use]
pub fn check(krate: &Crate, descriptions: &dyn Descriptions, options: &Options) -> Report {
    let mut drafts = Drafts::new(krate);
    let calls = Call::find_all(krate, descriptions);
    let mut uses = Uses::default();
    for call in &calls {
        existence::check(call, &mut drafts);
        permissions::check(call, descriptions, &mut drafts);
        operation::check(call, descriptions, &mut drafts, &mut uses);
    }
    uses.add_declared(krate, descriptions);
    uses.spread(krate, descriptions);
    objects::check(krate, &uses, descriptions, &mut drafts);
    enumerations::check(krate, &uses, descriptions, &mut drafts);
    let untold = calls.iter().flat_map(Call::untold).chain(finding::unread(krate)).collect();
    let mut report = Report { findings: drafts.into_findings(), untold, operations: calls.len() };
    allow::apply(krate, &mut report, options, true);
    report
}
