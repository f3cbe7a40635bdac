//! Apple Device Enrollment Program: the connection between a tenant and Apple Business Manager or Apple School Manager.

mod apple;
pub mod identities;
mod manage;
pub mod profiles;

use graph_runtime::{
    DateTimeOffset, GraphAction, Page, QueryOptions, graph_action, graph_enum, graph_type, metadata::ActionMetadata,
    odata::AdditionalProperties,
};

pub use apple::{
    GenerateEncryptionPublicKey, GetEncryptionPublicKey, GetExpiringVppTokenCount, ReleaseAppleDevices,
    ShareForSchoolDataSyncService, SyncWithAppleDeviceEnrollmentProgram, UnshareForSchoolDataSyncService,
};
pub use manage::{
    CountDepOnboardingSettings, CreateDepOnboardingSetting, DeleteDepOnboardingSetting, UpdateDepOnboardingSetting,
};

/// Metadata of the operations of this module.
pub const ACTIONS: &[&ActionMetadata] = &[
    UploadDepToken::METADATA,
    ListDepOnboardingSettings::METADATA,
    GetDepOnboardingSetting::METADATA,
    CreateDepOnboardingSetting::METADATA,
    UpdateDepOnboardingSetting::METADATA,
    CountDepOnboardingSettings::METADATA,
    DeleteDepOnboardingSetting::METADATA,
    GetEncryptionPublicKey::METADATA,
    GenerateEncryptionPublicKey::METADATA,
    SyncWithAppleDeviceEnrollmentProgram::METADATA,
    GetExpiringVppTokenCount::METADATA,
    ShareForSchoolDataSyncService::METADATA,
    UnshareForSchoolDataSyncService::METADATA,
    ReleaseAppleDevices::METADATA,
];

/// Uploads a new Device Enrollment Program token.
///
/// The token is the text of the `.p7m` file from Apple Business Manager, and is valid for one year. The response has no
/// body; use [`GetDepOnboardingSetting`] to read the updated setting.
///
/// The permissions are those of Microsoft's permission data of August 2026. Microsoft's documentation of early 2019
/// lists this action as not supported for applications; that of November 2020 lists it as supported.
///
/// ```no_run
/// # async fn example(graph: &graph_runtime::GraphClient) -> Result<(), Box<dyn std::error::Error>> {
/// use intune_onboarding::dep::UploadDepToken;
///
/// let file = std::fs::read_to_string("Contoso_Token_2026-08-01_smime.p7m")?;
/// UploadDepToken::builder()
///     .id("54fac284-7866-43e5-860a-9c8e10fa3d7d")
///     .apple_id("it@contoso.com")
///     .dep_token(file.trim_end())
///     .send(graph)
///     .await?;
/// # Ok(())
/// # }
/// ```
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
    /// The Apple ID with which the token was created.
    pub apple_id: String,
    /// The text of the `.p7m` file.
    #[graph(secret)]
    pub dep_token: String,
}

/// Lists the tenant's connections to Apple Business Manager and Apple School Manager.
///
/// ```no_run
/// # async fn example(graph: &graph_runtime::GraphClient) -> Result<(), graph_runtime::Error> {
/// use intune_onboarding::dep::ListDepOnboardingSettings;
///
/// let mut settings = ListDepOnboardingSettings::builder().items(graph);
/// while let Some(setting) = settings.next().await {
///     let setting = setting?;
///     println!("{:?} expires {:?}", setting.token_name, setting.token_expiration_date_time);
/// }
/// # Ok(())
/// # }
/// ```
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = Page<DepOnboardingSetting>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-list?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct ListDepOnboardingSettings {
    /// The OData options for the settings.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Reads one connection to Apple Business Manager or Apple School Manager.
///
/// ```no_run
/// # async fn example(graph: &graph_runtime::GraphClient, id: &str) -> Result<(), graph_runtime::Error> {
/// use intune_onboarding::dep::GetDepOnboardingSetting;
///
/// let setting = GetDepOnboardingSetting::builder().id(id).send(graph).await?;
/// println!("{} devices", setting.synced_device_count.unwrap_or_default());
/// # Ok(())
/// # }
/// ```
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<id>",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = DepOnboardingSetting,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-get?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GetDepOnboardingSetting {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The OData options for the setting.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// A connection between the tenant and Apple Business Manager or Apple School Manager.
///
/// The properties that `$expand` adds (default enrollment profiles, device identities) are in `additional`, and may
/// contain secrets.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct DepOnboardingSetting {
    /// Key of the setting.
    pub id: Option<String>,
    /// The Apple ID with which the current token was created.
    pub apple_identifier: Option<String>,
    /// Whether the administrator agreed to share data with Apple.
    pub data_sharing_consent_granted: Option<bool>,
    /// When the setting was last changed.
    pub last_modified_date_time: Option<DateTimeOffset>,
    /// When devices were last synchronized successfully.
    pub last_successful_sync_date_time: Option<DateTimeOffset>,
    /// The error code that Apple reported for the last synchronization; 0 for success.
    pub last_sync_error_code: Option<i32>,
    /// When Intune last requested a synchronization.
    pub last_sync_triggered_date_time: Option<DateTimeOffset>,
    /// The scope tags of the setting.
    pub role_scope_tag_ids: Option<Vec<String>>,
    /// Whether the token is shared with School Data Sync.
    pub share_token_with_school_data_sync_service: Option<bool>,
    /// The number of synchronized devices.
    pub synced_device_count: Option<i32>,
    /// When the current token expires.
    pub token_expiration_date_time: Option<DateTimeOffset>,
    /// The name that the administrator chose for the token.
    pub token_name: Option<String>,
    /// The Apple program of the token.
    pub token_type: Option<DepTokenType>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

graph_enum! {
    /// The Apple program of a token.
    pub enum DepTokenType {
        /// None.
        None = "none",
        /// Apple Business Manager, formerly the Device Enrollment Program.
        Dep = "dep",
        /// Apple School Manager.
        AppleSchoolManager = "appleSchoolManager",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_comes_back_as_it_was() {
        let json = serde_json::json!({
            "@odata.type": "#microsoft.graph.depOnboardingSetting",
            "id": "54fac284-7866-43e5-860a-9c8e10fa3d7d",
            "appleIdentifier": "it@contoso.com",
            "lastSyncErrorCode": 7,
            "roleScopeTagIds": ["0"],
            "shareTokenWithSchoolDataSyncService": true,
            "tokenExpirationDateTime": "2016-12-31T23:59:54.0590989-08:00",
            "tokenType": "laterKindOfToken",
            "laterProperty": {"nested": [1, null]},
        });
        let setting: DepOnboardingSetting = serde_json::from_value(json.clone()).expect("a setting");
        assert_eq!(setting.token_type, Some(DepTokenType::Unknown("laterKindOfToken".into())));
        assert_eq!(serde_json::to_value(&setting).expect("JSON"), json);
    }

    #[test]
    fn null_is_read_as_absent() {
        let json = r#"{"id": "x", "tokenName": null, "roleScopeTagIds": null, "tokenType": null}"#;
        let setting: DepOnboardingSetting = serde_json::from_str(json).expect("a setting");
        assert_eq!(setting, DepOnboardingSetting { id: Some("x".into()), ..Default::default() });
    }
}
