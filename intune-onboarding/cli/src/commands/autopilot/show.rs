//! `autopilot show`.

use clap::Args;
use graph_runtime::QueryOptions;
use intune_onboarding::autopilot::GetImportedWindowsAutopilotDeviceIdentity;

use crate::{
    failure::Failure,
    input,
    options::GlobalOptions,
    output::{Output, cell, to_json},
    service::{Service, call_json, show_plan},
};

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// ID of the imported device, as shown by `autopilot list`
    #[arg(long)]
    id: String,
}

impl Show {
    pub(super) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let id = input::resource_id(&self.id)?.to_owned();
        let action = GetImportedWindowsAutopilotDeviceIdentity { id, options: QueryOptions::new() };
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_plan(output, &[service.plan(&action)?]);
        }
        let response = service.call(&action).await?;
        let call = call_json::<GetImportedWindowsAutopilotDeviceIdentity>(&response);
        let mut device = response.value;
        device.product_key = None;
        if output.is_json() {
            return Ok(output.result(&[call], &to_json(&device)?)?);
        }
        let state = device.state.as_ref();
        let error = state.and_then(|state| state.device_error_name.as_ref()).filter(|name| !name.is_empty());
        output.pair("serial number", cell(device.serial_number.as_ref()))?;
        output.pair("group tag", cell(device.group_tag.as_ref()))?;
        output.pair("assigned user", cell(device.assigned_user_principal_name.as_ref()))?;
        output.pair("status", cell(state.and_then(|state| state.device_import_status.as_ref())))?;
        output.pair("error", cell(error))?;
        output.pair("error code", cell(state.and_then(|state| state.device_error_code.as_ref())))?;
        output.pair("import ID", cell(device.import_id.as_ref()))?;
        output.pair("ID", cell(device.id.as_ref()))?;
        Ok(())
    }
}
