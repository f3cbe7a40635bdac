//! Enrollment profiles of Apple devices: what Setup Assistant shows, and how devices are managed.
//!
//! ```no_run
//! # async fn example(graph: &graph_runtime::GraphClient, setting: &str) -> Result<(), graph_runtime::Error> {
//! use intune_onboarding::dep::profiles::{EnrollmentProfile, ListEnrollmentProfiles};
//!
//! for profile in ListEnrollmentProfiles::builder().id(setting).send(graph).await? {
//!     match profile {
//!         EnrollmentProfile::Ios(profile) => println!("{:?}, for iOS", profile.display_name),
//!         EnrollmentProfile::MacOs(profile) => println!("{:?}, for macOS", profile.display_name),
//!         other => println!("{other:?}"),
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod types;

use graph_runtime::{
    GraphAction, Page, QueryOptions, graph_action,
    metadata::ActionMetadata,
    odata::{ODataValue, PlainText},
};

pub use types::{
    DepEnrollmentBaseProfile, DepIosEnrollmentProfile, DepMacOsEnrollmentProfile,
    DepProfileAdminAccountPasswordRotationSetting, DepProfileDelayAutoRotationSetting, DepTvOsEnrollmentProfile,
    DepVisionOsEnrollmentProfile, EnrollmentProfile, ItunesPairingMode, ManagementCertificateWithThumbprint,
};

/// Metadata of the operations of this module.
pub const ACTIONS: &[&ActionMetadata] = &[
    ListEnrollmentProfiles::METADATA,
    GetEnrollmentProfile::METADATA,
    CreateEnrollmentProfile::METADATA,
    UpdateEnrollmentProfile::METADATA,
    DeleteEnrollmentProfile::METADATA,
    CountEnrollmentProfiles::METADATA,
    SetDefaultProfile::METADATA,
    UpdateDeviceProfileAssignment::METADATA,
    ExportMobileConfig::METADATA,
    GetDefaultIosEnrollmentProfile::METADATA,
    GetDefaultMacOsEnrollmentProfile::METADATA,
    GetDefaultTvOsEnrollmentProfile::METADATA,
    GetDefaultVisionOsEnrollmentProfile::METADATA,
];

/// Lists the enrollment profiles of a setting.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<id>/enrollmentProfiles",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = Page<EnrollmentProfile>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-enrollmentprofile-list?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct ListEnrollmentProfiles {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The OData options for the profiles.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Reads one enrollment profile.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<setting_id>/enrollmentProfiles/<profile_id>",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = EnrollmentProfile,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-enrollmentprofile-get?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GetEnrollmentProfile {
    /// Key of the depOnboardingSetting.
    pub setting_id: String,
    /// Key of the enrollmentProfile.
    pub profile_id: String,
    /// The OData options for the profile.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Creates an enrollment profile, of the platform that its variant says.
#[graph_action(
    POST, "/deviceManagement/depOnboardingSettings/<id>/enrollmentProfiles",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    returns = EnrollmentProfile,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-enrollmentprofile-create?view=graph-rest-beta",
)]
#[derive(Debug, Clone)]
pub struct CreateEnrollmentProfile {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The profile. Its variant says for which platform.
    #[graph(body)]
    pub enrollment_profile: EnrollmentProfile,
}

/// Updates an enrollment profile. A property that is not set keeps its value; the variant has to be that of the
/// profile.
#[graph_action(
    PATCH, "/deviceManagement/depOnboardingSettings/<setting_id>/enrollmentProfiles/<profile_id>",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    returns = Option<EnrollmentProfile>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-enrollmentprofile-update?view=graph-rest-beta",
)]
#[derive(Debug, Clone)]
pub struct UpdateEnrollmentProfile {
    /// Key of the depOnboardingSetting.
    pub setting_id: String,
    /// Key of the enrollmentProfile.
    pub profile_id: String,
    /// The profile. Its variant says for which platform.
    #[graph(body)]
    pub enrollment_profile: EnrollmentProfile,
}

