//! The link of a long-running operation.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The link of a long-running operation, with which [`GraphClient::operation`](crate::GraphClient::operation) continues to
/// wait for it, even after a restart of the program.
///
/// It is serialized as text. A link to another host than Microsoft Graph may be as good as a token, so `Debug` does not show
/// it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperationLink(String);

impl OperationLink {
    /// Creates a link from a text that was stored, or that an operation is documented to have.
    #[must_use]
    pub fn new(link: impl Into<String>) -> Self {
        Self(link.into())
    }

    /// Returns the link. The caller is responsible for not disclosing it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OperationLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationLink").finish_non_exhaustive()
    }
}
