//! Where imports go.

use std::ops::Range;

use super::scan::{Scan, UseItem};
use crate::write::{Layout, UseTree};

/// A change: what stands in the range is replaced by the text.
pub(super) type Change = (Range<usize>, String);

/// Returns the changes that import paths: in the item that imports from the same place, or in a new one.
pub(super) fn import(paths: &[Vec<String>], text: &str, scan: &Scan, layout: Layout) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let mut new: Vec<(String, Vec<Vec<String>>)> = Vec::new();
    let mut extended: Vec<(&UseItem, Vec<Vec<String>>)> = Vec::new();
    for path in paths.iter().filter(|path| !scan.imports(path)) {
        let place = place(path);
        let item = scan.uses.iter().find(|item| can_take(item, place, text));
        match item {
            Some(item) => match extended.iter_mut().find(|(known, _)| std::ptr::eq(*known, item)) {
                Some((_, paths)) => paths.push(path.clone()),
                None => extended.push((item, vec![path.clone()])),
            },
            None => match new.iter_mut().find(|(known, _)| *known == place.join("::")) {
                Some((_, paths)) => paths.push(path.clone()),
                None => new.push((place.join("::"), vec![path.clone()])),
            },
        }
    }
    for (item, paths) in extended {
        changes.push((item.range.clone(), render(item.paths.iter().chain(&paths), layout)));
    }
    let new: Vec<_> = new.iter().map(|(_, paths)| render(paths.iter(), layout)).collect();
    if !new.is_empty() {
        changes.push(insertion(&new.join("\n"), text, scan));
    }
    changes
}

/// Returns where a path imports from: the runtime, or a module of the crate.
fn place(path: &[String]) -> &[String] {
    let is_runtime = path.first().is_some_and(|first| first == "graph_runtime");
    let length = if is_runtime { 1 } else { path.len().saturating_sub(1) };
    &path[..length]
}

/// Whether an item imports from a place, and nothing in it would get lost.
fn can_take(item: &UseItem, place: &[String], text: &str) -> bool {
    let written = &text[item.range.clone()];
    let has_comment = written.contains("//") || written.contains("/*");
    item.is_plain && !has_comment && item.paths.iter().all(|path| path.starts_with(place))
}

fn render<'p>(paths: impl Iterator<Item = &'p Vec<String>>, layout: Layout) -> String {
    let mut tree = UseTree::default();
    for path in paths {
        tree.insert(&path.iter().map(String::as_str).collect::<Vec<_>>());
    }
    tree.render(layout).into_iter().map(|tree| format!("use {tree};")).collect::<Vec<_>>().join("\n")
}

/// Puts new items below the imports of the standard library, above those of the crate; without any, below what stands at
/// the top of the file.
fn insertion(new: &str, text: &str, scan: &Scan) -> Change {
    let first = |item: &UseItem| item.paths.first().and_then(|path| path.first()).cloned().unwrap_or_default();
    let is_std = |item: &UseItem| ["std", "core", "alloc"].contains(&first(item).as_str());
    let group_end = |at: usize| {
        let is_next = |pair: &[UseItem]| text[pair[0].range.end..pair[1].range.start].matches('\n').count() == 1;
        at + scan.uses[at..].windows(2).take_while(|pair| is_next(pair)).count()
    };
    let Some(start) = scan.uses.iter().position(|item| !is_std(item)) else {
        // Only imports of the standard library, or none.
        let before = scan.uses.last().map(|item| item.range.end).or_else(|| modules_end(scan, text));
        return below(before.unwrap_or(scan.header), new, text);
    };
    let end = group_end(start);
    let is_own = |item: &UseItem| ["crate", "super", "self"].contains(&first(item).as_str());
    let group = &scan.uses[start..=end];
    if group.iter().all(is_own) || !group.iter().all(|item| item.is_plain) {
        return above(scan.uses[start].range.start, new);
    }
    if let Some(next) = group.iter().find(|item| is_own(item) || first(item).as_str() > "graph_runtime") {
        (next.range.start..next.range.start, format!("{new}\n"))
    } else {
        let end = scan.uses[end].range.end;
        (end..end, format!("\n{new}"))
    }
}

/// The end of the modules in files of their own at the top of a file.
fn modules_end(scan: &Scan, text: &str) -> Option<usize> {
    let is_module = |range: &&Range<usize>| {
        let item = text[(*range).clone()].trim_start();
        item.ends_with(';') && (item.starts_with("mod ") || item.starts_with("pub mod "))
    };
    scan.items.iter().take_while(is_module).last().map(|range| range.end)
}

/// Inserts at the end of a line, as a paragraph of its own.
pub(super) fn below(at: usize, new: &str, text: &str) -> Change {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let end = if text[..end].ends_with('\r') { end - 1 } else { end };
    if text[..end].trim_start_matches('\u{feff}').is_empty() {
        let rest = if text[end..].trim().is_empty() { "" } else { "\n" };
        return (end..end, format!("{new}\n{rest}"));
    }
    (end..end, format!("\n\n{new}"))
}

/// Inserts before a position at the beginning of a line, as a paragraph of its own.
fn above(at: usize, new: &str) -> Change {
    (at..at, format!("{new}\n\n"))
}
