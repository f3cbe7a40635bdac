//! The descriptions that the commands work with, each read when it is first asked for.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::OnceLock,
    thread,
};

use super::{Cache, Cloud, Kind, ReadError, file, kind};
use crate::{
    csdl,
    description::{Schema, Source, SourceKind, Version},
    permission_data::{self, PermissionData},
};

/// Where the descriptions are.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// CSDL files, at most one for each version; none: those of the cache. The version is told from the file's name, or
    /// written before it: `beta=metadata.xml`.
    pub metadata: Vec<PathBuf>,
    /// `permissions.json` and `provisioningInfo.json`, in any order; none: those of the cache.
    pub permissions: Vec<PathBuf>,
    /// The folder of the cache; none: that of the platform.
    pub cache: Option<PathBuf>,
    /// The cloud whose description is taken from the cache.
    pub cloud: Cloud,
}

/// The descriptions.
#[derive(Debug)]
pub struct Library {
    metadata: BTreeMap<Version, File>,
    data: Vec<File>,
    schemas: [OnceLock<Schema>; 2],
    permissions: OnceLock<PermissionData>,
}

/// A description cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A file is no CSDL.
    #[error(transparent)]
    Metadata(#[from] csdl::ReadError),
    /// A file is no permission data.
    #[error(transparent)]
    Permissions(#[from] permission_data::ReadError),
    /// No description is there.
    #[error("there is no description of Graph yet; run `graph-import fetch`, or name a file with `--metadata FILE`")]
    NoMetadata,
}

/// A file, and what is known about it before it is read.
#[derive(Debug, Clone)]
struct File {
    path: PathBuf,
    date: Option<String>,
}

impl Library {
    /// Looks which files there are, and reads none.
    ///
    /// # Errors
    ///
    /// A [`LoadError`] if a file that is named is not there, or if its version cannot be told.
    pub fn open(options: &Options) -> Result<Self, LoadError> {
        let cache = if options.metadata.is_empty() || options.permissions.is_empty() {
            Some(Cache::new(options.cache.clone())?)
        } else {
            None
        };
        let entries = cache.as_ref().map(Cache::entries).unwrap_or_default();
        let cached = |name: &str| {
            let path = cache.as_ref()?.path(name)?;
            Some(File { path, date: entries.get(name).map(|entry| entry.checked.clone()) })
        };

        let mut library = Self::empty();
        for argument in &options.metadata {
            library.add_metadata(argument)?;
        }
        if options.metadata.is_empty() {
            let of = |version| Some((version, cached(&Cache::metadata_name(options.cloud, version))?));
            library.metadata.extend([Version::V1_0, Version::Beta].into_iter().filter_map(of));
        }
        library.data = if options.permissions.is_empty() {
            [Cache::PERMISSIONS, Cache::PROVISIONING].into_iter().filter_map(cached).collect()
        } else {
            options.permissions.iter().map(|path| File::named(path)).collect::<Result<_, _>>()?
        };
        Ok(library)
    }

    /// Takes one file, or all descriptions in a folder, and nothing from a cache.
    ///
    /// # Errors
    ///
    /// A [`LoadError`] if nothing there is a description, or if there are two of one kind and version.
    pub fn of(path: &Path) -> Result<Self, LoadError> {
        let error = |reason: &str| ReadError::new(path.display().to_string(), reason);
        let mut files = vec![path.to_owned()];
        if path.is_dir() {
            let entries = path.read_dir().map_err(|failed| error(&failed.to_string()))?;
            files = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect();
            files.sort();
        }
        let mut library = Self::empty();
        for path in files {
            match Kind::of(&file::read(&path)?) {
                Some(Kind::Metadata) => library.add_metadata(&path)?,
                Some(Kind::Permissions | Kind::Provisioning) => library.data.push(File::named(&path)?),
                None => {}
            }
        }
        if library.metadata.is_empty() && library.data.is_empty() {
            return Err(error("has neither a description of Graph nor Microsoft's permission data").into());
        }
        Ok(library)
    }

    /// Reads everything at the same time. What cannot be read is told by the methods that return it.
    pub fn read_ahead(&self) {
        thread::scope(|scope| {
            for version in self.versions() {
                scope.spawn(move || drop(self.schema(version)));
            }
            drop(self.permissions());
        });
    }

    /// Returns the versions whose description is there.
    pub fn versions(&self) -> impl Iterator<Item = Version> {
        self.metadata.keys().copied()
    }

    /// Returns the description of a version, if it is there.
    ///
    /// # Errors
    ///
    /// A [`LoadError`] if it cannot be read.
    pub fn schema(&self, version: Version) -> Result<Option<&Schema>, LoadError> {
        let cell = &self.schemas[usize::from(version == Version::Beta)];
        if let Some(schema) = cell.get() {
            return Ok(Some(schema));
        }
        let Some(file) = self.metadata.get(&version) else { return Ok(None) };
        let xml = file::read(&file.path)?;
        let schema = csdl::read(&xml, version, file.source(SourceKind::Metadata))?;
        Ok(Some(cell.get_or_init(|| schema)))
    }

    /// Returns all descriptions that are there, v1.0 first.
    ///
    /// # Errors
    ///
    /// A [`LoadError`] if one cannot be read, or if there is none.
    pub fn schemas(&self) -> Result<Vec<&Schema>, LoadError> {
        let schemas = self.versions().map(|version| self.schema(version));
        let schemas: Vec<_> = schemas.filter_map(Result::transpose).collect::<Result<_, _>>()?;
        if schemas.is_empty() { Err(LoadError::NoMetadata) } else { Ok(schemas) }
    }

    /// Returns the permission data, if it is there.
    ///
    /// # Errors
    ///
    /// A [`LoadError`] if it cannot be read.
    pub fn permissions(&self) -> Result<Option<&PermissionData>, LoadError> {
        if let Some(permissions) = self.permissions.get() {
            return Ok(Some(permissions));
        }
        let (mut permissions, mut provisioning) = (None, None);
        for file in &self.data {
            let json = file::read(&file.path)?;
            let place = match Kind::of(&json) {
                Some(Kind::Permissions) => &mut permissions,
                Some(Kind::Provisioning) => &mut provisioning,
                _ => {
                    let reason = "is neither Microsoft's permission data nor the IDs of permissions";
                    return Err(ReadError::new(file.path.display().to_string(), reason).into());
                }
            };
            if place.replace((json, file)).is_some() {
                return Err(ReadError::new(file.path.display().to_string(), "is the second file of its kind").into());
            }
        }
        let Some((permissions, file)) = permissions else { return Ok(None) };
        let provisioning = provisioning.as_ref().map(|(json, _)| &json[..]);
        let data = permission_data::read(&permissions, provisioning, file.source(SourceKind::Permissions))?;
        Ok(Some(self.permissions.get_or_init(|| data)))
    }

    fn empty() -> Self {
        Self {
            metadata: BTreeMap::new(),
            data: Vec::new(),
            schemas: <[OnceLock<Schema>; 2]>::default(),
            permissions: OnceLock::new(),
        }
    }

    fn add_metadata(&mut self, argument: &Path) -> Result<(), ReadError> {
        let (version, path) = versioned(argument)?;
        if self.metadata.insert(version, File::named(&path)?).is_some() {
            let reason = format!("is the second description of {}; name one for each version", version.as_str());
            return Err(ReadError::new(path.display().to_string(), reason));
        }
        Ok(())
    }
}

impl File {
    fn named(path: &Path) -> Result<Self, ReadError> {
        if !path.exists() {
            return Err(ReadError::new(path.display().to_string(), "there is no such file"));
        }
        Ok(Self { path: path.to_owned(), date: kind::date(&name(path)) })
    }

    fn source(&self, kind: SourceKind) -> Source {
        Source { kind, name: name(&self.path), date: self.date.clone() }
    }
}

/// Takes the version from `beta=FILE`, or from the name of the file.
fn versioned(argument: &Path) -> Result<(Version, PathBuf), ReadError> {
    let text = argument.to_string_lossy();
    if let Some((version, path)) = text.split_once('=')
        && let Some(version) = Version::find(version)
    {
        return Ok((version, path.into()));
    }
    let untold = || {
        let reason = format!("which version does it describe? Write `v1.0={text}` or `beta={text}`");
        ReadError::new(text.clone(), reason)
    };
    kind::version(&name(argument)).map(|version| (version, argument.to_owned())).ok_or_else(untold)
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
