//! Tokens as a whole: uploaded anew, counted, deleted.

use graph_runtime::{DateTimeOffset, QueryOptions, graph_action, odata::PlainText};

use super::{VppToken, VppTokenAccountType, VppTokenState, VppTokenSyncStatus};

/// Uploads a new Volume Purchase Program token, for a location that the tenant does not have yet.
///
/// To renew a token, use [`UpdateVppToken`](super::UpdateVppToken) instead. The properties are those of both versions
/// of Graph.
#[graph_action(
    POST, "/deviceAppManagement/vppTokens",
    version = ["v1.0", "beta"],
    perms = ["DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"],
    returns = VppToken,
    odata_type = "#microsoft.graph.vppToken",
    docs = "https://learn.microsoft.com/graph/api/intune-onboarding-vpptoken-create?view=graph-rest-1.0",
)]
#[derive(Clone, Default)]
pub struct CreateVppToken {
    /// The Apple ID with which the token was created.
    pub apple_id: Option<String>,
    /// Whether the apps of the token are updated automatically.
    pub automatically_update_apps: Option<bool>,
    /// The country or region of the App Store of the token.
    pub country_or_region: Option<String>,
    /// When it expires.
    pub expiration_date_time: Option<DateTimeOffset>,
    /// When it was last synchronized.
    pub last_sync_date_time: Option<DateTimeOffset>,
    /// The state of the last synchronization.
    pub last_sync_status: Option<VppTokenSyncStatus>,
    /// The organization that the token belongs to.
    pub organization_name: Option<String>,
    /// The state.
    pub state: Option<VppTokenState>,
    /// The unchanged content of the `.vpptoken` file, which is base64.
    #[graph(secret)]
    pub token: Option<String>,
    /// The Apple program of the token.
    pub vpp_token_account_type: Option<VppTokenAccountType>,
}

/// Counts the Volume Purchase Program tokens.
///
/// Microsoft publishes no permissions for this operation. These are those of `GET /deviceAppManagement/vppTokens`.
#[graph_action(
    GET, "/deviceAppManagement/vppTokens/$count",
    version = ["v1.0", "beta"],
    perms = [
        "DeviceManagementServiceConfig.Read.All",
        "DeviceManagementConfiguration.Read.All",
        "DeviceManagementConfiguration.ReadWrite.All",
        "DeviceManagementServiceConfig.ReadWrite.All",
    ],
    returns = PlainText<u64>,
    docs = "https://learn.microsoft.com/graph/api/intune-onboarding-vpptoken-list?view=graph-rest-1.0",
)]
#[derive(Debug, Clone, Default)]
pub struct CountVppTokens {
    /// The OData options for the tokens.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Deletes a Volume Purchase Program token. The licenses of its apps are returned.
#[graph_action(
    DELETE, "/deviceAppManagement/vppTokens/<id>",
    version = ["v1.0", "beta"],
    perms = ["DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"],
    docs = "https://learn.microsoft.com/graph/api/intune-onboarding-vpptoken-delete?view=graph-rest-1.0",
)]
#[derive(Debug, Clone, Default)]
pub struct DeleteVppToken {
    /// Key of the vppToken.
    pub id: String,
}
