//! The result file: the fate of each row, from which an interrupted import is taken up again.

use std::{
    collections::HashMap,
    fmt, fs, io,
    io::Write,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// What has become of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Outcome {
    /// It has not been sent.
    Pending,
    /// It is in a request whose outcome is not known.
    Sent,
    /// The service has accepted it, but it has not been read back.
    Accepted,
    /// It is in the tenant.
    Imported,
    /// It was in the tenant before.
    Present,
    /// The service has not accepted it.
    Rejected,
    /// It is not valid, and is not sent.
    Invalid,
    /// It is in the file before, and is not sent again.
    Duplicate,
    /// It is no longer in the tenant.
    Deleted,
    /// It was not in the tenant.
    Absent,
}

impl Outcome {
    /// The outcomes, in the order of a summary.
    pub(super) const ALL: [Self; 10] = [
        Self::Imported,
        Self::Deleted,
        Self::Present,
        Self::Absent,
        Self::Rejected,
        Self::Invalid,
        Self::Duplicate,
        Self::Accepted,
        Self::Sent,
        Self::Pending,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Imported => "imported",
            Self::Present => "present",
            Self::Rejected => "rejected",
            Self::Invalid => "invalid",
            Self::Duplicate => "duplicate",
            Self::Deleted => "deleted",
            Self::Absent => "absent",
        }
    }

    /// Whether nothing more will happen to the row.
    pub(crate) fn is_final(self) -> bool {
        !matches!(self, Self::Pending | Self::Sent | Self::Accepted)
    }

    /// Whether the row itself cannot be imported.
    pub(crate) fn is_fault_of_file(self) -> bool {
        matches!(self, Self::Invalid | Self::Duplicate)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A row of the result file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) row: u64,
    pub(crate) identity: String,
    pub(crate) outcome: Outcome,
    pub(crate) detail: String,
    /// The ID in the tenant; of a row that is only sent, the mark of its request.
    pub(crate) id: String,
}

/// The fate of each row.
pub(crate) struct Results {
    path: Option<PathBuf>,
    pub(crate) entries: Vec<Entry>,
    /// How long ago the import was interrupted that is taken up.
    pub(super) interrupted_for: Duration,
}

impl Results {
    /// Creates results that are written to a file, if one is given.
    pub(crate) fn new(path: Option<PathBuf>, entries: Vec<Entry>) -> Self {
        Self { path, entries, interrupted_for: Duration::ZERO }
    }

    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Replaces the fates by those of a result file, which has to be that of the same rows.
    pub(crate) fn take_up(&mut self, path: &Path) -> Result<(), Failure> {
        let fail = |said: String| Failure::input(format!("--resume: {} {said}", path.display()));
        let changed = fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
        self.interrupted_for = changed.and_then(|changed| changed.elapsed().ok()).unwrap_or_default();
        let mut reader = csv::Reader::from_path(path).map_err(|error| fail(format!("cannot be read: {error}")))?;
        let earlier: Result<Vec<Entry>, _> = reader.deserialize().collect();
        let earlier = earlier.map_err(|error| fail(format!("is not a result file of an import: {error}")))?;
        if earlier.len() != self.entries.len() {
            let (there, here) = (earlier.len(), self.entries.len());
            return Err(fail(format!(
                "is not the result file of this import: it has {there} rows, and the file to import {here}"
            )));
        }
        for (entry, earlier) in self.entries.iter_mut().zip(earlier) {
            // A row that was not valid may have been corrected meanwhile.
            if earlier.outcome.is_fault_of_file() && earlier.row == entry.row {
                continue;
            }
            if (earlier.row, &earlier.identity) != (entry.row, &entry.identity) {
                return Err(fail(format!(
                    "is not the result file of this import: row {} is `{}` there, and `{}` in the file to import",
                    earlier.row, earlier.identity, entry.identity
                )));
            }
            if !entry.outcome.is_fault_of_file() {
                *entry = earlier;
            }
        }
        Ok(())
    }

    /// Writes the file, whole or not at all.
    pub(crate) fn save(&self) -> Result<(), Failure> {
        let Some(path) = &self.path else { return Ok(()) };
        let text = self.to_csv().map_err(|error| cannot_write(path, &error))?;
        replace_file(path, &text).map_err(|error| cannot_write(path, &error))
    }

