//! The types of the operations on VPP tokens.

use graph_runtime::{DateTimeOffset, Secret, graph_enum, graph_type, odata::AdditionalProperties};

/// A Volume Purchase Program token.
///
/// The properties documented as beta exist only in that version.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct VppToken {
    /// Key of the token.
    pub id: Option<String>,
    /// The protocol that delivers apps to devices. Beta.
    pub apple_device_app_delivery_protocol_type: Option<AppleDeviceDeliveryProtocol>,
    /// The Apple ID with which the token was created.
    pub apple_id: Option<String>,
    /// Whether the apps of the token are updated automatically.
    pub automatically_update_apps: Option<bool>,
    /// Whether the administrator agreed to claim the token from another management service. Beta.
    pub claim_token_management_from_external_mdm: Option<bool>,
    /// The country or region of the App Store of the token.
    pub country_or_region: Option<String>,
    /// Whether the administrator agreed to share data with Apple. Beta.
    pub data_sharing_consent_granted: Option<bool>,
    /// The name that the administrator chose for the token. Beta.
    pub display_name: Option<String>,
    /// When the token expires.
    pub expiration_date_time: Option<DateTimeOffset>,
    /// When the token was last changed.
    pub last_modified_date_time: Option<DateTimeOffset>,
    /// When apps were last synchronized with Apple.
    pub last_sync_date_time: Option<DateTimeOffset>,
    /// The state of the last synchronization.
    pub last_sync_status: Option<VppTokenSyncStatus>,
    /// The location of the token in Apple Business Manager. Beta.
    pub location_name: Option<String>,
    /// The organization that the token belongs to.
    pub organization_name: Option<String>,
    /// The scope tags of the token. Beta.
    pub role_scope_tag_ids: Option<Vec<String>>,
    /// The state of the token.
    pub state: Option<VppTokenState>,
    /// The content of the `.vpptoken` file, in base64. The service accepts it, but does not return it.
    pub token: Option<Secret<String>>,
    /// The results of the last actions on the token. Beta.
    pub token_action_results: Option<Vec<VppTokenActionResult>>,
    /// The Apple program of the token.
    pub vpp_token_account_type: Option<VppTokenAccountType>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// The result of an action on a token.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct VppTokenActionResult {
    /// The name of the action.
    pub action_name: Option<String>,
    /// The state of the action.
    pub action_state: Option<ActionState>,
    /// When the state was last updated.
    pub last_updated_date_time: Option<DateTimeOffset>,
    /// When the action started.
    pub start_date_time: Option<DateTimeOffset>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

graph_enum! {
    /// The Apple program of a token.
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
        /// Graph's own member `unknown`: the service cannot determine the state.
        Undetermined = "unknown",
        /// The token can be used.
        Valid = "valid",
        /// The token has expired.
        Expired = "expired",
        /// Apple does not accept it.
        Invalid = "invalid",
        /// Another management service uses the token.
        AssignedToExternalMdm = "assignedToExternalMDM",
        /// The tenant has another token for the same location.
        DuplicateLocationId = "duplicateLocationId",
    }
}

graph_enum! {
    /// The state of a synchronization.
    pub enum VppTokenSyncStatus {
        /// There has been no synchronization.
        None = "none",
        /// In progress.
        InProgress = "inProgress",
        /// Completed.
        Completed = "completed",
        /// Failed.
        Failed = "failed",
    }
}

graph_enum! {
    /// The protocol that delivers apps to Apple devices.
    pub enum AppleDeviceDeliveryProtocol {
        /// The default of the service.
        Default = "default",
        /// Mobile device management (MDM) commands.
        MobileDeviceManagement = "mobileDeviceManagement",
        /// Declarative device management (DDM).
        DeclarativeDeviceManagement = "declarativeDeviceManagement",
    }
}

graph_enum! {
    /// The state of an action.
    pub enum ActionState {
        /// No state.
        None = "none",
        /// Pending.
        Pending = "pending",
        /// Canceled.
        Canceled = "canceled",
        /// In progress.
        Active = "active",
        /// Done.
        Done = "done",
        /// Failed.
        Failed = "failed",
        /// Not supported.
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
