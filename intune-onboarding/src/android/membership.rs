//! The groups whose members devices become when they enroll.

use graph_runtime::{graph_action, graph_enum, graph_type, odata::AdditionalProperties};

/// Sets the groups whose members the devices of an enrollment profile become. If one cannot be used, none is set.
///
/// Microsoft publishes no permissions for this operation. These are those of `PATCH
/// /deviceManagement/androidDeviceOwnerEnrollmentProfiles/{id}`.
#[graph_action(
    POST, "/deviceManagement/androidDeviceOwnerEnrollmentProfiles/<id>/setEnrollmentTimeDeviceMembershipTarget",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    returns = EnrollmentTimeDeviceMembershipTargetResult,
    docs = "https://learn.microsoft.com/graph/api/resources/intune-androidforwork-androiddeviceownerenrollmentprofile?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct SetEnrollmentTimeDeviceMembershipTarget {
    /// Key of the androidDeviceOwnerEnrollmentProfile.
    pub id: String,
    /// The groups whose members devices become when they enroll.
    pub enrollment_time_device_membership_targets: Vec<EnrollmentTimeDeviceMembershipTarget>,
}

/// Returns the groups whose members the devices of an enrollment profile become. Nothing is changed, although it is an
/// action.
///
/// Microsoft publishes no permissions for this operation. These are those of `PATCH
/// /deviceManagement/androidDeviceOwnerEnrollmentProfiles/{id}`.
#[graph_action(
    POST, "/deviceManagement/androidDeviceOwnerEnrollmentProfiles/<id>/retrieveEnrollmentTimeDeviceMembershipTarget",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    returns = EnrollmentTimeDeviceMembershipTargetResult,
    idempotent = true,
    docs = "https://learn.microsoft.com/graph/api/resources/intune-androidforwork-androiddeviceownerenrollmentprofile?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct RetrieveEnrollmentTimeDeviceMembershipTarget {
    /// Key of the androidDeviceOwnerEnrollmentProfile.
    pub id: String,
}

/// Removes the groups whose members the devices of an enrollment profile become.
///
/// Microsoft publishes no permissions for this operation. These are those of `PATCH
/// /deviceManagement/androidDeviceOwnerEnrollmentProfiles/{id}`.
#[graph_action(
    POST,
    "/deviceManagement/androidDeviceOwnerEnrollmentProfiles/<id>/clearEnrollmentTimeDeviceMembershipTarget",
    version = "beta",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    docs = "https://learn.microsoft.com/graph/api/resources/intune-androidforwork-androiddeviceownerenrollmentprofile?view=graph-rest-beta"
)]
#[derive(Debug, Clone, Default)]
pub struct ClearEnrollmentTimeDeviceMembershipTarget {
    /// Key of the androidDeviceOwnerEnrollmentProfile.
    pub id: String,
}

/// A group whose members devices become when they enroll.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
pub struct EnrollmentTimeDeviceMembershipTarget {
    /// The ID of the group.
    pub target_id: Option<String>,
    /// The kind of group.
    pub target_type: Option<EnrollmentTimeDeviceMembershipTargetType>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// Whether groups can be used.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct EnrollmentTimeDeviceMembershipTargetResult {
    /// The outcome for each group.
    pub enrollment_time_device_membership_target_validation_statuses:
        Option<Vec<EnrollmentTimeDeviceMembershipTargetStatus>>,
    /// Whether all groups can be used.
    pub validation_succeeded: Option<bool>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// Whether one group can be used.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct EnrollmentTimeDeviceMembershipTargetStatus {
    /// The ID of the group.
    pub target_id: Option<String>,
    /// Why the group cannot be used; `None` if it can.
    pub target_validation_error_code: Option<EnrollmentTimeDeviceMembershipTargetValidationErrorCode>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

graph_enum! {
    /// The kind of a group.
    pub enum EnrollmentTimeDeviceMembershipTargetType {
        /// A security group whose members are assigned by hand.
        StaticSecurityGroup = "staticSecurityGroup",
    }
}

graph_enum! {
    /// Why a group cannot be used.
    pub enum EnrollmentTimeDeviceMembershipTargetValidationErrorCode {
        /// There is no such group.
        SecurityGroupNotFound = "securityGroupNotFound",
        /// It is not a security group.
        NotSecurityGroup = "notSecurityGroup",
        /// Its members are not assigned by hand.
        NotStaticSecurityGroup = "notStaticSecurityGroup",
        /// The service principal of Intune does not own the group.
        FirstPartyAppNotAnOwner = "firstPartyAppNotAnOwner",
        /// The caller may not use the group.
        SecurityGroupNotInCallerScope = "securityGroupNotInCallerScope",
    }
}
