//! How much memory the client takes for the worst responses; `CONTRIBUTING.md` has the command. Ends with the status 1 if it
//! is more than twice the limit, apart from what the types of the action take.
//!
//! What is counted is allocated by the client's thread; the server has its own. Of a buffer that grows, the old and the new
//! memory are counted, half as much as the limit, although the allocators of Linux move large buffers without a copy.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::Parser;
use graph_runtime::{GraphClient, retry::RetryPolicy};
use graph_tests::{
    fixtures::TOKEN,
    measure::{
        Table,
        worst::{Worst, worst_responses},
    },
    server::Server,
};
use tokio::runtime;

/// What a call takes apart from the response: the client, connections, decompression, in bytes.
const CALL: u64 = 1 << 20;

/// Measures the memory of the client for the worst responses.
#[derive(Parser)]
struct Arguments {
    /// The limit of the client for a response, in MiB.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let limit = usize::from(Arguments::parse().limit) << 20;
    let mut table = Table::new(["response", "peak memory, MiB", "of that, types, MiB", "times the limit"]);
    let mut is_kept = true;
    for worst in worst_responses(limit) {
        let name = worst.name;
        let (peak, types) = measure(worst, limit)?;
        let own = peak.saturating_sub(types + CALL);
        is_kept &= own <= (2 * limit + limit / 2) as u64;
        let mib = |bytes: u64| (bytes >> 20).to_string();
        let hundredths = own * 100 / limit as u64;
        let times = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        table.row(&[name.to_owned(), mib(peak), mib(types), times]);
    }
    writeln!(io::stdout(), "{table}")?;
    Ok(if is_kept { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns the peak of the memory for a call, and what the types of its result take of it.
fn measure(worst: Worst, limit: usize) -> Result<(u64, u64), Box<dyn std::error::Error>> {
    let elsewhere = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let response = worst.response;
    let server = elsewhere.block_on(Server::start_for_long(move |_| response.clone()));
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let client = GraphClient::builder().base_url(server.url()).token(TOKEN).retry(RetryPolicy::none());
    let client = client.max_response_bytes(limit).build()?;
    let mut outcome = None;
    let info = allocation_counter::measure(|| outcome = Some(runtime.block_on((worst.call)(&client))));
    let is_success = outcome.as_ref().is_some_and(Result::is_ok);
    if is_success != worst.is_success {
        return Err(format!("{}: {:?}", worst.name, outcome.and_then(Result::err)).into());
    }
    let types = if is_success { u64::try_from(info.bytes_current).unwrap_or_default() } else { 0 };
    Ok((info.bytes_max, types))
}
