//! CSV files of devices: rows with their numbers, and columns by the names in the header.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use csv::{ReaderBuilder, Trim};

use super::{problems::Problem, text};
use crate::{failure::Failure, input, output::plain};

/// The largest file, in bytes: that of 10,000 devices with hardware hashes has 40 MB.
const MAX_FILE: u64 = 128 * 1024 * 1024;

/// The rows of a file.
pub(crate) struct Sheet {
    /// How messages name the file.
    name: String,
    rows: Vec<Row>,
}

/// A row, with its cells by column.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// The number that a spreadsheet shows; the first row has 1.
    pub(crate) number: u64,
    cells: Vec<String>,
}

/// A column that a file may have.
pub(crate) struct Known {
    /// The name, as Microsoft writes it.
    pub(crate) name: &'static str,
    /// Other names, in lower case and without anything but letters and digits.
    pub(crate) others: &'static [&'static str],
    pub(crate) is_required: bool,
}

impl Known {
    pub(crate) const fn required(name: &'static str, others: &'static [&'static str]) -> Self {
        Self { name, others, is_required: true }
    }

    pub(crate) const fn optional(name: &'static str, others: &'static [&'static str]) -> Self {
        Self { name, others, is_required: false }
    }

    fn is_named(&self, simplified: &str) -> bool {
        simplify(self.name) == simplified || self.others.contains(&simplified)
    }
}

impl Row {
    /// Returns the text in a column; empty if there is no such cell.
    pub(crate) fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.cells.get(column)).map_or("", String::as_str)
    }

    /// Finds what is wrong with the row before its cells are looked at.
    pub(crate) fn shape(&self, columns: usize) -> Option<Problem> {
        if let Some(column) = self.cells.iter().position(|cell| cell.contains(['\n', '\r'])) {
            let reason = "the cell has several lines: a quotation mark before it is not closed".to_owned();
            return Some(Problem { row: self.number, column: format!("{}", column + 1), reason });
        }
        let last = self.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        (last > columns).then(|| Problem {
            row: self.number,
            column: format!("{last}"),
            reason: format!("the row has {last} cells, and there are {columns} columns: quote cells with delimiters"),
        })
    }
}

impl Sheet {
    /// Reads a file; `option` is the option that names it, and `-` standard input.
    pub(crate) fn read(option: &str, path: &Path) -> Result<Self, Failure> {
        let name = input::name(option, path);
        let fail = |said: String| Failure::input(format!("{name} {said}"));
        let bytes = read_bytes(path).map_err(|error| fail(format!("cannot be read: {error}")))?;
        if bytes.len() as u64 > MAX_FILE {
            return Err(fail(format!("exceeds the limit of {} MiB: divide it", MAX_FILE >> 20)));
        }
        let rows = rows(&text::decode(&bytes).map_err(fail)?).map_err(fail)?;
        Ok(Self { name, rows })
    }

    /// Returns the rows that are left after [`header`](Self::header).
    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Whether the first row is a header: its first cell is the name of a column.
    pub(crate) fn has_header(&self, known: &[Known]) -> bool {
        let first = simplify(self.rows.first().map_or("", |row| row.cell(Some(0))));
        known.iter().any(|known| known.is_named(&first))
    }

    /// Takes the header off, and returns the position of each known column. A column that is not known, or there twice,
    /// is an error, and so is a required one that is missing.
    pub(crate) fn header<const N: usize>(&mut self, known: &[Known; N]) -> Result<[Option<usize>; N], Failure> {
        let expected = || known.iter().map(|known| known.name).collect::<Vec<_>>().join(",");
        let mut columns = [None; N];
        let header = self.rows.remove(0);
        for (position, name) in header.cells.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            let simplified = simplify(name);
            let Some(index) = known.iter().position(|known| known.is_named(&simplified)) else {
                return Err(self.fail(&format!(
                    "the header has `{}`, which is no column: the columns are {}",
                    plain(name),
                    expected()
                )));
            };
            if columns[index].replace(position).is_some() {
                return Err(self.fail(&format!("the header has the column `{}` twice", known[index].name)));
            }
        }
        let is_missing = |(known, column): &(&Known, &Option<usize>)| known.is_required && column.is_none();
        if let Some((missing, _)) = known.iter().zip(&columns).find(is_missing) {
            return Err(self.fail(&format!(
                "the header lacks the column `{}`: the first line has to be {}",
                missing.name,
                expected()
            )));
        }
        self.check_rows()?;
        Ok(columns)
    }

    /// Checks that there are rows.
    pub(crate) fn check_rows(&self) -> Result<(), Failure> {
        if self.rows.is_empty() { Err(self.fail("there are no rows below the header")) } else { Ok(()) }
    }

    pub(crate) fn fail(&self, said: &str) -> Failure {
        Failure::input(format!("{}: {said}", self.name))
    }
}

fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        io::stdin().lock().take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn rows(text: &str) -> Result<Vec<Row>, String> {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).trim(Trim::All).delimiter(text::delimiter(text));
    let mut reader = builder.from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for record in reader.records() {
        let record = record.map_err(|error| format!("is not CSV: {error}"))?;
        // The position of a record is before the empty lines above it, which do not count as records.
        let start = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(counted);
        let start = start + text[start..].bytes().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        line += line_ends(&text[counted..start]);
        counted = start;
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row { number: line, cells });
        }
    }
    Ok(rows)
}

/// Returns the number of line ends, each of which is LF, CR or both.
fn line_ends(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let is_end = |&at: &usize| bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    (0..bytes.len()).filter(is_end).map(|_| 1).sum()
}

/// Returns the letters and digits of a name, in lower case.
fn simplify(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [Known; 3] = [
        Known::required("Device Serial Number", &["serial"]),
        Known::required("Hardware Hash", &[]),
        Known::optional("Group Tag", &[]),
    ];

    fn sheet(text: &str) -> Sheet {
        Sheet { name: "--file: x.csv".to_owned(), rows: rows(text).expect("CSV") }
    }

    #[test]
    fn columns_are_found_by_their_names_in_any_order() {
        let mut sheet = sheet("HARDWARE_HASH, group tag ,serial\n\nabc,\"a, b\",1\n");
        assert_eq!(sheet.header(&KNOWN).expect("a header"), [Some(2), Some(0), Some(1)]);
        let row = &sheet.rows()[0];
        assert_eq!((row.number, row.cell(Some(1)), row.cell(Some(7)), row.cell(None)), (3, "a, b", "", ""));
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_shows() {
        for (text, numbers) in [
            ("a\nb\nc", [1, 2, 3]),
            ("\n\na\r\n\r\nb\r\n,,\r\nc\r\n", [3, 5, 7]),
            ("a\rb\r\rc\r", [1, 2, 4]),
            ("\"a\nx\"\nb\n\nc", [1, 3, 5]),
        ] {
            let numbers_found: Vec<_> = sheet(text).rows().iter().map(|row| row.number).collect();
            assert_eq!(numbers_found, numbers, "{text:?}");
        }
    }

    #[test]
    fn a_header_that_does_not_fit_is_an_error_that_names_the_column() {
        for (text, said) in [
            ("serial,hardware hash,color\n1,2,3", "has `color`, which is no column"),
            ("serial,group tag\n1,2", "lacks the column `Hardware Hash`"),
            ("serial,serial,hardware hash\n1,2,3", "the column `Device Serial Number` twice"),
            ("serial,hardware hash\n", "there are no rows"),
        ] {
            let failure = sheet(text).header(&KNOWN).expect_err(said);
            assert!(failure.to_string().contains(said), "{failure}");
        }
    }

    #[test]
    fn a_row_with_too_many_cells_or_an_open_quotation_mark_is_a_problem() {
        let sheet = sheet("a,b\n1,2,3\n4,5,,\n\"6,7\n8,9\n");
        let reasons: Vec<_> = sheet.rows().iter().map(|row| row.shape(2).map(|problem| problem.row)).collect();
        assert_eq!(reasons, [None, Some(2), None, Some(4)]);
    }
}