/// Deletes an enrollment profile.
#[graph_action(
    DELETE,
    "/deviceManagement/depOnboardingSettings/<setting_id>/enrollmentProfiles/<profile_id>",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-enrollmentprofile-delete?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct DeleteEnrollmentProfile {
    /// Key of the depOnboardingSetting.
    pub setting_id: String,
    /// Key of the enrollmentProfile.
    pub profile_id: String,
}

/// Counts the enrollment profiles of a setting.
///
/// Microsoft publishes no permissions for this operation. These are those of `GET
/// /deviceManagement/depOnboardingSettings/{id}/enrollmentProfiles`.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<id>/enrollmentProfiles/$count",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = PlainText<u64>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-enrollmentprofile-list?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct CountEnrollmentProfiles {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The OData options for the profiles.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Makes an enrollment profile the one that new devices of its platform get.
#[graph_action(
    POST,
    "/deviceManagement/depOnboardingSettings/<setting_id>/enrollmentProfiles/<profile_id>/setDefaultProfile",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-enrollmentprofile-setdefaultprofile?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct SetDefaultProfile {
    /// Key of the depOnboardingSetting.
    pub setting_id: String,
    /// Key of the enrollmentProfile.
    pub profile_id: String,
}

/// Assigns an enrollment profile to devices.
#[graph_action(
    POST,
    "/deviceManagement/depOnboardingSettings/<setting_id>/enrollmentProfiles/<profile_id>/updateDeviceProfileAssignment",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-enrollmentprofile-updatedeviceprofileassignment?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct UpdateDeviceProfileAssignment {
    /// Key of the depOnboardingSetting.
    pub setting_id: String,
    /// Key of the enrollmentProfile.
    pub profile_id: String,
    /// The serial numbers of the devices.
    pub device_ids: Vec<String>,
}

/// Returns an enrollment profile as a configuration profile (`.mobileconfig`) for Apple Configurator.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<setting_id>/enrollmentProfiles/<profile_id>/exportMobileConfig()",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = ODataValue<String>,
    docs = "https://learn.microsoft.com/graph/api/intune-enrollment-enrollmentprofile-exportmobileconfig?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct ExportMobileConfig {
    /// Key of the depOnboardingSetting.
    pub setting_id: String,
    /// Key of the enrollmentProfile.
    pub profile_id: String,
}

/// Reads the enrollment profile that new iPhones and iPads get.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<id>/defaultIosEnrollmentProfile",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = DepIosEnrollmentProfile,
    docs = "https://learn.microsoft.com/graph/api/resources/intune-enrollment-deponboardingsetting?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GetDefaultIosEnrollmentProfile {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The OData options for the profile.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Reads the enrollment profile that new Macs get.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<id>/defaultMacOsEnrollmentProfile",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = DepMacOsEnrollmentProfile,
    docs = "https://learn.microsoft.com/graph/api/resources/intune-enrollment-deponboardingsetting?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GetDefaultMacOsEnrollmentProfile {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The OData options for the profile.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Reads the enrollment profile that new Apple TVs get.
///
/// Microsoft publishes no permissions for this operation. These are those of `GET
/// /deviceManagement/depOnboardingSettings/{id}`.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<id>/defaultTvOSEnrollmentProfile",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = DepTvOsEnrollmentProfile,
    docs = "https://learn.microsoft.com/graph/api/resources/intune-enrollment-deponboardingsetting?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GetDefaultTvOsEnrollmentProfile {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The OData options for the profile.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Reads the enrollment profile that new devices with visionOS get.
///
/// Microsoft publishes no permissions for this operation. These are those of `GET
/// /deviceManagement/depOnboardingSettings/{id}`.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<id>/defaultVisionOSEnrollmentProfile",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"],
    returns = DepVisionOsEnrollmentProfile,
    docs = "https://learn.microsoft.com/graph/api/resources/intune-enrollment-deponboardingsetting?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GetDefaultVisionOsEnrollmentProfile {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The OData options for the profile.
    #[graph(query_options)]
    pub options: QueryOptions,
}
