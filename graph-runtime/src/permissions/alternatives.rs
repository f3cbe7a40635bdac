//! The alternatives of an action.

use std::{fmt, iter::FusedIterator};

use serde::{Serialize, Serializer};

use super::{
    alternative::Alternative,
    encoded::{Parts, write_joined},
};

/// The alternatives of an action, from least to most privileged. Any one of them is sufficient.
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
    /// No alternatives.
    pub(super) const NONE: Self = Self("");

    /// Creates alternatives from the text that the macro generates.
    #[doc(hidden)]
    #[must_use]
    pub const fn declare(text: &'static str) -> Self {
        Self(text)
    }

    /// Returns the number of alternatives.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Returns `true` if there are no alternatives.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns an iterator over the alternatives, from least to most privileged.
    #[must_use]
    pub fn iter(&self) -> Iter {
        Iter(Parts::new(self.0, '|'))
    }
}

/// An iterator over alternatives. Returned by [`Alternatives::iter`].
#[derive(Debug, Clone)]
pub struct Iter(Parts);

impl Iterator for Iter {
    type Item = Alternative;

    fn next(&mut self) -> Option<Alternative> {
        self.0.next().map(Alternative)
    }
}

impl FusedIterator for Iter {}

impl IntoIterator for Alternatives {
    type Item = Alternative;
    type IntoIter = Iter;

    fn into_iter(self) -> Iter {
        self.iter()
    }
}

impl IntoIterator for &Alternatives {
    type Item = Alternative;
    type IntoIter = Iter;

    fn into_iter(self) -> Iter {
        self.iter()
    }
}

impl Serialize for Alternatives {
    /// Serializes a list with each alternative.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl fmt::Display for Alternatives {
    /// Writes `A`, or `A or B`, or `A or B and C`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_joined(f, " or ", self.iter())
    }
}

impl fmt::Debug for Alternatives {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permissions::access::{Caller, Permission};

    #[test]
    fn the_text_of_the_macro_is_parsed() {
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
    fn an_empty_text_has_no_alternatives() {
        assert!(Alternatives::NONE.is_empty());
        assert_eq!((Alternatives::NONE.len(), Alternatives::NONE.iter().next()), (0, None));
        assert_eq!(Alternatives::NONE.to_string(), "");
    }

    #[test]
    fn contains_compares_whole_permissions() {
        let [together] = Alternatives::declare("A&B").iter().collect::<Vec<_>>().try_into().expect("one");
        assert!(together.contains(&Permission::unpublished("B")));
        assert!(!together.contains(&Permission::unpublished("A&B")));
    }
}
