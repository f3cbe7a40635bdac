//! `identities export`.

use std::path::PathBuf;

use clap::Args;
use graph_runtime::QueryOptions;
use intune_onboarding::identities::{ImportedDeviceIdentity, ListImportedDeviceIdentities};

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
        let action = |query: QueryOptions| ListImportedDeviceIdentities {
            options: self.filter.iter().fold(query, QueryOptions::filter),
        };
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_plan(output, &[service.plan(&action(QueryOptions::new()))?]);
        }
        let identities = reading(read_all(&service, action)).await?;
        let head = ["Identifier", "Type", "Details", "Platform", "Enrollment State", "ID"];
        write_export(&self.file, Format::of(self.format, &self.file), &identities, head, row, output)
    }
}

fn row(identity: &ImportedDeviceIdentity) -> [String; 6] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        text(&identity.imported_device_identifier),
        identity.imported_device_identity_type.as_ref().map(ToString::to_string).unwrap_or_default(),
        text(&identity.description),
        identity.platform.as_ref().map(ToString::to_string).unwrap_or_default(),
        identity.enrollment_state.as_ref().map(ToString::to_string).unwrap_or_default(),
        text(&identity.id),
    ]
}
