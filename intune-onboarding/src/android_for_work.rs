//! Android for Work: enrollment profiles of the earlier kind, and their tokens.
//!
//! ```no_run
//! # async fn example(graph: &graph_runtime::GraphClient, id: &str) -> Result<(), graph_runtime::Error> {
//! use intune_onboarding::android_for_work::{CreateToken, GetAndroidForWorkEnrollmentProfile};
//!
//! CreateToken::builder().id(id).token_validity_in_seconds(86_400).send(graph).await?;
//! let profile = GetAndroidForWorkEnrollmentProfile::builder().id(id).send(graph).await?;
//! println!("valid until {:?}", profile.token_expiration_date_time);
//! # Ok(())
//! # }
//! ```

use graph_runtime::{
    DateTimeOffset, GraphAction, Page, Patch, QueryOptions, Secret, graph_action, graph_type,
    metadata::ActionMetadata,
    odata::{AdditionalProperties, PlainText},
};

use crate::android::MimeContent;

/// Metadata of the operations of this module.
pub const ACTIONS: &[&ActionMetadata] = &[
    CreateToken::METADATA,
    RevokeToken::METADATA,
    ListAndroidForWorkEnrollmentProfiles::METADATA,
    GetAndroidForWorkEnrollmentProfile::METADATA,
    CreateAndroidForWorkEnrollmentProfile::METADATA,
    UpdateAndroidForWorkEnrollmentProfile::METADATA,
    DeleteAndroidForWorkEnrollmentProfile::METADATA,
    CountAndroidForWorkEnrollmentProfiles::METADATA,
];

/// Creates an enrollment token for an enrollment profile, in place of its current one.
///
/// The response has no body; use [`GetAndroidForWorkEnrollmentProfile`] to read the token and its QR code. The client
/// does not retry a call that may already have been processed, since each call creates another token.
#[graph_action(
    POST,
    "/deviceManagement/androidForWorkEnrollmentProfiles/<id>/createToken",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidforworkenrollmentprofile-createtoken?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct CreateToken {
    /// Key of the androidForWorkEnrollmentProfile.
    pub id: String,
    /// How long the token is valid, in seconds; at least one.
    pub token_validity_in_seconds: i32,
}

/// Revokes the token of an enrollment profile: no more devices enroll with it. Devices that have enrolled stay
/// enrolled.
#[graph_action(
    POST,
    "/deviceManagement/androidForWorkEnrollmentProfiles/<id>/revokeToken",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidforworkenrollmentprofile-revoketoken?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct RevokeToken {
    /// Key of the androidForWorkEnrollmentProfile.
    pub id: String,
}

/// Lists the enrollment profiles.
#[graph_action(
    GET, "/deviceManagement/androidForWorkEnrollmentProfiles",
    version = "beta",
    perms = ["DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"],
    returns = Page<AndroidForWorkEnrollmentProfile>,
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidforworkenrollmentprofile-list?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct ListAndroidForWorkEnrollmentProfiles {
    /// The OData options for the profiles.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Reads one enrollment profile, with its token if it has one.
#[graph_action(
    GET, "/deviceManagement/androidForWorkEnrollmentProfiles/<id>",
    version = "beta",
    perms = ["DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"],
    returns = AndroidForWorkEnrollmentProfile,
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidforworkenrollmentprofile-get?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GetAndroidForWorkEnrollmentProfile {
    /// Key of the androidForWorkEnrollmentProfile.
    pub id: String,
    /// The OData options for the profile.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Creates an enrollment profile. It has no token until [`CreateToken`] is called.
#[graph_action(
    POST, "/deviceManagement/androidForWorkEnrollmentProfiles",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    returns = AndroidForWorkEnrollmentProfile,
    odata_type = "#microsoft.graph.androidForWorkEnrollmentProfile",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidforworkenrollmentprofile-create?view=graph-rest-beta",
)]
#[derive(Clone, Default)]
pub struct CreateAndroidForWorkEnrollmentProfile {
    /// The tenant's account at Google.
    pub account_id: Option<String>,
    /// The description that an administrator has written.
    pub description: Option<String>,
    /// The name.
    pub display_name: Option<String>,
    /// The number of devices that have enrolled with the profile.
    pub enrolled_device_count: Option<i32>,
    /// The content of the QR code with which a device enrolls. It contains the token.
    #[graph(secret)]
    pub qr_code_content: Option<String>,
    /// The QR code as an image.
    #[graph(secret)]
    pub qr_code_image: Option<MimeContent>,
    /// When the current token expires.
    pub token_expiration_date_time: Option<DateTimeOffset>,
    /// The token with which a device enrolls.
    #[graph(secret)]
    pub token_value: Option<String>,
}

