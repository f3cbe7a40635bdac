//! Settings of Apple's Device Enrollment Program, and their enrollment profiles.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use x509_cert::{
    Certificate,
    der::{Decode, Encode},
    serial_number::SerialNumber,
};

use graph_runtime::DateTimeOffset;

use super::{
    super::{
        context::{Context, DEFAULT},
        query::Options,
        resources::with_context,
        response::{ErrorResponse, Success},
        schema::{self, Object},
        store::{self, Store},
    },
    Particular, Written, changed, required_text, required_texts, synchronize, value,
};
use crate::token_file;

/// The uploaded token. It is not a property of the setting, so no response has it.
const DEP_TOKEN: &str = "depToken";
/// The public key for which Apple encrypts tokens. No property of the setting has it.
const PUBLIC_KEY: &str = "$publicKey";

pub(super) fn find(name: &str) -> Option<Particular> {
    match name {
        "uploadDepToken" => Some(upload_token),
        "generateEncryptionPublicKey" => Some(generate_public_key),
        "getEncryptionPublicKey" => Some(public_key),
        "getExpiringVppTokenCount" => Some(count_expiring_tokens),
        "syncWithAppleDeviceEnrollmentProgram" => Some(sync),
        "shareForSchoolDataSyncService" => Some(share),
        "unshareForSchoolDataSyncService" => Some(unshare),
        "releaseAppleDevices" => Some(release_devices),
        "defaultIosEnrollmentProfile"
        | "defaultMacOsEnrollmentProfile"
        | "defaultTvOSEnrollmentProfile"
        | "defaultVisionOSEnrollmentProfile" => Some(default_profile),
        "setDefaultProfile" => Some(set_default_profile),
        "updateDeviceProfileAssignment" => Some(assign_profile),
        "exportMobileConfig" => Some(export_mobile_config),
        _ => None,
    }
}

fn upload_token(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    let parameters = context.parameters()?;
    let apple_id = required_text(&parameters, "appleId")?;
    let token = checked_token(&parameters)?;
    let setting = context.entity(store)?;
    check_recipient(&token, &current_public_key(setting))?;
    setting.extend(changed([
        ("appleIdentifier", apple_id.into()),
        ("tokenExpirationDateTime", store::text(OffsetDateTime::now_utc() + Duration::days(365)).into()),
        (DEP_TOKEN, token.into()),
    ]));
    Ok(Success::NoContent)
}

fn checked_token(parameters: &Object) -> Result<String, ErrorResponse> {
    let token = required_text(parameters, "depToken")?;
    token_file::dep_token(token.as_bytes()).map_err(|error| {
        ErrorResponse::invalid_value(format!("The parameter 'depToken' is not a valid token: {error}."))
    })?;
    Ok(token)
}

/// Apple encrypts a token for one public key. The tenant can read it only if that is its current one.
fn check_recipient(token: &str, public_key: &str) -> Result<(), ErrorResponse> {
    let recipients = token_file::dep_token_file(token.as_bytes()).map(|file| file.recipients).unwrap_or_default();
    let key = token_file::certificate(public_key.as_bytes()).ok();
    if recipients.is_empty() || key.is_some_and(|key| recipients.contains(&key.id)) {
        return Ok(());
    }
    let message = "The parameter 'depToken' is encrypted for another public key.";
    Err(ErrorResponse::invalid_value(message.to_owned()))
}

fn generate_public_key(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.parameters()?;
    let key = new_public_key();
    context.entity(store)?.insert(PUBLIC_KEY.into(), key.clone().into());
    Ok(value(context, key))
}

fn public_key(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.request.allow_query(&[])?;
    let key = current_public_key(context.entity(store)?);
    Ok(value(context, key))
}

fn current_public_key(setting: &Object) -> String {
    setting.get(PUBLIC_KEY).and_then(Value::as_str).unwrap_or(token_file::SAMPLE_DEP_PUBLIC_KEY).to_owned()
}

/// Returns a certificate in PEM that differs from the sample by its serial number. Its signature does not fit, which
/// nobody checks: the tenant cannot decrypt anything, whatever the key.
fn new_public_key() -> String {
    numbered(token_file::SAMPLE_DEP_PUBLIC_KEY, Uuid::new_v4().as_bytes())
        .unwrap_or_else(|| token_file::SAMPLE_DEP_PUBLIC_KEY.to_owned())
}

/// Returns a certificate in PEM with another serial number.
fn numbered(certificate: &str, serial_number: &[u8]) -> Option<String> {
    let base64: String = certificate.lines().filter(|line| !line.starts_with('-')).collect();
    let mut certificate = Certificate::from_der(&STANDARD.decode(base64).ok()?).ok()?;
    certificate.tbs_certificate.serial_number = SerialNumber::new(serial_number).ok()?;
    let base64 = STANDARD.encode(certificate.to_der().ok()?);
    let mut pem = "-----BEGIN CERTIFICATE-----".to_owned();
    for (number, character) in base64.chars().enumerate() {
        if number % 64 == 0 {
            pem.push('\n');
        }
        pem.push(character);
    }
    Some(pem + "\n-----END CERTIFICATE-----\n")
}

