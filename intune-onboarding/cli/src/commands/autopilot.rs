//! `autopilot`: Windows devices that are registered before they are set up.

mod delete;
mod export;
mod import;
mod row;
mod show;
mod sync;

use clap::{Args, Subcommand};
use intune_onboarding::autopilot::{
    ImportedWindowsAutopilotDeviceIdentity, ListImportedWindowsAutopilotDeviceIdentities,
};

use super::bulk;
use crate::{
    failure::Failure,
    list::List,
    options::GlobalOptions,
    output::{Output, cell},
};

/// Windows Autopilot: devices that are registered by their hardware hashes, and the synchronization
#[derive(Debug, Subcommand)]
pub(crate) enum Autopilot {
    /// List the imported devices, with how far the registration of each is
    List(List),
    /// Show one imported device
    Show(show::Show),
    /// Import devices from a CSV file, and wait until each is registered or has failed
    ///
    /// The header is Microsoft's: Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User, of which
    /// the serial number and the hash are required. All rows are checked before anything is sent. Microsoft registers the
    /// devices after the requests, which takes minutes: --wait limits how long the program waits for it, and --resume
    /// takes it up again.
    Import(ImportDevices),
    /// Write all imported devices to a CSV or JSON file
    Export(export::Export),
    /// Delete one imported device, or those in a CSV file; devices that are registered stay so
    Delete(delete::Delete),
    /// Start a synchronization with the Autopilot service, and wait for its end
    Sync(sync::Sync),
}

#[derive(Debug, Args)]
pub(crate) struct ImportDevices {
    #[command(flatten)]
    import: bulk::Import,
}

impl Autopilot {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        match self {
            Self::List(arguments) => {
                let action = ListImportedWindowsAutopilotDeviceIdentities { options: arguments.query_options() };
                let head = ["SERIAL NUMBER", "STATUS", "ERROR", "GROUP TAG", "ASSIGNED USER", "ID"];
                arguments.run(&action, head, cells, options, output).await
            }
            Self::Show(arguments) => arguments.run(options, output).await,
            Self::Import(ImportDevices { import }) => {
                let prepared = row::read("--file", &import.file)?;
                import.run(&import::Devices, prepared, options, output).await
            }
            Self::Export(arguments) => arguments.run(options, output).await,
            Self::Delete(arguments) => arguments.run(options, output).await,
            Self::Sync(arguments) => arguments.run(options, output).await,
        }
    }
}

fn cells(device: &mut ImportedWindowsAutopilotDeviceIdentity) -> [String; 6] {
    // The product key is a secret.
    device.product_key = None;
    let state = device.state.as_ref();
    let error = state.and_then(|state| state.device_error_name.as_ref()).filter(|name| !name.is_empty());
    [
        cell(device.serial_number.as_ref()),
        cell(state.and_then(|state| state.device_import_status.as_ref())),
        cell(error),
        cell(device.group_tag.as_ref()),
        cell(device.assigned_user_principal_name.as_ref()),
        cell(device.id.as_ref()),
    ]
}
