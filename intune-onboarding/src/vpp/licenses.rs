//! The licenses of the apps of a token.

use graph_runtime::{Page, QueryOptions, graph_action, graph_type, odata::AdditionalProperties};

use super::VppToken;

/// Lists how many licenses of an app each token has.
#[graph_action(
    GET, "/deviceAppManagement/vppTokens/getLicensesForApp(bundleId='<bundle_id>')",
    version = "beta",
    perms = [
        "DeviceManagementServiceConfig.Read.All",
        "DeviceManagementConfiguration.Read.All",
        "DeviceManagementConfiguration.ReadWrite.All",
        "DeviceManagementServiceConfig.ReadWrite.All",
    ],
    returns = Page<VppTokenLicenseSummary>,
    docs = "https://learn.microsoft.com/graph/api/intune-onboarding-vpptoken-getlicensesforapp?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GetLicensesForApp {
    /// The bundle ID of the app, such as `com.contoso.app`.
    pub bundle_id: String,
    /// The OData options for the app.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Starts a synchronization of the licenses of a token with Apple, and returns the token. The synchronization goes on
/// after the response: read `last_sync_status` until it is no longer `InProgress`.
#[graph_action(
    POST, "/deviceAppManagement/vppTokens/<id>/syncLicenses",
    version = ["v1.0", "beta"],
    perms = ["DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"],
    returns = VppToken,
    docs = "https://learn.microsoft.com/graph/api/intune-onboarding-vpptoken-synclicenses?view=graph-rest-1.0",
)]
#[derive(Debug, Clone, Default)]
pub struct SyncLicenses {
    /// Key of the vppToken.
    pub id: String,
}

/// Starts a synchronization of the license counts of all tokens with Apple.
#[graph_action(
    POST, "/deviceAppManagement/vppTokens/syncLicenseCounts",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"],
    docs = "https://learn.microsoft.com/graph/api/intune-onboarding-vpptoken-synclicensecounts?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct SyncLicenseCounts;

/// Revokes the licenses of all apps of a token. Users lose the apps. The client does not retry a call that may already
/// have been processed.
#[graph_action(
    POST, "/deviceAppManagement/vppTokens/<id>/revokeLicenses",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"],
    docs = "https://learn.microsoft.com/graph/api/intune-onboarding-vpptoken-revokelicenses?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct RevokeLicenses {
    /// Key of the vppToken.
    pub id: String,
    /// Whether the users of the devices are notified.
    pub notify_managed_devices: bool,
    /// Whether licenses that Intune has not assigned are revoked as well.
    pub revoke_untracked_licenses: Option<bool>,
}

/// How many licenses of an app a token has.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct VppTokenLicenseSummary {
    /// The Apple ID with which the token was created.
    pub apple_id: Option<String>,
    /// The number of licenses that are not in use.
    pub available_license_count: Option<i32>,
    /// The organization that the token belongs to.
    pub organization_name: Option<String>,
    /// The number of licenses in use.
    pub used_license_count: Option<i32>,
    /// Key of the vppToken.
    pub vpp_token_id: Option<String>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}
