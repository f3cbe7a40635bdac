//! What Intune does with Apple: keys, synchronization, sharing, releasing devices.

use graph_runtime::{graph_action, odata::ODataValue};

/// Returns the public key for which Apple encrypts tokens: a certificate in PEM, which is uploaded to Apple.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<id>/getEncryptionPublicKey()",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = ODataValue<String>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-getencryptionpublickey?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GetEncryptionPublicKey {
    /// Key of the depOnboardingSetting.
    pub id: String,
}

/// Generates a new key pair, and returns the public key, which is uploaded to Apple. **A token that Apple has encrypted
/// for the previous key cannot be used any more.** The client does not retry a call that may already have been
/// processed.
#[graph_action(
    POST, "/deviceManagement/depOnboardingSettings/<id>/generateEncryptionPublicKey",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = ODataValue<String>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-generateencryptionpublickey?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GenerateEncryptionPublicKey {
    /// Key of the depOnboardingSetting.
    pub id: String,
}

/// Starts a synchronization of devices with Apple. Intune accepts one every 15 minutes. The synchronization goes on
/// after the response: read `last_successful_sync_date_time` and `last_sync_error_code` of the setting.
#[graph_action(
    POST,
    "/deviceManagement/depOnboardingSettings/<id>/syncWithAppleDeviceEnrollmentProgram",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-syncwithappledeviceenrollmentprogram?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct SyncWithAppleDeviceEnrollmentProgram {
    /// Key of the depOnboardingSetting.
    pub id: String,
}

/// Counts the Volume Purchase Program tokens that expire before a date.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/getExpiringVppTokenCount(expiringBeforeDateTime='<expiring_before_date_time>')",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = ODataValue<i32>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-getexpiringvpptokencount?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GetExpiringVppTokenCount {
    /// The date and time, such as `2027-01-01T00:00:00Z`.
    pub expiring_before_date_time: String,
}

/// Shares the token with School Data Sync.
#[graph_action(
    POST,
    "/deviceManagement/depOnboardingSettings/<id>/shareForSchoolDataSyncService",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-shareforschooldatasyncservice?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct ShareForSchoolDataSyncService {
    /// Key of the depOnboardingSetting.
    pub id: String,
}

/// No longer shares the token with School Data Sync.
#[graph_action(
    POST,
    "/deviceManagement/depOnboardingSettings/<id>/unshareForSchoolDataSyncService",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-unshareforschooldatasyncservice?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct UnshareForSchoolDataSyncService {
    /// Key of the depOnboardingSetting.
    pub id: String,
}

/// Releases devices from Apple Business Manager or Apple School Manager. **They no longer belong to the organization,
/// and this cannot be undone in Intune.**
///
/// Microsoft publishes no permissions for this operation. These are those of `PATCH
/// /deviceManagement/depOnboardingSettings/{id}`.
#[graph_action(
    POST,
    "/deviceManagement/depOnboardingSettings/<id>/releaseAppleDevices",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/resources/intune-enrollment-deponboardingsetting?view=graph-rest-beta"
)]
#[derive(Clone, Default)]
pub struct ReleaseAppleDevices {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The text of the `.p7m` file.
    #[graph(secret)]
    pub dep_token: String,
    /// The serial numbers of the devices.
    pub device_serial_numbers: Vec<String>,
}
