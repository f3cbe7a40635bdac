//! How long a request takes to be built, by the library and by hand, in one run; `CONTRIBUTING.md` has the commands.
//!
//! The two take turns; the ratio is the median of those of the turns. A turn is so short that most are over before the
//! system gives the processor to another program.

use std::{
    hint::black_box,
    io::{self, Write},
    time::Instant,
};

use clap::Parser;
use graph_tests::measure::{
    Table, Turns,
    by_hand::{Operation, clients},
};
use reqwest::Request;

/// Compares `client.prepare(&action)` with the same request by reqwest and serde.
#[derive(Parser)]
struct Arguments {
    /// How many turns there are, in each of which the two have their go twice.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..))]
    turns: u32,
    /// How many requests are built in a go.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    requests: u32,
}

fn main() -> io::Result<()> {
    let Arguments { turns, requests } = Arguments::parse();
    let (graph, http) = clients();
    let mut table = Table::new(["request of", "`prepare`, ns", "by hand, ns", "ratio"]);
    for operation in Operation::examples() {
        let taken = Turns::take(
            turns,
            || time(requests, || operation.prepare(black_box(&graph))),
            || time(requests, || operation.by_hand(black_box(&http))),
        );
        table.row(&[
            format!("`{}`", operation.name()),
            format!("{:.0}", taken.one()),
            format!("{:.0}", taken.other()),
            format!("{:.2}", taken.ratio()),
        ]);
    }
    write!(io::stdout(), "Medians of {turns} turns, each of twice {requests} requests.\n\n{table}")
}

/// How long it takes to build a request, in nanoseconds.
fn time(requests: u32, build: impl Fn() -> Request) -> f64 {
    let start = Instant::now();
    for _ in 0..requests {
        drop(black_box(build()));
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(requests)
}
