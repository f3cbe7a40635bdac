//! The names of `graph_runtime` that written items use.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use super::Layout;

/// The runtime's names that are not at its root.
const IN_ODATA: [&str; 8] =
    ["AdditionalProperties", "Base64", "Date", "Duration", "Flags", "ODataValue", "PlainText", "TimeOfDay"];

/// Names of `graph_runtime` to import, each as its path below the crate: `Page`, `odata::Base64`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imports {
    paths: BTreeSet<String>,
}

impl Imports {
    /// Uses a name, and returns it as an item writes it. A name that means something else in the file, one of
    /// `shadowed`, is written with its path.
    pub(super) fn name(&mut self, name: &str, shadowed: &BTreeSet<String>) -> String {
        let path = if IN_ODATA.contains(&name) { format!("odata::{name}") } else { name.to_owned() };
        if shadowed.contains(name) {
            return format!("graph_runtime::{path}");
        }
        self.paths.insert(path);
        name.to_owned()
    }

    /// Adds those of another item.
    pub fn extend(&mut self, other: &Self) {
        self.paths.extend(other.paths.iter().cloned());
    }

    /// Returns the paths below `graph_runtime`, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// Returns the `use` item, with a line break at its end; the empty text if nothing is imported.
    #[must_use]
    pub fn render(&self, layout: Layout) -> String {
        let mut tree = UseTree::default();
        for path in &self.paths {
            tree.insert(&format!("graph_runtime::{path}").split("::").collect::<Vec<_>>());
        }
        tree.render(layout).into_iter().map(|tree| format!("use {tree};\n")).collect::<Vec<_>>().concat()
    }
}

/// What a `use` item imports, by segments of paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct UseTree {
    /// Whether the path that leads here is imported itself.
    is_used: bool,
    below: BTreeMap<String, UseTree>,
}

impl UseTree {
    /// Adds a path. Its last segment is a name, `name as other`, `self` or `*`.
    pub(crate) fn insert(&mut self, path: &[&str]) {
        let [first, rest @ ..] = path else {
            self.is_used = true;
            return;
        };
        let below = self.below.entry((*first).to_owned()).or_default();
        if rest == ["self"] { below.is_used = true } else { below.insert(rest) }
    }

    /// Returns what stands between `use` and `;`, one text for each first segment.
    pub(crate) fn render(&self, layout: Layout) -> Vec<String> {
        // `use `, `;`, and what rustfmt keeps free.
        self.sorted(layout).into_iter().map(|(name, tree)| tree.write(name, 0, 7, layout)).collect()
    }

    fn sorted(&self, layout: Layout) -> Vec<(&str, &Self)> {
        let mut below: Vec<_> = self.below.iter().map(|(name, tree)| (name.as_str(), tree)).collect();
        below.sort_by(|(a, _), (b, _)| compare(a, b, layout));
        below
    }

    /// Writes `name::…`, on a line that is indented and has `around` characters beside it.
    fn write(&self, name: &str, indent: usize, around: usize, layout: Layout) -> String {
        let below = self.sorted(layout);
        match below.as_slice() {
            [] => name.to_owned(),
            [(only, tree)] if !self.is_used => {
                let path = format!("{name}::{only}");
                tree.write(&path, indent, around, layout)
            }
            _ => self.write_list(name, &below, indent, around, layout),
        }
    }

    fn write_list(&self, name: &str, below: &[(&str, &Self)], indent: usize, around: usize, layout: Layout) -> String {
        let mut items: Vec<String> = self.is_used.then(|| String::from("self")).into_iter().collect();
        items.extend(below.iter().map(|(name, tree)| tree.write(name, indent + 4, 3, layout)));
        let is_nested = items.iter().any(|item| item.ends_with('}'));
        let one_line = format!("{name}::{{{}}}", items.join(", "));
        if !is_nested && indent + around + one_line.chars().count() <= layout.max_width {
            return one_line;
        }
        // Beside a list in braces, each path has a line of its own; names share lines.
        let is_alone = |item: &str| is_nested && item.contains("::");
        let (space, end) = (" ".repeat(indent + 4), " ".repeat(indent));
        let mut lines: Vec<String> = Vec::new();
        let mut can_share = false;
        for item in &items {
            match lines.last_mut() {
                Some(line)
                    if can_share
                        && !is_alone(item)
                        && line.chars().count() + 2 + item.chars().count() < layout.max_width =>
                {
                    line.extend([format!(" {item},")]);
                }
                _ => lines.push(format!("{space}{item},")),
            }
            can_share = !is_alone(item);
        }
        format!("{name}::{{\n{}\n{end}}}", lines.join("\n"))
    }
}

