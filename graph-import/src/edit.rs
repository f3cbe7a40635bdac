//! Puts declarations into a file of a crate, and leaves everything else in it as it is.

mod configuration;
mod error;
mod insert;
mod neighbours;
mod scan;
mod uses;

use std::{
    collections::BTreeSet,
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use similar::TextDiff;

pub use self::{configuration::layout_for, error::EditError};
use self::{insert::Edits, scan::Scan};
use crate::{
    description::{Operation, Segment, Types},
    write::{Item, ItemKind, Note, Options, Written, write},
};

/// The change of a file, which is not made yet.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The file.
    pub file: PathBuf,
    /// Its text; `None` if there is no file yet.
    pub before: Option<String>,
    /// Its text after the change.
    pub after: String,
    /// The items that are added, in their order.
    pub added: Vec<Added>,
    /// The operations that are declared already and are left as they are.
    pub left: Vec<Declared>,
    /// Those that are written anew.
    pub replaced: Vec<Declared>,
    /// What the author should know.
    pub notes: Vec<Note>,
}

/// An item that is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// What it declares.
    pub kind: ItemKind,
    /// Its name.
    pub name: String,
    /// The operation, or the type of Graph.
    pub of: String,
}

/// An operation that is declared already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The operation, as [`Operation::title`] returns it.
    pub operation: String,
    /// The name of its struct.
    pub name: String,
    /// The line at which its declaration begins.
    pub line: usize,
}

/// Plans the change that puts operations into a file: the actions and the types that are not there yet come after what
/// is there, and before a module of tests at the end; what they use of the runtime is added to the `use` item that
/// imports from it.
///
/// An operation that is declared already, with the same method and path, is left, or written anew under its name if
/// `replace` says so. A type counts as there if the file, a module in a file of its own below it or beside it has an
/// item with its name; it is then imported. `options` says how to write; the names in the file are added to it.
///
/// # Errors
///
/// Returns an error if the file cannot be read, or is no Rust.
pub fn plan(
    file: &Path,
    operations: &[Operation],
    types: &Types,
    options: &Options,
    replace: bool,
) -> Result<Edit, EditError> {
    let before = read(file)?;
    let text = before.clone().unwrap_or_else(|| new_file(operations));
    let scan = Scan::new(&text, file)?;
    let mut edit = Edit {
        file: file.to_owned(),
        before,
        after: text.clone(),
        added: Vec::new(),
        left: Vec::new(),
        replaced: Vec::new(),
        notes: Vec::new(),
    };
    let (known, new): (Vec<_>, Vec<_>) = operations.iter().cloned().partition(|one| scan.action(one).is_some());
    let mut options = with_names(options, &scan);
    for operation in &known {
        let Some(action) = scan.action(operation) else { continue };
        let declared = Declared { operation: operation.title(), name: action.name.clone(), line: action.line };
        options.names.insert(operation.title(), action.name.clone());
        if replace { edit.replaced.push(declared) } else { edit.left.push(declared) }
    }
    let wanted = if replace { [known, without_duplicates(new)].concat() } else { without_duplicates(new) };
    if wanted.is_empty() {
        return Ok(edit);
    }
    let (written, found) = write_with_neighbours(&wanted, types, &mut options, file, &scan);
    edit.after = Edits::new(&text, &scan, options.layout).apply(&written, &found);
    Scan::new(&edit.after, file)?;
    let is_added = |item: &&Item| edit.replaced.iter().all(|declared| declared.name != item.name);
    edit.added = written
        .items
        .iter()
        .filter(is_added)
        .map(|item| Added { kind: item.kind, name: item.name.clone(), of: item.of.clone() })
        .collect();
    edit.notes = written.notes;
    Ok(edit)
}

