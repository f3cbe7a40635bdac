//! How long a request takes to be built, by the library and by hand, in one run; `CONTRIBUTING.md` has the commands.
//!
//! The two take turns of a few milliseconds, so that what else the machine does weighs on both. Each turn's time is divided
//! by that of the turn after it, and the ratio is the median of these.

#[path = "../../measured/by_hand.rs"]
mod by_hand;

use std::{
    hint::black_box,
    io::{self, Write},
    time::Instant,
};

use by_hand::{Operation, clients};
use clap::Parser;
use graph_tests::measure::{Table, median};
use reqwest::Request;

/// Compares `client.prepare(&action)` with the same request by reqwest and serde.
#[derive(Parser)]
struct Arguments {
    /// How many turns each of the two has.
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..))]
    turns: u32,
    /// How many requests are built in a turn.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..))]
    requests: u32,
}

fn main() -> io::Result<()> {
    let Arguments { turns, requests } = Arguments::parse();
    let (graph, http) = clients();
    let mut table = Table::new(["request of", "`prepare`, ns", "by hand, ns", "ratio"]);
    for operation in Operation::examples() {
        // The first turns warm up.
        let [mut prepared, mut by_hand] = [Vec::new(), Vec::new()];
        for turn in 0..=turns {
            let times = (
                time(requests, || operation.prepare(black_box(&graph))),
                time(requests, || operation.by_hand(black_box(&http))),
            );
            if turn > 0 {
                prepared.push(times.0);
                by_hand.push(times.1);
            }
        }
        let ratio = median(prepared.iter().zip(&by_hand).map(|(prepared, by_hand)| prepared / by_hand));
        table.row(&[
            format!("`{}`", operation.name()),
            format!("{:.0}", median(prepared)),
            format!("{:.0}", median(by_hand)),
            format!("{ratio:.2}"),
        ]);
    }
    write!(io::stdout(), "Medians of {turns} turns of {requests} requests.\n\n{table}")
}

/// How long it takes to build a request, in nanoseconds.
fn time(requests: u32, build: impl Fn() -> Request) -> f64 {
    let start = Instant::now();
    for _ in 0..requests {
        drop(black_box(build()));
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(requests)
}
