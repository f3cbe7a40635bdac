//! Names of types, in one normal form.

use std::fmt;

/// The qualified name of a type, in its normal form: `Edm.String`, `microsoft.graph.user`,
/// `microsoft.graph.security.alert`.
///
/// Readers resolve aliases (`graph.`, `self.`) before they make a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeName(String);

impl TypeName {
    /// Makes a name from its qualified form, without an alias.
    #[must_use]
    pub fn new(qualified: impl Into<String>) -> Self {
        Self(qualified.into())
    }

    /// Returns the qualified name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the namespace: `microsoft.graph`, `Edm`; empty if there is none.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.0.rsplit_once('.').map_or("", |(namespace, _)| namespace)
    }

    /// Returns the name without its namespace: `user`, `String`.
    #[must_use]
    pub fn short(&self) -> &str {
        self.0.rsplit_once('.').map_or(self.0.as_str(), |(_, short)| short)
    }

    /// Returns the name of a primitive type without `Edm.`, or `None` for a type of Graph's own.
    #[must_use]
    pub fn primitive(&self) -> Option<&str> {
        self.0.strip_prefix("Edm.")
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
