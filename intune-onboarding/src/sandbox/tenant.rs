//! The data of the tenant.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use graph_runtime::DateTimeOffset;

use super::{Sandbox, schema::Object};

/// The key of an uploaded DEP token. It is not a property of the entity, so no response has it.
const DEP_TOKEN: &str = "depToken";

/// The entities of the tenant.
pub(super) struct Tenant {
    pub(super) dep_onboarding_settings: Vec<Object>,
    pub(super) android_profiles: Vec<Object>,
    pub(super) vpp_tokens: Vec<Object>,
}

impl Tenant {
    /// Creates a tenant with tokens that are due for renewal.
    pub(super) fn sample() -> Self {
        let now = OffsetDateTime::now_utc();
        let days = |days| text(now + Duration::days(days));
        Self {
            dep_onboarding_settings: objects([
                json!({
                    "id": Sandbox::DEP_ONBOARDING_SETTING,
                    "appleIdentifier": "it@contoso.com",
                    "dataSharingConsentGranted": true,
                    "lastModifiedDateTime": days(-353),
                    "lastSuccessfulSyncDateTime": days(-1),
                    "lastSyncErrorCode": 0,
                    "lastSyncTriggeredDateTime": days(-1),
                    "roleScopeTagIds": ["0"],
                    "shareTokenWithSchoolDataSyncService": false,
                    "syncedDeviceCount": 412,
                    "tokenExpirationDateTime": days(12),
                    "tokenName": "Contoso phones",
                    "tokenType": "dep",
                }),
                json!({
                    "id": "c3b1d2a7-0b0e-4f57-9d63-2f1a1f3d8b90",
                    "appleIdentifier": "it@school.contoso.com",
                    "dataSharingConsentGranted": true,
                    "lastModifiedDateTime": days(-90),
                    "lastSyncErrorCode": 0,
                    "roleScopeTagIds": ["0", "7"],
                    "shareTokenWithSchoolDataSyncService": true,
                    "syncedDeviceCount": 96,
                    "tokenExpirationDateTime": days(275),
                    "tokenName": "Contoso school",
                    "tokenType": "appleSchoolManager",
                }),
            ]),
            android_profiles: objects([
                profile(
                    Sandbox::ANDROID_ENROLLMENT_PROFILE,
                    "Warehouse scanners",
                    "corporateOwnedDedicatedDevice",
                    &days(-30),
                ),
                profile(
                    "d85f5cb2-5c86-4b3a-b7b4-5a4b3a1f6c02",
                    "Sales phones",
                    "corporateOwnedWorkProfile",
                    &days(-200),
                ),
                profile(
                    Sandbox::AOSP_ENROLLMENT_PROFILE,
                    "Meeting room headsets",
                    "corporateOwnedAOSPUserlessDevice",
                    &days(-10),
                ),
            ]),
            vpp_tokens: objects([
                vpp_token(Sandbox::VPP_TOKEN, "Contoso", "business", "expired", &days(-3)),
                vpp_token("1f0f6f0d-6c0a-4d4e-9a2b-7f3d1f7e5a01", "Contoso Retail", "business", "valid", &days(140)),
                vpp_token("b7d6a3f5-4a0d-4b7e-8d8b-0c5ddc9d7e02", "Contoso School", "education", "valid", &days(301)),
            ]),
        }
    }

    /// Returns the last uploaded token of the setting or VPP token with this key.
    pub(super) fn uploaded_token(&self, id: &str) -> Option<String> {
        let find = |entities: &[Object], property| {
            let entity = entities.iter().find(|entity| entity["id"] == id)?;
            entity.get(property).and_then(Value::as_str).map(str::to_owned)
        };
        find(&self.dep_onboarding_settings, DEP_TOKEN).or_else(|| find(&self.vpp_tokens, "token"))
    }
}

/// Renews a DEP token.
pub(super) fn renew_dep(setting: &mut Object, apple_id: Value, dep_token: Value) {
    let now = OffsetDateTime::now_utc();
    setting.insert("appleIdentifier".into(), apple_id);
    setting.insert("tokenExpirationDateTime".into(), text(now + Duration::days(365)).into());
    setting.insert("lastModifiedDateTime".into(), text(now).into());
    setting.insert(DEP_TOKEN.into(), dep_token);
}

/// Creates a new enrollment token.
pub(super) fn make_token(profile: &mut Object, validity: Duration) {
    let now = OffsetDateTime::now_utc();
    let token = enrollment_token();
    let content = qr_code_content(&token);
    let content = if is_aosp(profile) { STANDARD.encode(content) } else { content };
    profile.insert("qrCodeContent".into(), content.into());
    profile.insert("tokenValue".into(), token.into());
    profile.insert("tokenCreationDateTime".into(), text(now).into());
    profile.insert("tokenExpirationDateTime".into(), text(now + validity).into());
    profile.insert("lastModifiedDateTime".into(), text(now).into());
    profile.insert("enrollmentTokenUsageCount".into(), 0.into());
}

