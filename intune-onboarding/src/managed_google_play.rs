//! Managed Google Play: the tenant's connection to Google, and the apps of its store.
//!
//! ```no_run
//! # async fn example(graph: &graph_runtime::GraphClient) -> Result<(), graph_runtime::Error> {
//! use intune_onboarding::managed_google_play::{GetAndroidManagedStoreAccountEnterpriseSettings, SyncApps};
//!
//! SyncApps.send(graph).await?;
//! let settings = GetAndroidManagedStoreAccountEnterpriseSettings::builder().send(graph).await?;
//! println!("{:?} since {:?}", settings.last_app_sync_status, settings.last_app_sync_date_time);
//! # Ok(())
//! # }
//! ```

mod types;

use graph_runtime::{
    DateTimeOffset, GraphAction, Patch, QueryOptions, Secret, graph_action, metadata::ActionMetadata, odata::ODataValue,
};

pub use types::{
    AndroidEnrollmentCompanyCode, AndroidManagedStoreAccountAppSyncStatus, AndroidManagedStoreAccountBindStatus,
    AndroidManagedStoreAccountEnrollmentTarget, AndroidManagedStoreAccountEnterpriseSettings,
    AndroidManagedStoreLayoutType, ManagedGooglePlayEnterpriseType,
};

/// Metadata of the operations of this module.
pub const ACTIONS: &[&ActionMetadata] = &[
    RequestSignupUrl::METADATA,
    CompleteSignup::METADATA,
    RequestEnterpriseUpgradeUrl::METADATA,
    Unbind::METADATA,
    CreateGooglePlayWebToken::METADATA,
    CreateZeroTouchWebToken::METADATA,
    AddApps::METADATA,
    ApproveApps::METADATA,
    SyncApps::METADATA,
    SetStoreLayout::METADATA,
    RetrieveStoreLayout::METADATA,
    SetAndroidDeviceOwnerFullyManagedEnrollmentState::METADATA,
    GetAndroidManagedStoreAccountEnterpriseSettings::METADATA,
    UpdateAndroidManagedStoreAccountEnterpriseSettings::METADATA,
    DeleteAndroidManagedStoreAccountEnterpriseSettings::METADATA,
];

/// Returns the address of Google's page on which an administrator connects the tenant to managed Google Play. The page
/// passes a token on to the host, with which [`CompleteSignup`] completes the connection.
#[graph_action(
    POST, "/deviceManagement/androidManagedStoreAccountEnterpriseSettings/requestSignupUrl",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    returns = ODataValue<String>,
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidmanagedstoreaccountenterprisesettings-requestsignupurl?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct RequestSignupUrl {
    /// The name of the host to which Google's page returns.
    pub host_name: String,
}

/// Completes the connection to managed Google Play, with the token from Google's page.
#[graph_action(
    POST,
    "/deviceManagement/androidManagedStoreAccountEnterpriseSettings/completeSignup",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidmanagedstoreaccountenterprisesettings-completesignup?view=graph-rest-beta"
)]
#[derive(Clone, Default)]
pub struct CompleteSignup {
    /// The token that Google's page passes on when the sign-up is complete.
    #[graph(secret)]
    pub enterprise_token: String,
}

/// Returns the address of Google's page on which an administrator changes the connection to a managed Google domain.
///
/// Microsoft publishes no permissions for this operation. These are those of `PATCH
/// /deviceManagement/androidManagedStoreAccountEnterpriseSettings`.
#[graph_action(
    POST, "/deviceManagement/androidManagedStoreAccountEnterpriseSettings/requestEnterpriseUpgradeUrl",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    returns = ODataValue<String>,
    docs = "https://learn.microsoft.com/graph/api/resources/intune-androidforwork-androidmanagedstoreaccountenterprisesettings?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct RequestEnterpriseUpgradeUrl;

/// Disconnects the tenant from managed Google Play. Devices that were enrolled with it are no longer managed.
#[graph_action(
    POST,
    "/deviceManagement/androidManagedStoreAccountEnterpriseSettings/unbind",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidmanagedstoreaccountenterprisesettings-unbind?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct Unbind;

/// Creates a token with which a page can show managed Google Play. The client does not retry a call that may already
/// have been processed, since each call creates another token.
#[graph_action(
    POST, "/deviceManagement/androidManagedStoreAccountEnterpriseSettings/createGooglePlayWebToken",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    returns = ODataValue<Secret<String>>,
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidmanagedstoreaccountenterprisesettings-creategoogleplaywebtoken?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct CreateGooglePlayWebToken {
    /// The address of the page that shows Google's page; it begins with `https://`.
    pub parent_uri: String,
}

/// Creates a token with which a page can show the settings of zero-touch enrollment. The client does not retry a call
/// that may already have been processed, since each call creates another token.
#[graph_action(
    POST, "/deviceManagement/androidManagedStoreAccountEnterpriseSettings/createZeroTouchWebToken",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    returns = ODataValue<Secret<String>>,
    docs = "https://learn.microsoft.com/graph/api/resources/intune-androidforwork-androidmanagedstoreaccountenterprisesettings?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct CreateZeroTouchWebToken {
    /// The address of the page that shows Google's page; it begins with `https://`.
    pub parent_uri: String,
}

/// Adds apps of managed Google Play to the tenant.
#[graph_action(
    POST,
    "/deviceManagement/androidManagedStoreAccountEnterpriseSettings/addApps",
    version = "beta",
    perms = "DeviceManagementConfiguration.Read.All",
    docs = "https://learn.microsoft.com/graph/api/resources/intune-androidforwork-androidmanagedstoreaccountenterprisesettings?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct AddApps {
    /// The product IDs of the apps, such as `app:com.contoso.app`.
    pub product_ids: Vec<String>,
}

