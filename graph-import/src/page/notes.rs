//! What a page does not say, or says wrongly.

use crate::description::{Evidence, Source, Verdict};

/// The notes taken while a page is read.
#[derive(Debug)]
pub(super) struct Notes {
    /// The page.
    pub(super) source: Source,
    /// The notes, in the order in which they were taken, each once.
    pub(super) evidence: Vec<Evidence>,
}

impl Notes {
    /// Starts without a note.
    pub(super) fn new(source: Source) -> Self {
        Self { source, evidence: Vec::new() }
    }

    /// Takes a note.
    pub(super) fn add(&mut self, subject: &str, statement: String, verdict: Verdict) {
        let evidence = Evidence { subject: subject.to_owned(), statement, source: self.source.clone(), verdict };
        if !self.evidence.contains(&evidence) {
            self.evidence.push(evidence);
        }
    }

    /// Notes that the page does not state something.
    pub(super) fn missing(&mut self, subject: &str, statement: impl Into<String>) {
        self.add(subject, statement.into(), Verdict::Missing);
    }

    /// Notes that something was inferred.
    pub(super) fn inferred(&mut self, subject: &str, statement: impl Into<String>) {
        self.add(subject, statement.into(), Verdict::Inferred);
    }

    /// Notes that something was read otherwise than it is written.
    pub(super) fn repaired(&mut self, subject: &str, statement: impl Into<String>, written: &str) {
        self.add(subject, statement.into(), Verdict::Repaired { written: written.to_owned() });
    }
}
