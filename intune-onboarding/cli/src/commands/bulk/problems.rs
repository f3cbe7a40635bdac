//! Rows that cannot be imported, found before anything is sent.

use serde::Serialize;

use crate::{failure::Failure, output::Output};

/// How many problems are listed; the rest are counted.
const LISTED: usize = 50;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Problem {
    pub(crate) row: u64,
    /// The name of the column, or its number if it has none.
    pub(crate) column: String,
    pub(crate) reason: String,
}

/// Lists the problems. `cells` returns those of a problem.
pub(crate) fn show_problems(output: &mut Output<'_>, problems: &[Problem]) -> Result<(), Failure> {
    if output.is_json() {
        return Ok(());
    }
    let cells = |problem: &Problem| [problem.row.to_string(), problem.column.clone(), problem.reason.clone()];
    let rows: Vec<_> = problems.iter().take(LISTED).map(cells).collect();
    output.table(["ROW", "COLUMN", "REASON"], &rows)?;
    if problems.len() > LISTED {
        output.line(format_args!("({} more)", problems.len() - LISTED))?;
    }
    Ok(())
}
