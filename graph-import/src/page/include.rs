//! Files that pages include.

use std::{
    fmt,
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

/// The largest file that is included, in bytes.
const MAXIMUM_BYTES: u64 = 256 * 1024;

type Find<'f> = dyn Fn(&str) -> Option<String> + 'f;

/// Finds the text of the files that a page includes.
pub struct Includes<'f> {
    find: Box<Find<'f>>,
}

impl<'f> Includes<'f> {
    /// Finds nothing.
    #[must_use]
    pub fn none() -> Self {
        Self::new(|_| None)
    }

    /// Finds the text by the target that the page writes: `../includes/permissions/user-get-permissions.md`.
    pub fn new(find: impl Fn(&str) -> Option<String> + 'f) -> Self {
        Self { find: Box::new(find) }
    }

    /// Finds files where the page is: at the target, in a folder `includes` of the page's folder or of one above it, or
    /// beside the page.
    #[must_use]
    pub fn beside(page: &Path) -> Self {
        let folder = page.parent().unwrap_or(Path::new("")).to_owned();
        Self::new(move |target| candidates(&folder, target).iter().find_map(|path| read(path)))
    }

    /// Returns the text of a file.
    pub(super) fn text(&self, target: &str) -> Option<String> {
        (self.find)(target)
    }
}

impl fmt::Debug for Includes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Includes").finish_non_exhaustive()
    }
}

/// Returns the places where a file can be. A page cannot name a file outside a folder `includes` or its own.
fn candidates(folder: &Path, target: &str) -> Vec<PathBuf> {
    let parts: Vec<&str> = target.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..")).collect();
    let Some(name) = parts.last().filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "md"))
    else {
        return Vec::new();
    };
    let mut candidates = Vec::new();
    if let Some(start) = parts.iter().position(|part| *part == "includes") {
        let inside: PathBuf = parts[start..].iter().collect();
        candidates.extend(folder.ancestors().map(|ancestor| ancestor.join(&inside)));
    }
    candidates.push(folder.join(name));
    candidates
}

fn read(path: &Path) -> Option<String> {
    let mut text = String::new();
    let read = File::open(path).ok()?.take(MAXIMUM_BYTES).read_to_string(&mut text).ok()?;
    (read > 0).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_include_is_found_in_the_layout_of_the_repository_and_beside_the_page() {
        let folder = tempfile::tempdir().expect("a folder");
        let api = folder.path().join("reference/beta/api");
        let shared = folder.path().join("reference/beta/includes/permissions");
        std::fs::create_dir_all(&api).expect("it is written");
        std::fs::create_dir_all(&shared).expect("it is written");
        std::fs::write(shared.join("a.md"), "in the layout").expect("it is written");
        std::fs::write(api.join("b.md"), "beside").expect("it is written");
        std::fs::write(folder.path().join("reference/c.md"), "elsewhere").expect("it is written");
        let includes = Includes::beside(&api.join("page.md"));
        assert_eq!(includes.text("../includes/permissions/a.md").as_deref(), Some("in the layout"));
        assert_eq!(includes.text("../includes/permissions/b.md").as_deref(), Some("beside"));
        assert_eq!(includes.text("../../c.md"), None);
        assert_eq!(includes.text("../includes/permissions/missing.md"), None);
    }
}
