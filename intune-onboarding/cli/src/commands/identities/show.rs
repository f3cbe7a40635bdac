//! `identities show`.

use clap::Args;
use graph_runtime::QueryOptions;
use intune_onboarding::identities::{GetImportedDeviceIdentity, ImportedDeviceIdentity};

use super::{import::searching, row::Type};
use crate::{
    failure::Failure,
    input,
    options::GlobalOptions,
    output::{Output, cell, to_json},
    service::{Service, call_json, show_plan},
};

#[derive(Debug, Args)]
#[group(id = "which", required = true, multiple = false, args = ["id", "identifier"])]
pub(crate) struct Show {
    /// ID of the identity, as shown by `identities list`
    #[arg(long)]
    id: Option<String>,

    /// Serial number, IMEI, or manufacturer, model and serial number with commas between them
    #[arg(long)]
    identifier: Option<String>,

    /// What the identifier is
    #[arg(long = "type", value_name = "TYPE", requires = "identifier")]
    kind: Option<Type>,
}

impl Show {
    pub(super) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let service = Service::open(options)?;
        let (call, identity) = if let Some(id) = &self.id {
            let id = input::resource_id(id)?.to_owned();
            let action = GetImportedDeviceIdentity { id, options: QueryOptions::new() };
            if service.is_dry_run() {
                return show_plan(output, &[service.plan(&action)?]);
            }
            let response = service.call(&action).await?;
            (call_json::<GetImportedDeviceIdentity>(&response), response.value)
        } else {
            let identifier = input::text("--identifier", self.identifier.as_deref().unwrap_or_default())?.trim();
            let mut wanted = ImportedDeviceIdentity::default();
            wanted.imported_device_identifier = Some(identifier.to_owned());
            wanted.imported_device_identity_type = self.kind.map(Into::into);
            let action = searching(&[&wanted]);
            if service.is_dry_run() {
                return show_plan(output, &[service.plan(&action)?]);
            }
            let response = service.call(&action).await?;
            let call = call_json::<intune_onboarding::identities::SearchExistingIdentities>(&response);
            let found = response.value.value.into_iter().next();
            (call, found.ok_or_else(|| Failure::rejected(format!("{identifier} is not in the tenant")))?)
        };
        if output.is_json() {
            return Ok(output.result(&[call], &to_json(&identity)?)?);
        }
        output.pair("identifier", cell(identity.imported_device_identifier.as_ref()))?;
        output.pair("type", cell(identity.imported_device_identity_type.as_ref()))?;
        output.pair("details", cell(identity.description.as_ref()))?;
        output.pair("platform", cell(identity.platform.as_ref()))?;
        output.pair("state", cell(identity.enrollment_state.as_ref()))?;
        output.pair("created", cell(identity.created_date_time.as_ref()))?;
        output.pair("last contact", cell(identity.last_contacted_date_time.as_ref()))?;
        output.pair("ID", cell(identity.id.as_ref()))?;
        Ok(())
    }
}
