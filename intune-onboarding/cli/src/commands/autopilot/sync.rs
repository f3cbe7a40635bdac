//! `autopilot sync`.

use std::time::Duration;

use clap::Args;
use graph_runtime::QueryOptions;
use intune_onboarding::autopilot::{
    GetWindowsAutopilotSettings, SyncWindowsAutopilotSettings, WindowsAutopilotSettings, WindowsAutopilotSyncStatus,
};

use crate::{
    commands::bulk::{Pauses, Steps, until_interrupted},
    failure::Failure,
    options::GlobalOptions,
    output::{Output, cell, to_json},
    service::{Service, call_json, show_plan},
};

#[derive(Debug, Args)]
pub(crate) struct Sync {
    /// Seconds to wait for the end of the synchronization
    #[arg(long, value_name = "SECONDS", default_value_t = 900)]
    wait: u64,

    /// Start the synchronization, and do not wait for its end
    #[arg(long, conflicts_with = "wait")]
    no_wait: bool,
}

impl Sync {
    pub(super) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let service = Service::open(options)?;
        let status = GetWindowsAutopilotSettings { options: QueryOptions::new() };
        if service.is_dry_run() {
            let start = service.plan(&SyncWindowsAutopilotSettings)?;
            let plan = if self.no_wait { vec![start] } else { vec![start, service.plan(&status)?] };
            return show_plan(output, &plan);
        }
        let started = service.call(&SyncWindowsAutopilotSettings).await?;
        let call = call_json::<SyncWindowsAutopilotSettings>(&started);
        if self.no_wait {
            if output.is_json() {
                return Ok(output.result(&[call], &serde_json::Value::Null)?);
            }
            return Ok(output.line("The synchronization has started.")?);
        }
        let outcome = until_interrupted(self.ended(&service, &status)).await;
        let Some(ended) = outcome else {
            return Err(Failure::interrupted("interrupted: the synchronization has started, and goes on by itself"));
        };
        let settings = ended?;
        if settings.sync_status == Some(WindowsAutopilotSyncStatus::Failed) {
            return Err(Failure::rejected(
                "the synchronization has failed; Intune accepts another one after 10 minutes",
            ));
        }
        if output.is_json() {
            return Ok(output.result(&[call], &to_json(&settings)?)?);
        }
        output.line("The synchronization is complete.")?;
        output.pair("last sync", cell(settings.last_sync_date_time.as_ref()))?;
        Ok(())
    }

    /// Waits for the end of the synchronization.
    async fn ended(
        &self,
        service: &Service,
        status: &GetWindowsAutopilotSettings,
    ) -> Result<WindowsAutopilotSettings, Failure> {
        let steps = Steps::new();
        let mut pauses = Pauses::new(Duration::from_secs(self.wait));
        loop {
            let settings = steps.patiently(async || service.call(status).await).await?.value;
            if settings.sync_status != Some(WindowsAutopilotSyncStatus::InProgress) {
                return Ok(settings);
            }
            steps.report("the synchronization is in progress");
            if !pauses.next().await {
                let seconds = self.wait;
                return Err(Failure::late(format!("the synchronization is still in progress after {seconds} seconds")));
            }
        }
    }
}
