//! Enrollment profiles of Android devices, and their tokens.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    super::{
        context::Context,
        response::{ErrorResponse, Success},
        schema::{self, Object},
        store::{self, Store},
    },
    Particular, changed,
};

/// The groups whose members a profile's devices become. No property of the profile has them.
const TARGETS: &str = "$targets";

pub(super) fn find(name: &str) -> Option<Particular> {
    match name {
        "createToken" => Some(create_token),
        "revokeToken" => Some(revoke_token),
        "setEnrollmentTimeDeviceMembershipTarget" => Some(set_target),
        "retrieveEnrollmentTimeDeviceMembershipTarget" => Some(retrieve_target),
        "clearEnrollmentTimeDeviceMembershipTarget" => Some(clear_target),
        _ => None,
    }
}

fn create_token(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    let parameters = context.parameters()?;
    let longest = i64::from(i32::MAX);
    let validity = parameters.get("tokenValidityInSeconds").and_then(Value::as_i64);
    let Some(validity) = validity.filter(|seconds| (1..=longest).contains(seconds)) else {
        let message = format!("The parameter 'tokenValidityInSeconds' must be between 1 and {longest}.");
        return Err(ErrorResponse::invalid_value(message));
    };
    let profile = profile_of_token(context, store)?;
    let now = OffsetDateTime::now_utc();
    let token = enrollment_token();
    let qr_code = qr_code_content(&token);
    let qr_code = if is_aosp(profile) { STANDARD.encode(qr_code) } else { qr_code };
    profile.extend(changed([
        ("qrCodeContent", qr_code.into()),
        ("tokenValue", token.into()),
        ("tokenCreationDateTime", store::text(now).into()),
        ("tokenExpirationDateTime", store::text(now + Duration::seconds(validity)).into()),
        ("enrollmentTokenUsageCount", 0.into()),
    ]));
    Ok(Success::NoContent)
}

fn revoke_token(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.parameters()?;
    let profile = profile_of_token(context, store)?;
    for property in ["qrCodeContent", "qrCodeImage", "tokenValue", "tokenCreationDateTime"] {
        profile.remove(property);
    }
    profile.extend(changed([("tokenExpirationDateTime", store::now())]));
    Ok(Success::NoContent)
}

/// Finds the profile whose token is created or revoked: for a profile of the Android Open Source Project (AOSP), the key
/// is `AOSP-<id>`, although the profile is read under `<id>`.
fn profile_of_token<'s>(context: &Context<'_>, store: &'s mut Store) -> Result<&'s mut Object, ErrorResponse> {
    let target = context.target();
    let (collection, key) = Context::entity_path(&target);
    let found = store.collection_mut(collection).iter_mut().find(|profile| token_key(profile) == key);
    found.ok_or_else(|| ErrorResponse::not_found(Context::kind(collection), key))
}

fn token_key(profile: &Object) -> String {
    let id = profile.get("id").and_then(Value::as_str).unwrap_or_default();
    if is_aosp(profile) { format!("AOSP-{id}") } else { id.to_owned() }
}

/// The token of an AOSP profile is returned only if `$select` names it.
pub(super) fn hide_unselected(profile: &Object, rendered: &mut Object) {
    if is_aosp(profile) {
        for name in ["tokenValue", "qrCodeContent"] {
            rendered.insert(name.into(), Value::Null);
        }
    }
}

fn is_aosp(profile: &Object) -> bool {
    profile.get("enrollmentMode").and_then(Value::as_str).is_some_and(|mode| mode.starts_with("corporateOwnedAOSP"))
}

fn set_target(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    let parameters = context.parameters()?;
    let targets = parameters.get("enrollmentTimeDeviceMembershipTargets").cloned().unwrap_or_default();
    // A group is known by its ID, which is a GUID.
    let valid = |target: &Value| target["targetId"].as_str().is_some_and(|id| Uuid::try_parse(id).is_ok());
    let statuses = targets.as_array().into_iter().flatten().map(|target| {
        let error = if valid(target) { Value::Null } else { "securityGroupNotFound".into() };
        json!({"targetId": target["targetId"], "targetValidationErrorCode": error})
    });
    let statuses: Vec<_> = statuses.collect();
    let succeeded = statuses.iter().all(|status| status["targetValidationErrorCode"].is_null());
    let profile = context.entity(store)?;
    if succeeded {
        profile.insert(TARGETS.into(), targets);
    }
    Ok(result(context, succeeded, statuses))
}

fn retrieve_target(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.parameters()?;
    let targets = context.entity(store)?.get(TARGETS).cloned().unwrap_or_default();
    let statuses = targets.as_array().into_iter().flatten();
    let statuses = statuses.map(|target| json!({"targetId": target["targetId"], "targetValidationErrorCode": null}));
    Ok(result(context, true, statuses.collect()))
}

fn clear_target(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.parameters()?;
    context.entity(store)?.remove(TARGETS);
    Ok(Success::NoContent)
}

fn result(context: &Context<'_>, succeeded: bool, statuses: Vec<Value>) -> Success {
    let object = store::object([
        ("validationSucceeded", succeeded.into()),
        ("enrollmentTimeDeviceMembershipTargetValidationStatuses", statuses.into()),
    ]);
    let kind = "enrollmentTimeDeviceMembershipTargetResult";
    Success::Json(Value::Object(schema::render(kind, context.request.version, &object, None)))
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
