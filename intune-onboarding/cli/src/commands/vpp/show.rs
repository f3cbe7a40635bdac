//! `vpp show`.

use clap::Args;
use graph_runtime::QueryOptions;
use intune_onboarding::vpp::{GetVppToken, VppToken};

use crate::{
    commands::days::{days_left, in_days},
    failure::Failure,
    input,
    options::GlobalOptions,
    output::{Output, cell, to_json},
    service::{Service, call_json, show_plan},
};

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// ID of the vppToken, as shown by `vpp list`
    #[arg(long)]
    id: String,
}

impl Show {
    pub(super) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let id = input::resource_id(&self.id)?.to_owned();
        let service = Service::open(options)?;
        let action = GetVppToken { id, options: QueryOptions::new() };
        if service.is_dry_run() {
            return show_plan(output, &[service.plan(&action)?]);
        }
        let response = service.call(&action).await?;
        let call = call_json::<GetVppToken>(&response);
        let mut token = response.value;
        token.token = None;
        if output.is_json() {
            return Ok(output.result(&[call], &to_json(&token)?)?);
        }
        show(output, &token)
    }
}

/// Shows a VPP token without its content.
pub(super) fn show(output: &mut Output<'_>, token: &VppToken) -> Result<(), Failure> {
    output.pair("id", cell(token.id.as_ref()))?;
    output.pair("organization", cell(token.organization_name.as_ref()))?;
    output.pair("Apple ID", cell(token.apple_id.as_ref()))?;
    output.pair("type", cell(token.vpp_token_account_type.as_ref()))?;
    output.pair("state", cell(token.state.as_ref()))?;
    match &token.expiration_date_time {
        Some(date) => output.pair("expires", format!("{date} ({})", in_days(days_left(date))))?,
        None => output.pair("expires", "-")?,
    }
    output.pair("country", cell(token.country_or_region.as_ref()))?;
    output.pair("update apps", cell(token.automatically_update_apps.as_ref()))?;
    output.pair("last sync", cell(token.last_sync_status.as_ref()))?;
    Ok(())
}
