//! The permissions that Microsoft Graph publishes.

/// The published table: one permission a line, sorted by name, columns separated by tabs. `CONTRIBUTING.md` says how to
/// refresh it.
const TABLE: &str = include_str!("../../data/permissions.tsv");

/// One permission.
#[expect(clippy::struct_excessive_bools, reason = "each is a column of the table")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    /// Exists for programs that act for a user with a work or school account.
    pub(crate) delegated: bool,
    /// Exists for programs that act for a user with a personal account.
    pub(crate) personal: bool,
    /// Exists for programs that act for themselves.
    pub(crate) application: bool,
    /// The id of the scope; empty where none is published.
    pub(crate) delegated_id: &'static str,
    /// The id of the app role; empty where none is published.
    pub(crate) application_id: &'static str,
    /// An administrator has to consent to the scope.
    pub(crate) admin_consent: bool,
    /// Microsoft's privilege level of the scope, from 1, low, to 5, high; 0 where none is published.
    pub(crate) delegated_level: u8,
    /// The same of the app role.
    pub(crate) application_level: u8,
}

/// Finds a permission by its exact name: a binary search over the text itself, so that nothing is read beforehand.
pub(crate) fn find(name: &str) -> Option<Entry> {
    let mut rows = rows();
    while !rows.is_empty() {
        let middle = rows.len() / 2;
        let start = rows[..middle].rfind('\n').map_or(0, |end| end + 1);
        let end = rows[middle..].find('\n').map_or(rows.len(), |end| middle + end + 1);
        let row = &rows[start..end];
        match name.cmp(name_of(row)) {
            std::cmp::Ordering::Less => rows = &rows[..start],
            std::cmp::Ordering::Greater => rows = &rows[end..],
            std::cmp::Ordering::Equal => return Some(read(row)),
        }
    }
    None
}

/// Every name, for suggestions.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    rows().lines().map(name_of)
}

fn rows() -> &'static str {
    TABLE.split_once('\n').map_or("", |(_header, rows)| rows)
}

fn name_of(row: &'static str) -> &'static str {
    row.split_once('\t').map_or(row, |(name, _)| name)
}

fn read(row: &'static str) -> Entry {
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

/// An id, or nothing where the table has none, or one that is not a GUID (`LifecyclePolicies-AgentId.Read.All` has 37
/// characters): a manifest with it would be refused as a whole. A test looks at the rest of each.
fn guid(id: &'static str) -> &'static str {
    if id.len() == 36 { id } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_by_its_name() {
        let rows: Vec<_> = rows().lines().collect();
        assert_eq!(rows.len(), 969);
        for row in rows {
            assert_eq!(find(name_of(row)), Some(read(row)));
        }
    }

    #[test]
    fn the_table_is_sorted_and_every_permission_exists_for_somebody() {
        let names: Vec<_> = names().collect();
        assert!(names.is_sorted());
        for name in names {
            let entry = find(name).expect(name);
            assert!(entry.delegated || entry.personal || entry.application, "{name}");
        }
    }

    #[test]
    fn every_id_is_a_guid() {
        let is_guid = |id: &str| {
            id.len() == 36
                && id.bytes().enumerate().all(|(i, byte)| match i {
                    8 | 13 | 18 | 23 => byte == b'-',
                    _ => byte.is_ascii_hexdigit(),
                })
        };
        for entry in rows().lines().map(read) {
            for id in [entry.delegated_id, entry.application_id] {
                assert!(id.is_empty() || is_guid(id), "{} has {id}", entry.name);
            }
        }
    }

    #[test]
    fn what_is_no_guid_is_no_id() {
        let entry = find("LifecyclePolicies-AgentId.Read.All").expect("published");
        assert_eq!((entry.delegated_id, entry.application_id), ("3d09c9ee-9db9-4c84-85ec-f63a21b4ad2c", ""));
    }

    #[test]
    fn what_is_not_published_is_not_found() {
        for name in
            ["", "A", "zzz", "permission", "DeviceManagementConfiguration", "devicemanagementconfiguration.read.all"]
        {
            assert_eq!(find(name), None, "{name}");
        }
    }

    #[test]
    fn a_permission_has_an_id_for_each_kind_of_caller() {
        let entry = find("DeviceManagementServiceConfig.ReadWrite.All").expect("published");
        assert_eq!(entry.delegated_id, "662ed50a-ac44-4eef-ad86-62eed9be2a29");
        assert_eq!(entry.application_id, "5ac13192-7ace-4fcf-b828-1a26f28068ee");
        assert!(entry.delegated && entry.application && !entry.personal);
    }

    #[test]
    fn a_permission_has_a_privilege_level_for_each_kind_of_caller() {
        let of = |name| find(name).map(|entry| (entry.delegated_level, entry.application_level, entry.admin_consent));
        assert_eq!(of("DeviceManagementServiceConfig.ReadWrite.All"), Some((3, 3, true)));
        assert_eq!(of("User.Read"), Some((2, 0, false)));
        assert_eq!(of("APIConnectors.Read.All"), Some((0, 0, true)));
    }
}
