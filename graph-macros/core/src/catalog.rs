//! The permissions that Microsoft Graph publishes.

use std::cmp::Ordering;

/// The published permissions as text: a header, then one permission a line, sorted by name, with columns separated by
/// tabs. `CONTRIBUTING.md` describes the columns and how to refresh them.
pub const TABLE: &str = include_str!("../data/permissions.tsv");

/// One permission.
#[expect(clippy::struct_excessive_bools, reason = "each is a column of the table")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The name, for example `User.Read.All`.
    pub name: &'static str,
    /// Whether it exists for apps that act for a user with a work or school account.
    pub delegated: bool,
    /// Whether it exists for apps that act for a user with a personal account.
    pub personal: bool,
    /// Whether it exists for apps that act as themselves.
    pub application: bool,
    /// The ID of the scope; empty if none is published.
    pub delegated_id: &'static str,
    /// The ID of the app role; empty if none is published.
    pub application_id: &'static str,
    /// Whether an administrator has to consent to the scope.
    pub admin_consent: bool,
    /// Microsoft's privilege level of the scope, from 1, low, to 5, high; 0 if none is published.
    pub delegated_level: u8,
    /// Microsoft's privilege level of the app role, from 1, low, to 5, high; 0 if none is published.
    pub application_level: u8,
}

/// Finds a permission by its exact name.
///
/// ```
/// use graph_macros_core::catalog;
///
/// let permission = catalog::find("User.Read.All").expect("it is published");
/// assert!(permission.delegated && permission.application && !permission.personal);
/// assert_eq!(catalog::find("User.Raed.All"), None);
/// ```
#[must_use]
pub fn find(name: &str) -> Option<Entry> {
    // A binary search over the text, so that a lookup does not parse the whole table.
    let mut rows = rows();
    while !rows.is_empty() {
        let middle = rows.len() / 2;
        let start = rows[..middle].rfind('\n').map_or(0, |end| end + 1);
        let end = rows[middle..].find('\n').map_or(rows.len(), |end| middle + end + 1);
        let row = &rows[start..end];
        match name.cmp(name_of(row)) {
            Ordering::Less => rows = &rows[..start],
            Ordering::Greater => rows = &rows[end..],
            Ordering::Equal => return Some(parse(row)),
        }
    }
    None
}

/// Returns all permissions, sorted by name.
pub fn entries() -> impl Iterator<Item = Entry> {
    rows().lines().map(parse)
}

fn rows() -> &'static str {
    TABLE.split_once('\n').map_or("", |(_header, rows)| rows)
}

fn name_of(row: &'static str) -> &'static str {
    row.split_once('\t').map_or(row, |(name, _)| name)
}

fn parse(row: &'static str) -> Entry {
    let mut columns = row.trim_end_matches(['\n', '\r']).split('\t');
    let mut next = || columns.next().unwrap_or("");
    Entry {
        name: next(),
        delegated: next() == "yes",
        personal: next() == "yes",
        application: next() == "yes",
        delegated_id: guid(next()),
        application_id: guid(next()),
        admin_consent: next() == "yes",
        delegated_level: level(next()),
        application_level: level(next()),
    }
}

fn level(level: &str) -> u8 {
    level.parse().ok().filter(|level| (1..=5).contains(level)).unwrap_or(0)
}

/// Returns the ID, or nothing if the text is not a GUID: `LifecyclePolicies-AgentId.Read.All` is published with an ID
/// of 37 characters, and Microsoft rejects a manifest that contains it.
fn guid(id: &'static str) -> &'static str {
    if id.len() == 36 { id } else { "" }
}

#[cfg(test)]
mod tests;
