//! The tables of the documentation are those of the code, and say where permissions are inferred.
//!
//! `UPDATE_GOLDEN=1 cargo test -p intune-onboarding --test documentation` writes the table of operations anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
};

use graph_runtime::metadata::ActionMetadata;
use intune_onboarding::{ACTIONS, MODULES};

const OPERATIONS: &str = include_str!("../data/operations.tsv");

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the operation whose permissions each has for which nothing is published: both as `GET /users/{id}`.
fn inferred() -> BTreeMap<String, &'static str> {
    let columns = OPERATIONS.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    let from = columns.filter(|columns| columns.len() > 8 && !columns[8].is_empty());
    from.map(|columns| (format!("{} {}", columns[1], columns[2]), columns[8])).collect()
}

/// Returns method and path as the table of operations writes them, with `{id}` for each key.
fn title(action: &ActionMetadata) -> String {
    let mut path = String::new();
    let mut parts = action.path.as_str().split('<');
    path.extend(parts.next());
    for part in parts {
        let (name, rest) = part.split_once('>').expect("a placeholder ends");
        let is_argument = path.ends_with('=');
        path.extend(["{", if is_argument { name } else { "id" }, "}", rest]);
    }
    format!("{} {path}", action.method.as_str())
}

#[test]
fn the_tables_of_modules_are_those_of_the_code() {
    let rows = |link: fn(&str) -> String| -> Vec<String> {
        let row = |module: &intune_onboarding::Module| {
            format!("| {} | {} | {} |", link(module.name), module.resource, module.summary)
        };
        MODULES.iter().map(row).collect()
    };
    let table_in = |file: &str, start: &str| -> Vec<String> {
        let text = fs::read_to_string(package().join(file)).expect(file);
        let lines = text.lines().filter_map(|line| line.strip_prefix(start));
        lines
            .skip_while(|line| !line.starts_with("| Module |"))
            .skip(2)
            .take_while(|line| line.starts_with('|'))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(table_in("src/lib.rs", "//! "), rows(|name| format!("[`{name}`]")));
    assert_eq!(table_in("README.md", ""), rows(|name| format!("`{name}`")));
}

#[test]
fn the_table_of_operations_is_that_of_the_code() {
    let inferred = inferred();
    let mut text = String::from("| Operation | Request | Version | Least privileged permission |\n|---|---|---|---|\n");
    for module in MODULES {
        for action in module.actions {
            let versions: Vec<_> = action.versions.iter().map(|version| version.as_str()).collect();
            let first = action.permissions.delegated.alternatives().iter().next().expect("one");
            let least = first.iter().map(|permission| permission.name);
            let least = least.collect::<Vec<_>>().join(" and ");
            let note = if inferred.contains_key(&title(action)) { ", inferred" } else { "" };
            text.extend([format!(
                "| [`{name}`]({}::{name}) | `{} {}` | {} | {least}{note} |\n",
                module.name,
                action.method.as_str(),
                action.path.as_str(),
                versions.join(", "),
                name = action.name,
            )]);
        }
    }
    text.push_str(
        "\nAn inferred permission is that of a related operation, where Microsoft publishes none: the documentation of \
         the\noperation names it.\n",
    );
    let path = package().join("src/operations.md");
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &text).expect("the table");
    }
    assert_eq!(fs::read_to_string(path).expect("the table"), text);
}

/// Returns the documentation of each operation in the source, as one line, by the module's file and the struct.
fn documented(folder: &Path, found: &mut Vec<(PathBuf, String, String)>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            documented(&entry, found);
            continue;
        }
        let text = fs::read_to_string(&entry).expect("a file");
        let mut docs = String::new();
        let mut is_action = false;
        for line in text.lines() {
            if let Some(line) = line.strip_prefix("///") {
                docs.push_str(line);
            } else if line.starts_with("#[graph_action(") {
                is_action = true;
            } else if let Some(name) = line.strip_prefix("pub struct ").filter(|_| is_action) {
                let name = name.split([' ', ';', '{']).next().unwrap_or(name);
                found.push((entry.clone(), name.to_owned(), std::mem::take(&mut docs)));
                is_action = false;
            } else if !line.starts_with([' ', ')', '#']) {
                docs.clear();
            }
        }
    }
}

#[test]
fn inferred_permissions_are_said_to_be_so_and_no_others() {
    const SENTENCE: &str = "Microsoft publishes no permissions for this operation. These are those of `";

    let inferred = inferred();
    assert_eq!(inferred.len(), 21, "of {}", ACTIONS.len());
    let mut all = Vec::new();
    documented(&package().join("src"), &mut all);
    assert_eq!(all.len(), ACTIONS.len());
    let mut said = BTreeSet::new();
    for action in ACTIONS {
        let of_name: Vec<_> = all.iter().filter(|(_, name, _)| name == action.name).collect();
        // Two modules have a `CreateToken`; no such pair is inferred.
        let docs: BTreeSet<_> = of_name.iter().filter_map(|(_, _, docs)| docs.split_once(SENTENCE)).collect();
        let title = title(action);
        match (inferred.get(&title), docs.first()) {
            (None, None) => {}
            (Some(from), Some((_, rest))) => {
                let named = rest.split('`').next().unwrap_or_default();
                assert_eq!(named, *from, "{title}");
                let source = ACTIONS.iter().find(|action| self::title(action) == *from).expect(from);
                assert_eq!(action.permissions.delegated, source.permissions.delegated, "{title}");
                assert_eq!(action.permissions.application, source.permissions.application, "{title}");
                said.insert(title);
            }
            (from, docs) => panic!("{title}: inferred from {from:?}, and documented as {docs:?}"),
        }
    }
    assert_eq!(said.len(), inferred.len());
}
