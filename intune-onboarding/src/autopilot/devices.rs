//! Devices that are imported for Autopilot.

use graph_runtime::{
    Page, Patch, QueryOptions, Secret, graph_action, graph_enum, graph_type,
    odata::{AdditionalProperties, Base64, PlainText},
};

/// Lists the devices that are imported for Autopilot.
#[graph_action(
    GET, "/deviceManagement/importedWindowsAutopilotDeviceIdentities",
    version = ["v1.0", "beta"],
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = Page<ImportedWindowsAutopilotDeviceIdentity>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importedwindowsautopilotdeviceidentity-list?view=graph-rest-1.0",
)]
#[derive(Debug, Clone, Default)]
pub struct ListImportedWindowsAutopilotDeviceIdentities {
    /// The OData options for the identities.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Reads one device, with how far its import is.
#[graph_action(
    GET, "/deviceManagement/importedWindowsAutopilotDeviceIdentities/<id>",
    version = ["v1.0", "beta"],
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = ImportedWindowsAutopilotDeviceIdentity,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importedwindowsautopilotdeviceidentity-get?view=graph-rest-1.0",
)]
#[derive(Debug, Clone, Default)]
pub struct GetImportedWindowsAutopilotDeviceIdentity {
    /// Key of the importedWindowsAutopilotDeviceIdentity.
    pub id: String,
    /// The OData options for the identity.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Imports one device.
#[graph_action(
    POST, "/deviceManagement/importedWindowsAutopilotDeviceIdentities",
    version = ["v1.0", "beta"],
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    returns = ImportedWindowsAutopilotDeviceIdentity,
    odata_type = "#microsoft.graph.importedWindowsAutopilotDeviceIdentity",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importedwindowsautopilotdeviceidentity-create?view=graph-rest-1.0",
)]
#[derive(Clone, Default)]
pub struct CreateImportedWindowsAutopilotDeviceIdentity {
    /// The user principal name of the user whom the device is assigned to.
    pub assigned_user_principal_name: Option<String>,
    /// The group tag, with which dynamic groups select devices.
    pub group_tag: Option<String>,
    /// The hardware hash of the device.
    pub hardware_identifier: Option<Base64>,
    /// The ID of the import that the device was in.
    pub import_id: Option<String>,
    /// The product key of Windows on the device.
    #[graph(secret)]
    pub product_key: Option<String>,
    /// The serial number of the device.
    pub serial_number: Option<String>,
    /// The state.
    pub state: Option<ImportedWindowsAutopilotDeviceIdentityState>,
}

/// Updates a device. A property that is not set keeps its value.
///
/// Microsoft publishes no permissions for this operation. These are those of `DELETE
/// /deviceManagement/importedWindowsAutopilotDeviceIdentities/{id}`.
#[graph_action(
    PATCH, "/deviceManagement/importedWindowsAutopilotDeviceIdentities/<id>",
    version = ["v1.0", "beta"],
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    returns = Option<ImportedWindowsAutopilotDeviceIdentity>,
    odata_type = "#microsoft.graph.importedWindowsAutopilotDeviceIdentity",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importedwindowsautopilotdeviceidentity-get?view=graph-rest-1.0",
)]
#[derive(Clone, Default)]
pub struct UpdateImportedWindowsAutopilotDeviceIdentity {
    /// Key of the importedWindowsAutopilotDeviceIdentity.
    pub id: String,
    /// The user principal name of the user whom the device is assigned to.
    pub assigned_user_principal_name: Patch<String>,
    /// The group tag, with which dynamic groups select devices.
    pub group_tag: Patch<String>,
    /// The hardware hash of the device.
    pub hardware_identifier: Patch<Base64>,
    /// The ID of the import that the device was in.
    pub import_id: Patch<String>,
    /// The product key of Windows on the device.
    #[graph(secret)]
    pub product_key: Patch<String>,
    /// The serial number of the device.
    pub serial_number: Patch<String>,
    /// The state.
    pub state: Patch<ImportedWindowsAutopilotDeviceIdentityState>,
}

/// Deletes an imported device from the list. A device that is registered stays registered.
#[graph_action(
    DELETE, "/deviceManagement/importedWindowsAutopilotDeviceIdentities/<id>",
    version = ["v1.0", "beta"],
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importedwindowsautopilotdeviceidentity-delete?view=graph-rest-1.0",
)]
#[derive(Debug, Clone, Default)]
pub struct DeleteImportedWindowsAutopilotDeviceIdentity {
    /// Key of the importedWindowsAutopilotDeviceIdentity.
    pub id: String,
}

/// Counts the devices that are imported for Autopilot.
///
/// Microsoft publishes no permissions for this operation. These are those of `GET
/// /deviceManagement/importedWindowsAutopilotDeviceIdentities`.
#[graph_action(
    GET, "/deviceManagement/importedWindowsAutopilotDeviceIdentities/$count",
    version = ["v1.0", "beta"],
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = PlainText<u64>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importedwindowsautopilotdeviceidentity-list?view=graph-rest-1.0",
)]
#[derive(Debug, Clone, Default)]
pub struct CountImportedWindowsAutopilotDeviceIdentities {
    /// The OData options for the identities.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Imports devices for Autopilot. The response comes before they are registered: read each until its import status is
/// no longer `Pending`. The client does not retry a call that may already have been processed.
#[graph_action(
    POST, "/deviceManagement/importedWindowsAutopilotDeviceIdentities/import",
    version = ["v1.0", "beta"],
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    returns = Page<ImportedWindowsAutopilotDeviceIdentity>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-importedwindowsautopilotdeviceidentity-import?view=graph-rest-1.0",
)]
#[derive(Debug, Clone, Default)]
pub struct ImportDevices {
    /// The devices.
    pub imported_windows_autopilot_device_identities: Vec<ImportedWindowsAutopilotDeviceIdentity>,
}

/// A Windows device that is imported for Autopilot.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ImportedWindowsAutopilotDeviceIdentity {
    /// Key of the importedWindowsAutopilotDeviceIdentity.
    #[graph(read_only)]
    pub id: Option<String>,
    /// The user principal name of the user whom the device is assigned to.
    pub assigned_user_principal_name: Option<String>,
    /// The group tag, with which dynamic groups select devices.
    pub group_tag: Option<String>,
    /// The hardware hash of the device.
    pub hardware_identifier: Option<Base64>,
    /// The ID of the import that the device was in.
    pub import_id: Option<String>,
    /// The product key of Windows on the device.
    pub product_key: Option<Secret<String>>,
    /// The serial number of the device.
    pub serial_number: Option<String>,
    /// The state.
    pub state: Option<ImportedWindowsAutopilotDeviceIdentityState>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// How far the import of a device is.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ImportedWindowsAutopilotDeviceIdentityState {
    /// Why the registration failed; 0 if it did not.
    pub device_error_code: Option<i32>,
    /// The name of the error.
    pub device_error_name: Option<String>,
    /// The state of the import.
    pub device_import_status: Option<ImportedWindowsAutopilotDeviceIdentityImportStatus>,
    /// The ID of the registration of the device.
    pub device_registration_id: Option<String>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

graph_enum! {
    /// The state of an import.
    pub enum ImportedWindowsAutopilotDeviceIdentityImportStatus {
        /// Graph's own member `unknown`.
        Undetermined = "unknown",
        /// Pending.
        Pending = "pending",
        /// Done in part.
        Partial = "partial",
        /// Complete.
        Complete = "complete",
        /// Failed.
        Error = "error",
    }
}
