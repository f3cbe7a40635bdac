//! The names of the pages of Microsoft's reference.

use std::path::Path;

use super::{ReadError, file};

/// How deep a folder of pages is nested at most: `api-reference/v1.0/api` of a checkout.
const MAX_DEPTH: usize = 8;

/// Returns the names of pages, without `.md`: of all files with this ending below a folder, such as a checkout of the
/// reference, or of a text file that has one in each line.
///
/// # Errors
///
/// A [`ReadError`] if the folder or file cannot be read, or has none.
pub fn page_names(path: &Path) -> Result<Vec<String>, ReadError> {
    let error = |reason: String| ReadError::new(path.display().to_string(), reason);
    let mut names = Vec::new();
    if path.is_dir() {
        add(path, MAX_DEPTH, &mut names).map_err(|failed| error(failed.to_string()))?;
    } else {
        let text = String::from_utf8(file::read(path)?).map_err(|_| error("is not UTF-8 text".into()))?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        names.extend(lines.map(|line| name_of(line).to_owned()));
    }
    if names.is_empty() {
        return Err(error("has no page of the reference".into()));
    }
    names.sort();
    names.dedup();
    Ok(names)
}

fn add(folder: &Path, depth: usize, names: &mut Vec<String>) -> std::io::Result<()> {
    for entry in folder.read_dir()? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if depth > 0 {
                add(&path, depth - 1, names)?;
            }
        } else if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md")) {
            names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    Ok(())
}

/// Returns the name in a line, which may have the path of the file, or the page's address.
fn name_of(line: &str) -> &str {
    let line = line.split(['?', '#']).next().unwrap_or(line);
    let name = line.rsplit(['/', '\\']).next().unwrap_or(line);
    name.strip_suffix(".md").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn names_are_those_of_files_or_lines() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("v1.0/api")).expect("a folder");
        for name in ["v1.0/api/user-get.md", "v1.0/api/toc.yml", "readme.MD"] {
            fs::write(folder.path().join(name), "").expect("a file");
        }
        assert_eq!(page_names(folder.path()).expect("names"), ["readme", "user-get"]);
        let list = folder.path().join("pages.txt");
        let lines =
            "# pages\n\nuser-get\n v1.0/api/user-list.md \nhttps://learn.microsoft.com/graph/api/user-get?x=1\n";
        fs::write(&list, lines).expect("a file");
        assert_eq!(page_names(&list).expect("names"), ["user-get", "user-list"]);
    }

    #[test]
    fn a_folder_without_pages_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let error = page_names(folder.path()).expect_err("there is none").to_string();
        assert!(error.ends_with("has no page of the reference"), "{error}");
        assert!(page_names(&folder.path().join("nothing")).is_err());
    }
}
