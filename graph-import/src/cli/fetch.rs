//! The command `fetch`.

use std::cell::OnceCell;

use clap::Args;
use graph_import::input::{
    self, Cache, Entry,
    fetch::{self, Item, Outcome, Progress},
};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::{
    failure::{FAILED, Failure},
    output::{Output, thousands},
};

/// Fetch Graph's descriptions and Microsoft's permission data into the cache
///
/// Reads `$metadata` of v1.0 and beta, for which nobody has to sign in, and permissions.json and provisioningInfo.json
/// from Microsoft's repository microsoft-graph-devx-content. What has not changed is not sent again. This is the only
/// command that uses the network.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  graph-import fetch
  graph-import fetch --cloud usgov --cache target/graph")]
pub(crate) struct Fetch {
    /// Read from this mirror: {URL}/v1.0/$metadata, {URL}/beta/$metadata, {URL}/permissions/new/permissions.json
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,

    /// Print JSON, for scripts
    #[arg(long)]
    json: bool,
}

impl Fetch {
    pub(crate) fn run(&self, sources: &input::Options, output: &mut Output<'_>) -> Result<u8, Failure> {
        let cache = Cache::new(sources.cache.clone())?;
        let request = fetch::Request { cloud: sources.cloud, base_url: self.base_url.clone() };
        let outcomes = fetch::fetch(&request, &cache, &Bar::default())?;
        if self.json {
            let files: Vec<_> = outcomes.iter().map(to_json).collect();
            output.json(&json!({ "cache": cache.folder(), "files": files }))?;
        } else {
            output.line(format!("{}:", cache.folder().display()))?;
            for outcome in outcomes.iter().filter(|outcome| outcome.now.is_ok()) {
                output.line(format!("  {}", describe(outcome)))?;
            }
        }
        let mut failures = outcomes.iter().filter_map(|outcome| Some((outcome, outcome.now.as_ref().err()?)));
        let Some((_, first)) = failures.next() else { return Ok(0) };
        for (_, error) in failures {
            eprintln!("graph-import: {error}");
        }
        output.flush()?;
        eprintln!("graph-import: {first}");
        Ok(FAILED)
    }
}

/// Says in one line what has become of a file.
fn describe(Outcome { item, before, now }: &Outcome) -> String {
    let Ok(now) = now else { return format!("{}: not fetched", item.name) };
    let size = format!("{} bytes", thousands(now.bytes));
    match before {
        None => format!("{}: {size}, new", item.name),
        Some(before) if before.sha256 == now.sha256 => {
            format!("{}: {size}, unchanged since {}", item.name, now.changed)
        }
        Some(before) => {
            let sign = if now.bytes < before.bytes { '-' } else { '+' };
            let difference = thousands(now.bytes.abs_diff(before.bytes));
            format!("{}: {size}, changed: {sign}{difference} bytes since {}", item.name, before.checked)
        }
    }
}

fn to_json(Outcome { item, before, now }: &Outcome) -> Value {
    let entry = |entry: &Entry| json!({ "bytes": entry.bytes, "changed": entry.changed, "checked": entry.checked });
    let before_json = before.as_ref().map(entry);
    match now {
        Ok(now) => {
            let state = match before {
                None => "new",
                Some(before) if before.sha256 == now.sha256 => "unchanged",
                Some(_) => "changed",
            };
            json!({ "file": item.name, "url": item.url, "state": state, "before": before_json, "now": entry(now) })
        }
        Err(error) => json!({
            "file": item.name, "url": item.url, "state": "failed", "before": before_json, "error": error.to_string()
        }),
    }
}

/// A progress bar on standard error, if that is a terminal.
#[derive(Default)]
struct Bar {
    bar: OnceCell<ProgressBar>,
}

impl Bar {
    fn bar(&self) -> &ProgressBar {
        // Hidden by itself if standard error is no terminal.
        self.bar.get_or_init(ProgressBar::no_length)
    }
}

impl Progress for Bar {
    fn begin(&self, item: &Item) {
        let template = "{prefix} {bytes} of {total_bytes} {wide_bar}";
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = self.bar();
        bar.reset();
        bar.unset_length();
        bar.set_style(style);
        bar.set_prefix(item.name.clone());
    }

    fn advance(&self, received: u64, total: Option<u64>) {
        if let Some(total) = total {
            self.bar().set_length(total);
        }
        self.bar().set_position(received);
    }

    fn end(&self) {
        self.bar().finish_and_clear();
    }
}
