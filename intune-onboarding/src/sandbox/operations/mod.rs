//! What is particular: actions, functions, and what writing some types means.

mod android;
mod apns;
mod autopilot;
mod dep;
mod google_play;
mod identities;
mod vpp;

use serde_json::{Value, json};

use super::{
    context::Context,
    facts::{Operation, Segment},
    query::Options,
    response::{ErrorResponse, Success},
    schema::{self, Object},
    store::{self, Store},
};

/// An operation with code of its own.
pub(super) type Particular = fn(&Context<'_>, &mut Store) -> Result<Success, ErrorResponse>;

/// Whether an object is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    New,
    Changed,
}

/// Returns the code of an operation that is not one of any resource.
pub(super) fn find(operation: &Operation) -> Option<Particular> {
    let resource = operation.path.iter().rev().skip(1).find_map(|segment| match segment {
        Segment::Name(name) => Some(*name),
        Segment::Key | Segment::Function(..) => None,
    });
    let name = operation.name();
    match resource? {
        "vppTokens" => vpp::find(name),
        "androidDeviceOwnerEnrollmentProfiles" | "androidForWorkEnrollmentProfiles" => android::find(name),
        "androidManagedStoreAccountEnterpriseSettings" => google_play::find(name),
        "applePushNotificationCertificate" => apns::find(name),
        "depOnboardingSettings" | "enrollmentProfiles" => dep::find(name),
        "importedAppleDeviceIdentities" | "importedDeviceIdentities" => identities::find(name),
        "importedWindowsAutopilotDeviceIdentities" | "windowsAutopilotSettings" => autopilot::find(name),
        _ => None,
    }
}

/// Checks what is to be written to an object of a type, and adds what follows from it.
pub(super) fn before_write(written: Written, kind: &str, object: &mut Object) -> Result<(), ErrorResponse> {
    match kind {
        "vppToken" => vpp::before_write(written, object),
        "applePushNotificationCertificate" => apns::before_write(object),
        "enrollmentProfile" => dep::before_write_profile(written, object),
        "importedDeviceIdentity" => identities::before_write(written, object),
        _ => Ok(()),
    }
}

/// Removes what a response has only if it was named by `$select`.
pub(super) fn hide_unselected(object: &Object, rendered: &mut Object) {
    android::hide_unselected(object, rendered);
}

/// The response of an action or function that returns one value.
fn value(context: &Context<'_>, value: impl Into<Value>) -> Success {
    let url = format!("{}/{}/$metadata#Edm.String", context.service.url, context.request.version);
    Success::Json(json!({"@odata.context": url, "value": value.into()}))
}

/// The response of an action that returns objects of a type.
fn collection(context: &Context<'_>, kind: &'static str, objects: &[Object]) -> Success {
    let version = context.request.version;
    let value: Vec<_> = objects.iter().map(|object| schema::render(kind, version, object, None)).collect();
    let url = format!("{}/{version}/$metadata#Collection(microsoft.graph.{kind})", context.service.url);
    Success::Json(json!({"@odata.context": url, "value": value}))
}

/// The response of a function that returns objects of a type, which takes query options.
fn page(context: &Context<'_>, kind: &'static str, objects: Vec<Object>) -> Result<Success, ErrorResponse> {
    let options = Options::read(context, kind)?;
    let mut found = Store::default();
    found.put("", objects);
    Ok(Success::Json(options.page(context, &found, "")))
}

/// Returns a parameter that has to be a text which is not blank.
fn required_text(parameters: &Object, name: &str) -> Result<String, ErrorResponse> {
    match parameters.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty()) {
        Some(text) => Ok(text.to_owned()),
        None => Err(ErrorResponse::invalid_value(format!("The parameter '{name}' must not be empty."))),
    }
}

/// Returns a parameter that is a list of texts, of which there has to be one.
fn required_texts(parameters: &Object, name: &str) -> Result<Vec<String>, ErrorResponse> {
    let texts = parameters.get(name).and_then(Value::as_array);
    let texts: Vec<_> = texts.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    if texts.is_empty() {
        return Err(ErrorResponse::invalid_value(format!("The parameter '{name}' must not be empty.")));
    }
    Ok(texts)
}

/// Starts a synchronization: makes these changes at once, and others when it is done, which is now unless the tenant is
/// to be slow.
fn synchronize(
    context: &Context<'_>,
    store: &mut Store,
    of: (&str, Option<&str>),
    begun: Object,
    done: Object,
) -> Result<(), ErrorResponse> {
    let (path, key) = of;
    let object = match key {
        Some(key) => store.entity(path, Context::kind(path), key)?,
        None => store.single(path)?,
    };
    object.extend(begun);
    let due = context.service.faults.now() + context.service.faults.sync_duration();
    store.later(due, path, key, done);
    store.settle(context.service.faults.now());
    Ok(())
}

/// Returns an object of these properties, with the time of its change.
fn changed<const N: usize>(properties: [(&str, Value); N]) -> Object {
    let mut object = store::object(properties);
    object.insert("lastModifiedDateTime".into(), store::now());
    object
}