/// Returns the key under which a token of the profile is created: for a profile of the Android Open Source Project (AOSP)
/// it is `AOSP-<id>`, although the profile is read under `<id>`.
pub(super) fn token_key(profile: &Object) -> String {
    let id = profile["id"].as_str().unwrap_or_default();
    if is_aosp(profile) { format!("AOSP-{id}") } else { id.to_owned() }
}

/// Removes what a response has only if it was named by `$select`: the token of an AOSP profile.
pub(super) fn hide_unselected(entity: &Object, rendered: &mut Object) {
    if is_aosp(entity) {
        for name in ["tokenValue", "qrCodeContent"] {
            rendered.insert(name.into(), Value::Null);
        }
    }
}

fn is_aosp(entity: &Object) -> bool {
    entity.get("enrollmentMode").and_then(Value::as_str).is_some_and(|mode| mode.starts_with("corporateOwnedAOSP"))
}

/// Changes a VPP token. New content is valid for a year.
pub(super) fn change_vpp(token: &mut Object, changes: Object) {
    let now = OffsetDateTime::now_utc();
    if changes.get("token").is_some_and(Value::is_string) {
        token.insert("state".into(), "valid".into());
        token.insert("expirationDateTime".into(), text(now + Duration::days(365)).into());
    }
    token.extend(changes.into_iter().filter(|(name, _)| !name.contains('@')));
    token.insert("lastModifiedDateTime".into(), text(now).into());
}

fn objects<const N: usize>(entities: [Value; N]) -> Vec<Object> {
    entities
        .into_iter()
        .filter_map(|entity| if let Value::Object(entity) = entity { Some(entity) } else { None })
        .collect()
}

fn profile(id: &str, name: &str, mode: &str, created: &str) -> Value {
    json!({
        "id": id,
        "accountId": "72f9a1c4-5b1d-4d0c-8a3e-6a1b8f3c9d10",
        "configureWifi": false,
        "createdDateTime": created,
        "displayName": name,
        "enrolledDeviceCount": 37,
        "enrollmentMode": mode,
        "enrollmentTokenType": "default",
        "enrollmentTokenUsageCount": 0,
        "isTeamsDeviceProfile": false,
        "lastModifiedDateTime": created,
        "roleScopeTagIds": ["0"],
        "wifiHidden": false,
        "wifiSecurityType": "none",
    })
}

fn vpp_token(id: &str, organization: &str, account_type: &str, state: &str, expires: &str) -> Value {
    json!({
        "id": id,
        "appleDeviceAppDeliveryProtocolType": "default",
        "appleId": "apps@contoso.com",
        "automaticallyUpdateApps": false,
        "claimTokenManagementFromExternalMdm": false,
        "countryOrRegion": "us",
        "dataSharingConsentGranted": true,
        "displayName": format!("{organization} apps"),
        "expirationDateTime": expires,
        "lastModifiedDateTime": expires,
        "lastSyncDateTime": expires,
        "lastSyncStatus": "completed",
        "locationName": organization,
        "organizationName": organization,
        "roleScopeTagIds": ["0"],
        "state": state,
        "tokenActionResults": [],
        "vppTokenAccountType": account_type,
    })
}

/// Returns the content of the QR code that a new device scans during setup.
fn qr_code_content(token: &str) -> String {
    json!({
        "android.app.extra.PROVISIONING_DEVICE_ADMIN_COMPONENT_NAME":
            "com.google.android.apps.work.clouddpc/.receivers.CloudDeviceAdminReceiver",
        "android.app.extra.PROVISIONING_DEVICE_ADMIN_SIGNATURE_CHECKSUM": "I5YvS0O5hXY46mb01BlRjq4oJJGs2kuUcHvVkAPEXlg",
        "android.app.extra.PROVISIONING_ADMIN_EXTRAS_BUNDLE": {
            "com.google.android.apps.work.clouddpc.EXTRA_ENROLLMENT_TOKEN": token,
        },
    })
    .to_string()
}

/// Returns an enrollment token in Android's format: twenty random capital letters.
fn enrollment_token() -> String {
    let random = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
    random.iter().take(20).map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// Formats a date as the service does: to a ten-millionth of a second.
fn text(moment: OffsetDateTime) -> String {
    let ticks = moment.nanosecond() / 100 * 100;
    let moment = moment.replace_nanosecond(ticks).unwrap_or(moment);
    DateTimeOffset::try_from(moment).map_or_else(|_| String::new(), |date| date.to_string())
}
