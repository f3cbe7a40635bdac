//! The error for a request or client that cannot be built.

use std::fmt::{self, Display};

/// The error returned if a request or a client cannot be built. Nothing was sent.
///
/// `Display` writes one line that names the field or setting at fault, but never its value: ``cannot build
/// UploadDepToken: `id` must not be empty``.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildError {
    subject: &'static str,
    field: Option<&'static str>,
    reason: String,
}

impl BuildError {
    /// An error for a field of an action. `predicate` continues a sentence that begins with the field's name:
    /// `must not be empty`.
    pub(crate) fn field(action: &'static str, field: &'static str, predicate: impl Display) -> Self {
        Self { subject: action, field: Some(field), reason: format!("`{field}` {predicate}") }
    }

    /// An error for a field of an action whose `Display` implementation returned an error.
    pub(crate) fn display(action: &'static str, field: &'static str) -> Self {
        let reason = format!("the `Display` of `{field}` returned an error");
        Self { subject: action, field: Some(field), reason }
    }

    /// An error for an action that cannot be called as requested, or with these options.
    pub(crate) fn action(action: &'static str, reason: impl Into<String>) -> Self {
        Self { subject: action, field: None, reason: reason.into() }
    }

    /// An error for a setting of the client. `predicate` continues a sentence that begins with the setting's name.
    pub(crate) fn client(setting: &'static str, predicate: impl Display) -> Self {
        Self::field("GraphClient", setting, predicate)
    }

    /// Returns what could not be built: the name of an action, or `GraphClient`, `Batch` or `AdminConsent`.
    #[must_use]
    pub fn subject(&self) -> &'static str {
        self.subject
    }

    /// Returns the name of the field or setting at fault, or `None` if the error does not concern a single one.
    ///
    /// A field that is sent under another name is named as it is sent.
    #[must_use]
    pub fn field_name(&self) -> Option<&'static str> {
        self.field
    }

    /// Returns why it could not be built, such as `` `id` must not be empty``. The reason never contains the value.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot build {}: {}", self.subject, self.reason)
    }
}

impl std::error::Error for BuildError {}
