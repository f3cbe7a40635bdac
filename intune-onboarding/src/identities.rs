//! Identifiers of corporate-owned devices: serial numbers and IMEIs that are imported before the devices enroll.
//!
//! ```no_run
//! # async fn example(graph: &graph_runtime::GraphClient) -> Result<(), graph_runtime::Error> {
//! use intune_onboarding::identities::{ImportDeviceIdentityList, ImportedDeviceIdentity, ImportedDeviceIdentityType};
//!
//! let mut device = ImportedDeviceIdentity::default();
//! device.imported_device_identifier = Some("R58M12ABCDE".into());
//! device.imported_device_identity_type = Some(ImportedDeviceIdentityType::SerialNumber);
//! let results = ImportDeviceIdentityList::builder()
//!     .imported_device_identities([device])
//!     .overwrite_imported_device_identities(false)
//!     .send(graph)
//!     .await?;
//! for result in results {
//!     println!("{:?}: {:?}", result.imported_device_identifier, result.status);
//! }
//! # Ok(())
//! # }
//! ```

use graph_runtime::{
    DateTimeOffset, GraphAction, Page, Patch, QueryOptions, graph_action, graph_enum, graph_type,
    metadata::ActionMetadata,
    odata::{AdditionalProperties, PlainText},
};

/// Metadata of the operations of this module.
pub const ACTIONS: &[&ActionMetadata] = &[
    ListImportedDeviceIdentities::METADATA,
    GetImportedDeviceIdentity::METADATA,
    CreateImportedDeviceIdentity::METADATA,
    UpdateImportedDeviceIdentity::METADATA,
    DeleteImportedDeviceIdentity::METADATA,
    CountImportedDeviceIdentities::METADATA,
    ImportDeviceIdentityList::METADATA,
    SearchExistingIdentities::METADATA,
];