/// Approves apps of managed Google Play, and the permissions that they ask for.
#[graph_action(
    POST,
    "/deviceManagement/androidManagedStoreAccountEnterpriseSettings/approveApps",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidmanagedstoreaccountenterprisesettings-approveapps?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct ApproveApps {
    /// Whether permissions that an app asks for later are approved as well.
    pub approve_all_permissions: bool,
    /// The package IDs of the apps.
    pub package_ids: Vec<String>,
}

/// Starts a synchronization of apps with managed Google Play.
#[graph_action(
    POST,
    "/deviceManagement/androidManagedStoreAccountEnterpriseSettings/syncApps",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidmanagedstoreaccountenterprisesettings-syncapps?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct SyncApps;

/// Sets the layout of the store that users see.
///
/// Microsoft publishes no permissions for this operation. These are those of `PATCH
/// /deviceManagement/androidManagedStoreAccountEnterpriseSettings`.
#[graph_action(
    POST,
    "/deviceManagement/androidManagedStoreAccountEnterpriseSettings/setStoreLayout",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/resources/intune-androidforwork-androidmanagedstoreaccountenterprisesettings?view=graph-rest-beta"
)]
#[derive(Debug, Clone)]
pub struct SetStoreLayout {
    /// The layout of the store.
    pub store_layout_type: AndroidManagedStoreLayoutType,
}

/// Returns the layout of the store that users see.
///
/// Microsoft publishes no permissions for this operation. These are those of `GET
/// /deviceManagement/androidManagedStoreAccountEnterpriseSettings`.
#[graph_action(
    GET, "/deviceManagement/androidManagedStoreAccountEnterpriseSettings/retrieveStoreLayout()",
    version = "beta",
    perms = ["DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"],
    returns = ODataValue<AndroidManagedStoreLayoutType>,
    docs = "https://learn.microsoft.com/graph/api/resources/intune-androidforwork-androidmanagedstoreaccountenterprisesettings?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct RetrieveStoreLayout;

/// Sets whether users can enroll fully managed devices.
#[graph_action(
    POST,
    "/deviceManagement/androidManagedStoreAccountEnterpriseSettings/setAndroidDeviceOwnerFullyManagedEnrollmentState",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidmanagedstoreaccountenterprisesettings-setandroiddeviceownerfullymanagedenrollmentstate?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct SetAndroidDeviceOwnerFullyManagedEnrollmentState {
    /// Whether users can enroll fully managed devices.
    pub enabled: bool,
}

/// Reads the connection to managed Google Play.
#[graph_action(
    GET, "/deviceManagement/androidManagedStoreAccountEnterpriseSettings",
    version = "beta",
    perms = ["DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"],
    returns = AndroidManagedStoreAccountEnterpriseSettings,
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidmanagedstoreaccountenterprisesettings-get?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GetAndroidManagedStoreAccountEnterpriseSettings {
    /// The OData options for the settings.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Updates the connection to managed Google Play. A property that is not set keeps its value.
#[graph_action(
    PATCH, "/deviceManagement/androidManagedStoreAccountEnterpriseSettings",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    returns = Option<AndroidManagedStoreAccountEnterpriseSettings>,
    odata_type = "#microsoft.graph.androidManagedStoreAccountEnterpriseSettings",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidmanagedstoreaccountenterprisesettings-update?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct UpdateAndroidManagedStoreAccountEnterpriseSettings {
    /// Whether users can enroll fully managed devices.
    pub android_device_owner_fully_managed_enrollment_enabled: Option<bool>,
    /// Whether the tenant is connected to managed Google Play.
    pub bind_status: Option<AndroidManagedStoreAccountBindStatus>,
    /// The codes with which users enroll devices.
    pub company_codes: Option<Vec<AndroidEnrollmentCompanyCode>>,
    /// Whether corporate-owned devices can be managed.
    pub device_owner_management_enabled: Option<bool>,
    /// Whose devices can enroll.
    pub enrollment_target: Option<AndroidManagedStoreAccountEnrollmentTarget>,
    /// When apps were last synchronized with Google.
    pub last_app_sync_date_time: Patch<DateTimeOffset>,
    /// The outcome of the last synchronization of apps.
    pub last_app_sync_status: Option<AndroidManagedStoreAccountAppSyncStatus>,
    /// The kind of enterprise at Google.
    pub managed_google_play_enterprise_type: Option<ManagedGooglePlayEnterpriseType>,
    /// The scope tags that newly approved apps get.
    pub managed_google_play_initial_scope_tag_ids: Option<Vec<String>>,
    /// The organization at Google.
    pub owner_organization_name: Patch<String>,
    /// The user principal name of the administrator who connected the tenant.
    pub owner_user_principal_name: Patch<String>,
    /// The IDs of the groups whose devices can enroll.
    pub target_group_ids: Option<Vec<String>>,
}

/// Deletes the settings of the connection to managed Google Play. To disconnect the tenant, use [`Unbind`].
///
/// Microsoft publishes no permissions for this operation. These are those of `PATCH
/// /deviceManagement/androidManagedStoreAccountEnterpriseSettings`.
#[graph_action(
    DELETE,
    "/deviceManagement/androidManagedStoreAccountEnterpriseSettings",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidmanagedstoreaccountenterprisesettings-get?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct DeleteAndroidManagedStoreAccountEnterpriseSettings;
