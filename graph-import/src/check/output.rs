//! A report as text, JSON, or annotations of a forge.

mod github;
mod json;
mod text;

use super::Report;

/// The forms in which a report is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: the place first, then what it is about.
    #[default]
    Text,
    /// For programs: one JSON object.
    Json,
    /// For GitHub: a command for each finding, which becomes an annotation of the line.
    Github,
}

impl Report {
    /// Writes the report. `folder` stands before the place of each finding, so that a forge finds the file; it is empty
    /// or ends with a slash.
    #[must_use]
    pub fn write(&self, format: Format, folder: &str) -> String {
        match format {
            Format::Text => text::write(self, folder),
            Format::Json => json::write(self, folder),
            Format::Github => github::write(self, folder),
        }
    }

    /// Returns what was found in one line: `12 operations, 2 findings: 1 error, 1 note`.
    #[must_use]
    pub fn summary(&self) -> String {
        text::summary(self)
    }
}
