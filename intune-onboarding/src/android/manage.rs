//! Enrollment profiles as a whole: created, updated, counted, deleted; and their tokens revoked.

use graph_runtime::{DateTimeOffset, Patch, QueryOptions, graph_action, odata::PlainText};

use super::{
    AndroidDeviceOwnerEnrollmentMode, AndroidDeviceOwnerEnrollmentProfile, AndroidDeviceOwnerEnrollmentTokenType,
    AospWifiSecurityType, MimeContent,
};

/// Creates an enrollment profile. It has no token until [`CreateToken`](super::CreateToken) is called.
#[graph_action(
    POST, "/deviceManagement/androidDeviceOwnerEnrollmentProfiles",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    returns = AndroidDeviceOwnerEnrollmentProfile,
    odata_type = "#microsoft.graph.androidDeviceOwnerEnrollmentProfile",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androiddeviceownerenrollmentprofile-create?view=graph-rest-beta",
)]
#[derive(Clone, Default)]
pub struct CreateAndroidDeviceOwnerEnrollmentProfile {
    /// The tenant's account at Google.
    pub account_id: Option<String>,
    /// Whether the profile connects devices to a Wi-Fi network.
    pub configure_wifi: Option<bool>,
    /// The description that an administrator has written.
    pub description: Option<String>,
    /// The template of the names of devices.
    pub device_name_template: Option<String>,
    /// The name.
    pub display_name: Option<String>,
    /// The number of devices that have enrolled with the profile.
    pub enrolled_device_count: Option<i32>,
    /// The kind of devices that enroll with the profile.
    pub enrollment_mode: Option<AndroidDeviceOwnerEnrollmentMode>,
    /// The kind of token that the profile has.
    pub enrollment_token_type: Option<AndroidDeviceOwnerEnrollmentTokenType>,
    /// How many devices have enrolled with the current token.
    pub enrollment_token_usage_count: Option<i32>,
    /// Whether the profile is for Microsoft Teams devices.
    pub is_teams_device_profile: Option<bool>,
    /// The content of the QR code with which a device enrolls. It contains the token.
    #[graph(secret)]
    pub qr_code_content: Option<String>,
    /// The QR code as an image.
    #[graph(secret)]
    pub qr_code_image: Option<MimeContent>,
    /// The scope tags.
    pub role_scope_tag_ids: Option<Vec<String>>,
    /// When the current token was created.
    pub token_creation_date_time: Option<DateTimeOffset>,
    /// When the current token expires.
    pub token_expiration_date_time: Option<DateTimeOffset>,
    /// The token with which a device enrolls.
    #[graph(secret)]
    pub token_value: Option<String>,
    /// Whether the Wi-Fi network is hidden.
    pub wifi_hidden: Option<bool>,
    /// The password of the Wi-Fi network.
    #[graph(secret)]
    pub wifi_password: Option<String>,
    /// How the Wi-Fi network is secured.
    pub wifi_security_type: Option<AospWifiSecurityType>,
    /// The name of the Wi-Fi network.
    pub wifi_ssid: Option<String>,
}

/// Updates an enrollment profile. A property that is not set keeps its value.
#[graph_action(
    PATCH, "/deviceManagement/androidDeviceOwnerEnrollmentProfiles/<id>",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    returns = Option<AndroidDeviceOwnerEnrollmentProfile>,
    odata_type = "#microsoft.graph.androidDeviceOwnerEnrollmentProfile",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androiddeviceownerenrollmentprofile-update?view=graph-rest-beta",
)]
#[derive(Clone, Default)]
pub struct UpdateAndroidDeviceOwnerEnrollmentProfile {
    /// Key of the androidDeviceOwnerEnrollmentProfile.
    pub id: String,
    /// The tenant's account at Google.
    pub account_id: Patch<String>,
    /// Whether the profile connects devices to a Wi-Fi network.
    pub configure_wifi: Option<bool>,
    /// The description that an administrator has written.
    pub description: Patch<String>,
    /// The template of the names of devices.
    pub device_name_template: Patch<String>,
    /// The name.
    pub display_name: Patch<String>,
    /// The number of devices that have enrolled with the profile.
    pub enrolled_device_count: Option<i32>,
    /// The kind of devices that enroll with the profile.
    pub enrollment_mode: Option<AndroidDeviceOwnerEnrollmentMode>,
    /// The kind of token that the profile has.
    pub enrollment_token_type: Option<AndroidDeviceOwnerEnrollmentTokenType>,
    /// How many devices have enrolled with the current token.
    pub enrollment_token_usage_count: Option<i32>,
    /// Whether the profile is for Microsoft Teams devices.
    pub is_teams_device_profile: Option<bool>,
    /// The content of the QR code with which a device enrolls. It contains the token.
    #[graph(secret)]
    pub qr_code_content: Patch<String>,
    /// The QR code as an image.
    #[graph(secret)]
    pub qr_code_image: Patch<MimeContent>,
    /// The scope tags.
    pub role_scope_tag_ids: Option<Vec<String>>,
    /// When the current token was created.
    pub token_creation_date_time: Option<DateTimeOffset>,
    /// When the current token expires.
    pub token_expiration_date_time: Option<DateTimeOffset>,
    /// The token with which a device enrolls.
    #[graph(secret)]
    pub token_value: Patch<String>,
    /// Whether the Wi-Fi network is hidden.
    pub wifi_hidden: Option<bool>,
    /// The password of the Wi-Fi network.
    #[graph(secret)]
    pub wifi_password: Patch<String>,
    /// How the Wi-Fi network is secured.
    pub wifi_security_type: Option<AospWifiSecurityType>,
    /// The name of the Wi-Fi network.
    pub wifi_ssid: Patch<String>,
}

/// Counts the enrollment profiles.
///
/// Microsoft publishes no permissions for this operation. These are those of `GET
/// /deviceManagement/androidDeviceOwnerEnrollmentProfiles`.
#[graph_action(
    GET, "/deviceManagement/androidDeviceOwnerEnrollmentProfiles/$count",
    version = "beta",
    perms = ["DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"],
    returns = PlainText<u64>,
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androiddeviceownerenrollmentprofile-list?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct CountAndroidDeviceOwnerEnrollmentProfiles {
    /// The OData options for the profiles.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Deletes an enrollment profile. Its token is no longer valid; devices that have enrolled stay enrolled.
#[graph_action(
    DELETE,
    "/deviceManagement/androidDeviceOwnerEnrollmentProfiles/<id>",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androiddeviceownerenrollmentprofile-delete?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct DeleteAndroidDeviceOwnerEnrollmentProfile {
    /// Key of the androidDeviceOwnerEnrollmentProfile.
    pub id: String,
}

/// Revokes the token of an enrollment profile: no more devices enroll with it. Devices that have enrolled stay
/// enrolled.
#[graph_action(
    POST,
    "/deviceManagement/androidDeviceOwnerEnrollmentProfiles/<id>/revokeToken",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-androidforwork-androiddeviceownerenrollmentprofile-revoketoken?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct RevokeToken {
    /// Key of the androidDeviceOwnerEnrollmentProfile.
    pub id: String,
}
