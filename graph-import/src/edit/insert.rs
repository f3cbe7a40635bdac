//! Makes the changes in a text.

use super::{
    scan::Scan,
    uses::{Change, below, import},
};
use crate::write::{Layout, Written};

/// The changes of one text.
#[derive(Debug)]
pub(super) struct Edits<'a> {
    text: &'a str,
    scan: &'a Scan,
    layout: Layout,
}

impl<'a> Edits<'a> {
    pub(super) fn new(text: &'a str, scan: &'a Scan, layout: Layout) -> Self {
        Self { text, scan, layout }
    }

    /// Returns the text with the items, those of `replaced` names in the place of the old ones, and with what they import.
    pub(super) fn apply(&self, written: &Written, types: &[Vec<String>]) -> String {
        let mut changes = self.imports(written, types);
        let mut new = Vec::new();
        for item in &written.items {
            match self.scan.action_named(&item.name) {
                Some(action) => changes.push((action.range.clone(), item.text.trim_end().to_owned())),
                None => new.push(item.text.as_str()),
            }
        }
        if !new.is_empty() {
            changes.push(self.addition(new.join("\n").trim_end()));
        }
        changes.sort_by_key(|(range, _)| (range.start, range.end));
        self.with(&changes)
    }

    fn imports(&self, written: &Written, types: &[Vec<String>]) -> Vec<Change> {
        let imports = written.imports();
        let runtime =
            imports.paths().map(|path| format!("graph_runtime::{path}").split("::").map(str::to_owned).collect());
        let paths: Vec<Vec<String>> = runtime.chain(types.iter().cloned()).collect();
        import(&paths, self.text, self.scan, self.layout)
    }

    /// The new items come after the last one that is no module of tests.
    fn addition(&self, new: &str) -> Change {
        let items = &self.scan.items;
        let before = if self.scan.ends_with_tests { items.iter().rev().nth(1) } else { None };
        match before {
            Some(item) => below(item.end, new, self.text),
            None if self.scan.ends_with_tests => below(self.scan.header, new, self.text),
            None => {
                let end = self.text.trim_end().len();
                let (range, text) = below(end, new, self.text);
                (range.start..self.text.len(), text + "\n")
            }
        }
    }

    fn with(&self, changes: &[Change]) -> String {
        let breaks = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut text = String::with_capacity(self.text.len());
        let mut at = 0;
        for (range, new) in changes {
            text.push_str(&self.text[at..range.start.max(at)]);
            text.push_str(&new.replace('\n', breaks));
            at = range.end.max(at);
        }
        text + &self.text[at..]
    }
}