/// Updates an enrollment profile. A property that is not set keeps its value.
#[graph_action(
    PATCH, "/deviceManagement/androidForWorkEnrollmentProfiles/<id>",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    returns = Option<AndroidForWorkEnrollmentProfile>,
    odata_type = "#microsoft.graph.androidForWorkEnrollmentProfile",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidforworkenrollmentprofile-update?view=graph-rest-beta",
)]
#[derive(Clone, Default)]
pub struct UpdateAndroidForWorkEnrollmentProfile {
    /// Key of the androidForWorkEnrollmentProfile.
    pub id: String,
    /// The tenant's account at Google.
    pub account_id: Patch<String>,
    /// The description that an administrator has written.
    pub description: Patch<String>,
    /// The name.
    pub display_name: Patch<String>,
    /// The number of devices that have enrolled with the profile.
    pub enrolled_device_count: Option<i32>,
    /// The content of the QR code with which a device enrolls. It contains the token.
    #[graph(secret)]
    pub qr_code_content: Patch<String>,
    /// The QR code as an image.
    #[graph(secret)]
    pub qr_code_image: Patch<MimeContent>,
    /// When the current token expires.
    pub token_expiration_date_time: Option<DateTimeOffset>,
    /// The token with which a device enrolls.
    #[graph(secret)]
    pub token_value: Patch<String>,
}

/// Deletes an enrollment profile. Its token is no longer valid; devices that have enrolled stay enrolled.
#[graph_action(
    DELETE,
    "/deviceManagement/androidForWorkEnrollmentProfiles/<id>",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidforworkenrollmentprofile-delete?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct DeleteAndroidForWorkEnrollmentProfile {
    /// Key of the androidForWorkEnrollmentProfile.
    pub id: String,
}

/// Counts the enrollment profiles.
///
/// Microsoft publishes no permissions for this operation. These are those of `GET
/// /deviceManagement/androidForWorkEnrollmentProfiles`.
#[graph_action(
    GET, "/deviceManagement/androidForWorkEnrollmentProfiles/$count",
    version = "beta",
    perms = ["DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"],
    returns = PlainText<u64>,
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androidforworkenrollmentprofile-list?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct CountAndroidForWorkEnrollmentProfiles {
    /// The OData options for the profiles.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// An enrollment profile of the earlier kind, for Android devices with a work profile.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct AndroidForWorkEnrollmentProfile {
    /// Key of the androidForWorkEnrollmentProfile.
    pub id: Option<String>,
    /// The tenant's account at Google.
    pub account_id: Option<String>,
    /// When it was created.
    pub created_date_time: Option<DateTimeOffset>,
    /// The description that an administrator has written.
    pub description: Option<String>,
    /// The name.
    pub display_name: Option<String>,
    /// The number of devices that have enrolled with the profile.
    pub enrolled_device_count: Option<i32>,
    /// When it was last changed.
    pub last_modified_date_time: Option<DateTimeOffset>,
    /// The content of the QR code with which a device enrolls. It contains the token.
    pub qr_code_content: Option<Secret<String>>,
    /// The QR code as an image.
    pub qr_code_image: Option<Secret<MimeContent>>,
    /// When the current token expires.
    pub token_expiration_date_time: Option<DateTimeOffset>,
    /// The token with which a device enrolls.
    pub token_value: Option<Secret<String>>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}
