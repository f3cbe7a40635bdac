//! The rows of a file, which are checked before anything is sent.

use std::collections::HashMap;

use super::{
    problems::Problem,
    results::{Entry, Outcome},
    sheet::{Row, Sheet},
};

/// The rows of a file.
pub(crate) struct Prepared<T> {
    /// The rows, of which those that are not valid have this as their outcome.
    pub(crate) entries: Vec<Entry>,
    /// The valid rows, at the positions of their entries.
    pub(crate) items: Vec<Option<T>>,
    pub(crate) problems: Vec<Problem>,
}

impl<T> Prepared<T> {
    /// Reads the rows one after another, and finds identities that are there twice. `read` returns the identity of a row,
    /// and what it describes or what is wrong with it; `column` is where the identity is.
    pub(crate) fn of(sheet: &Sheet, column: &str, read: impl Fn(&Row) -> (String, Result<T, Problem>)) -> Self {
        let mut prepared = Self { entries: Vec::new(), items: Vec::new(), problems: Vec::new() };
        let mut first: HashMap<String, u64> = HashMap::new();
        for row in sheet.rows() {
            let (identity, item) = read(row);
            let key = identity.to_lowercase();
            let (outcome, item) = match (item, first.get(&key)) {
                (Ok(_), Some(earlier)) => {
                    let reason = format!("it is in row {earlier} too");
                    (Outcome::Duplicate, Err(Problem { row: row.number, column: column.to_owned(), reason }))
                }
                (Ok(item), None) => {
                    first.insert(key, row.number);
                    (Outcome::Pending, Ok(item))
                }
                (Err(problem), _) => (Outcome::Invalid, Err(problem)),
            };
            let detail = item
                .as_ref()
                .err()
                .map_or_else(String::new, |problem| format!("{}: {}", problem.column, problem.reason));
            prepared.entries.push(Entry { row: row.number, identity, outcome, detail, id: String::new() });
            match item {
                Ok(item) => prepared.items.push(Some(item)),
                Err(problem) => {
                    prepared.items.push(None);
                    prepared.problems.push(problem);
                }
            }
        }
        prepared
    }
}
