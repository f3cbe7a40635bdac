//! Settings as a whole: created, updated, counted, deleted.

use graph_runtime::{DateTimeOffset, Patch, QueryOptions, graph_action, odata::PlainText};

use super::{DepOnboardingSetting, DepTokenType};

/// Creates a connection to Apple Business Manager or Apple School Manager. It has no token until
/// [`UploadDepToken`](super::UploadDepToken) is called.
#[graph_action(
    POST, "/deviceManagement/depOnboardingSettings",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    returns = DepOnboardingSetting,
    odata_type = "#microsoft.graph.depOnboardingSetting",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-create?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct CreateDepOnboardingSetting {
    /// The Apple ID with which the current token was created.
    pub apple_identifier: Option<String>,
    /// Whether the administrator agreed to share data with Apple.
    pub data_sharing_consent_granted: Option<bool>,
    /// When devices were last synchronized successfully.
    pub last_successful_sync_date_time: Option<DateTimeOffset>,
    /// The error code that Apple reported for the last synchronization; 0 for success.
    pub last_sync_error_code: Option<i32>,
    /// When Intune last requested a synchronization.
    pub last_sync_triggered_date_time: Option<DateTimeOffset>,
    /// The scope tags.
    pub role_scope_tag_ids: Option<Vec<String>>,
    /// Whether the token is shared with School Data Sync.
    pub share_token_with_school_data_sync_service: Option<bool>,
    /// The number of synchronized devices.
    pub synced_device_count: Option<i32>,
    /// When the current token expires.
    pub token_expiration_date_time: Option<DateTimeOffset>,
    /// The name that the administrator chose for the token.
    pub token_name: Option<String>,
    /// The Apple program of the token.
    pub token_type: Option<DepTokenType>,
}

/// Updates a connection to Apple Business Manager or Apple School Manager. A property that is not set keeps its value.
///
/// To renew the token, use [`UploadDepToken`](super::UploadDepToken).
#[graph_action(
    PATCH, "/deviceManagement/depOnboardingSettings/<id>",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    returns = Option<DepOnboardingSetting>,
    odata_type = "#microsoft.graph.depOnboardingSetting",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-update?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct UpdateDepOnboardingSetting {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The Apple ID with which the current token was created.
    pub apple_identifier: Patch<String>,
    /// Whether the administrator agreed to share data with Apple.
    pub data_sharing_consent_granted: Option<bool>,
    /// When devices were last synchronized successfully.
    pub last_successful_sync_date_time: Option<DateTimeOffset>,
    /// The error code that Apple reported for the last synchronization; 0 for success.
    pub last_sync_error_code: Option<i32>,
    /// When Intune last requested a synchronization.
    pub last_sync_triggered_date_time: Option<DateTimeOffset>,
    /// The scope tags.
    pub role_scope_tag_ids: Option<Vec<String>>,
    /// Whether the token is shared with School Data Sync.
    pub share_token_with_school_data_sync_service: Option<bool>,
    /// The number of synchronized devices.
    pub synced_device_count: Option<i32>,
    /// When the current token expires.
    pub token_expiration_date_time: Option<DateTimeOffset>,
    /// The name that the administrator chose for the token.
    pub token_name: Patch<String>,
    /// The Apple program of the token.
    pub token_type: Option<DepTokenType>,
}

/// Counts the connections to Apple Business Manager and Apple School Manager.
///
/// Microsoft publishes no permissions for this operation. These are those of `GET
/// /deviceManagement/depOnboardingSettings`.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/$count",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = PlainText<u64>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-list?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct CountDepOnboardingSettings {
    /// The OData options for the settings.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Deletes a connection to Apple Business Manager or Apple School Manager, with its profiles.
#[graph_action(
    DELETE,
    "/deviceManagement/depOnboardingSettings/<id>",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-delete?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct DeleteDepOnboardingSetting {
    /// Key of the depOnboardingSetting.
    pub id: String,
}
