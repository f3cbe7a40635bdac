//! A request or a client that was not built.

use std::fmt;

/// A request or a client that was not built. It says what was wrong with which value; nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildError {
    subject: &'static str,
    field: Option<&'static str>,
    reason: String,
}

impl BuildError {
    /// A value of an action that cannot be sent.
    pub(crate) fn field(action: &'static str, field: &'static str, reason: impl Into<String>) -> Self {
        Self { subject: action, field: Some(field), reason: reason.into() }
    }

    /// An action that cannot be sent the way the caller asks.
    pub(crate) fn action(action: &'static str, reason: impl Into<String>) -> Self {
        Self { subject: action, field: None, reason: reason.into() }
    }

    /// A setting of the client that cannot be used.
    pub(crate) fn client(setting: &'static str, reason: impl Into<String>) -> Self {
        Self { subject: "GraphClient", field: Some(setting), reason: reason.into() }
    }

    /// What was to be built: the name of an action, or `GraphClient`.
    #[must_use]
    pub fn subject(&self) -> &'static str {
        self.subject
    }

    /// The field or setting at fault, where it is one.
    #[must_use]
    pub fn field_name(&self) -> Option<&'static str> {
        self.field
    }

    /// What is wrong with it. It never repeats the value.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { subject, field, reason } = self;
        match field {
            Some(field) => write!(f, "{subject} was not built: `{field}`: {reason}"),
            None => write!(f, "{subject} was not built: {reason}"),
        }
    }
}

impl std::error::Error for BuildError {}
