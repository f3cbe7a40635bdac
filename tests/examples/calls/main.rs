//! How many calls are made in a second over loopback, by the library and with bare reqwest, in one run;
//! `CONTRIBUTING.md` has the commands.
//!
//! The two take turns; the ratio is the median of those of the turns. Client and server have one thread each.
//!
//! Where the system puts a program's code and data in memory counts for about a hundredth, and stays as it is while the
//! program runs; so it is measured in several processes, of which the medians are taken.

use std::{
    env,
    io::{self, Write},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Instant,
};

use clap::Parser;
use graph_tests::measure::{
    Table, Turns,
    calls::{Calls, VPP_TOKEN},
    median,
    server::Server,
};
use intune_onboarding::vpp::VppToken;
use tokio::task::JoinSet;

/// How many calls are made at once.
const AT_ONCE: [u32; 2] = [1, 64];

/// Compares the throughput of the library's calls with that of bare reqwest.
#[derive(Parser)]
struct Arguments {
    /// In how many processes, one after the other, it is measured.
    #[arg(long, default_value_t = 9, value_parser = clap::value_parser!(u32).range(1..))]
    processes: u32,
    /// How many turns there are in each of them, in each of which the two have their go twice.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    turns: u32,
    /// How many calls are made in a go.
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..))]
    calls: u32,
    /// Is one of the processes: measures, and prints numbers alone.
    #[arg(long, hide = true)]
    measure: bool,
}

/// The calls in a second of the two, and their ratio.
type Rates = [f64; 3];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    if arguments.measure {
        for [library, bare, ratio] in measured(&arguments)? {
            writeln!(io::stdout(), "{library} {bare} {ratio}")?;
        }
        return Ok(());
    }
    let processes: Vec<_> = (0..arguments.processes).map(|_| in_a_process(&arguments)).collect::<Result<_, _>>()?;
    let mut table =
        Table::new(["calls at once", "library, calls/s", "bare reqwest, calls/s", "ratio", "ratios from – to"]);
    for (place, at_once) in AT_ONCE.iter().enumerate() {
        let column = |of: usize| processes.iter().map(move |rates| rates[place][of]);
        let (least, most) = (column(2).fold(f64::MAX, f64::min), column(2).fold(f64::MIN, f64::max));
        table.row(&[
            at_once.to_string(),
            format!("{:.0}", median(column(0))),
            format!("{:.0}", median(column(1))),
            format!("{:.3}", median(column(2))),
            format!("{least:.3} – {most:.3}"),
        ]);
    }
    let Arguments { processes, turns, calls, .. } = arguments;
    writeln!(io::stdout(), "Medians of {processes} processes of {turns} turns, each of twice {calls} calls.\n")?;
    write!(io::stdout(), "{table}")?;
    Ok(())
}

/// What a process of its own measures.
fn in_a_process(arguments: &Arguments) -> Result<[Rates; AT_ONCE.len()], Box<dyn std::error::Error>> {
    let Arguments { turns, calls, .. } = arguments;
    let mut command = Command::new(env::current_exe()?);
    command.args(["--measure", &format!("--turns={turns}"), &format!("--calls={calls}")]);
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("a process ended in {}", output.status).into());
    }
    let numbers = String::from_utf8(output.stdout)?;
    let numbers: Vec<f64> = numbers.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let (rates, rest) = numbers.as_chunks();
    match <[Rates; AT_ONCE.len()]>::try_from(rates) {
        Ok(rates) if rest.is_empty() => Ok(rates),
        _ => Err("a process printed too few numbers, or too many".into()),
    }
}

fn measured(arguments: &Arguments) -> Result<[Rates; AT_ONCE.len()], Box<dyn std::error::Error>> {
    let server = Server::start(VPP_TOKEN)?;
    let both = Calls::to(&server.url)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(AT_ONCE.map(|at_once| {
        let (one, other) = (both.clone(), both.clone());
        let (library, bare) = (move || one.library(), move || other.bare());
        let taken = Turns::take(
            arguments.turns,
            || runtime.block_on(rate(at_once, arguments.calls, library.clone())),
            || runtime.block_on(rate(at_once, arguments.calls, bare.clone())),
        );
        [taken.one(), taken.other(), taken.ratio()]
    }))
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
                assert!(call().await.id.is_some(), "the response is read");
            }
        });
    }
    loops.join_all().await;
    f64::from(calls) / start.elapsed().as_secs_f64()
}
