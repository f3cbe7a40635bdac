//! The synchronization of Autopilot.

use graph_runtime::{DateTimeOffset, QueryOptions, graph_action, graph_enum, graph_type, odata::AdditionalProperties};

/// Reads when Autopilot was last synchronized.
#[graph_action(
    GET, "/deviceManagement/windowsAutopilotSettings",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = WindowsAutopilotSettings,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-windowsautopilotsettings-get?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GetWindowsAutopilotSettings {
    /// The OData options for the settings.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Updates the settings of Autopilot. A property that is not set keeps its value.
#[graph_action(
    PATCH, "/deviceManagement/windowsAutopilotSettings",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    returns = Option<WindowsAutopilotSettings>,
    odata_type = "#microsoft.graph.windowsAutopilotSettings",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-windowsautopilotsettings-update?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct UpdateWindowsAutopilotSettings {
    /// When a synchronization was last started by hand.
    pub last_manual_sync_trigger_date_time: Option<DateTimeOffset>,
    /// When it was last synchronized.
    pub last_sync_date_time: Option<DateTimeOffset>,
    /// The state of the synchronization.
    pub sync_status: Option<WindowsAutopilotSyncStatus>,
}

/// Deletes the settings of Autopilot.
///
/// Microsoft publishes no permissions for this operation. These are those of `PATCH
/// /deviceManagement/windowsAutopilotSettings`.
#[graph_action(
    DELETE,
    "/deviceManagement/windowsAutopilotSettings",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-windowsautopilotsettings-get?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct DeleteWindowsAutopilotSettings;

/// Starts a synchronization of Autopilot devices. Intune accepts one every ten minutes. The synchronization goes on
/// after the response: read `sync_status` until it is no longer `InProgress`.
#[graph_action(
    POST,
    "/deviceManagement/windowsAutopilotSettings/sync",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-windowsautopilotsettings-sync?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct SyncWindowsAutopilotSettings;

/// The synchronization of Windows Autopilot.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct WindowsAutopilotSettings {
    /// Key of the windowsAutopilotSettings.
    pub id: Option<String>,
    /// When a synchronization was last started by hand.
    pub last_manual_sync_trigger_date_time: Option<DateTimeOffset>,
    /// When it was last synchronized.
    pub last_sync_date_time: Option<DateTimeOffset>,
    /// The state of the synchronization.
    pub sync_status: Option<WindowsAutopilotSyncStatus>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

graph_enum! {
    /// The state of a synchronization.
    pub enum WindowsAutopilotSyncStatus {
        /// Graph's own member `unknown`.
        Undetermined = "unknown",
        /// In progress.
        InProgress = "inProgress",
        /// Completed.
        Completed = "completed",
        /// Failed.
        Failed = "failed",
    }
}
