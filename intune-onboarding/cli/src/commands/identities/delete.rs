//! `identities delete`.

use std::path::PathBuf;

use clap::Args;
use intune_onboarding::identities::{DeleteImportedDeviceIdentity, ImportedDeviceIdentity};

use super::{
    import::{key, search, searching},
    row::Reading,
};
use crate::{
    commands::bulk::{Deletion, Steps},
    failure::Failure,
    input,
    options::GlobalOptions,
    output::Output,
    service::{Service, show_plan},
};

#[derive(Debug, Args)]
#[group(id = "which", required = true, multiple = false, args = ["id", "file"])]
pub(crate) struct Delete {
    /// ID of the identity, as shown by `identities list`
    #[arg(long)]
    id: Option<String>,

    /// CSV file with identifiers, in the form that `identities import` reads; - reads standard input
    #[arg(long)]
    file: Option<PathBuf>,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    deletion: Deletion,
}

impl Delete {
    pub(super) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let Some(file) = &self.file else {
            let action = delete(input::resource_id(self.id.as_deref().unwrap_or_default())?);
            return self.deletion.one(&action, &action.id, options, output).await;
        };
        let prepared = self.reading.read("--file", file)?;
        Deletion::check(&prepared, file, output)?;
        let service = Service::open(options)?;
        let items: Vec<&ImportedDeviceIdentity> = prepared.items.iter().flatten().collect();
        if service.is_dry_run() {
            let first = items.iter().take(1).copied().collect::<Vec<_>>();
            return show_plan(output, &[service.plan(&searching(&first))?, service.plan(&delete("ID"))?]);
        }
        let steps = Steps::new();
        let found = steps.patiently(async || search(&service, &items).await).await?;
        drop(steps);
        let ids = |item: &ImportedDeviceIdentity| {
            let found = found.get(&key(item.imported_device_identifier.as_deref()));
            found.and_then(|identity| identity.id.clone()).into_iter().collect()
        };
        self.deletion.many(&service, &prepared, ids, delete, output).await
    }
}

fn delete(id: &str) -> DeleteImportedDeviceIdentity {
    DeleteImportedDeviceIdentity { id: id.to_owned() }
}
