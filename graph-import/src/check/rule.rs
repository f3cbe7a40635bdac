//! The rules: what a finding is about.

use std::fmt;

use super::Severity;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The operation does not exist any more.
    Gone,
    /// The operation exists in other versions than declared.
    Version,
    /// Something is deprecated.
    Deprecated,
    /// The path is written in another way.
    Path,
    /// A property is not there.
    Property,
    /// A query parameter is not there.
    Query,
    /// A header is not there.
    Header,
    /// The body is of another kind.
    Body,
    /// What is required is missing.
    Required,
    /// A type cannot hold what Graph sends or takes.
    Type,
    /// Null is sent where the declaration has none, or the other way round.
    Null,
    /// An enumeration has other members.
    Member,
    /// The response is of another kind.
    Returns,
    /// A permission does not suffice.
    Permission,
    /// A less privileged permission suffices.
    LeastPrivilege,
    /// Other caller types are supported.
    Caller,
    /// `@odata.type` is wrong.
    OdataType,
    /// A secret is not marked.
    Secret,
    /// The page that `docs` names is gone.
    Docs,
    /// A comment that allows findings is wrong.
    Allow,
}

impl Rule {
    /// All rules, in the order of the documentation.
    pub const ALL: [Self; 20] = [
        Self::Gone,
        Self::Version,
        Self::Deprecated,
        Self::Path,
        Self::Property,
        Self::Query,
        Self::Header,
        Self::Body,
        Self::Required,
        Self::Type,
        Self::Null,
        Self::Member,
        Self::Returns,
        Self::Permission,
        Self::LeastPrivilege,
        Self::Caller,
        Self::OdataType,
        Self::Secret,
        Self::Docs,
        Self::Allow,
    ];

    /// Finds a rule by its name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.as_str() == name)
    }

    /// Returns the name, as `--allow` and comments write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Version => "version",
            Self::Deprecated => "deprecated",
            Self::Path => "path",
            Self::Property => "property",
            Self::Query => "query",
            Self::Header => "header",
            Self::Body => "body",
            Self::Required => "required",
            Self::Type => "type",
            Self::Null => "null",
            Self::Member => "member",
            Self::Returns => "returns",
            Self::Permission => "permission",
            Self::LeastPrivilege => "least-privilege",
            Self::Caller => "caller",
            Self::OdataType => "odata-type",
            Self::Secret => "secret",
            Self::Docs => "docs",
            Self::Allow => "allow",
        }
    }

    /// Returns how severe a finding is, unless it says otherwise.
    pub(super) const fn severity(self) -> Severity {
        match self {
            Self::Gone
            | Self::Version
            | Self::Property
            | Self::Body
            | Self::Required
            | Self::Type
            | Self::Null
            | Self::Returns
            | Self::Permission
            | Self::Caller
            | Self::OdataType
            | Self::Allow => Severity::Error,
            Self::Deprecated
            | Self::Path
            | Self::Query
            | Self::Header
            | Self::LeastPrivilege
            | Self::Secret
            | Self::Docs => Severity::Warning,
            Self::Member => Severity::Note,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
