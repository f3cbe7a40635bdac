use graph_runtime::{
    DateTimeOffset, Page, Patch, QueryOptions, Secret, graph_action, graph_enum, graph_type,
    odata::AdditionalProperties,
};

/// Calls the action `uploadDepToken`.
#[graph_action(
    POST,
    "/deviceManagement/depOnboardingSettings/<id>/uploadDepToken",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-uploaddeptoken?view=graph-rest-beta"
)]
#[derive(Clone, Default)]
pub struct UploadDepToken {
    /// Key of the depOnboardingSetting.
    pub id: String,
    pub apple_id: String,
    #[graph(secret)]
    pub dep_token: String,
}

/// Calls the action `createToken`.
#[graph_action(
    POST,
    "/deviceManagement/androidDeviceOwnerEnrollmentProfiles/<id>/createToken",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All"
)]
#[derive(Debug, Clone, Default)]
pub struct CreateToken {
    /// Key of the androidDeviceOwnerEnrollmentProfile.
    pub id: String,
    pub token_validity_in_seconds: i32,
}

/// Updates a vppToken. A property that is not set keeps its value.
#[graph_action(
    PATCH, "/deviceAppManagement/vppTokens/<id>",
    version = ["v1.0", "beta"],
    perms = ["DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"],
    returns = Option<VppToken>,
    odata_type = "#microsoft.graph.vppToken",
)]
#[derive(Clone, Default)]
pub struct UpdateVppToken {
    /// Key of the vppToken.
    pub id: String,
    pub apple_device_app_delivery_protocol_type: Option<AppleDeviceDeliveryProtocol>,
    pub apple_id: Patch<String>,
    pub automatically_update_apps: Option<bool>,
    pub claim_token_management_from_external_mdm: Option<bool>,
    pub country_or_region: Patch<String>,
    pub data_sharing_consent_granted: Option<bool>,
    pub display_name: Patch<String>,
    pub expiration_date_time: Option<DateTimeOffset>,
    pub last_sync_date_time: Option<DateTimeOffset>,
    pub last_sync_status: Option<VppTokenSyncStatus>,
    pub location_name: Patch<String>,
    pub organization_name: Patch<String>,
    pub role_scope_tag_ids: Option<Vec<String>>,
    pub state: Option<VppTokenState>,
    #[graph(secret)]
    pub token: Patch<String>,
    pub token_action_results: Option<Vec<VppTokenActionResult>>,
    pub vpp_token_account_type: Option<VppTokenAccountType>,
}

/// Lists the vppTokens.
#[graph_action(
    GET, "/deviceAppManagement/vppTokens",
    version = ["v1.0", "beta"],
    perms = [
        "DeviceManagementServiceConfig.Read.All",
        "DeviceManagementServiceConfig.ReadWrite.All",
        "DeviceManagementConfiguration.Read.All",
        "DeviceManagementConfiguration.ReadWrite.All",
    ],
    returns = Page<VppToken>,
)]
#[derive(Debug, Clone, Default)]
pub struct ListVppTokens {
    /// The OData options for the tokens.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Reads a depOnboardingSetting.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<id>",
    version = "beta",
    perms = "User.Read.All",
    returns = DepOnboardingSetting,
)]
#[derive(Debug, Clone, Default)]
pub struct GetDepOnboardingSetting {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The OData options for the setting.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Calls the action `createToken`.
#[graph_action(
    POST,
    "/deviceManagement/androidForWorkEnrollmentProfiles/<id>/createToken",
    version = "beta",
    perms = "User.Read.All"
)]
#[derive(Debug, Clone, Default)]
pub struct CreateAndroidForWorkToken {
    /// Key of the androidForWorkEnrollmentProfile.
    pub id: String,
    pub token_validity_in_seconds: i32,
}

