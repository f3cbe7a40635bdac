//! Windows Autopilot: devices that are imported before they are set up.
//!
//! ```no_run
//! # async fn example(graph: &graph_runtime::GraphClient, hardware_hash: &[u8]) -> Result<(), graph_runtime::Error> {
//! use intune_onboarding::autopilot::{ImportDevices, ImportedWindowsAutopilotDeviceIdentity};
//!
//! let mut device = ImportedWindowsAutopilotDeviceIdentity::default();
//! device.serial_number = Some("PF2ABCDE".into());
//! device.hardware_identifier = Some(hardware_hash.into());
//! device.group_tag = Some("Sales".into());
//! let imported =
//!     ImportDevices::builder().imported_windows_autopilot_device_identities([device]).send(graph).await?;
//! println!("{:?}", imported.value[0].state);
//! # Ok(())
//! # }
//! ```

mod devices;
mod settings;

use graph_runtime::{GraphAction, metadata::ActionMetadata};

pub use devices::{
    CountImportedWindowsAutopilotDeviceIdentities, CreateImportedWindowsAutopilotDeviceIdentity,
    DeleteImportedWindowsAutopilotDeviceIdentity, GetImportedWindowsAutopilotDeviceIdentity, ImportDevices,
    ImportedWindowsAutopilotDeviceIdentity, ImportedWindowsAutopilotDeviceIdentityImportStatus,
    ImportedWindowsAutopilotDeviceIdentityState, ListImportedWindowsAutopilotDeviceIdentities,
    UpdateImportedWindowsAutopilotDeviceIdentity,
};
pub use settings::{
    DeleteWindowsAutopilotSettings, GetWindowsAutopilotSettings, SyncWindowsAutopilotSettings,
    UpdateWindowsAutopilotSettings, WindowsAutopilotSettings, WindowsAutopilotSyncStatus,
};

/// Metadata of the operations of this module.
pub const ACTIONS: &[&ActionMetadata] = &[
    ListImportedWindowsAutopilotDeviceIdentities::METADATA,
    GetImportedWindowsAutopilotDeviceIdentity::METADATA,
    CreateImportedWindowsAutopilotDeviceIdentity::METADATA,
    UpdateImportedWindowsAutopilotDeviceIdentity::METADATA,
    DeleteImportedWindowsAutopilotDeviceIdentity::METADATA,
    CountImportedWindowsAutopilotDeviceIdentities::METADATA,
    ImportDevices::METADATA,
    GetWindowsAutopilotSettings::METADATA,
    UpdateWindowsAutopilotSettings::METADATA,
    DeleteWindowsAutopilotSettings::METADATA,
    SyncWindowsAutopilotSettings::METADATA,
];
