//! The types of the operations on enrollment profiles.

use graph_runtime::{DateTimeOffset, Secret, graph_enum, graph_type, odata::AdditionalProperties};

/// An enrollment profile for corporate-owned Android devices.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct AndroidDeviceOwnerEnrollmentProfile {
    /// Key of the profile.
    pub id: Option<String>,
    /// The tenant that the profile belongs to.
    pub account_id: Option<String>,
    /// Whether the QR code also connects the device to a Wi-Fi network.
    pub configure_wifi: Option<bool>,
    /// When the profile was created.
    pub created_date_time: Option<DateTimeOffset>,
    /// The description that the administrator wrote.
    pub description: Option<String>,
    /// The template for the names of enrolled devices.
    pub device_name_template: Option<String>,
    /// Its name.
    pub display_name: Option<String>,
    /// The number of devices that have enrolled with it.
    pub enrolled_device_count: Option<i32>,
    /// The mode in which devices enroll.
    pub enrollment_mode: Option<AndroidDeviceOwnerEnrollmentMode>,
    /// The purpose of its tokens.
    pub enrollment_token_type: Option<AndroidDeviceOwnerEnrollmentTokenType>,
    /// The number of times that the current token has been used.
    pub enrollment_token_usage_count: Option<i32>,
    /// Whether it is for Teams devices.
    pub is_teams_device_profile: Option<bool>,
    /// When it was last changed.
    pub last_modified_date_time: Option<DateTimeOffset>,
    /// The text in its QR code, which contains the token.
    pub qr_code_content: Option<Secret<String>>,
    /// Its QR code as an image.
    pub qr_code_image: Option<Secret<MimeContent>>,
    /// The scope tags of the profile.
    pub role_scope_tag_ids: Option<Vec<String>>,
    /// When the current token was created.
    pub token_creation_date_time: Option<DateTimeOffset>,
    /// When the current token expires.
    pub token_expiration_date_time: Option<DateTimeOffset>,
    /// The current token, which [`CreateToken`](super::CreateToken) created.
    pub token_value: Option<Secret<String>>,
    /// Whether the Wi-Fi network hides its name.
    pub wifi_hidden: Option<bool>,
    /// The password of the Wi-Fi network.
    pub wifi_password: Option<Secret<String>>,
    /// How the Wi-Fi network is secured.
    pub wifi_security_type: Option<AospWifiSecurityType>,
    /// The name of the Wi-Fi network.
    pub wifi_ssid: Option<String>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// A file in an entity, such as an image.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct MimeContent {
    /// The media type, such as `image/png`.
    #[graph(name = "type")]
    pub media_type: Option<String>,
    /// The content in base64.
    pub value: Option<String>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

graph_enum! {
    /// The mode in which a device enrolls.
    pub enum AndroidDeviceOwnerEnrollmentMode {
        /// A dedicated device, without its own user.
        CorporateOwnedDedicatedDevice = "corporateOwnedDedicatedDevice",
        /// A fully managed device of one user.
        CorporateOwnedFullyManaged = "corporateOwnedFullyManaged",
        /// A device of one user with a work profile.
        CorporateOwnedWorkProfile = "corporateOwnedWorkProfile",
        /// A device of the Android Open Source Project, without its own user.
        CorporateOwnedAospUserlessDevice = "corporateOwnedAOSPUserlessDevice",
        /// A device of the Android Open Source Project with a user.
        CorporateOwnedAospUserAssociatedDevice = "corporateOwnedAOSPUserAssociatedDevice",
    }
}

graph_enum! {
    /// The purpose of an enrollment token.
    pub enum AndroidDeviceOwnerEnrollmentTokenType {
        /// According to the profile's mode.
        Default = "default",
        /// A dedicated device in Microsoft Entra shared device mode.
        CorporateOwnedDedicatedDeviceWithAzureAdSharedMode = "corporateOwnedDedicatedDeviceWithAzureADSharedMode",
        /// A device that is prepared first and given to its user later.
        DeviceStaging = "deviceStaging",
    }
}

graph_enum! {
    /// How a Wi-Fi network is secured.
    pub enum AospWifiSecurityType {
        /// No security.
        None = "none",
        /// WPA.
        Wpa = "wpa",
        /// WEP.
        Wep = "wep",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_comes_back_as_it_was_and_shows_no_secret() {
        let json = serde_json::json!({
            "id": "4a9f0c6e-51e6-4c57-8b2e-3f4b0d6f8a11",
            "enrollmentMode": "corporateOwnedAOSPUserlessDevice",
            "enrollmentTokenType": "deviceStaging",
            "qrCodeContent": "not-to-be-shown",
            "qrCodeImage": {"@odata.type": "microsoft.graph.mimeContent", "type": "image/png", "value": "bm90LXRvLWJlLXNob3du"},
            "tokenCreationDateTime": "2026-08-01T09:00:00.1234567Z",
            "tokenValue": "not-to-be-shown",
            "wifiPassword": "not-to-be-shown",
            "wifiSecurityType": "wpa3",
            "laterSecret": "not-to-be-shown",
        });
        let profile: AndroidDeviceOwnerEnrollmentProfile = serde_json::from_value(json.clone()).expect("a profile");
        assert_eq!(serde_json::to_value(&profile).expect("JSON"), json);
        let shown = format!("{profile:?} {profile:#?}");
        assert!(!shown.contains("not-to-be-shown"), "{shown}");
        assert!(!shown.contains("bm90"), "{shown}");
        assert!(shown.contains("laterSecret"), "{shown}");
    }
}
