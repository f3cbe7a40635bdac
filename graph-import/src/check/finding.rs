//! What `check` finds.

use std::fmt;

use super::Rule;
use crate::{
    description::Source,
    source::{Crate, Place},
};

/// A difference between a declaration and the descriptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub rule: Rule,
    /// How severe it is.
    pub severity: Severity,
    /// Where in the crate it is.
    pub place: Place,
    /// The declaration, and the field or member in it: `vpp::UpdateVppToken.apple_id`.
    pub item: String,
    /// What is different, in one sentence.
    pub message: String,
    /// What the declaration says, or the older description.
    pub old: Option<String>,
    /// What the description says.
    pub new: Option<String>,
    /// The description.
    pub source: Option<Source>,
    /// What to write in the declaration.
    pub write: Option<String>,
}

/// How severe a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A call fails, or its response cannot be read.
    Error,
    /// Something will fail, or is not as it should be.
    Warning,
    /// Something new that the declaration can do without.
    Note,
}

/// All findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The findings, by place.
    pub findings: Vec<Finding>,
    /// What could not be told, with where and why.
    pub untold: Vec<(Place, String)>,
    /// How many operations were compared.
    pub operations: usize,
}

impl Severity {
    /// Returns the name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Report {
    /// Returns the exit code of the program: 0 if nothing is reported, 1 if there are findings, and 2 if something could
    /// not be told.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        if self.untold.is_empty() { u8::from(!self.findings.is_empty()) } else { 2 }
    }
}

/// Returns the parts of a crate that could not be read.
pub(super) fn unread(krate: &Crate) -> impl Iterator<Item = (Place, String)> {
    krate.problems.iter().map(|problem| (problem.place.clone(), problem.message.clone()))
}
