//! Files that the program writes: whole or not at all, and never over another file.

use std::{
    fmt, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::failure::Failure;

/// A file that does not exist yet.
#[derive(Debug)]
pub(crate) struct NewFile<'a> {
    option: &'static str,
    path: &'a Path,
}

impl<'a> NewFile<'a> {
    /// Checks that the file can be created, before anything is sent whose response would be lost. `option` names it.
    pub(crate) fn check(option: &'static str, path: &'a Path) -> Result<Self, Failure> {
        let file = Self { option, path };
        if fs::symlink_metadata(path).is_ok() {
            return Err(Failure::input(format!("{file} exists; give the name of a new file")));
        }
        file.create().map_err(|error| Failure::input(format!("{file} cannot be written: {error}")))?;
        Ok(file)
    }

    /// Writes the file under another name, and renames it when it is whole.
    pub(crate) fn write(&self, content: &[u8]) -> Result<(), Failure> {
        let written = self.create().and_then(|mut file| {
            file.write_all(content)?;
            file.as_file().sync_all()?;
            file.persist_noclobber(self.path).map_err(|error| error.error)
        });
        written.map(drop).map_err(|error| Failure::internal(format!("{self} cannot be written: {error}")))
    }

    /// Creates a file beside it, which is removed unless it takes the name.
    fn create(&self) -> io::Result<NamedTempFile> {
        let folder: PathBuf =
            self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or_else(|| ".".into(), Into::into);
        NamedTempFile::new_in(folder)
    }
}

impl fmt::Display for NewFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.option, self.path.display())
    }
}
