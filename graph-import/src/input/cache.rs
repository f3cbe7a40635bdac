//! The folder that keeps what was fetched.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use etcetera::app_strategy::{AppStrategy, AppStrategyArgs, choose_native_strategy};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Cloud, ReadError, file};
use crate::description::Version;

/// The list of what the folder has.
const LIST: &str = "fetched.json";

/// A folder with fetched descriptions, and a list of where each comes from.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

/// What the cache knows about a file in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Where it comes from.
    pub url: String,
    /// The `ETag` of the response.
    pub etag: Option<String>,
    /// The SHA-256 hash of the file.
    pub sha256: String,
    /// The size of the file.
    pub bytes: u64,
    /// The day on which this content was fetched first, `2026-08-04`.
    pub changed: String,
    /// The day on which the server last said that this is its content.
    pub checked: String,
}

impl Cache {
    /// Uses a folder, or that of the platform for caches of programs. The folder is made when something is kept in it.
    ///
    /// # Errors
    ///
    /// A [`ReadError`] if no folder is given and the platform tells none, as without a home directory.
    pub fn new(folder: Option<PathBuf>) -> Result<Self, ReadError> {
        let missing =
            || ReadError::new("cache", "this platform tells no folder for caches; give one with `--cache DIR`");
        let folder = folder.or_else(|| Some(choose_native_strategy(program()).ok()?.cache_dir()));
        folder.map(|folder| Self { folder }).ok_or_else(missing)
    }

    /// Returns the folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the name under which a description of a cloud is kept.
    #[must_use]
    pub fn metadata_name(cloud: Cloud, version: Version) -> String {
        format!("{cloud}-{}.csdl", version.as_str())
    }

    /// The name under which the permission data is kept.
    pub const PERMISSIONS: &str = "permissions.json";

    /// The name under which the IDs of permissions are kept.
    pub const PROVISIONING: &str = "provisioningInfo.json";

    /// Returns the path of a file, if the cache has it.
    #[must_use]
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        Some(self.folder.join(name)).filter(|path| path.is_file())
    }

    /// Returns what is known about each file. A list that is damaged is empty: its files are fetched anew.
    #[must_use]
    pub fn entries(&self) -> BTreeMap<String, Entry> {
        let list = file::read(&self.folder.join(LIST)).unwrap_or_default();
        serde_json::from_slice(&list).unwrap_or_default()
    }

    /// Returns what is known about a file that is there and has the content that the list states.
    pub(super) fn intact(&self, name: &str) -> Option<Entry> {
        let entry = self.entries().remove(name)?;
        let content = file::read(&self.path(name)?).ok()?;
        (hash(&content) == entry.sha256).then_some(entry)
    }

    /// Keeps a file, or with no content only what is known about it.
    pub(super) fn keep(&self, name: &str, content: Option<&[u8]>, entry: Entry) -> Result<(), ReadError> {
        let mut entries = self.entries();
        entries.insert(name.to_owned(), entry);
        let list = serde_json::to_vec_pretty(&entries).map_err(|error| ReadError::new(LIST, error.to_string()))?;
        let keep = |name: &str, content: &[u8]| {
            let path = self.folder.join(name);
            self.replace(&path, content).map_err(|error| ReadError::new(path.display().to_string(), error.to_string()))
        };
        // The content first: if the list is not written any more, its hash does not fit, and the file is fetched anew.
        content.map_or(Ok(()), |content| keep(name, content))?;
        keep(LIST, &list)
    }

    /// Replaces a file at once, so that nobody reads half of it.
    fn replace(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(content)?;
        file.persist(path)?;
        Ok(())
    }
}

/// By which names the platform tells folders of programs apart.
fn program() -> AppStrategyArgs {
    let app_name = env!("CARGO_PKG_NAME").to_owned();
    AppStrategyArgs { top_level_domain: String::new(), author: String::new(), app_name }
}

/// Returns the SHA-256 hash in hexadecimal digits.
pub(super) fn hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().fold(String::new(), |mut text, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(content: &[u8]) -> Entry {
        Entry {
            url: "https://example.org/x".into(),
            etag: Some("\"1\"".into()),
            sha256: hash(content),
            bytes: content.len() as u64,
            changed: "2026-08-04".into(),
            checked: "2026-08-05".into(),
        }
    }

    #[test]
    fn what_is_kept_is_there_with_what_is_known_about_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::new(Some(folder.path().join("new"))).expect("a folder was given");
        assert_eq!((cache.path("x"), cache.intact("x")), (None, None));
        cache.keep("x", Some(b"content"), entry(b"content")).expect("it is written");
        cache.keep("y", Some(b"other"), entry(b"other")).expect("it is written");
        assert_eq!(cache.intact("x"), Some(entry(b"content")));
        assert_eq!(cache.entries().len(), 2);
        assert_eq!(fs::read_dir(cache.folder()).expect("a folder").count(), 3, "no temporary file is left");
    }

    #[test]
    fn a_file_that_was_changed_is_not_intact() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::new(Some(folder.path().into())).expect("a folder was given");
        cache.keep("x", Some(b"content"), entry(b"content")).expect("it is written");
        fs::write(folder.path().join("x"), "contend").expect("it is written");
        assert_eq!(cache.intact("x"), None);
    }

    #[test]
    fn a_damaged_list_is_empty() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::new(Some(folder.path().into())).expect("a folder was given");
        fs::write(folder.path().join(LIST), "{").expect("it is written");
        assert!(cache.entries().is_empty());
    }
}
