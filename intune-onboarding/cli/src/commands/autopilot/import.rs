//! The import of devices, whose registration goes on after the response.

use std::collections::HashMap;

use intune_onboarding::autopilot::{
    ImportDevices, ImportedWindowsAutopilotDeviceIdentity as Device,
    ImportedWindowsAutopilotDeviceIdentityImportStatus as Status, ImportedWindowsAutopilotDeviceIdentityState as State,
    ListImportedWindowsAutopilotDeviceIdentities,
};

use crate::{
    commands::bulk::{Entry, Fate, Outcome, Source, read_all},
    failure::Failure,
    service::{Planned, Service},
};

pub(super) struct Devices;

/// Returns the operation for these devices. The mark becomes their import ID, by which they are found again.
fn action(devices: &[&Device], mark: &str) -> ImportDevices {
    let marked = |device: &&Device| {
        let mut device = (*device).clone();
        device.import_id = Some(mark.to_owned());
        device
    };
    ImportDevices { imported_windows_autopilot_device_identities: devices.iter().map(marked).collect() }
}

impl Source for Devices {
    type Item = Device;

    const READS_BACK_EACH_BATCH: bool = false;

    const IS_HARMLESS_TWICE: bool = false;

    fn plan(&self, service: &Service, items: &[&Device], mark: &str) -> Result<Planned, Failure> {
        service.plan(&action(items, mark))
    }

    async fn send(&self, service: &Service, items: &[&Device], mark: &str) -> Result<Vec<Fate>, Failure> {
        let imported = service.call(&action(items, mark)).await?.value.value;
        let ids: HashMap<String, String> =
            imported.into_iter().filter_map(|device| Some((key(&device), device.id?))).collect();
        let fate = |device: &&Device| match ids.get(&key(device)) {
            Some(id) => Fate::new(Outcome::Accepted, "", id),
            None => Fate::new(Outcome::Rejected, "the response does not mention it", ""),
        };
        Ok(items.iter().map(fate).collect())
    }

    async fn read_back(&self, service: &Service, rows: &[(&Device, &Entry)]) -> Result<Vec<Option<Fate>>, Failure> {
        let devices = all(service).await?;
        let by_id: HashMap<&str, &Device> =
            devices.iter().filter_map(|device| Some((device.id.as_deref()?, device))).collect();
        let by_mark: HashMap<(&str, String), &Device> =
            devices.iter().filter_map(|device| Some(((device.import_id.as_deref()?, key(device)), device))).collect();
        let find = |(device, entry): &(&Device, &Entry)| match entry.outcome {
            Outcome::Sent => by_mark.get(&(entry.id.as_str(), key(device))).copied(),
            _ => by_id.get(entry.id.as_str()).copied(),
        };
        Ok(rows.iter().map(|row| find(row).map(fate)).collect())
    }
}

/// Returns all imported devices.
pub(super) async fn all(service: &Service) -> Result<Vec<Device>, Failure> {
    read_all(service, |options| ListImportedWindowsAutopilotDeviceIdentities { options }).await
}

/// Returns what devices are compared by: letters of either case are the same.
pub(super) fn key(device: &Device) -> String {
    device.serial_number.as_deref().unwrap_or_default().trim().to_lowercase()
}

/// Returns what has become of a device that is in the tenant.
fn fate(device: &Device) -> Fate {
    let id = device.id.clone().unwrap_or_default();
    match device.state.as_ref().and_then(|state| state.device_import_status.as_ref()) {
        Some(Status::Complete) => Fate::new(Outcome::Imported, "", id),
        Some(Status::Error) => Fate::new(Outcome::Rejected, error(device.state.as_ref()), id),
        _ => Fate::new(Outcome::Accepted, "", id),
    }
}

fn error(state: Option<&State>) -> String {
    let name = state.and_then(|state| state.device_error_name.as_deref()).filter(|name| !name.is_empty());
    let code = state.and_then(|state| state.device_error_code).unwrap_or_default();
    format!("registration failed: {} ({code})", name.unwrap_or("no name of the error"))
}