fn count_expiring_tokens(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.request.allow_query(&[])?;
    let moment = |text: &str| text.parse::<DateTimeOffset>().ok().map(|date| date.to_offset_date_time());
    let before = context.arguments.first().and_then(|text| moment(text)).ok_or_else(|| {
        ErrorResponse::invalid_value("The parameter 'expiringBeforeDateTime' is not a date with a time.".to_owned())
    })?;
    let expires = |token: &&Object| {
        let date = token.get("expirationDateTime").and_then(Value::as_str);
        date.and_then(moment).is_some_and(|date| date < before)
    };
    Ok(value(context, store.collection("deviceAppManagement/vppTokens").iter().filter(expires).count()))
}

fn sync(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.parameters()?;
    let target = context.target();
    let (collection, key) = Context::entity_path(&target);
    let begun = changed([("lastSyncTriggeredDateTime", store::now())]);
    let done = match context.service.faults.sync_error() {
        Some(code) => store::object([("lastSyncErrorCode", code.into())]),
        None => store::object([("lastSyncErrorCode", 0.into()), ("lastSuccessfulSyncDateTime", store::now())]),
    };
    synchronize(context, store, (collection, Some(key)), begun, done)?;
    Ok(Success::NoContent)
}

fn share(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    set_shared(context, store, true)
}

fn unshare(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    set_shared(context, store, false)
}

fn set_shared(context: &Context<'_>, store: &mut Store, shared: bool) -> Result<Success, ErrorResponse> {
    context.parameters()?;
    context.entity(store)?.extend(changed([("shareTokenWithSchoolDataSyncService", shared.into())]));
    Ok(Success::NoContent)
}

fn release_devices(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    let parameters = context.parameters()?;
    let serial_numbers = required_texts(&parameters, "deviceSerialNumbers")?;
    checked_token(&parameters)?;
    context.entity(store)?;
    let identities = store.collection_mut(&format!("{}/importedAppleDeviceIdentities", context.target()));
    identities.retain(|identity| !has_serial_number(identity, &serial_numbers));
    Ok(Success::NoContent)
}

fn has_serial_number(identity: &Object, serial_numbers: &[String]) -> bool {
    let serial_number = identity.get("serialNumber").and_then(Value::as_str);
    serial_number.is_some_and(|number| serial_numbers.iter().any(|other| other == number))
}

fn default_profile(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.check_parents(store)?;
    let (name, target) = (context.operation.name(), context.target());
    let options = Options::read(context, "enrollmentProfile")?;
    let profile = Context::default_profile(store, &target, name).ok_or_else(|| ErrorResponse::missing(name))?;
    let rendered = options.render(context, store, &format!("{target}/{name}"), profile);
    Ok(Success::Json(with_context(rendered, &options.context_url(context))))
}

/// A profile has to be of a kind that exists: Apple's platforms have different settings.
pub(super) fn before_write_profile(written: Written, profile: &mut Object) -> Result<(), ErrorResponse> {
    if written == Written::New && profile.get("displayName").and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err(ErrorResponse::invalid_value("The property 'displayName' must not be empty.".to_owned()));
    }
    // A profile that was read may be sent back. The default is what the action `setDefaultProfile` says.
    profile.remove("isDefault");
    Ok(())
}

fn set_default_profile(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.parameters()?;
    context.check_parents(store)?;
    let target = context.target();
    let (collection, key) = Context::entity_path(&target);
    let kind = store.entity(collection, "enrollmentProfile", key)?.get(schema::TYPE).cloned();
    for profile in store.collection_mut(collection) {
        if profile.get(schema::TYPE) == kind.as_ref() {
            let is_default = store::has_key(profile, key);
            profile.insert(DEFAULT.into(), is_default.into());
            profile.insert("isDefault".into(), is_default.into());
        }
    }
    Ok(Success::NoContent)
}

fn assign_profile(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    let serial_numbers = required_texts(&context.parameters()?, "deviceIds")?;
    context.check_parents(store)?;
    let target = context.target();
    let (profiles, profile) = Context::entity_path(&target);
    let setting = profiles.trim_end_matches("/enrollmentProfiles");
    store.entity(profiles, "enrollmentProfile", profile)?;
    for identity in store.collection_mut(&format!("{setting}/importedAppleDeviceIdentities")) {
        if has_serial_number(identity, &serial_numbers) {
            identity.insert("requestedEnrollmentProfileId".into(), profile.into());
            identity.insert("requestedEnrollmentProfileAssignmentDateTime".into(), store::now());
        }
    }
    Ok(Success::NoContent)
}

fn export_mobile_config(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.request.allow_query(&[])?;
    context.check_parents(store)?;
    let name = context.entity(store)?.get("displayName").and_then(Value::as_str).unwrap_or_default().to_owned();
    let escaped = name.replace('&', "&amp;").replace('<', "&lt;");
    let config = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict><key>PayloadDisplayName</key>\
         <string>{escaped}</string></dict></plist>\n"
    );
    Ok(value(context, config))
}
