//! How many calls are made in a second over loopback, by the library and with bare reqwest, in one run;
//! `CONTRIBUTING.md` has the commands.
//!
//! The two take turns; the ratio is the median of those of the turns. Client and server have one thread each.

#[path = "../../measured/by_hand.rs"]
#[allow(dead_code, reason = "one of the operations is called")]
mod by_hand;
#[path = "../shared/calls.rs"]
mod calls;
#[path = "../shared/server.rs"]
#[allow(dead_code, reason = "every request is answered")]
mod server;

use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Instant,
};

use calls::{ANSWER, Calls};
use clap::Parser;
use graph_tests::measure::{Table, Turns};
use intune_onboarding::vpp::VppToken;
use server::Server;
use tokio::task::JoinSet;

/// Compares the throughput of the library's calls with that of bare reqwest.
#[derive(Parser)]
struct Arguments {
    /// How many turns there are, in each of which the two have their go twice.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    turns: u32,
    /// How many calls are made in a go.
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..))]
    calls: u32,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Arguments { turns, calls } = Arguments::parse();
    let server = Server::start(ANSWER)?;
    let both = Calls::to(&server.url)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut table = Table::new(["calls at once", "library, calls/s", "bare reqwest, calls/s", "ratio"]);
    for at_once in [1, 64] {
        let (one, other) = (both.clone(), both.clone());
        let (library, bare) = (move || one.library(), move || other.bare());
        let taken = Turns::take(
            turns,
            || runtime.block_on(rate(at_once, calls, library.clone())),
            || runtime.block_on(rate(at_once, calls, bare.clone())),
        );
        table.row(&[
            at_once.to_string(),
            format!("{:.0}", taken.one()),
            format!("{:.0}", taken.other()),
            format!("{:.3}", taken.ratio()),
        ]);
    }
    write!(io::stdout(), "Medians of {turns} turns, each of twice {calls} calls.\n\n{table}")?;
    Ok(())
}

/// Makes so many calls, so many of them at once, and says how many were made in a second.
async fn rate<F>(at_once: u32, calls: u32, call: impl Fn() -> F + Clone + Send + 'static) -> f64
where
    F: Future<Output = VppToken> + Send,
{
    let started = Arc::new(AtomicU32::new(0));
    let mut loops = JoinSet::new();
    let start = Instant::now();
    for _ in 0..at_once {
        let (started, call) = (Arc::clone(&started), call.clone());
        loops.spawn(async move {
            while started.fetch_add(1, Ordering::Relaxed) < calls {
                assert!(call().await.id.is_some(), "the answer is read");
            }
        });
    }
    loops.join_all().await;
    f64::from(calls) / start.elapsed().as_secs_f64()
}
