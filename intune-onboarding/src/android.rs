//! Android Enterprise: enrolment profiles for corporate-owned devices, and their tokens.

mod types;

use graph_runtime::{GraphAction, Page, QueryOptions, graph_action, metadata::ActionMetadata};

pub use types::{
    AndroidDeviceOwnerEnrollmentMode, AndroidDeviceOwnerEnrollmentProfile, AndroidDeviceOwnerEnrollmentTokenType,
    AospWifiSecurityType, MimeContent,
};

/// What is known of the operations of this module.
pub const ACTIONS: &[&ActionMetadata] = &[
    CreateToken::METADATA,
    ListAndroidDeviceOwnerEnrollmentProfiles::METADATA,
    GetAndroidDeviceOwnerEnrollmentProfile::METADATA,
];

/// Makes a new enrolment token for an enrolment profile, in place of its current one.
///
/// Intune answers without a body: the token and its QR code are read with [`GetAndroidDeviceOwnerEnrollmentProfile`].
/// A call whose fate is unknown is not repeated, since each one makes another token.
///
/// The permissions are those of Microsoft's permission data of August 2026. Microsoft's documentation of early 2019
/// lists this action as not supported for applications, and in 2021 calls with an application permission were still
/// reported to be refused with 403.
///
/// ```no_run
/// # async fn example(graph: &graph_runtime::GraphClient, id: &str) -> Result<(), graph_runtime::Error> {
/// use intune_onboarding::android::{CreateToken, GetAndroidDeviceOwnerEnrollmentProfile};
///
/// let ninety_days = 90 * 24 * 60 * 60;
/// CreateToken::builder().id(id).token_validity_in_seconds(ninety_days).send(graph).await?;
///
/// let profile = GetAndroidDeviceOwnerEnrollmentProfile::builder().id(id).send(graph).await?;
/// if let Some(qr_code) = &profile.qr_code_content {
///     show_to_the_device(qr_code.expose());
/// }
/// # Ok(())
/// # }
/// # fn show_to_the_device(_: &str) {}
/// ```
#[graph_action(
    POST,
    "/deviceManagement/androidDeviceOwnerEnrollmentProfiles/<id>/createToken",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androiddeviceownerenrollmentprofile-createtoken?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct CreateToken {
    /// Key of the androidDeviceOwnerEnrollmentProfile.
    pub id: String,
    /// How long the token is valid, in seconds: one at least. Microsoft's documentation names no longest validity; the
    /// service refuses what it does not grant.
    pub token_validity_in_seconds: i32,
}

/// Lists the enrolment profiles for corporate-owned Android devices.
///
/// ```no_run
/// # async fn example(graph: &graph_runtime::GraphClient) -> Result<(), graph_runtime::Error> {
/// use intune_onboarding::android::ListAndroidDeviceOwnerEnrollmentProfiles;
///
/// for profile in ListAndroidDeviceOwnerEnrollmentProfiles::default().send(graph).await? {
///     println!("{:?}: {:?}", profile.display_name, profile.enrollment_mode);
/// }
/// # Ok(())
/// # }
/// ```
#[graph_action(
    GET, "/deviceManagement/androidDeviceOwnerEnrollmentProfiles",
    version = "beta",
    perms = ["DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"],
    returns = Page<AndroidDeviceOwnerEnrollmentProfile>,
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androiddeviceownerenrollmentprofile-list?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct ListAndroidDeviceOwnerEnrollmentProfiles {
    /// Which profiles, and what of them.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Reads one enrolment profile: its current token and QR code, where it has them.
///
/// ```no_run
/// # async fn example(graph: &graph_runtime::GraphClient, id: &str) -> Result<(), graph_runtime::Error> {
/// use intune_onboarding::android::GetAndroidDeviceOwnerEnrollmentProfile;
///
/// let profile = GetAndroidDeviceOwnerEnrollmentProfile::builder().id(id).send(graph).await?;
/// println!("the token expires {:?}", profile.token_expiration_date_time);
/// # Ok(())
/// # }
/// ```
#[graph_action(
    GET, "/deviceManagement/androidDeviceOwnerEnrollmentProfiles/<id>",
    version = "beta",
    perms = ["DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"],
    returns = AndroidDeviceOwnerEnrollmentProfile,
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androiddeviceownerenrollmentprofile-get?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GetAndroidDeviceOwnerEnrollmentProfile {
    /// Key of the androidDeviceOwnerEnrollmentProfile.
    pub id: String,
    /// What of it to answer.
    #[graph(query_options)]
    pub options: QueryOptions,
}
