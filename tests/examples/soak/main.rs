//! Makes calls to a misbehaving service for some minutes, and checks what the client promises; `CONTRIBUTING.md` has the
//! command. Ends with the status 1 if a promise is broken.

mod calls;
mod report;
mod service;
#[cfg(test)]
mod tests;

use std::{
    io::{self, Write},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use clap::Parser;
use graph_runtime::{Error, GraphClient};
use tokio::{runtime, task::JoinSet};

use crate::{
    report::{Report, Usage},
    service::{Counts, TOKEN},
};

/// A call that takes longer has no end: it is longer than all attempts, waits and pages together.
const ENDLESS: Duration = Duration::from_mins(1);

/// How long connections and tasks may take to end after the clients are dropped.
const PATIENCE: Duration = Duration::from_secs(10);

/// Makes calls to a misbehaving service, and checks what the client promises.
#[derive(Parser)]
struct Arguments {
    /// How long calls are made, in seconds.
    #[arg(long, default_value_t = 180, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// How many calls are made at a time.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..))]
    calls: u32,
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let Arguments { seconds, calls } = Arguments::parse();
    let report = soak(Duration::from_secs(seconds), calls)?;
    write!(io::stdout(), "{report}")?;
    Ok(if report.is_kept() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What came of the calls.
#[derive(Debug, Default)]
struct Outcomes {
    successes: AtomicU64,
    build: AtomicU64,
    token: AtomicU64,
    transport: AtomicU64,
    timeout: AtomicU64,
    api: AtomicU64,
    decode: AtomicU64,
    other: AtomicU64,
    canceled: AtomicU64,
    endless: AtomicU64,
    tokens_shown: AtomicU64,
    panics: AtomicU64,
}

impl Outcomes {
    fn add(&self, outcome: &Result<(), Error>) {
        let counter = match outcome {
            Ok(()) => &self.successes,
            Err(Error::Build(_)) => &self.build,
            Err(Error::Token(_)) => &self.token,
            Err(Error::Transport(_)) => &self.transport,
            Err(Error::Timeout(_)) => &self.timeout,
            Err(Error::Api(_)) => &self.api,
            Err(Error::Decode(_)) => &self.decode,
            Err(_) => &self.other,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        if let Err(error) = outcome {
            let body = match error {
                Error::Api(error) => String::from_utf8_lossy(error.body()),
                _ => "".into(),
            };
            if format!("{error} {error:?} {body}").contains(TOKEN) {
                self.tokens_shown.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

/// Makes calls for so long, so many at a time.
fn soak(time: Duration, calls: u32) -> Result<Report, Box<dyn std::error::Error>> {
    let counts = Arc::new(Counts::default());
    // On threads of its own, so that the tasks of the other runtime are those of the clients.
    let elsewhere = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let other_host = elsewhere.block_on(service::other_host(Arc::clone(&counts)));
    // Another name, since the origin includes the host.
    let other_url = other_host.url().replace("127.0.0.1", "localhost");
    let server = elsewhere.block_on(service::service(Arc::clone(&counts), other_url));
    let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;

    let outcomes = Arc::new(Outcomes::default());
    let usage = || Usage::now(server.open_connections(), runtime.metrics().num_alive_tasks());
    let before = usage();
    let mut samples = Vec::new();
    runtime.block_on(async {
        let is_over = Arc::new(AtomicBool::new(false));
        let clients = calls::clients(&server.url())?;
        let mut workers = JoinSet::new();
        for (worker, client) in (0..calls).zip(clients.iter().cycle()) {
            workers.spawn(work(client.clone(), worker, Arc::clone(&outcomes), Arc::clone(&is_over)));
        }
        drop(clients);
        let started = Instant::now();
        // The first one when all is warm.
        for share in [0.2, 0.6, 1.0] {
            tokio::time::sleep(time.mul_f64(share).saturating_sub(started.elapsed())).await;
            samples.push(usage());
        }
        is_over.store(true, Ordering::Relaxed);
        while let Some(ended) = workers.join_next().await {
            outcomes.panics.fetch_add(u64::from(ended.is_err()), Ordering::Relaxed);
        }
        Ok::<_, Error>(())
    })?;
    let is_left = || usage().connections > 0 || usage().tasks > before.tasks;
    let ended = Instant::now();
    while is_left() && ended.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(10));
    }
    let after = usage();
    Ok(Report { time, outcomes, counts, before, samples, after })
}

/// Makes one call after the other. Every tenth one is canceled at some time, unless it ends before.
async fn work(client: GraphClient, worker: u32, outcomes: Arc<Outcomes>, is_over: Arc<AtomicBool>) {
    fastrand::seed(worker.into());
    while !is_over.load(Ordering::Relaxed) {
        let cancels = fastrand::u8(..10) == 0;
        let limit = if cancels { Duration::from_micros(fastrand::u64(..20_000)) } else { ENDLESS };
        match tokio::time::timeout(limit, calls::call(&client)).await {
            Ok(outcome) => outcomes.add(&outcome),
            Err(_) if cancels => {
                outcomes.canceled.fetch_add(1, Ordering::Relaxed);
            }
            Err(_) => {
                outcomes.endless.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}
