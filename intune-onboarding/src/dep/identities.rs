//! Devices in Apple Business Manager and Apple School Manager.
//!
//! ```no_run
//! # async fn example(graph: &graph_runtime::GraphClient, setting: &str) -> Result<(), graph_runtime::Error> {
//! use intune_onboarding::dep::identities::ListImportedAppleDeviceIdentities;
//!
//! let mut devices = ListImportedAppleDeviceIdentities::builder().id(setting).items(graph);
//! while let Some(device) = devices.next().await {
//!     let device = device?;
//!     println!("{:?} is {:?}", device.serial_number, device.enrollment_state);
//! }
//! # Ok(())
//! # }
//! ```

use graph_runtime::{
    DateTimeOffset, GraphAction, Page, Patch, QueryOptions, graph_action, graph_enum, graph_type,
    metadata::ActionMetadata,
    odata::{AdditionalProperties, PlainText},
};

use crate::identities::{EnrollmentState, Platform};

/// Metadata of the operations of this module.
pub const ACTIONS: &[&ActionMetadata] = &[
    ListImportedAppleDeviceIdentities::METADATA,
    GetImportedAppleDeviceIdentity::METADATA,
    CreateImportedAppleDeviceIdentity::METADATA,
    UpdateImportedAppleDeviceIdentity::METADATA,
    DeleteImportedAppleDeviceIdentity::METADATA,
    CountImportedAppleDeviceIdentities::METADATA,
    ImportAppleDeviceIdentityList::METADATA,
];

/// Lists the devices of a setting.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<id>/importedAppleDeviceIdentities",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = Page<ImportedAppleDeviceIdentity>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importedappledeviceidentity-list?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct ListImportedAppleDeviceIdentities {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The OData options for the identities.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Reads one device.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<setting_id>/importedAppleDeviceIdentities/<identity_id>",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = ImportedAppleDeviceIdentity,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importedappledeviceidentity-get?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GetImportedAppleDeviceIdentity {
    /// Key of the depOnboardingSetting.
    pub setting_id: String,
    /// Key of the importedAppleDeviceIdentity.
    pub identity_id: String,
    /// The OData options for the identity.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Adds one device.
#[graph_action(
    POST, "/deviceManagement/depOnboardingSettings/<id>/importedAppleDeviceIdentities",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    returns = ImportedAppleDeviceIdentity,
    odata_type = "#microsoft.graph.importedAppleDeviceIdentity",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importedappledeviceidentity-create?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct CreateImportedAppleDeviceIdentity {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The description that an administrator has written.
    pub description: Option<String>,
    /// How the service learned about the device.
    pub discovery_source: Option<DiscoverySource>,
    /// Whether the device has enrolled.
    pub enrollment_state: Option<EnrollmentState>,
    /// Whether the device was removed from Apple Business Manager.
    pub is_deleted: Option<bool>,
    /// Whether the device is supervised.
    pub is_supervised: Option<bool>,
    /// When the device last contacted the service.
    pub last_contacted_date_time: Option<DateTimeOffset>,
    /// The platform of the device.
    pub platform: Option<Platform>,
    /// When the profile was assigned.
    pub requested_enrollment_profile_assignment_date_time: Option<DateTimeOffset>,
    /// Key of the enrollment profile that is assigned to the device.
    pub requested_enrollment_profile_id: Option<String>,
    /// The serial number of the device.
    pub serial_number: Option<String>,
}

/// Updates a device. A property that is not set keeps its value.
#[graph_action(
    PATCH, "/deviceManagement/depOnboardingSettings/<setting_id>/importedAppleDeviceIdentities/<identity_id>",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    returns = Option<ImportedAppleDeviceIdentity>,
    odata_type = "#microsoft.graph.importedAppleDeviceIdentity",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importedappledeviceidentity-update?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct UpdateImportedAppleDeviceIdentity {
    /// Key of the depOnboardingSetting.
    pub setting_id: String,
    /// Key of the importedAppleDeviceIdentity.
    pub identity_id: String,
    /// The description that an administrator has written.
    pub description: Patch<String>,
    /// How the service learned about the device.
    pub discovery_source: Option<DiscoverySource>,
    /// Whether the device has enrolled.
    pub enrollment_state: Option<EnrollmentState>,
    /// Whether the device was removed from Apple Business Manager.
    pub is_deleted: Patch<bool>,
    /// Whether the device is supervised.
    pub is_supervised: Option<bool>,
    /// When the device last contacted the service.
    pub last_contacted_date_time: Option<DateTimeOffset>,
    /// The platform of the device.
    pub platform: Option<Platform>,
    /// When the profile was assigned.
    pub requested_enrollment_profile_assignment_date_time: Patch<DateTimeOffset>,
    /// Key of the enrollment profile that is assigned to the device.
    pub requested_enrollment_profile_id: Patch<String>,
    /// The serial number of the device.
    pub serial_number: Patch<String>,
}