/// Writes the operations, and returns with them the paths of those of their types that are in other modules.
fn write_with_neighbours(
    operations: &[Operation],
    types: &Types,
    options: &mut Options,
    file: &Path,
    scan: &Scan,
) -> (Written, Vec<Vec<String>>) {
    let written = write(operations, types, options);
    let needed: BTreeSet<_> =
        written.items.iter().filter(|item| item.kind != ItemKind::Action).map(|item| item.name.clone()).collect();
    let found = neighbours::find(file, scan, &needed);
    if found.is_empty() {
        return (written, Vec::new());
    }
    options.existing.extend(found.keys().cloned());
    let written = write(operations, types, options);
    // What only a type of another module needs is not imported.
    let is_used = |name: &str| written.items.iter().any(|item| scan::names_word(&item.text, name));
    let paths = found.into_iter().filter(|(name, _)| is_used(name)).map(|(_, path)| path).collect();
    (written, paths)
}

/// Adds the names in the file to the options.
fn with_names(options: &Options, scan: &Scan) -> Options {
    let mut options = options.clone();
    options.taken.extend(scan.actions().map(|action| (action.name.clone(), action.route.clone())));
    options.taken.extend(scan.other_names().map(|name| (name.to_owned(), String::new())));
    options.existing.extend(scan.type_names().map(str::to_owned));
    options.shadowed.extend(scan.shadowed());
    options
}

/// Keeps the first of several operations with one method and path.
fn without_duplicates(operations: Vec<Operation>) -> Vec<Operation> {
    let mut seen = BTreeSet::new();
    operations.into_iter().filter(|one| seen.insert(scan::key(one.method, &one.route()))).collect()
}

impl Edit {
    /// Returns whether the file changes.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.before.as_ref() != Some(&self.after)
    }

    /// Returns the difference as a unified diff; the empty text if there is none.
    #[must_use]
    pub fn diff(&self) -> String {
        let name = self.file.display().to_string();
        let before = self.before.as_deref().unwrap_or_default();
        let old_name = if self.before.is_some() { name.as_str() } else { "/dev/null" };
        TextDiff::from_lines(before, self.after.as_str()).unified_diff().header(old_name, &name).to_string()
    }

    /// Makes the change: the file has its old text or the new one, whenever the program is stopped.
    ///
    /// # Errors
    ///
    /// Returns an error if the file is no longer as it was read, or cannot be written.
    pub fn write(&self) -> Result<(), EditError> {
        if read(&self.file)? != self.before {
            return Err(EditError::Changed { file: self.file.clone() });
        }
        if !self.is_change() {
            return Ok(());
        }
        self.replace_file().map_err(|source| EditError::Write { file: self.file.clone(), source })
    }

    fn replace_file(&self) -> io::Result<()> {
        // A link stays one: its target is written.
        let file = if self.before.is_some() { fs::canonicalize(&self.file)? } else { self.file.clone() };
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut new = tempfile::Builder::new().prefix(".graph-import").tempfile_in(folder)?;
        new.write_all(self.after.as_bytes())?;
        new.as_file().sync_all()?;
        if self.before.is_some() {
            fs::set_permissions(new.path(), fs::metadata(&file)?.permissions())?;
            new.persist(&file)?;
        } else {
            make_readable(new.path())?;
            new.persist_noclobber(&file)?;
        }
        Ok(())
    }
}

/// Gives a new file the permissions of any other; a temporary one is its owner's alone.
#[cfg(unix)]
fn make_readable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &Path) -> io::Result<()> {
    Ok(())
}

fn read(file: &Path) -> Result<Option<String>, EditError> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(EditError::Read { file: file.to_owned(), source }),
    }
}

/// Returns the beginning of a new file.
fn new_file(operations: &[Operation]) -> String {
    let names = |operation: &Operation| -> Vec<String> {
        let name = |segment: &Segment| match segment {
            Segment::Name(name) => Some(name.clone()),
            Segment::Key(_) | Segment::Arguments { .. } | Segment::Colon { .. } => None,
        };
        operation.path.segments.iter().map_while(name).collect()
    };
    let mut common = operations.first().map(names).unwrap_or_default();
    for operation in operations {
        let length = common.iter().zip(names(operation)).take_while(|(a, b)| *a == b).count();
        common.truncate(length);
    }
    if common.is_empty() {
        String::from("//! Operations of Microsoft Graph.\n")
    } else {
        format!("//! Operations on `/{}`.\n", common.join("/"))
    }
}
