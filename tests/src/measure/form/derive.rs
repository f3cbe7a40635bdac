//! The action that is measured: what serde's derive alone makes of it.

use serde::Serialize;

/// Creates a channel in a team.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateChannel {
    /// Key of the team.
    #[serde(skip)]
    pub team_id: String,
    /// The name of the channel, as its members see it.
    pub display_name: String,
    /// Who can see the channel: `standard`, `private` or `shared`.
    pub membership_type: String,
    /// What the channel is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}