/// Deletes a device.
#[graph_action(
    DELETE,
    "/deviceManagement/depOnboardingSettings/<setting_id>/importedAppleDeviceIdentities/<identity_id>",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importedappledeviceidentity-delete?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct DeleteImportedAppleDeviceIdentity {
    /// Key of the depOnboardingSetting.
    pub setting_id: String,
    /// Key of the importedAppleDeviceIdentity.
    pub identity_id: String,
}

/// Counts the devices of a setting.
///
/// Microsoft publishes no permissions for this operation. These are those of `GET
/// /deviceManagement/depOnboardingSettings/{id}/importedAppleDeviceIdentities`.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<id>/importedAppleDeviceIdentities/$count",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = PlainText<u64>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importedappledeviceidentity-list?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct CountImportedAppleDeviceIdentities {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The OData options for the identities.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Imports devices, and returns the outcome for each. The client does not retry a call that may already have been
/// processed.
#[graph_action(
    POST, "/deviceManagement/depOnboardingSettings/<id>/importedAppleDeviceIdentities/importAppleDeviceIdentityList",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    returns = Page<ImportedAppleDeviceIdentityResult>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importedappledeviceidentity-importappledeviceidentitylist?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct ImportAppleDeviceIdentityList {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The devices.
    pub imported_apple_device_identities: Vec<ImportedAppleDeviceIdentity>,
    /// Whether devices that are there already are overwritten.
    pub overwrite_imported_device_identities: bool,
}

/// A device in Apple Business Manager or Apple School Manager.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ImportedAppleDeviceIdentity {
    /// Key of the importedAppleDeviceIdentity.
    #[graph(read_only)]
    pub id: Option<String>,
    /// When it was created.
    #[graph(read_only)]
    pub created_date_time: Option<DateTimeOffset>,
    /// The description that an administrator has written.
    pub description: Option<String>,
    /// How the service learned about the device.
    pub discovery_source: Option<DiscoverySource>,
    /// Whether the device has enrolled.
    pub enrollment_state: Option<EnrollmentState>,
    /// Whether the device was removed from Apple Business Manager.
    pub is_deleted: Option<bool>,
    /// Whether the device is supervised.
    pub is_supervised: Option<bool>,
    /// When the device last contacted the service.
    pub last_contacted_date_time: Option<DateTimeOffset>,
    /// The platform of the device.
    pub platform: Option<Platform>,
    /// When the profile was assigned.
    pub requested_enrollment_profile_assignment_date_time: Option<DateTimeOffset>,
    /// Key of the enrollment profile that is assigned to the device.
    pub requested_enrollment_profile_id: Option<String>,
    /// The serial number of the device.
    pub serial_number: Option<String>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// The outcome of the import of a device.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ImportedAppleDeviceIdentityResult {
    /// Key of the importedAppleDeviceIdentityResult.
    pub id: Option<String>,
    /// When it was created.
    pub created_date_time: Option<DateTimeOffset>,
    /// The description that an administrator has written.
    pub description: Option<String>,
    /// How the service learned about the device.
    pub discovery_source: Option<DiscoverySource>,
    /// Whether the device has enrolled.
    pub enrollment_state: Option<EnrollmentState>,
    /// Whether the device was removed from Apple Business Manager.
    pub is_deleted: Option<bool>,
    /// Whether the device is supervised.
    pub is_supervised: Option<bool>,
    /// When the device last contacted the service.
    pub last_contacted_date_time: Option<DateTimeOffset>,
    /// The platform of the device.
    pub platform: Option<Platform>,
    /// When the profile was assigned.
    pub requested_enrollment_profile_assignment_date_time: Option<DateTimeOffset>,
    /// Key of the enrollment profile that is assigned to the device.
    pub requested_enrollment_profile_id: Option<String>,
    /// The serial number of the device.
    pub serial_number: Option<String>,
    /// Whether the device was imported.
    pub status: Option<bool>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

graph_enum! {
    /// How the service learned about a device.
    pub enum DiscoverySource {
        /// Graph's own member `unknown`.
        Undetermined = "unknown",
        /// An administrator imported it.
        AdminImport = "adminImport",
        /// Apple reported it.
        DeviceEnrollmentProgram = "deviceEnrollmentProgram",
    }
}
