//! `dep show`.

use clap::Args;
use graph_runtime::QueryOptions;
use intune_onboarding::dep::GetDepOnboardingSetting;

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
    /// ID of the depOnboardingSetting, as shown by `dep list`
    #[arg(long)]
    id: String,
}

impl Show {
    pub(super) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let id = input::resource_id(&self.id)?.to_owned();
        let service = Service::open(options)?;
        let action = GetDepOnboardingSetting { id, options: QueryOptions::new() };
        if service.is_dry_run() {
            return show_plan(output, &[service.plan(&action)?]);
        }
        let response = service.call(&action).await?;
        let call = call_json::<GetDepOnboardingSetting>(&response);
        let setting = response.value;
        if output.is_json() {
            return Ok(output.result(&[call], &to_json(&setting)?)?);
        }
        output.pair("id", cell(setting.id.as_ref()))?;
        output.pair("name", cell(setting.token_name.as_ref()))?;
        output.pair("type", cell(setting.token_type.as_ref()))?;
        output.pair("Apple ID", cell(setting.apple_identifier.as_ref()))?;
        match &setting.token_expiration_date_time {
            Some(date) => output.pair("expires", format!("{date} ({})", in_days(days_left(date))))?,
            None => output.pair("expires", "-")?,
        }
        output.pair("devices", cell(setting.synced_device_count.as_ref()))?;
        output.pair("sync began", cell(setting.last_sync_triggered_date_time.as_ref()))?;
        output.pair("last success", cell(setting.last_successful_sync_date_time.as_ref()))?;
        let error = setting.last_sync_error_code.filter(|code| *code != 0);
        output.pair("sync error", error.map_or_else(|| "-".to_owned(), |code| format!("Apple's error {code}")))?;
        Ok(())
    }
}
