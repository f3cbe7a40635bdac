//! `sandbox`: an embedded tenant for other programs.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::Args;
use intune_onboarding::sandbox;
use serde_json::json;

use super::bulk::replace_file;
use crate::{failure::Failure, options::GlobalOptions, output::Output};

/// Run an embedded tenant with made-up data, for programs in any language, until Ctrl-C
///
/// The tenant listens on 127.0.0.1 only, and speaks HTTP. It has every operation of `permissions`, and keeps what is
/// changed until it stops; with --state, until the next run.
#[derive(Debug, Args)]
pub(crate) struct Sandbox {
    /// Port to listen on; 0 stands for a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,

    /// JSON file with what the tenant has instead of the made-up data, by path; dates may be relative to the start, such
    /// as now+20d
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,

    /// JSON file that keeps what the tenant has: it is read at the start if it exists, and written at the end. It has the
    /// tokens that were uploaded, and only you can read it
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
}

impl Sandbox {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        options.reject_service_options("`sandbox` is the service")?;
        let sandbox = self.start()?;
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
        stopped().await?;
        let (requests, state) = (sandbox.received().len(), sandbox.state());
        sandbox.stop().await;
        let data = match &self.state {
            None => "its data is gone".to_owned(),
            Some(path) => {
                replace_file(path, state.expose().as_bytes()).map_err(|error| {
                    Failure::internal(format!("--state: {} cannot be written: {error}", path.display()))
                })?;
                format!("its data is in {}", path.display())
            }
        };
        Err(Failure::interrupted(format!("the tenant has stopped, after {requests} requests; {data}")))
    }

    /// Starts the tenant with the state of the last run, with the seed or with the made-up data.
    fn start(&self) -> Result<sandbox::Sandbox, Failure> {
        let kept = match &self.state {
            Some(path) => match fs::read_to_string(path) {
                Ok(text) => Some(("--state", path, text)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(cannot_read("--state", path, &error)),
            },
            None => None,
        };
        let begin = match (kept, &self.seed) {
            (Some(kept), _) => Some(kept),
            (None, Some(path)) => {
                let text = fs::read_to_string(path).map_err(|error| cannot_read("--seed", path, &error))?;
                Some(("--seed", path, text))
            }
            (None, None) => None,
        };
        let started = match &begin {
            None => sandbox::Sandbox::start_on(self.port),
            Some((.., text)) => sandbox::Sandbox::start_with(self.port, text.trim_start_matches('\u{feff}')),
        };
        started.map_err(|error| match begin {
            Some((option, path, _)) if error.kind() == io::ErrorKind::InvalidData => {
                Failure::input(format!("{option}: {}: {error}", path.display()))
            }
            _ => Failure::input(format!("--port {} cannot be used: {error}", self.port)),
        })
    }
}

fn cannot_read(option: &str, path: &Path, error: &io::Error) -> Failure {
    Failure::input(format!("{option}: {} cannot be read: {error}", path.display()))
}

/// Waits for Ctrl-C, or for what a service manager sends.
async fn stopped() -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::{future::poll_fn, pin::pin, task::Poll};

        use tokio::signal::unix::{SignalKind, signal};

        let mut terminated = signal(SignalKind::terminate())?;
        let mut interrupted = pin!(tokio::signal::ctrl_c());
        poll_fn(|context| match interrupted.as_mut().poll(context) {
            Poll::Pending => terminated.poll_recv(context).map(|_| Ok(())),
            ready @ Poll::Ready(_) => ready,
        })
        .await
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
