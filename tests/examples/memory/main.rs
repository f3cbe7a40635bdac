//! How many allocations a request takes, and how much memory a call in flight has, by the library and by hand;
//! `CONTRIBUTING.md` has the commands.
//!
//! What is counted is allocated by the client's thread; the server has its own. The figures depend on the versions of the
//! dependencies, but not on what else the machine does.

use std::{
    hint::black_box,
    io::{self, Write},
    mem::size_of_val,
};

use allocation_counter::{AllocationInfo, measure};
use clap::Parser;
use graph_tests::measure::{
    Table,
    by_hand::{Operation, clients},
    calls::{Calls, VPP_TOKEN},
    server::Server,
};
use intune_onboarding::vpp::VppToken;
use reqwest::Request;
use tokio::{runtime::Runtime, task::JoinSet};

/// Counts the allocations of requests, and the memory of calls in flight.
#[derive(Parser)]
struct Arguments {
    /// How many calls are in flight; each has a connection of its own.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..))]
    calls: u32,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Arguments { calls } = Arguments::parse();
    write!(io::stdout(), "{}\n{}", requests(), in_flight(calls)?)?;
    Ok(())
}

fn requests() -> Table {
    let (graph, http) = clients();
    let count = |build: &dyn Fn() -> Request| {
        // What is set up once is not counted.
        drop(build());
        measure(|| drop(black_box(build())))
    };
    let mut table = Table::new([
        "request of",
        "`prepare`, allocations",
        "by hand, allocations",
        "`prepare`, bytes",
        "by hand, bytes",
    ]);
    for operation in Operation::examples() {
        let prepared = count(&|| operation.prepare(&graph));
        let by_hand = count(&|| operation.by_hand(&http));
        table.row(&[
            format!("`{}`", operation.name()),
            prepared.count_total.to_string(),
            by_hand.count_total.to_string(),
            prepared.bytes_total.to_string(),
            by_hand.bytes_total.to_string(),
        ]);
    }
    table
}

fn in_flight(calls: u32) -> Result<Table, Box<dyn std::error::Error>> {
    // A connection has two ends here.
    let (files, needed) = (rlimit::increase_nofile_limit(u64::MAX)?, u64::from(calls) * 2 + 50);
    if files < needed {
        return Err(format!("{calls} calls need {needed} open files, and {files} are allowed: set --calls").into());
    }
    let mut table =
        Table::new(["bytes for each call", "future itself", "made, not polled", "in flight, with its connection"]);
    let library = Memory::of(calls, Calls::library)?;
    let bare = Memory::of(calls, Calls::bare)?;
    for (name, memory) in [("library", &library), ("bare reqwest", &bare)] {
        table.row(&[
            name.to_owned(),
            memory.future.to_string(),
            (memory.made / i64::from(calls)).to_string(),
            (memory.in_flight / i64::from(calls)).to_string(),
        ]);
    }
    Ok(table)
}

/// What some calls have, in bytes.
struct Memory {
    /// The size of one future, without what it points to.
    future: usize,
    /// All calls, made and not polled: the futures, and what they point to.
    made: i64,
    /// All calls, sent and without a response: tasks, futures, and connections.
    in_flight: i64,
}

impl Memory {
    fn of<F>(calls: u32, call: impl Fn(&Calls) -> F) -> Result<Self, Box<dyn std::error::Error>>
    where
        F: Future<Output = VppToken> + Send + 'static,
    {
        let server = Server::start(VPP_TOKEN)?;
        let client = Calls::to(&server.url)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let _entered = runtime.enter();
        // What is set up once is not counted.
        runtime.block_on(call(&client));
        let future = size_of_val(&call(&client));

        let mut made = Vec::new();
        let AllocationInfo { bytes_current, .. } = measure(|| {
            made = Vec::with_capacity(usize::try_from(calls).expect("a number of calls"));
            made.extend((0..calls).map(|_| call(&client)));
        });
        let in_flight = send(&runtime, &server, made);
        Ok(Self { future, made: bytes_current, in_flight: bytes_current + in_flight })
    }
}

/// Sends calls to a server that keeps them waiting, and says how much memory that took beyond what they had. Then it
/// waits for the responses.
fn send<F>(runtime: &Runtime, server: &Server, calls: Vec<F>) -> i64
where
    F: Future<Output = VppToken> + Send + 'static,
{
    let mut received = server.received.clone();
    let all = *received.borrow() + calls.len();
    server.responses.send_replace(false);
    let mut tasks = JoinSet::new();
    let AllocationInfo { bytes_current, .. } = measure(|| {
        runtime.block_on(async {
            for call in calls {
                tasks.spawn(call);
            }
            received.wait_for(|count| *count >= all).await.expect("the server runs");
        });
    });
    server.responses.send_replace(true);
    let responses = runtime.block_on(tasks.join_all());
    assert!(responses.iter().all(|response| response.id.is_some()), "the responses are read");
    bytes_current
}
