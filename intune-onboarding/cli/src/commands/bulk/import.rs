//! `import`: from the options to the summary.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use serde_json::json;

use super::{
    engine::{Engine, Source},
    prepared::Prepared,
    problems::show_problems,
    results::{Entry, Outcome, Results, default_path, exists},
    steps::{Steps, until_interrupted},
    summary,
};
use crate::{
    failure::Failure,
    options::GlobalOptions,
    output::Output,
    service::{Planned, Service, show_plan},
};

/// The mark of a request that is only shown.
const NO_MARK: &str = "00000000-0000-0000-0000-000000000000";

/// The options of every import.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The CSV file; - reads standard input
    #[arg(long)]
    pub(crate) file: PathBuf,

    /// Result file to write: a line for each row with its number, identity, outcome, detail and ID [default:
    /// NAME-results.csv beside NAME.csv]
    #[arg(long, value_name = "FILE", conflicts_with = "resume")]
    results: Option<PathBuf>,

    /// Take up an interrupted import from its result file: rows that are done are not sent again, and of those whose
    /// outcome is not known, it is read back first
    #[arg(long, value_name = "RESULT_FILE")]
    resume: Option<PathBuf>,

    /// Leave out invalid and duplicate rows, instead of importing nothing
    #[arg(long)]
    skip_invalid: bool,

    /// Rows in a request
    #[arg(long, value_name = "ROWS", default_value_t = 500, value_parser = batch_size)]
    batch_size: usize,

    /// Seconds to wait until the tenant has all that the service has accepted
    #[arg(long, value_name = "SECONDS", default_value_t = 900)]
    wait: u64,
}

fn batch_size(text: &str) -> Result<usize, String> {
    // Microsoft's own limit for a file with hardware hashes; a request must not exceed 4 MB.
    let most = 500;
    text.parse().ok().filter(|size| (1..=most).contains(size)).ok_or_else(|| format!("it must be from 1 to {most}"))
}

impl Import {
    /// Imports the rows.
    pub(crate) async fn run<S: Source>(
        self,
        source: &S,
        prepared: Prepared<S::Item>,
        options: &GlobalOptions,
        output: &mut Output<'_>,
    ) -> Result<(), Failure> {
        let Prepared { entries, items, problems } = prepared;
        // An import that is taken up has left them out already.
        if !problems.is_empty() && !self.skip_invalid && self.resume.is_none() {
            show_problems(output, &problems)?;
            let (wrong, all) = (problems.len(), entries.len());
            return Err(Failure::input(format!(
                "--file: {}: {wrong} of {all} rows cannot be imported: correct them, or leave them out with \
                 --skip-invalid; nothing was sent",
                self.file.display()
            ))
            .with_details("problems", json!(problems)));
        }
        let mut results = Results::new(self.result_file(options.dry_run)?, entries);
        if let Some(path) = &self.resume {
            results.take_up(path)?;
        }
        let service = Service::open(options)?;
        let open = open_rows(&items, &results);
        let first = open.chunks(self.batch_size).next();
        // A request that cannot be made, such as one of another version, is found before the result file is written.
        let plan = first.map(|first| source.plan(&service, first, NO_MARK)).transpose()?;
        if service.is_dry_run() {
            return self.show_first(plan, open.len(), output);
        }
        // Before anything is sent, so that there is a place for the fates.
        results.save().map_err(|failure| Failure::input(format!("--results: {failure}; nothing was sent")))?;
        let steps = Steps::new();
        let engine = Engine {
            source,
            service: &service,
            items: &items,
            batch_size: self.batch_size,
            steps: &steps,
            wait: Duration::from_secs(self.wait),
        };
        let outcome = until_interrupted(engine.run(&mut results)).await;
        drop(steps);
        match outcome {
            None => Err(Failure::interrupted(format!("interrupted: {}", summary::left(&results)))),
            Some(Err(failure)) => Err(failure.followed_by(&summary::left(&results))),
            Some(Ok(())) => report(&results, output),
        }
        .map_err(|failure| failure.with_details("import", summary::to_json(&results)))
    }

    /// Returns the file that the fates are written to.
    fn result_file(&self, is_dry_run: bool) -> Result<Option<PathBuf>, Failure> {
        if let Some(path) = &self.resume {
            return Ok(Some(path.clone()));
        }
        let Some(path) = self.results.clone().or_else(|| default_path(&self.file)) else {
            return Err(Failure::input("--results is missing: standard input has no name to derive it from"));
        };
        if exists(&path) && !is_dry_run {
            return Err(Failure::input(format!(
                "{0} exists: if it is of this import, take it up with --resume {0}, or else name another file with \
                 --results",
                Path::display(&path)
            )));
        }
        Ok(Some(path))
    }

    fn show_first(&self, plan: Option<Planned>, rows: usize, output: &mut Output<'_>) -> Result<(), Failure> {
        let Some(first) = plan else { return Ok(output.line("Nothing is left to send.")?) };
        show_plan(output, &[first])?;
        if !output.is_json() {
            let requests = summary::counted(rows.div_ceil(self.batch_size), "request");
            output.line(format_args!("\n# the first of {requests}, with {} in all", summary::counted(rows, "row")))?;
        }
        Ok(())
    }
}

/// Returns the rows that are still to be sent.
fn open_rows<'i, T>(items: &'i [Option<T>], results: &Results) -> Vec<&'i T> {
    let is_open = |entry: &Entry| matches!(entry.outcome, Outcome::Pending | Outcome::Sent);
    let rows = results.entries.iter().zip(items).filter(|(entry, _)| is_open(entry));
    rows.filter_map(|(_, item)| item.as_ref()).collect()
}

fn report(results: &Results, output: &mut Output<'_>) -> Result<(), Failure> {
    let count = |of: Outcome| results.count(|outcome| outcome == of);
    let (rejected, accepted) = (count(Outcome::Rejected), count(Outcome::Accepted));
    if accepted > 0 {
        return Err(Failure::late(format!("the wait is over: {}", summary::left(results))));
    }
    if output.is_json() && rejected == 0 {
        return Ok(output.json(&json!({"ok": true, "import": summary::to_json(results)}))?);
    }
    if !output.is_json() {
        summary::show(results, output)?;
    }
    if rejected > 0 {
        let (all, path) = (results.entries.len(), results.path().map(Path::display));
        let file = path.map_or_else(String::new, |path| format!(": see {path}"));
        return Err(Failure::rejected(format!("{rejected} of {all} rows were not accepted{file}")));
    }
    Ok(())
}
