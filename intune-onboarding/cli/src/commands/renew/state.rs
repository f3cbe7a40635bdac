//! What Intune has of a token or certificate, as far as a renewal needs it.

use graph_runtime::DateTimeOffset;
use serde_json::{Value, json};

use crate::{
    commands::days::{days_left, in_days},
    failure::Failure,
    output::Output,
};

/// A token or certificate in Intune.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) apple_id: Option<String>,
    pub(super) expires: Option<DateTimeOffset>,
    /// When it was last synchronized with Apple successfully.
    pub(super) synchronized: Option<DateTimeOffset>,
    /// How the last synchronization failed, and when, if that is known.
    pub(super) sync_error: Option<(String, Option<DateTimeOffset>)>,
}

impl State {
    /// Shows it.
    pub(super) fn show(&self, output: &mut Output<'_>) -> Result<(), Failure> {
        output.pair("id", &self.id)?;
        output.pair("name", &self.name)?;
        if let Some(apple_id) = &self.apple_id {
            output.pair("Apple ID", apple_id)?;
        }
        output.pair("expires", self.expires.as_ref().map_or_else(|| "-".to_owned(), with_days))?;
        if let Some(date) = &self.synchronized {
            output.pair("last sync", date)?;
        }
        if let Some((error, _)) = &self.sync_error {
            output.pair("sync error", error)?;
        }
        Ok(())
    }

    pub(super) fn to_json(&self, kind: &str) -> Value {
        json!({
            "kind": kind,
            "id": self.id,
            "name": self.name,
            "appleId": self.apple_id,
            "expirationDateTime": self.expires.as_ref().map(ToString::to_string),
            "daysLeft": self.expires.as_ref().map(days_left),
            "lastSyncDateTime": self.synchronized.as_ref().map(ToString::to_string),
            "lastSyncError": self.sync_error.as_ref().map(|(error, _)| error),
        })
    }
}

/// Writes a date, and how far it is away.
pub(super) fn with_days(date: &DateTimeOffset) -> String {
    format!("{date} ({})", in_days(days_left(date)))
}
