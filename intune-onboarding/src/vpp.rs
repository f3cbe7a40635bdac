//! Apple Volume Purchase Program: the tokens with which a tenant uses the app licenses that it bought.

mod licenses;
mod manage;
mod types;

use graph_runtime::{DateTimeOffset, GraphAction, Page, Patch, QueryOptions, graph_action, metadata::ActionMetadata};

pub use licenses::{GetLicensesForApp, RevokeLicenses, SyncLicenseCounts, SyncLicenses, VppTokenLicenseSummary};
pub use manage::{CountVppTokens, CreateVppToken, DeleteVppToken};
pub use types::{
    ActionState, AppleDeviceDeliveryProtocol, VppToken, VppTokenAccountType, VppTokenActionResult, VppTokenState,
    VppTokenSyncStatus,
};

/// Metadata of the operations of this module.
pub const ACTIONS: &[&ActionMetadata] = &[
    UpdateVppToken::METADATA,
    ListVppTokens::METADATA,
    GetVppToken::METADATA,
    CreateVppToken::METADATA,
    CountVppTokens::METADATA,
    DeleteVppToken::METADATA,
    GetLicensesForApp::METADATA,
    SyncLicenses::METADATA,
    SyncLicenseCounts::METADATA,
    RevokeLicenses::METADATA,
];

/// Updates a Volume Purchase Program token. A property that is not set keeps its value.
///
/// The most common update is the annual one, which sets `token` to the content of the new `.vpptoken` file. The properties
/// are those of both versions of Graph, without `id` and `lastModifiedDateTime`, which only the service sets. A property
/// that can be `null` is a [`Patch`], and can be cleared.
///
/// Microsoft's documentation shows the updated token as the response, but Intune may respond with 204 and no body: the
/// result is then `None`, and the token is updated all the same.
///
/// The permissions are those of Microsoft's permission data of August 2026. Microsoft's documentation of early 2019
/// lists this operation as not supported for applications; its newest page for beta names
/// `DeviceManagementApps.ReadWrite.All` as well.
///
/// ```no_run
/// # async fn example(graph: &graph_runtime::GraphClient) -> Result<(), Box<dyn std::error::Error>> {
/// use intune_onboarding::vpp::UpdateVppToken;
///
/// let file = std::fs::read_to_string("sToken_for_Contoso.vpptoken")?;
/// let updated = UpdateVppToken::builder()
///     .id("9ceb2f92-2f92-9ceb-922f-eb9c922feb9c")
///     .token(file.trim())
///     .automatically_update_apps(true)
///     .clear_country_or_region()
///     .send(graph)
///     .await?;
/// if let Some(token) = updated {
///     println!("valid until {:?}", token.expiration_date_time);
/// }
/// # Ok(())
/// # }
/// ```
#[graph_action(
    PATCH, "/deviceAppManagement/vppTokens/<id>",
    version = ["v1.0", "beta"],
    perms = ["DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"],
    returns = Option<VppToken>,
    odata_type = "#microsoft.graph.vppToken",
    docs = "https://learn.microsoft.com/graph/api/intune-onboarding-vpptoken-update?view=graph-rest-1.0",
)]
#[derive(Clone, Default)]
pub struct UpdateVppToken {
    /// Key of the vppToken.
    pub id: String,
    /// The organization that the token belongs to.
    pub organization_name: Patch<String>,
    /// The Apple program of the token.
    pub vpp_token_account_type: Option<VppTokenAccountType>,
    /// The Apple ID with which the token was created.
    pub apple_id: Patch<String>,
    /// When the token expires.
    pub expiration_date_time: Option<DateTimeOffset>,
    /// When apps were last synchronized with Apple.
    pub last_sync_date_time: Option<DateTimeOffset>,
    /// The unchanged content of the `.vpptoken` file, which is base64.
    #[graph(secret)]
    pub token: Patch<String>,
    /// The state of the token.
    pub state: Option<VppTokenState>,
    /// The state of the last synchronization.
    pub last_sync_status: Option<VppTokenSyncStatus>,
    /// Whether the apps of the token are updated automatically.
    pub automatically_update_apps: Option<bool>,
    /// The country or region of the App Store of the token.
    pub country_or_region: Patch<String>,
}

/// Lists the tenant's Volume Purchase Program tokens.
///
/// ```no_run
/// # async fn example(graph: &graph_runtime::GraphClient) -> Result<(), graph_runtime::Error> {
/// use graph_runtime::QueryOptions;
/// use intune_onboarding::vpp::ListVppTokens;
///
/// let options = QueryOptions::new().select(["id", "state", "expirationDateTime"]).top(20);
/// for token in ListVppTokens::builder().options(options).send(graph).await? {
///     println!("{:?} is {:?} until {:?}", token.id, token.state, token.expiration_date_time);
/// }
/// # Ok(())
/// # }
/// ```
#[graph_action(
    GET, "/deviceAppManagement/vppTokens",
    version = ["v1.0", "beta"],
    perms = [
        "DeviceManagementServiceConfig.Read.All",
        "DeviceManagementConfiguration.Read.All",
        "DeviceManagementConfiguration.ReadWrite.All",
        "DeviceManagementServiceConfig.ReadWrite.All",
    ],
    returns = Page<VppToken>,
    docs = "https://learn.microsoft.com/graph/api/intune-onboarding-vpptoken-list?view=graph-rest-1.0",
)]
#[derive(Debug, Clone, Default)]
pub struct ListVppTokens {
    /// The OData options for the tokens.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Reads one Volume Purchase Program token.
///
/// ```no_run
/// # async fn example(graph: &graph_runtime::GraphClient, id: &str) -> Result<(), graph_runtime::Error> {
/// use intune_onboarding::vpp::GetVppToken;
///
/// let token = GetVppToken::builder().id(id).send(graph).await?;
/// println!("{:?}", token.last_sync_status);
/// # Ok(())
/// # }
/// ```
#[graph_action(
    GET, "/deviceAppManagement/vppTokens/<id>",
    version = ["v1.0", "beta"],
    perms = [
        "DeviceManagementServiceConfig.Read.All",
        "DeviceManagementConfiguration.Read.All",
        "DeviceManagementConfiguration.ReadWrite.All",
        "DeviceManagementServiceConfig.ReadWrite.All",
    ],
    returns = VppToken,
    docs = "https://learn.microsoft.com/graph/api/intune-onboarding-vpptoken-get?view=graph-rest-1.0",
)]
#[derive(Debug, Clone, Default)]
pub struct GetVppToken {
    /// Key of the vppToken.
    pub id: String,
    /// The OData options for the token.
    #[graph(query_options)]
    pub options: QueryOptions,
}
