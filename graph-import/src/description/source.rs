//! Where a statement comes from.

use std::fmt;

/// A file or page that states something about Graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What kind of source it is.
    pub kind: SourceKind,
    /// The file's path or the page's address, as the reader of a message knows it.
    pub name: String,
    /// Its date, `2026-08-04`, if it states one.
    pub date: Option<String>,
}

/// The kinds of sources. Where they disagree, the kind decides: see the documentation of each command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// Graph's own description of its types and operations: `$metadata`.
    Metadata,
    /// Microsoft's permission data.
    Permissions,
    /// A page of Microsoft's reference.
    Page,
    /// The permission catalog of the language, `graph_macros_core::catalog`.
    Catalog,
    /// A rule of this program, where no source states anything.
    Rule,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        match &self.date {
            Some(date) => write!(f, " of {date}"),
            None => Ok(()),
        }
    }
}
