//! Windows Autopilot.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::{
        context::Context,
        response::{ErrorResponse, Success},
        schema::Object,
        store::{self, Store},
    },
    Particular, collection, synchronize,
};

const IDENTITIES: &str = "deviceManagement/importedWindowsAutopilotDeviceIdentities";
const SETTINGS: &str = "deviceManagement/windowsAutopilotSettings";

pub(super) fn find(name: &str) -> Option<Particular> {
    match name {
        "import" => Some(import),
        "sync" => Some(sync),
        _ => None,
    }
}

/// Imports devices. The service registers them later; the tenant, when the synchronization is done.
fn import(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    let mut parameters = context.parameters()?;
    let identities = parameters.remove("importedWindowsAutopilotDeviceIdentities").unwrap_or_default();
    let import_id = Uuid::new_v4().to_string();
    let mut imported = Vec::new();
    for identity in identities.as_array().into_iter().flatten().filter_map(Value::as_object) {
        let mut identity = identity.clone();
        let key = Uuid::new_v4().to_string();
        let is_registered = is_registered(store, text(&identity, "serialNumber"));
        let has_hardware = identity.get("hardwareIdentifier").and_then(Value::as_str).is_some_and(|id| !id.is_empty());
        identity.insert("id".into(), key.clone().into());
        identity.entry("importId").or_insert_with(|| import_id.clone().into());
        identity.insert("state".into(), state("pending", 0, "", ""));
        store.put(IDENTITIES, [identity.clone()]);
        let done = match (has_hardware, is_registered) {
            (true, false) => state("complete", 0, "", &Uuid::new_v4().to_string()),
            (true, true) => state("error", 806, "ZtdDeviceAlreadyAssigned", ""),
            (false, _) => state("error", 801, "InvalidZtdHardwareHash", ""),
        };
        let none = store::object([]);
        synchronize(context, store, (IDENTITIES, Some(&key)), none, store::object([("state", done)]))?;
        imported.push(identity);
    }
    Ok(collection(context, "importedWindowsAutopilotDeviceIdentity", &imported))
}

/// Whether a device with this serial number is registered by an earlier import.
fn is_registered(store: &Store, serial_number: &str) -> bool {
    store.collection(IDENTITIES).iter().any(|device| {
        text(device, "serialNumber").eq_ignore_ascii_case(serial_number)
            && device.get("state").is_some_and(|state| state["deviceImportStatus"] == "complete")
    })
}

fn text<'o>(object: &'o Object, property: &str) -> &'o str {
    object.get(property).and_then(Value::as_str).unwrap_or_default().trim()
}

fn state(status: &str, error: i32, name: &str, registration: &str) -> Value {
    json!({
        "deviceImportStatus": status,
        "deviceErrorCode": error,
        "deviceErrorName": name,
        "deviceRegistrationId": registration,
    })
}

fn sync(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.parameters()?;
    let begun = store::object([("syncStatus", "inProgress".into()), ("lastManualSyncTriggerDateTime", store::now())]);
    let status = context.service.faults.sync_error().map_or("completed", |_| "failed");
    let done = store::object([("syncStatus", status.into()), ("lastSyncDateTime", store::now())]);
    synchronize(context, store, (SETTINGS, None), begun, done)?;
    Ok(Success::NoContent)
}
