//! `watch`: `status` again and again; what changes is a line, and what there is are gauges for Prometheus.

mod changes;
mod known;
mod server;

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use clap::Args;

use self::{known::Known, server::Server};
use super::status::resource;
use crate::{
    duration::duration,
    failure::Failure,
    interrupt::until_interrupted,
    options::GlobalOptions,
    output::Output,
    progress::Progress,
    service::{Service, show_plan},
};

/// Watch when tokens and certificates expire, until Ctrl-C
///
/// Reads what `status` reads, at once and then at intervals. Standard output has one line for each token and certificate at
/// first, and then one for each change: renewed, expires soon, expired, appeared, disappeared, cannot be read. With --json,
/// each line is a JSON object. What cannot be read is tried again in the next round, and does not end the command. Ctrl-C
/// ends it with exit code 130.
#[derive(Debug, Args)]
pub(crate) struct Watch {
    /// Time between two rounds, such as 15m or 1h; each round sends five requests or more
    #[arg(long, value_name = "DURATION", value_parser = duration, default_value = "1h")]
    every: Duration,

    /// Say that something expires soon this number of days before
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    within: u16,

    /// Serve gauges for Prometheus at this address under /metrics: a port on 127.0.0.1, such as 9184 or 127.0.0.1:9184
    #[arg(long, value_name = "ADDRESS", value_parser = server::port)]
    listen: Option<u16>,
}

impl Watch {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_plan(output, &resource::plan(&service)?);
        }
        let server = self.listen.map(Server::start).transpose()?;
        if let Some(server) = &server {
            show_address(server, output)?;
        }
        let rounds = Cell::new(0_u64);
        let progress = Progress::new(options.verbose);
        let work = self.rounds(&service, &progress, server.as_ref(), &rounds, output);
        until_interrupted(work, || {
            let rounds = match rounds.get() {
                1 => "1 round".to_owned(),
                rounds => format!("{rounds} rounds"),
            };
            Failure::interrupted(format!("the watch has ended after {rounds}"))
        })
        .await
    }

    /// Runs until the output is closed.
    async fn rounds(
        &self,
        service: &Service,
        progress: &Progress,
        server: Option<&Server>,
        rounds: &Cell<u64>,
        output: &mut Output<'_>,
    ) -> Result<(), Failure> {
        let mut known = Known::default();
        loop {
            let began = Instant::now();
            for change in known.update(resource::read(service).await, i64::from(self.within)) {
                if output.is_json() {
                    output.line(change.to_json_line())?;
                } else {
                    output.line(change.line())?;
                }
            }
            output.flush()?;
            if let Some(server) = server {
                server.publish(known.gauges());
            }
            rounds.set(rounds.get() + 1);
            progress.wait("the next round", began, self.every.saturating_sub(began.elapsed())).await;
        }
    }
}

fn show_address(server: &Server, output: &mut Output<'_>) -> Result<(), Failure> {
    let url = server.url();
    if output.is_json() {
        output.line(serde_json::json!({"change": "listening", "url": url}))?;
    } else {
        output.line(format_args!("Gauges for Prometheus: {url}"))?;
    }
    output.flush()?;
    Ok(())
}
