//! What an import or a deletion has come to.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::results::{Outcome, Results};
use crate::{failure::Failure, output::Output};

/// Returns the numbers of rows by outcome, and where the fate of each is.
pub(super) fn to_json(results: &Results) -> Value {
    let mut counts = Map::new();
    for (outcome, count) in results.counts() {
        counts.insert(outcome.name().to_owned(), count.into());
    }
    let path = results.path().map(|path| path.display().to_string());
    json!({"rows": results.entries.len(), "outcomes": counts, "results": path})
}

/// Shows the numbers of rows by outcome.
pub(super) fn show(results: &Results, output: &mut Output<'_>) -> Result<(), Failure> {
    output.pair("rows", results.entries.len())?;
    for (outcome, count) in results.counts() {
        output.pair(outcome.name(), count)?;
    }
    if let Some(path) = results.path() {
        output.pair("results", path.display())?;
    }
    Ok(())
}

/// Returns a number with what is counted: `1 row`, `2 rows`.
pub(super) fn counted(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

/// Says what is done and what is not, and how to go on.
pub(super) fn left(results: &Results) -> String {
    let (all, done) = (results.entries.len(), results.count(Outcome::is_final));
    let mut said = format!("{done} of {all} rows are done");
    let sent = results.count(|outcome| outcome == Outcome::Sent);
    if sent > 0 {
        let _ = write!(said, ", and {sent} are in a request whose outcome is not known");
    }
    let accepted = results.count(|outcome| outcome == Outcome::Accepted);
    if accepted > 0 {
        let _ = write!(said, ", and {accepted} are accepted, but not there yet");
    }
    if let Some(path) = results.path() {
        let _ = write!(said, "; take it up with --resume {}", path.display());
    }
    said
}
