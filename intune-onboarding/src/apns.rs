//! Apple Push Notification service: the certificate with which Intune reaches Apple devices. It is valid for one year.
//!
//! ```no_run
//! # async fn example(graph: &graph_runtime::GraphClient) -> Result<(), Box<dyn std::error::Error>> {
//! use intune_onboarding::apns::{GetApplePushNotificationCertificate, UpdateApplePushNotificationCertificate};
//!
//! let current = GetApplePushNotificationCertificate::builder().send(graph).await?;
//! println!("{:?} expires {:?}", current.topic_identifier, current.expiration_date_time);
//!
//! let file = std::fs::read_to_string("MDM_Microsoft Corporation_Certificate.pem")?;
//! UpdateApplePushNotificationCertificate::builder()
//!     .apple_identifier("it@contoso.com")
//!     .certificate(file)
//!     .send(graph)
//!     .await?;
//! # Ok(())
//! # }
//! ```

use graph_runtime::{
    DateTimeOffset, GraphAction, Patch, QueryOptions, graph_action, graph_type,
    metadata::ActionMetadata,
    odata::{AdditionalProperties, ODataValue},
};

/// Metadata of the operations of this module.
pub const ACTIONS: &[&ActionMetadata] = &[
    GetApplePushNotificationCertificate::METADATA,
    UpdateApplePushNotificationCertificate::METADATA,
    DeleteApplePushNotificationCertificate::METADATA,
    DownloadApplePushNotificationCertificateSigningRequest::METADATA,
    GenerateApplePushNotificationCertificateSigningRequest::METADATA,
];

/// Reads the push certificate: its topic and when it expires.
#[graph_action(
    GET, "/deviceManagement/applePushNotificationCertificate",
    version = ["v1.0", "beta"],
    perms = [
        "DeviceManagementServiceConfig.ReadWrite.All",
        "DeviceManagementConfiguration.Read.All",
        "DeviceManagementConfiguration.ReadWrite.All",
        "DeviceManagementManagedDevices.Read.All",
    ],
    returns = ApplePushNotificationCertificate,
    docs = "https://learn.microsoft.com/graph/api/intune-devices-applepushnotificationcertificate-get?view=graph-rest-1.0",
)]
#[derive(Debug, Clone, Default)]
pub struct GetApplePushNotificationCertificate {
    /// The OData options for the certificate.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Updates the push certificate. A property that is not set keeps its value.
///
/// To renew the certificate, set `certificate` to the file from Apple's Push Certificates Portal, and
/// `apple_identifier` to the Apple ID. **The new certificate must have the topic of the current one:** with another,
/// every device has to enroll again. `token_file::push_certificate` reads the topic of a file.
#[graph_action(
    PATCH, "/deviceManagement/applePushNotificationCertificate",
    version = ["v1.0", "beta"],
    perms = ["DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"],
    returns = Option<ApplePushNotificationCertificate>,
    odata_type = "#microsoft.graph.applePushNotificationCertificate",
    docs = "https://learn.microsoft.com/graph/api/intune-devices-applepushnotificationcertificate-update?view=graph-rest-1.0",
)]
#[derive(Debug, Clone, Default)]
pub struct UpdateApplePushNotificationCertificate {
    /// The Apple ID with which the certificate was created.
    pub apple_identifier: Patch<String>,
    /// The certificate in PEM.
    pub certificate: Patch<String>,
}

/// Deletes the push certificate. No Apple device can be managed without one.
///
/// Microsoft publishes no permissions for this operation. These are those of `PATCH
/// /deviceManagement/applePushNotificationCertificate`.
#[graph_action(
    DELETE, "/deviceManagement/applePushNotificationCertificate",
    version = ["v1.0", "beta"],
    perms = ["DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"],
    docs = "https://learn.microsoft.com/graph/api/intune-devices-applepushnotificationcertificate-get?view=graph-rest-1.0",
)]
#[derive(Debug, Clone, Default)]
pub struct DeleteApplePushNotificationCertificate;

/// Returns the certificate signing request that Apple's Push Certificates Portal asks for, in PEM.
#[graph_action(
    GET, "/deviceManagement/applePushNotificationCertificate/downloadApplePushNotificationCertificateSigningRequest()",
    version = ["v1.0", "beta"],
    perms = ["DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"],
    returns = ODataValue<String>,
    docs = "https://learn.microsoft.com/graph/api/intune-devices-applepushnotificationcertificate-downloadapplepushnotificationcertificatesigningrequest?view=graph-rest-1.0",
)]
#[derive(Debug, Clone, Default)]
pub struct DownloadApplePushNotificationCertificateSigningRequest;

/// Generates a new certificate signing request, and returns it in PEM. The client does not retry a call that may
/// already have been processed, since each call generates another one.
#[graph_action(
    POST, "/deviceManagement/applePushNotificationCertificate/generateApplePushNotificationCertificateSigningRequest",
    version = "beta",
    perms = ["DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"],
    returns = ODataValue<String>,
    docs = "https://learn.microsoft.com/graph/api/intune-devices-applepushnotificationcertificate-generateapplepushnotificationcertificatesigningrequest?view=graph-rest-beta",
)]
#[derive(Debug, Clone, Default)]
pub struct GenerateApplePushNotificationCertificateSigningRequest;

/// The certificate with which Intune sends push notifications to Apple devices.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ApplePushNotificationCertificate {
    /// Key of the applePushNotificationCertificate.
    pub id: Option<String>,
    /// The Apple ID with which the certificate was created.
    pub apple_identifier: Option<String>,
    /// The certificate in PEM. The service accepts it, but does not return it.
    pub certificate: Option<String>,
    /// The serial number of the certificate, in hexadecimal.
    pub certificate_serial_number: Option<String>,
    /// Why the last upload of a certificate failed.
    pub certificate_upload_failure_reason: Option<String>,
    /// The state of the last upload of a certificate.
    pub certificate_upload_status: Option<String>,
    /// When the certificate expires.
    pub expiration_date_time: Option<DateTimeOffset>,
    /// When it was last changed.
    pub last_modified_date_time: Option<DateTimeOffset>,
    /// The topic of the certificate, `com.apple.mgmt.External.…`. A renewed certificate keeps it.
    pub topic_identifier: Option<String>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}
