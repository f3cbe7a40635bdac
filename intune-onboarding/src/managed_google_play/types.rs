//! The types of the connection to managed Google Play.

use graph_runtime::{DateTimeOffset, Secret, graph_enum, graph_type, odata::AdditionalProperties};

use crate::android::MimeContent;

/// The connection of the tenant to managed Google Play.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct AndroidManagedStoreAccountEnterpriseSettings {
    /// Key of the androidManagedStoreAccountEnterpriseSettings.
    pub id: Option<String>,
    /// Whether users can enroll fully managed devices.
    pub android_device_owner_fully_managed_enrollment_enabled: Option<bool>,
    /// Whether the tenant is connected to managed Google Play.
    pub bind_status: Option<AndroidManagedStoreAccountBindStatus>,
    /// The codes with which users enroll devices.
    pub company_codes: Option<Vec<AndroidEnrollmentCompanyCode>>,
    /// Whether corporate-owned devices can be managed.
    pub device_owner_management_enabled: Option<bool>,
    /// Whose devices can enroll.
    pub enrollment_target: Option<AndroidManagedStoreAccountEnrollmentTarget>,
    /// When apps were last synchronized with Google.
    pub last_app_sync_date_time: Option<DateTimeOffset>,
    /// The outcome of the last synchronization of apps.
    pub last_app_sync_status: Option<AndroidManagedStoreAccountAppSyncStatus>,
    /// When it was last changed.
    pub last_modified_date_time: Option<DateTimeOffset>,
    /// The kind of enterprise at Google.
    pub managed_google_play_enterprise_type: Option<ManagedGooglePlayEnterpriseType>,
    /// The scope tags that newly approved apps get.
    pub managed_google_play_initial_scope_tag_ids: Option<Vec<String>>,
    /// The organization at Google.
    pub owner_organization_name: Option<String>,
    /// The user principal name of the administrator who connected the tenant.
    pub owner_user_principal_name: Option<String>,
    /// The IDs of the groups whose devices can enroll.
    pub target_group_ids: Option<Vec<String>>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// A code with which users enroll devices.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct AndroidEnrollmentCompanyCode {
    /// The token with which a device enrolls.
    pub enrollment_token: Option<Secret<String>>,
    /// The content of the QR code with which a device enrolls. It contains the token.
    pub qr_code_content: Option<Secret<String>>,
    /// The QR code as an image.
    pub qr_code_image: Option<Secret<MimeContent>>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

graph_enum! {
    /// Whether the tenant is connected to managed Google Play.
    pub enum AndroidManagedStoreAccountBindStatus {
        /// Not connected.
        NotBound = "notBound",
        /// Connected.
        Bound = "bound",
        /// Connected, and Google has confirmed it.
        BoundAndValidated = "boundAndValidated",
        /// About to be disconnected.
        Unbinding = "unbinding",
    }
}

graph_enum! {
    /// Whose devices can enroll.
    pub enum AndroidManagedStoreAccountEnrollmentTarget {
        /// None.
        None = "none",
        /// Everybody's.
        All = "all",
        /// Those of the members of the target groups.
        Targeted = "targeted",
        /// Those that the enrollment restrictions allow.
        TargetedAsEnrollmentRestrictions = "targetedAsEnrollmentRestrictions",
    }
}

graph_enum! {
    /// The outcome of a synchronization of apps.
    pub enum AndroidManagedStoreAccountAppSyncStatus {
        /// Successful.
        Success = "success",
        /// Google did not accept the credentials.
        CredentialsNotValid = "credentialsNotValid",
        /// Google returned an error.
        AndroidForWorkApiError = "androidForWorkApiError",
        /// The service failed.
        ManagementServiceError = "managementServiceError",
        /// Failed, for a reason that is not known.
        UnknownError = "unknownError",
        /// None.
        None = "none",
    }
}

graph_enum! {
    /// The kind of enterprise at Google.
    pub enum ManagedGooglePlayEnterpriseType {
        /// Not stated.
        EnterpriseTypeUnspecified = "enterpriseTypeUnspecified",
        /// A managed Google domain.
        ManagedGoogleDomain = "managedGoogleDomain",
        /// Managed Google Play accounts.
        ManagedGooglePlayAccountsEnterprise = "managedGooglePlayAccountsEnterprise",
    }
}

graph_enum! {
    /// The layout of the store.
    pub enum AndroidManagedStoreLayoutType {
        /// The layout that Google makes.
        Basic = "basic",
        /// The layout of an administrator.
        Custom = "custom",
    }
}