/// The type `microsoft.graph.vppToken`.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct VppToken {
    /// Key of the vppToken.
    pub id: Option<String>,
    pub apple_device_app_delivery_protocol_type: Option<AppleDeviceDeliveryProtocol>,
    pub apple_id: Option<String>,
    pub automatically_update_apps: Option<bool>,
    pub claim_token_management_from_external_mdm: Option<bool>,
    pub country_or_region: Option<String>,
    pub data_sharing_consent_granted: Option<bool>,
    pub display_name: Option<String>,
    pub expiration_date_time: Option<DateTimeOffset>,
    pub last_modified_date_time: Option<DateTimeOffset>,
    pub last_sync_date_time: Option<DateTimeOffset>,
    pub last_sync_status: Option<VppTokenSyncStatus>,
    pub location_name: Option<String>,
    pub organization_name: Option<String>,
    pub role_scope_tag_ids: Option<Vec<String>>,
    pub state: Option<VppTokenState>,
    pub token: Option<Secret<String>>,
    pub token_action_results: Option<Vec<VppTokenActionResult>>,
    pub vpp_token_account_type: Option<VppTokenAccountType>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// The type `microsoft.graph.vppTokenActionResult`.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct VppTokenActionResult {
    pub action_name: Option<String>,
    pub action_state: Option<ActionState>,
    pub last_updated_date_time: Option<DateTimeOffset>,
    pub start_date_time: Option<DateTimeOffset>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// The type `microsoft.graph.depOnboardingSetting`.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct DepOnboardingSetting {
    /// Key of the depOnboardingSetting.
    pub id: Option<String>,
    pub apple_identifier: Option<String>,
    pub data_sharing_consent_granted: Option<bool>,
    pub last_modified_date_time: Option<DateTimeOffset>,
    pub last_successful_sync_date_time: Option<DateTimeOffset>,
    pub last_sync_error_code: Option<i32>,
    pub last_sync_triggered_date_time: Option<DateTimeOffset>,
    pub role_scope_tag_ids: Option<Vec<String>>,
    pub share_token_with_school_data_sync_service: Option<bool>,
    pub synced_device_count: Option<i32>,
    pub token_expiration_date_time: Option<DateTimeOffset>,
    pub token_name: Option<String>,
    pub token_type: Option<DepTokenType>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

graph_enum! {
    /// The enumeration `microsoft.graph.appleDeviceDeliveryProtocol`.
    pub enum AppleDeviceDeliveryProtocol {
        Default = "default",
        MobileDeviceManagement = "mobileDeviceManagement",
        DeclarativeDeviceManagement = "declarativeDeviceManagement",
    }
}

graph_enum! {
    /// The enumeration `microsoft.graph.vppTokenSyncStatus`.
    pub enum VppTokenSyncStatus {
        None = "none",
        InProgress = "inProgress",
        Completed = "completed",
        Failed = "failed",
    }
}

graph_enum! {
    /// The enumeration `microsoft.graph.vppTokenState`.
    pub enum VppTokenState {
        /// Graph's own member `unknown`.
        Undetermined = "unknown",
        Valid = "valid",
        Expired = "expired",
        Invalid = "invalid",
        AssignedToExternalMdm = "assignedToExternalMDM",
        DuplicateLocationId = "duplicateLocationId",
    }
}

graph_enum! {
    /// The enumeration `microsoft.graph.actionState`.
    pub enum ActionState {
        None = "none",
        Pending = "pending",
        Canceled = "canceled",
        Active = "active",
        Done = "done",
        Failed = "failed",
        NotSupported = "notSupported",
    }
}

graph_enum! {
    /// The enumeration `microsoft.graph.vppTokenAccountType`.
    pub enum VppTokenAccountType {
        Business = "business",
        Education = "education",
    }
}

graph_enum! {
    /// The enumeration `microsoft.graph.depTokenType`.
    pub enum DepTokenType {
        None = "none",
        Dep = "dep",
        AppleSchoolManager = "appleSchoolManager",
    }
}
