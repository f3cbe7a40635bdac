//! The position in the changes of a collection.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A position in the changes of a collection, from which [`Call::changes_from`](crate::client::Call::changes_from)
/// continues: the delta link after the last page, or the link of a page. Returned by [`Changes::link`](super::Changes::link).
///
/// It is serialized as the text of the link. `Debug` does not show it, since it may contain values of the action's fields.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeltaLink(String);

impl DeltaLink {
    /// Creates a position from a link that was stored as text, such as a [`delta_link`](crate::Page::delta_link).
    #[must_use]
    pub fn new(link: impl Into<String>) -> Self {
        Self(link.into())
    }

    /// Returns the link.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DeltaLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeltaLink").finish_non_exhaustive()
    }
}
