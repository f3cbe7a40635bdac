//! How fast a large body is uploaded in ranges over loopback, by the library and by the same loop with bare reqwest, and how
//! much memory it takes; `CONTRIBUTING.md` has the commands.
//!
//! The two take turns; the ratio is the median of those of the turns. Client and server have one thread each. What is
//! counted of the memory is allocated by the client's thread, to which the chunks of a stream come.

use std::{
    io::{self, Write},
    path::Path,
    sync::Arc,
    time::Instant,
};

use allocation_counter::measure;
use clap::Parser;
use graph_runtime::{Bytes, upload::UploadBody};
use graph_tests::measure::{
    Table, Turns,
    uploads::{RANGE, Uploads, chunks},
};
use tokio::runtime::Runtime;

/// Compares the library's uploads with those of bare reqwest.
#[derive(Parser)]
struct Arguments {
    /// How many turns there are, in each of which the two upload twice.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    turns: u32,
    /// How long the body is, in ranges of 10 MiB.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    ranges: u16,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Arguments { turns, ranges } = Arguments::parse();
    let length = usize::from(ranges) * RANGE;
    let uploads = Uploads::start()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut table = Table::new(["body", "library, MiB/s", "bare reqwest, MiB/s", "ratio"]);
    let content = Bytes::from(vec![7; length]);
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), &content)?;
    let path: Arc<Path> = file.path().into();
    let in_memory = Turns::take(
        turns,
        || rate(&runtime, length, uploads.library(content.clone().into())),
        || rate(&runtime, length, uploads.bare(&content)),
    );
    let by_library = async || uploads.library(UploadBody::file(file.path()).await.expect("a file")).await;
    let of_file = Turns::take(
        turns,
        || rate(&runtime, length, by_library()),
        || rate(&runtime, length, uploads.bare_file(&path, length)),
    );
    for (name, taken) in [("in memory", in_memory), ("file", of_file)] {
        let cells = [taken.one(), taken.other()].map(|rate| format!("{rate:.0}"));
        let [library, bare] = cells;
        table.row(&[name.to_owned(), library, bare, format!("{:.3}", taken.ratio())]);
    }
    writeln!(io::stdout(), "{turns} turns of twice {ranges} ranges of 10 MiB each.\n\n{table}")?;
    let most = measure(|| runtime.block_on(uploads.library(chunks(length)))).bytes_max;
    writeln!(io::stdout(), "{:.2} ranges in memory at most, of {ranges}.", ratio(most))?;
    Ok(())
}

/// Waits for an upload, and says how fast it was.
fn rate(runtime: &Runtime, length: usize, upload: impl Future<Output = ()>) -> f64 {
    let start = Instant::now();
    runtime.block_on(upload);
    mebibytes(length) / start.elapsed().as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "it is shown with few digits")]
fn mebibytes(bytes: usize) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

#[expect(clippy::cast_precision_loss, reason = "it is shown with few digits")]
fn ratio(bytes: u64) -> f64 {
    bytes as f64 / RANGE as f64
}
