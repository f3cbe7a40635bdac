//! `autopilot export`.

use std::path::PathBuf;

use clap::Args;
use graph_runtime::QueryOptions;
use intune_onboarding::autopilot::{
    ImportedWindowsAutopilotDeviceIdentity, ListImportedWindowsAutopilotDeviceIdentities,
};

use crate::{
    commands::bulk::{Format, read_all, reading, write_export},
    failure::Failure,
    options::GlobalOptions,
    output::Output,
    service::{Service, show_plan},
};

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file to write; - writes to standard output
    #[arg(long)]
    file: PathBuf,

    /// Format of the file [default: json for NAME.json, or else csv]
    #[arg(long)]
    format: Option<Format>,

    /// Write only the items that match this OData filter expression
    #[arg(long, value_name = "EXPRESSION")]
    filter: Option<String>,
}

impl Export {
    pub(super) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let action = |query: QueryOptions| ListImportedWindowsAutopilotDeviceIdentities {
            options: self.filter.iter().fold(query, QueryOptions::filter),
        };
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_plan(output, &[service.plan(&action(QueryOptions::new()))?]);
        }
        let mut devices = reading(read_all(&service, action)).await?;
        // The product key is a secret.
        for device in &mut devices {
            device.product_key = None;
        }
        let head = [
            "Device Serial Number",
            "Hardware Hash",
            "Group Tag",
            "Assigned User",
            "Import Status",
            "Error Code",
            "Error Name",
            "Import ID",
            "ID",
        ];
        write_export(&self.file, Format::of(self.format, &self.file), &devices, head, row, output)
    }
}

fn row(device: &ImportedWindowsAutopilotDeviceIdentity) -> [String; 9] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let state = device.state.clone().unwrap_or_default();
    [
        text(&device.serial_number),
        device.hardware_identifier.as_ref().map(ToString::to_string).unwrap_or_default(),
        text(&device.group_tag),
        text(&device.assigned_user_principal_name),
        state.device_import_status.as_ref().map(ToString::to_string).unwrap_or_default(),
        state.device_error_code.as_ref().map(ToString::to_string).unwrap_or_default(),
        text(&state.device_error_name),
        text(&device.import_id),
        text(&device.id),
    ]
}