/// Lists the identifiers of corporate-owned devices.
#[graph_action(
    GET, "/deviceManagement/importedDeviceIdentities",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = Page<ImportedDeviceIdentity>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importeddeviceidentity-list?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct ListImportedDeviceIdentities {
    /// The OData options for the identities.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Reads one identifier.
#[graph_action(
    GET, "/deviceManagement/importedDeviceIdentities/<id>",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = ImportedDeviceIdentity,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importeddeviceidentity-get?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GetImportedDeviceIdentity {
    /// Key of the importedDeviceIdentity.
    pub id: String,
    /// The OData options for the identity.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Adds one identifier.
#[graph_action(
    POST, "/deviceManagement/importedDeviceIdentities",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    returns = ImportedDeviceIdentity,
    odata_type = "#microsoft.graph.importedDeviceIdentity",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importeddeviceidentity-create?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct CreateImportedDeviceIdentity {
    /// The description that an administrator has written.
    pub description: Option<String>,
    /// Whether the device has enrolled.
    pub enrollment_state: Option<EnrollmentState>,
    /// The IMEI or serial number, or manufacturer, model and serial number, separated by commas.
    pub imported_device_identifier: Option<String>,
    /// What the identifier is.
    pub imported_device_identity_type: Option<ImportedDeviceIdentityType>,
    /// When the device last contacted the service.
    pub last_contacted_date_time: Option<DateTimeOffset>,
    /// The platform of the device.
    pub platform: Option<Platform>,
}

/// Updates an identifier. A property that is not set keeps its value.
#[graph_action(
    PATCH, "/deviceManagement/importedDeviceIdentities/<id>",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    returns = Option<ImportedDeviceIdentity>,
    odata_type = "#microsoft.graph.importedDeviceIdentity",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importeddeviceidentity-update?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct UpdateImportedDeviceIdentity {
    /// Key of the importedDeviceIdentity.
    pub id: String,
    /// The description that an administrator has written.
    pub description: Patch<String>,
    /// Whether the device has enrolled.
    pub enrollment_state: Option<EnrollmentState>,
    /// The IMEI or serial number, or manufacturer, model and serial number, separated by commas.
    pub imported_device_identifier: Patch<String>,
    /// What the identifier is.
    pub imported_device_identity_type: Option<ImportedDeviceIdentityType>,
    /// When the device last contacted the service.
    pub last_contacted_date_time: Option<DateTimeOffset>,
    /// The platform of the device.
    pub platform: Option<Platform>,
}

/// Deletes an identifier.
#[graph_action(
    DELETE,
    "/deviceManagement/importedDeviceIdentities/<id>",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importeddeviceidentity-delete?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct DeleteImportedDeviceIdentity {
    /// Key of the importedDeviceIdentity.
    pub id: String,
}

/// Counts the identifiers of corporate-owned devices.
///
/// Microsoft publishes no permissions for this operation. These are those of `GET
/// /deviceManagement/importedDeviceIdentities`.
#[graph_action(
    GET, "/deviceManagement/importedDeviceIdentities/$count",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = PlainText<u64>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importeddeviceidentity-list?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct CountImportedDeviceIdentities {
    /// The OData options for the identities.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Imports identifiers, and returns the outcome for each. The client does not retry a call that may already have been
/// processed.
#[graph_action(
    POST, "/deviceManagement/importedDeviceIdentities/importDeviceIdentityList",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    returns = Page<ImportedDeviceIdentityResult>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importeddeviceidentity-importdeviceidentitylist?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct ImportDeviceIdentityList {
    /// The devices.
    pub imported_device_identities: Vec<ImportedDeviceIdentity>,
    /// Whether devices that are there already are overwritten.
    pub overwrite_imported_device_identities: bool,
}

/// Returns which identifiers are there already. Nothing is changed, although it is an action.
#[graph_action(
    POST, "/deviceManagement/importedDeviceIdentities/searchExistingIdentities",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = Page<ImportedDeviceIdentity>,
    idempotent = true,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importeddeviceidentity-searchexistingidentities?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct SearchExistingIdentities {
    /// The devices.
    pub imported_device_identities: Vec<ImportedDeviceIdentity>,
}

/// A device that may enroll as a corporate-owned one, by its identifier.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ImportedDeviceIdentity {
    /// Key of the importedDeviceIdentity.
    #[graph(read_only)]
    pub id: Option<String>,
    /// When it was created.
    #[graph(read_only)]
    pub created_date_time: Option<DateTimeOffset>,
    /// The description that an administrator has written.
    pub description: Option<String>,
    /// Whether the device has enrolled.
    pub enrollment_state: Option<EnrollmentState>,
    /// The IMEI or serial number, or manufacturer, model and serial number, separated by commas.
    pub imported_device_identifier: Option<String>,
    /// What the identifier is.
    pub imported_device_identity_type: Option<ImportedDeviceIdentityType>,
    /// When the device last contacted the service.
    pub last_contacted_date_time: Option<DateTimeOffset>,
    /// When it was last changed.
    #[graph(read_only)]
    pub last_modified_date_time: Option<DateTimeOffset>,
    /// The platform of the device.
    pub platform: Option<Platform>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// The outcome of the import of a device.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ImportedDeviceIdentityResult {
    /// Key of the importedDeviceIdentityResult.
    pub id: Option<String>,
    /// When it was created.
    pub created_date_time: Option<DateTimeOffset>,
    /// The description that an administrator has written.
    pub description: Option<String>,
    /// Whether the device has enrolled.
    pub enrollment_state: Option<EnrollmentState>,
    /// The IMEI or serial number, or manufacturer, model and serial number, separated by commas.
    pub imported_device_identifier: Option<String>,
    /// What the identifier is.
    pub imported_device_identity_type: Option<ImportedDeviceIdentityType>,
    /// When the device last contacted the service.
    pub last_contacted_date_time: Option<DateTimeOffset>,
    /// When it was last changed.
    pub last_modified_date_time: Option<DateTimeOffset>,
    /// The platform of the device.
    pub platform: Option<Platform>,
    /// Whether the device was imported.
    pub status: Option<bool>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

graph_enum! {
    /// What an identifier is.
    pub enum ImportedDeviceIdentityType {
        /// Graph's own member `unknown`.
        Undetermined = "unknown",
        /// The IMEI of a device with a cellular modem.
        Imei = "imei",
        /// The serial number.
        SerialNumber = "serialNumber",
        /// Manufacturer, model and serial number, separated by commas.
        ManufacturerModelSerial = "manufacturerModelSerial",
    }
}

graph_enum! {
    /// Whether a device has enrolled.
    pub enum EnrollmentState {
        /// Graph's own member `unknown`.
        Undetermined = "unknown",
        /// The device has enrolled.
        Enrolled = "enrolled",
        /// The device is about to be reset.
        PendingReset = "pendingReset",
        /// Failed.
        Failed = "failed",
        /// The device has not contacted the service yet.
        NotContacted = "notContacted",
        /// The device is blocked.
        Blocked = "blocked",
    }
}

graph_enum! {
    /// The platform of a device.
    pub enum Platform {
        /// Graph's own member `unknown`.
        Undetermined = "unknown",
        /// iOS and iPadOS.
        Ios = "ios",
        /// Android.
        Android = "android",
        /// Windows.
        Windows = "windows",
        /// Windows Mobile.
        WindowsMobile = "windowsMobile",
        /// macOS.
        MacOs = "macOS",
        /// visionOS.
        VisionOs = "visionOS",
        /// tvOS.
        TvOs = "tvOS",
    }
}
