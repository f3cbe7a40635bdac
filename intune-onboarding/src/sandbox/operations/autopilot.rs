//! Windows Autopilot.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::{
        context::Context,
        response::{ErrorResponse, Success},
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
        let has_hardware = identity.get("hardwareIdentifier").and_then(Value::as_str).is_some_and(|id| !id.is_empty());
        identity.insert("id".into(), key.clone().into());
        identity.entry("importId").or_insert_with(|| import_id.clone().into());
        identity.insert("state".into(), state("pending", 0, "", ""));
        store.put(IDENTITIES, [identity.clone()]);
        let done = if has_hardware {
            state("complete", 0, "", &Uuid::new_v4().to_string())
        } else {
            state("error", 801, "InvalidZtdHardwareHash", "")
        };
        let none = store::object([]);
        synchronize(context, store, (IDENTITIES, Some(&key)), none, store::object([("state", done)]))?;
        imported.push(identity);
    }
    Ok(collection(context, "importedWindowsAutopilotDeviceIdentity", &imported))
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