/// The order of names in a list, as rustfmt sorts them.
fn compare(a: &str, b: &str, layout: Layout) -> Ordering {
    let rank = |name: &str| match name {
        "self" => 0,
        "super" => 1,
        "crate" => 2,
        "*" => 4,
        _ => 3,
    };
    let case = |name: &str| {
        let is_constant = name.len() > 1 && name.chars().all(|c| !c.is_lowercase());
        if name.starts_with(char::is_uppercase) { 1 + i32::from(is_constant) } else { 0 }
    };
    let names = || {
        if layout.style_2024 {
            version_order(a.trim_start_matches("r#"), b.trim_start_matches("r#"))
        } else {
            case(a).cmp(&case(b)).then_with(|| a.cmp(b))
        }
    };
    rank(a).cmp(&rank(b)).then_with(names)
}

/// Compares texts with the numbers in them as numbers: `v9` before `v10`.
fn version_order(a: &str, b: &str) -> Ordering {
    let (mut a_rest, mut b_rest) = (a, b);
    loop {
        let (a_number, b_number) = (digits(a_rest), digits(b_rest));
        if !a_number.is_empty() && !b_number.is_empty() {
            let (a_value, b_value) = (a_number.trim_start_matches('0'), b_number.trim_start_matches('0'));
            let order = a_value.len().cmp(&b_value.len()).then_with(|| a_value.cmp(b_value));
            if order != Ordering::Equal {
                return order;
            }
            (a_rest, b_rest) = (&a_rest[a_number.len()..], &b_rest[b_number.len()..]);
            continue;
        }
        let (mut a_chars, mut b_chars) = (a_rest.chars(), b_rest.chars());
        match (a_chars.next(), b_chars.next()) {
            (Some(x), Some(y)) if x == y => (a_rest, b_rest) = (a_chars.as_str(), b_chars.as_str()),
            // An underscore comes before everything but the end.
            (Some('_'), Some(_)) => return Ordering::Less,
            (Some(_), Some('_')) => return Ordering::Greater,
            (x, y) => return x.cmp(&y).then_with(|| a.cmp(b)),
        }
    }
}

fn digits(text: &str) -> &str {
    &text[..text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(names: &[&str], layout: Layout) -> String {
        let mut imports = Imports::default();
        for name in names {
            imports.name(name, &BTreeSet::new());
        }
        imports.render(layout)
    }

    #[test]
    fn imports_are_sorted_and_broken_as_rustfmt_does() {
        let layout = Layout::default();
        assert_eq!(render(&[], layout), "");
        assert_eq!(render(&["graph_type"], layout), "use graph_runtime::graph_type;\n");
        assert_eq!(render(&["Base64"], layout), "use graph_runtime::odata::Base64;\n");
        assert_eq!(
            render(&["graph_type", "Page", "Base64", "AdditionalProperties"], layout),
            "use graph_runtime::{\n    Page, graph_type,\n    odata::{AdditionalProperties, Base64},\n};\n"
        );
        let names = ["DateTimeOffset", "Page", "QueryOptions", "graph_action", "graph_enum", "graph_type", "Flags"];
        assert_eq!(
            render(&names, layout),
            "use graph_runtime::{\n    DateTimeOffset, Page, QueryOptions, graph_action, graph_enum, graph_type, \
             odata::Flags,\n};\n"
        );
        assert_eq!(
            render(&["Page", "graph_type"], Layout { style_2024: false, ..layout }),
            "use graph_runtime::{graph_type, Page};\n"
        );
    }

    #[test]
    fn a_name_with_another_meaning_is_written_with_its_path() {
        let mut imports = Imports::default();
        let shadowed = BTreeSet::from([String::from("Date")]);
        assert_eq!(imports.name("Date", &shadowed), "graph_runtime::odata::Date");
        assert_eq!(imports.paths().count(), 0);
    }

    #[test]
    fn numbers_are_sorted_as_numbers() {
        assert_eq!(version_order("Abc9", "Abc10"), Ordering::Less);
        assert_eq!(version_order("Ab", "Abc"), Ordering::Less);
        assert_eq!(version_order("a_b", "aa"), Ordering::Less);
    }
}
