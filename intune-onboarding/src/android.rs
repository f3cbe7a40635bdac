//! Android Enterprise: enrollment profiles for corporate-owned devices, and their tokens.

mod manage;
mod membership;
mod types;

use graph_runtime::{GraphAction, Page, QueryOptions, graph_action, metadata::ActionMetadata};

pub use manage::{
    CountAndroidDeviceOwnerEnrollmentProfiles, CreateAndroidDeviceOwnerEnrollmentProfile,
    DeleteAndroidDeviceOwnerEnrollmentProfile, RevokeToken, UpdateAndroidDeviceOwnerEnrollmentProfile,
};
pub use membership::{
    ClearEnrollmentTimeDeviceMembershipTarget, EnrollmentTimeDeviceMembershipTarget,
    EnrollmentTimeDeviceMembershipTargetResult, EnrollmentTimeDeviceMembershipTargetStatus,
    EnrollmentTimeDeviceMembershipTargetType, EnrollmentTimeDeviceMembershipTargetValidationErrorCode,
    RetrieveEnrollmentTimeDeviceMembershipTarget, SetEnrollmentTimeDeviceMembershipTarget,
};
pub use types::{
    AndroidDeviceOwnerEnrollmentMode, AndroidDeviceOwnerEnrollmentProfile, AndroidDeviceOwnerEnrollmentTokenType,
    AospWifiSecurityType, MimeContent,
};

/// Metadata of the operations of this module.
pub const ACTIONS: &[&ActionMetadata] = &[
    CreateToken::METADATA,
    ListAndroidDeviceOwnerEnrollmentProfiles::METADATA,
    GetAndroidDeviceOwnerEnrollmentProfile::METADATA,
    CreateAndroidDeviceOwnerEnrollmentProfile::METADATA,
    UpdateAndroidDeviceOwnerEnrollmentProfile::METADATA,
    CountAndroidDeviceOwnerEnrollmentProfiles::METADATA,
    DeleteAndroidDeviceOwnerEnrollmentProfile::METADATA,
    RevokeToken::METADATA,
    SetEnrollmentTimeDeviceMembershipTarget::METADATA,
    RetrieveEnrollmentTimeDeviceMembershipTarget::METADATA,
    ClearEnrollmentTimeDeviceMembershipTarget::METADATA,
];

/// Creates an enrollment token for an enrollment profile, in place of its current one.
///
/// The response has no body; use [`GetAndroidDeviceOwnerEnrollmentProfile`] to read the token and its QR code. The client
/// does not retry a call that may already have been processed, since each call creates another token.
///
/// The permissions are those of Microsoft's permission data of August 2026. Microsoft's documentation of early 2019
/// lists this action as not supported for applications, and in 2021 users still reported a 403 for calls with an
/// application permission.
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
    /// How long the token is valid, in seconds; at least one. Microsoft's documentation states no maximum; the service
    /// returns an error if it does not accept the value.
    pub token_validity_in_seconds: i32,
}

/// Lists the enrollment profiles for corporate-owned Android devices.
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
    /// The OData options for the profiles.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Reads one enrollment profile, with its current token and QR code, if it has them.
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
    /// The OData options for the profile.
    #[graph(query_options)]
    pub options: QueryOptions,
}
