//! The alternatives of an action, and the permissions of one, as the macro writes them down.
//!
//! They are one string, which costs the compiler of a declaration next to nothing, and are read when they are asked for:
//! alternatives are separated by `|`, the permissions of one by `&`, and what is known of a permission by spaces: its name,
//! its two ids, its two levels, and `y` or `n` for whether an administrator has to consent. `-` stands for what is not
//! published. Of a permission that is not in the catalogue the name stands alone.

use std::{fmt, iter::FusedIterator};

use super::access::Permission;

/// The alternatives of an action, of which any one suffices, from least to most privileged.
///
/// ```
/// use graph_runtime::{GraphAction, graph_action};
///
/// #[graph_action(GET, "/deviceManagement/managedDevices", perms = [
///     "DeviceManagementManagedDevices.Read.All",
///     all("Device.Read.All", "DeviceManagementConfiguration.Read.All"),
/// ])]
/// struct ListDevices;
///
/// let alternatives = ListDevices::METADATA.permissions.delegated.alternatives();
/// let names: Vec<Vec<_>> =
///     alternatives.iter().map(|together| together.iter().map(|permission| permission.name).collect()).collect();
/// assert_eq!(
///     names,
///     [
///         vec!["DeviceManagementManagedDevices.Read.All"],
///         vec!["Device.Read.All", "DeviceManagementConfiguration.Read.All"],
///     ],
/// );
/// assert_eq!(alternatives.len(), 2);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Alternatives(&'static str);

impl Alternatives {
    /// There is none.
    pub(super) const NONE: Self = Self("");

    /// What the macro has written down.
    #[doc(hidden)]
    #[must_use]
    pub const fn declare(text: &'static str) -> Self {
        Self(text)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them, from least to most privileged.
    #[must_use]
    pub fn iter(&self) -> AlternativesIter {
        AlternativesIter(Parts::new(self.0, '|'))
    }
}

/// One alternative: permissions that are needed together.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Alternative(&'static str);

impl Alternative {
    /// Each of them, as the declaration names them.
    #[must_use]
    pub fn iter(&self) -> AlternativeIter {
        AlternativeIter(Parts::new(self.0, '&'))
    }

    /// Whether this permission is one of them.
    #[must_use]
    pub fn contains(&self, permission: &Permission) -> bool {
        self.iter().any(|own| own == *permission)
    }
}

/// What [`Alternatives::iter`] gives.
#[derive(Debug, Clone)]
pub struct AlternativesIter(Parts);

impl Iterator for AlternativesIter {
    type Item = Alternative;

    fn next(&mut self) -> Option<Alternative> {
        self.0.next().map(Alternative)
    }
}

impl FusedIterator for AlternativesIter {}

/// What [`Alternative::iter`] gives.
#[derive(Debug, Clone)]
pub struct AlternativeIter(Parts);

impl Iterator for AlternativeIter {
    type Item = Permission;

    fn next(&mut self) -> Option<Permission> {
        self.0.next().map(Permission::read)
    }
}

impl FusedIterator for AlternativeIter {}

impl IntoIterator for Alternatives {
    type Item = Alternative;
    type IntoIter = AlternativesIter;

    fn into_iter(self) -> AlternativesIter {
        self.iter()
    }
}

impl IntoIterator for &Alternatives {
    type Item = Alternative;
    type IntoIter = AlternativesIter;

    fn into_iter(self) -> AlternativesIter {
        self.iter()
    }
}

impl IntoIterator for Alternative {
    type Item = Permission;
    type IntoIter = AlternativeIter;

    fn into_iter(self) -> AlternativeIter {
        self.iter()
    }
}

impl IntoIterator for &Alternative {
    type Item = Permission;
    type IntoIter = AlternativeIter;

    fn into_iter(self) -> AlternativeIter {
        self.iter()
    }
}

impl fmt::Display for Alternatives {
    /// `A`, or `A or B`, or `A or B and C`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_joined(f, " or ", self.iter())
    }
}

impl fmt::Display for Alternative {
    /// `A`, or `A and B`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_joined(f, " and ", self.iter())
    }
}

impl fmt::Debug for Alternatives {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl fmt::Debug for Alternative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|permission| permission.name)).finish()
    }
}

fn write_joined<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    separator: &str,
    items: impl Iterator<Item = T>,
) -> fmt::Result {
    for (place, item) in items.enumerate() {
        if place > 0 {
            f.write_str(separator)?;
        }
        write!(f, "{item}")?;
    }
    Ok(())
}

/// The parts of a text; of an empty one there is none.
#[derive(Debug, Clone)]
struct Parts {
    rest: Option<&'static str>,
    separator: char,
}

impl Parts {
    fn new(text: &'static str, separator: char) -> Self {
        Self { rest: (!text.is_empty()).then_some(text), separator }
    }

    fn next(&mut self) -> Option<&'static str> {
        let rest = self.rest?;
        let (part, rest) = rest.split_once(self.separator).map_or((rest, None), |(part, rest)| (part, Some(rest)));
        self.rest = rest;
        Some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permissions::access::Caller;

    #[test]
    fn what_is_written_down_is_read() {
        let text = "A.Read 11111111-1111-1111-1111-111111111111 - 2- y|B.Read&C.Read - 2 -5 n";
        let alternatives = Alternatives::declare(text);
        assert_eq!(alternatives.len(), 2);
        assert_eq!(alternatives.to_string(), "A.Read or B.Read and C.Read");
        assert_eq!(format!("{alternatives:?}"), r#"[["A.Read"], ["B.Read", "C.Read"]]"#);
        let permissions: Vec<_> = alternatives.into_iter().flatten().collect();
        let [a, b, c] = permissions.try_into().expect("three");
        assert_eq!((a.name, a.id(Caller::Delegated)), ("A.Read", Some("11111111-1111-1111-1111-111111111111")));
        assert_eq!((a.id(Caller::Application), a.delegated_level, a.application_level), (None, Some(2), None));
        assert!(a.published && a.admin_consent);
        assert_eq!(b, Permission::unpublished("B.Read"));
        assert!(!b.published && b.admin_consent);
        assert_eq!((c.delegated_id, c.application_id), (None, Some("2")));
        assert_eq!((c.delegated_level, c.application_level, c.admin_consent), (None, Some(5), false));
    }

    #[test]
    fn of_nothing_there_is_none() {
        assert!(Alternatives::NONE.is_empty());
        assert_eq!((Alternatives::NONE.len(), Alternatives::NONE.iter().next()), (0, None));
        assert_eq!(Alternatives::NONE.to_string(), "");
    }

    #[test]
    fn a_permission_is_found_in_an_alternative() {
        let [together] = Alternatives::declare("A&B").iter().collect::<Vec<_>>().try_into().expect("one");
        assert!(together.contains(&Permission::unpublished("B")));
        assert!(!together.contains(&Permission::unpublished("A&B")));
    }
}
