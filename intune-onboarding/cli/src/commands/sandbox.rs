//! `sandbox`: an embedded tenant for other programs.

use clap::Args;
use intune_onboarding::sandbox;
use serde_json::json;

use crate::{failure::Failure, options::GlobalOptions, output::Output};

/// Run an embedded tenant with made-up data, for programs in any language, until Ctrl-C
///
/// The tenant listens on 127.0.0.1 only, and speaks HTTP. It has every operation of `permissions`, and keeps what is
/// changed until it stops.
#[derive(Debug, Args)]
pub(crate) struct Sandbox {
    /// Port to listen on; 0 stands for a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,
}

impl Sandbox {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        options.reject_service_options("`sandbox` is the service")?;
        let sandbox = sandbox::Sandbox::start_on(self.port)
            .map_err(|error| Failure::input(format!("--port {} cannot be used: {error}", self.port)))?;
        let token = sandbox.access_token().into_inner();
        if output.is_json() {
            output.json(&json!({"ok": true, "url": sandbox.url(), "accessToken": token}))?;
        } else {
            output.pair("base URL", sandbox.url())?;
            output.pair("token", &token)?;
            output.line("")?;
            output.line("Call it from another terminal, and stop it with Ctrl-C:")?;
            output.line(format!("  export GRAPH_ACCESS_TOKEN={token}"))?;
            output.line(format!("  intune-onboarding dep list --base-url {}", sandbox.url()))?;
        }
        output.flush()?;
        tokio::signal::ctrl_c().await.map_err(Failure::from)?;
        let requests = sandbox.received().len();
        sandbox.stop().await;
        Err(Failure::interrupted(format!("the tenant has stopped, after {requests} requests; its data is gone")))
    }
}
