//! The action that is measured: with everything that the macro brings.

use graph_runtime::graph_action;

/// Creates a channel in a team.
#[graph_action(POST, "/teams/<team_id>/channels", version = "v1.0", perms = "Channel.Create")]
pub struct CreateChannel {
    /// Key of the team.
    pub team_id: String,
    /// The name of the channel, as its members see it.
    pub display_name: String,
    /// Who can see the channel: `standard`, `private` or `shared`.
    pub membership_type: String,
    /// What the channel is about.
    pub description: Option<String>,
}
