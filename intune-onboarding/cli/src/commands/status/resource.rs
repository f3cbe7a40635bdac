//! The resources that expire, and how each is read.

use graph_runtime::{DateTimeOffset, GraphAction, Page};
use intune_onboarding::{
    android::{AndroidDeviceOwnerEnrollmentProfile, ListAndroidDeviceOwnerEnrollmentProfiles},
    android_for_work::{AndroidForWorkEnrollmentProfile, ListAndroidForWorkEnrollmentProfiles},
    apns::{ApplePushNotificationCertificate, GetApplePushNotificationCertificate},
    dep::{DepOnboardingSetting, ListDepOnboardingSettings},
    vpp::{ListVppTokens, VppToken, VppTokenSyncStatus},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    failure::Failure,
    service::{Planned, Service},
};

const DEP: &str = "DEP token";
const VPP: &str = "VPP token";
const APNS: &str = "push certificate";
const ANDROID: &str = "Android token";
const ANDROID_FOR_WORK: &str = "Android for Work token";

/// Something that expires.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::commands) struct Expiring {
    pub(in crate::commands) kind: &'static str,
    pub(in crate::commands) id: String,
    pub(in crate::commands) name: String,
    pub(in crate::commands) expires: DateTimeOffset,
    pub(in crate::commands) last_sync: Option<DateTimeOffset>,
    /// What is wrong with it.
    pub(in crate::commands) note: Option<String>,
}

impl Expiring {
    /// Returns the command that shows how it is renewed, if there is one.
    pub(in crate::commands) fn renewal(&self) -> Option<String> {
        match self.kind {
            DEP => Some(format!("renew dep --id {}", self.id)),
            VPP => Some(format!("renew vpp --id {}", self.id)),
            APNS => Some("renew apns".to_owned()),
            ANDROID => Some(format!("renew android --id {}", self.id)),
            _ => None,
        }
    }
}

/// What came of reading one kind of resources.
pub(in crate::commands) struct Reading {
    pub(in crate::commands) kind: &'static str,
    /// What was found; `None` if it could not be read. `watch` has what was found before, then.
    pub(in crate::commands) found: Option<Vec<Expiring>>,
    pub(in crate::commands) failure: Option<Failure>,
}

impl Reading {
    fn new(kind: &'static str, outcome: Result<Vec<Expiring>, Failure>) -> Self {
        match outcome {
            Ok(found) => Self { kind, found: Some(found), failure: None },
            Err(failure) => Self { kind, found: None, failure: Some(failure) },
        }
    }
}

/// Reads all kinds of resources.
pub(in crate::commands) async fn read(service: &Service) -> Vec<Reading> {
    vec![
        Reading::new(DEP, list(service, &ListDepOnboardingSettings::default(), dep).await),
        Reading::new(VPP, list(service, &ListVppTokens::default(), vpp).await),
        Reading::new(APNS, certificate(service).await),
        Reading::new(ANDROID, list(service, &ListAndroidDeviceOwnerEnrollmentProfiles::default(), android).await),
        Reading::new(
            ANDROID_FOR_WORK,
            list(service, &ListAndroidForWorkEnrollmentProfiles::default(), android_for_work).await,
        ),
    ]
}

/// Returns the requests that would be sent.
pub(in crate::commands) fn plan(service: &Service) -> Result<Vec<Planned>, Failure> {
    Ok(vec![
        service.plan(&ListDepOnboardingSettings::default())?,
        service.plan(&ListVppTokens::default())?,
        service.plan(&GetApplePushNotificationCertificate::default())?,
        service.plan(&ListAndroidDeviceOwnerEnrollmentProfiles::default())?,
        service.plan(&ListAndroidForWorkEnrollmentProfiles::default())?,
    ])
}

async fn list<A, T>(
    service: &Service,
    action: &A,
    expiring: impl Fn(T) -> Option<Expiring>,
) -> Result<Vec<Expiring>, Failure>
where
    A: GraphAction<Response = Page<T>>,
    T: DeserializeOwned + Serialize + Send + 'static,
{
    let mut page = service.call(action).await?.value;
    if let Some(link) = page.next_link.take() {
        page.value.extend(service.rest(action, &link).await?);
    }
    Ok(page.value.into_iter().filter_map(expiring).collect())
}

async fn certificate(service: &Service) -> Result<Vec<Expiring>, Failure> {
    match service.call(&GetApplePushNotificationCertificate::default()).await {
        Ok(response) => Ok(apns(response.value).into_iter().collect()),
        // A tenant without Apple devices has no certificate.
        Err(failure) if failure.is_not_found() => Ok(Vec::new()),
        Err(failure) => Err(failure),
    }
}

fn dep(setting: DepOnboardingSetting) -> Option<Expiring> {
    let error = setting.last_sync_error_code.filter(|code| *code != 0);
    Some(Expiring {
        kind: DEP,
        id: setting.id.unwrap_or_default(),
        name: setting.token_name.or(setting.apple_identifier).unwrap_or_default(),
        expires: setting.token_expiration_date_time?,
        last_sync: setting.last_successful_sync_date_time,
        note: error.map(|code| format!("last synchronization failed with Apple's error {code}")),
    })
}

fn vpp(token: VppToken) -> Option<Expiring> {
    let failed = token.last_sync_status == Some(VppTokenSyncStatus::Failed);
    Some(Expiring {
        kind: VPP,
        id: token.id.unwrap_or_default(),
        name: token.display_name.or(token.organization_name).or(token.apple_id).unwrap_or_default(),
        expires: token.expiration_date_time?,
        last_sync: token.last_sync_date_time,
        note: failed.then(|| "last synchronization failed".to_owned()),
    })
}

fn apns(certificate: ApplePushNotificationCertificate) -> Option<Expiring> {
    Some(Expiring {
        kind: APNS,
        id: certificate.id.unwrap_or_default(),
        name: certificate.apple_identifier.or(certificate.topic_identifier).unwrap_or_default(),
        expires: certificate.expiration_date_time?,
        last_sync: None,
        note: certificate.certificate_upload_failure_reason.filter(|reason| !reason.is_empty()),
    })
}

fn android(profile: AndroidDeviceOwnerEnrollmentProfile) -> Option<Expiring> {
    let (id, name) = (profile.id.unwrap_or_default(), profile.display_name.unwrap_or_default());
    // Without a token, there is nothing that expires.
    let expires = profile.token_expiration_date_time?;
    Some(Expiring { kind: ANDROID, id, name, expires, last_sync: None, note: None })
}

fn android_for_work(profile: AndroidForWorkEnrollmentProfile) -> Option<Expiring> {
    let (id, name) = (profile.id.unwrap_or_default(), profile.display_name.unwrap_or_default());
    let expires = profile.token_expiration_date_time?;
    Some(Expiring { kind: ANDROID_FOR_WORK, id, name, expires, last_sync: None, note: None })
}
