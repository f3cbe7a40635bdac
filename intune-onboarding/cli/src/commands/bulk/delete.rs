//! `delete`, for one resource or those in a file.

use std::path::{Path, PathBuf};

use clap::Args;
use graph_runtime::GraphAction;
use serde_json::{Value, json};

use super::{
    prepared::Prepared,
    problems::show_problems,
    results::{Outcome, Results},
    steps::{Steps, until_interrupted},
    summary,
};
use crate::{
    confirm::Confirmation,
    failure::Failure,
    options::GlobalOptions,
    output::Output,
    service::{Service, call_json, show_plan},
};

/// How many rows are deleted between two reports.
const REPORTED: usize = 20;

/// The options of every deletion.
#[derive(Debug, Args)]
pub(crate) struct Deletion {
    #[command(flatten)]
    confirmation: Confirmation,

    /// Result file to write: a line for each row of the file with its number, identity, outcome, detail and ID
    #[arg(long, value_name = "FILE", requires = "file")]
    results: Option<PathBuf>,
}

impl Deletion {
    /// Deletes one resource.
    pub(crate) async fn one<A>(
        &self,
        action: &A,
        id: &str,
        options: &GlobalOptions,
        output: &mut Output<'_>,
    ) -> Result<(), Failure>
    where
        A: GraphAction<Response = ()>,
    {
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_plan(output, &[service.plan(action)?]);
        }
        self.confirmation.get(&format!("{id} is deleted"))?;
        let response = service.call(action).await?;
        if output.is_json() {
            return Ok(output.result(&[call_json::<A>(&response)], &Value::Null)?);
        }
        Ok(output.line(format_args!("{id} is deleted."))?)
    }

    /// Checks that every row of a file can be read.
    pub(crate) fn check<T>(rows: &Prepared<T>, file: &Path, output: &mut Output<'_>) -> Result<(), Failure> {
        // To name a device twice does no harm here.
        let wrong = rows.entries.iter().filter(|entry| entry.outcome == Outcome::Invalid).count();
        if wrong == 0 {
            return Ok(());
        }
        show_problems(output, &rows.problems)?;
        let (all, file) = (rows.entries.len(), file.display());
        Err(Failure::input(format!("--file: {file}: {wrong} of {all} rows cannot be read; nothing was deleted"))
            .with_details("problems", json!(rows.problems)))
    }

    /// Deletes those rows of a file that are in the tenant, where they have the IDs that `ids` returns.
    pub(crate) async fn many<T, A>(
        &self,
        service: &Service,
        rows: &Prepared<T>,
        ids: impl Fn(&T) -> Vec<String>,
        action: impl Fn(&str) -> A,
        output: &mut Output<'_>,
    ) -> Result<(), Failure>
    where
        A: GraphAction<Response = ()>,
    {
        let mut results = Results::new(self.results.clone(), rows.entries.clone());
        for (entry, item) in results.entries.iter_mut().zip(&rows.items) {
            if let Some(ids) = item.as_ref().map(&ids) {
                entry.id = ids.join(" ");
                if ids.is_empty() {
                    entry.outcome = Outcome::Absent;
                }
            }
        }
        let pending = results.count(|outcome| outcome == Outcome::Pending);
        if pending > 0 {
            let absent = results.count(|outcome| outcome == Outcome::Absent);
            let rest = if absent == 0 { String::new() } else { format!(" (not in the tenant: {absent})") };
            let are = if pending == 1 { "is" } else { "are" };
            self.confirmation.get(&format!("{} {are} deleted{rest}", summary::counted(pending, "device")))?;
        }
        results.save()?;
        let outcome = until_interrupted(delete_all(service, &mut results, action)).await;
        results.save()?;
        let done = |results: &Results| {
            let (done, all) = (results.count(Outcome::is_final), results.entries.len());
            format!("{done} of {all} rows are done; the same command deletes the rest")
        };
        match outcome {
            None => Err(Failure::interrupted(format!("interrupted: {}", done(&results)))),
            Some(Err(failure)) => Err(failure.followed_by(&done(&results))),
            Some(Ok(())) if output.is_json() => {
                Ok(output.json(&json!({"ok": true, "deletion": summary::to_json(&results)}))?)
            }
            Some(Ok(())) => summary::show(&results, output),
        }
        .map_err(|failure| failure.with_details("deletion", summary::to_json(&results)))
    }
}

async fn delete_all<A>(service: &Service, results: &mut Results, action: impl Fn(&str) -> A) -> Result<(), Failure>
where
    A: GraphAction<Response = ()>,
{
    let steps = Steps::new();
    let all = results.entries.len();
    for position in 0..all {
        let entry = &results.entries[position];
        if entry.outcome != Outcome::Pending {
            continue;
        }
        for id in entry.id.split(' ') {
            let action = action(id);
            match steps.patiently(async || service.call(&action).await).await {
                Ok(_) => {}
                // A deletion is retried, and an earlier attempt may have deleted it.
                Err(failure) if failure.is_not_found() => {}
                Err(failure) => return Err(failure),
            }
        }
        results.entries[position].outcome = Outcome::Deleted;
        let done = results.count(Outcome::is_final);
        if done.is_multiple_of(REPORTED) || done == all {
            results.save()?;
            steps.report(&format!("{done} of {all} rows are done"));
        }
    }
    Ok(())
}
