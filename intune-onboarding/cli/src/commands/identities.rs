//! `identities`: identifiers of corporate-owned devices.

mod check;
mod delete;
mod export;
mod import;
mod row;
mod show;

use clap::{Args, Subcommand};
use intune_onboarding::identities::{ImportedDeviceIdentity, ListImportedDeviceIdentities};

use super::bulk;
use crate::{
    failure::Failure,
    list::List,
    options::GlobalOptions,
    output::{Output, cell},
};

/// Corporate identifiers: serial numbers and IMEIs of devices that count as corporate-owned when they enroll
#[derive(Debug, Subcommand)]
pub(crate) enum Identities {
    /// List the identifiers with their IDs
    List(List),
    /// Show one identifier
    Show(show::Show),
    /// Import identifiers from a CSV file, and read back that they are there
    ///
    /// The file is Microsoft's: an identifier and details in each row, without a header. With a header, its columns may be
    /// Identifier, Type, Details and Platform, as `identities export` writes them; IMEI or Serial Number instead of
    /// Identifier says the type; and Manufacturer, Model and Serial Number are for Windows. All rows are checked before
    /// anything is sent.
    Import(ImportIdentities),
    /// Write all identifiers to a CSV or JSON file
    Export(export::Export),
    /// Delete one identifier, or those in a CSV file
    Delete(delete::Delete),
}

#[derive(Debug, Args)]
pub(crate) struct ImportIdentities {
    #[command(flatten)]
    import: bulk::Import,

    #[command(flatten)]
    reading: row::Reading,

    /// Overwrite identifiers that are in the tenant, instead of leaving them as they are
    #[arg(long)]
    overwrite: bool,
}

impl Identities {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        match self {
            Self::List(arguments) => {
                let action = ListImportedDeviceIdentities { options: arguments.query_options() };
                let head = ["IDENTIFIER", "TYPE", "STATE", "PLATFORM", "DETAILS", "ID"];
                arguments.run(&action, head, cells, options, output).await
            }
            Self::Show(arguments) => arguments.run(options, output).await,
            Self::Import(arguments) => {
                let prepared = arguments.reading.read("--file", &arguments.import.file)?;
                let source = import::Identities { overwrite: arguments.overwrite };
                arguments.import.run(&source, prepared, options, output).await
            }
            Self::Export(arguments) => arguments.run(options, output).await,
            Self::Delete(arguments) => arguments.run(options, output).await,
        }
    }
}

fn cells(identity: &mut ImportedDeviceIdentity) -> [String; 6] {
    [
        cell(identity.imported_device_identifier.as_ref()),
        cell(identity.imported_device_identity_type.as_ref()),
        cell(identity.enrollment_state.as_ref()),
        cell(identity.platform.as_ref()),
        cell(identity.description.as_ref()),
        cell(identity.id.as_ref()),
    ]
}