    /// Returns the number of rows with each outcome, of those that there are.
    pub(crate) fn counts(&self) -> Vec<(Outcome, usize)> {
        let mut counts: HashMap<Outcome, usize> = HashMap::new();
        for entry in &self.entries {
            *counts.entry(entry.outcome).or_default() += 1;
        }
        Outcome::ALL.into_iter().filter_map(|outcome| Some((outcome, *counts.get(&outcome)?))).collect()
    }

    /// Returns the number of rows for which this holds.
    pub(crate) fn count(&self, of: impl Fn(Outcome) -> bool) -> usize {
        self.entries.iter().filter(|entry| of(entry.outcome)).count()
    }

    fn to_csv(&self) -> io::Result<Vec<u8>> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for entry in &self.entries {
            writer.serialize(entry)?;
        }
        writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    Failure::internal(format!("{} cannot be written: {error}", path.display()))
}

/// Writes a file under a temporary name, and gives it its name when it is complete. Only its owner can read it.
pub(crate) fn replace_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Returns the name of the result file of an import: `devices-results.csv` for `devices.csv`.
pub(super) fn default_path(file: &Path) -> Option<PathBuf> {
    let stem = file.file_stem().filter(|_| file.as_os_str() != "-")?;
    let mut name = stem.to_owned();
    name.push("-results.csv");
    Some(file.with_file_name(name))
}

/// Returns whether something has this name.
pub(super) fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(row: u64, identity: &str, outcome: Outcome) -> Entry {
        Entry { row, identity: identity.to_owned(), outcome, detail: "a, \"b\"\nc".to_owned(), id: String::new() }
    }

    fn saved(entries: Vec<Entry>) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::TempDir::new().expect("a directory");
        let path = folder.path().join("results.csv");
        Results::new(Some(path.clone()), entries).save().expect("written");
        (folder, path)
    }

    #[test]
    fn fates_are_read_as_they_were_written() {
        let entries: Vec<_> = (2..).zip(Outcome::ALL).map(|(row, outcome)| entry(row, "=1+1", outcome)).collect();
        let (folder, path) = saved(entries.clone());
        let text = fs::read_to_string(&path).expect("a file");
        assert!(text.starts_with("row,identity,outcome,detail,id\n2,=1+1,imported,"), "{text}");
        let new = entries.iter().map(|entry| Entry { outcome: Outcome::Pending, ..entry.clone() }).collect();
        let mut results = Results::new(None, new);
        results.take_up(&path).expect("the same rows");
        let kept = |entry: &Entry| !entry.outcome.is_fault_of_file();
        assert!(results.entries.iter().zip(&entries).filter(|(_, entry)| kept(entry)).all(|(now, then)| now == then));
        assert_eq!(results.count(|outcome| outcome == Outcome::Pending), 3, "faults of the file may be corrected");
        assert_eq!(fs::read_dir(folder.path()).expect("a directory").count(), 1, "no temporary file is left");
    }

    #[test]
    fn the_result_file_of_another_import_is_an_error() {
        let (_folder, path) = saved(vec![entry(1, "a", Outcome::Imported), entry(2, "b", Outcome::Pending)]);
        for (entries, said) in [
            (vec![entry(1, "a", Outcome::Pending)], "it has 2 rows, and the file to import 1"),
            (vec![entry(1, "a", Outcome::Pending), entry(2, "c", Outcome::Pending)], "row 2 is `b` there, and `c`"),
            (vec![entry(1, "a", Outcome::Pending), entry(3, "b", Outcome::Pending)], "row 2 is `b` there"),
        ] {
            let failure = Results::new(None, entries).take_up(&path).expect_err(said);
            assert!(failure.to_string().contains(said), "{failure}");
        }
        fs::write(&path, "Identifier,Details\n1,2\n").expect("written");
        let failure = Results::new(None, Vec::new()).take_up(&path).expect_err("no result file");
        assert!(failure.to_string().contains("is not a result file"), "{failure}");
    }

    #[test]
    fn the_result_file_is_beside_the_file_that_is_imported() {
        assert_eq!(default_path(Path::new("a/b.csv")), Some(PathBuf::from("a/b-results.csv")));
        assert_eq!(default_path(Path::new("b")), Some(PathBuf::from("b-results.csv")));
        assert_eq!(default_path(Path::new("-")), None);
    }
}
