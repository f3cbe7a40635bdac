//! `autopilot delete`.

use std::{collections::HashMap, path::PathBuf};

use clap::Args;
use graph_runtime::QueryOptions;
use intune_onboarding::autopilot::{
    DeleteImportedWindowsAutopilotDeviceIdentity, ListImportedWindowsAutopilotDeviceIdentities,
};

use super::{
    import::{all, key},
    row::read_serial_numbers,
};
use crate::{
    commands::bulk::Deletion,
    failure::Failure,
    input,
    options::GlobalOptions,
    output::Output,
    service::{Service, show_plan},
};

#[derive(Debug, Args)]
#[group(id = "which", required = true, multiple = false, args = ["id", "file"])]
pub(crate) struct Delete {
    /// ID of the imported device, as shown by `autopilot list`
    #[arg(long)]
    id: Option<String>,

    /// CSV file with a column Device Serial Number, such as one that was imported; - reads standard input
    #[arg(long)]
    file: Option<PathBuf>,

    #[command(flatten)]
    deletion: Deletion,
}

impl Delete {
    pub(super) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let Some(file) = &self.file else {
            let action = delete(input::resource_id(self.id.as_deref().unwrap_or_default())?);
            return self.deletion.one(&action, &action.id, options, output).await;
        };
        let prepared = read_serial_numbers("--file", file)?;
        Deletion::check(&prepared, file, output)?;
        let service = Service::open(options)?;
        if service.is_dry_run() {
            let list = ListImportedWindowsAutopilotDeviceIdentities { options: QueryOptions::new() };
            return show_plan(output, &[service.plan(&list)?, service.plan(&delete("ID"))?]);
        }
        // A device that was imported again is there twice.
        let mut found: HashMap<String, Vec<String>> = HashMap::new();
        for device in all(&service).await? {
            found.entry(key(&device)).or_default().extend(device.id);
        }
        let ids = |serial_number: &String| found.get(&serial_number.to_lowercase()).cloned().unwrap_or_default();
        self.deletion.many(&service, &prepared, ids, delete, output).await
    }
}

fn delete(id: &str) -> DeleteImportedWindowsAutopilotDeviceIdentity {
    DeleteImportedWindowsAutopilotDeviceIdentity { id: id.to_owned() }
}
