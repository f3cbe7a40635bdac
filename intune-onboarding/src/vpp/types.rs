//! What the operations on VPP tokens answer.

use graph_runtime::{DateTimeOffset, Secret, graph_enum};
use serde::{Deserialize, Serialize};

use crate::AdditionalProperties;

/// A Volume Purchase Program token.
///
/// In v1.0 it has only some of these properties; those documented as beta are answered there alone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VppToken {
    /// Key of the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// How apps reach devices. Beta.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apple_device_app_delivery_protocol_type: Option<AppleDeviceDeliveryProtocol>,
    /// The Apple ID under which the token was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apple_id: Option<String>,
    /// Whether apps that came with the token are kept up to date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub automatically_update_apps: Option<bool>,
    /// Whether the administrator agreed to take the token over from another management service. Beta.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim_token_management_from_external_mdm: Option<bool>,
    /// The country or region of the App Store that the token is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_or_region: Option<String>,
    /// Whether the administrator agreed to share data with Apple. Beta.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_sharing_consent_granted: Option<bool>,
    /// The name that the administrator gave the token. Beta.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// When the token expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_date_time: Option<DateTimeOffset>,
    /// When the token was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified_date_time: Option<DateTimeOffset>,
    /// When apps were last synchronized with Apple.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_sync_date_time: Option<DateTimeOffset>,
    /// How the last synchronization went.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_sync_status: Option<VppTokenSyncStatus>,
    /// The location in Apple Business Manager that the token is of. Beta.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_name: Option<String>,
    /// The organization that the token belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_name: Option<String>,
    /// The scope tags of the token. Beta.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_scope_tag_ids: Option<Vec<String>>,
    /// The state of the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<VppTokenState>,
    /// The content of the `.vpptoken` file, in base64. It is sent; the service does not give it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret<String>>,
    /// What became of the last actions on the token. Beta.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_action_results: Option<Vec<VppTokenActionResult>>,
    /// Which of Apple's programs the token is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpp_token_account_type: Option<VppTokenAccountType>,
    /// Properties that this version of the crate does not know.
    #[serde(flatten)]
    pub additional: AdditionalProperties,
}

/// What became of an action on a token.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VppTokenActionResult {
    /// The action.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_name: Option<String>,
    /// How far it got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_state: Option<ActionState>,
    /// When that was last known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_updated_date_time: Option<DateTimeOffset>,
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date_time: Option<DateTimeOffset>,
    /// Properties that this version of the crate does not know.
    #[serde(flatten)]
    pub additional: AdditionalProperties,
}

graph_enum! {
    /// Which of Apple's programs a token is of.
    pub enum VppTokenAccountType {
        /// Apple Business Manager.
        Business = "business",
        /// Apple School Manager.
        Education = "education",
    }
}

graph_enum! {
    /// The state of a token.
    pub enum VppTokenState {
        /// Graph's own member `unknown`: the service does not know the state.
        Undetermined = "unknown",
        /// It can be used.
        Valid = "valid",
        /// It has expired.
        Expired = "expired",
        /// Apple does not accept it.
        Invalid = "invalid",
        /// Another management service has it.
        AssignedToExternalMdm = "assignedToExternalMDM",
        /// Another token of the tenant is of the same location.
        DuplicateLocationId = "duplicateLocationId",
    }
}

graph_enum! {
    /// How a synchronization went.
    pub enum VppTokenSyncStatus {
        /// There was none.
        None = "none",
        /// It is under way.
        InProgress = "inProgress",
        /// It ended well.
        Completed = "completed",
        /// It failed.
        Failed = "failed",
    }
}

graph_enum! {
    /// How apps reach Apple devices.
    pub enum AppleDeviceDeliveryProtocol {
        /// As the service decides.
        Default = "default",
        /// By mobile device management commands.
        MobileDeviceManagement = "mobileDeviceManagement",
        /// By declarative device management.
        DeclarativeDeviceManagement = "declarativeDeviceManagement",
    }
}

graph_enum! {
    /// How far an action got.
    pub enum ActionState {
        /// It has no state.
        None = "none",
        /// It waits.
        Pending = "pending",
        /// It was called off.
        Canceled = "canceled",
        /// It is under way.
        Active = "active",
        /// It is done.
        Done = "done",
        /// It failed.
        Failed = "failed",
        /// It is not supported.
        NotSupported = "notSupported",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_documentation_comes_back_as_it_was() {
        let json = serde_json::json!({
            "@odata.type": "#microsoft.graph.vppToken",
            "id": "9ceb2f92-2f92-9ceb-922f-eb9c922feb9c",
            "organizationName": "Organization Name value",
            "vppTokenAccountType": "education",
            "appleId": "Apple Id value",
            "expirationDateTime": "2016-12-31T23:57:57.2481234-08:00",
            "lastSyncDateTime": "2017-01-01T00:02:49.3205976-08:00",
            "token": "Token value",
            "lastModifiedDateTime": "2017-01-01T00:00:35.1329464-08:00",
            "state": "valid",
            "lastSyncStatus": "inProgress",
            "automaticallyUpdateApps": true,
            "countryOrRegion": "Country Or Region value",
        });
        let token: VppToken = serde_json::from_value(json.clone()).expect("a token");
        assert_eq!(token.state, Some(VppTokenState::Valid));
        assert_eq!(serde_json::to_value(&token).expect("JSON"), json);
        assert!(!format!("{token:?}").contains("Token value"));
    }

    #[test]
    fn graphs_own_unknown_is_a_member_like_any_other() {
        assert_eq!(VppTokenState::from("unknown"), VppTokenState::Undetermined);
        assert_eq!(VppTokenState::Undetermined.as_str(), "unknown");
        assert_eq!(VppTokenState::from("laterState"), VppTokenState::Unknown("laterState".into()));
    }
}
