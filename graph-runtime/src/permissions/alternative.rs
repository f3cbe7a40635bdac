//! Permissions that are needed together.

use std::{fmt, iter::FusedIterator};

use serde::{Serialize, Serializer};

use super::{
    access::Permission,
    encoded::{Parts, write_joined},
};

/// One alternative: permissions that are needed together.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Alternative(pub(super) &'static str);

impl Alternative {
    /// Returns an iterator over the permissions, in the order of the declaration.
    #[must_use]
    pub fn iter(&self) -> Iter {
        Iter(Parts::new(self.0, '&'))
    }

    /// Returns `true` if the alternative contains this permission.
    #[must_use]
    pub fn contains(&self, permission: &Permission) -> bool {
        self.iter().any(|own| own == *permission)
    }
}

/// An iterator over the permissions of an alternative. Returned by [`Alternative::iter`].
#[derive(Debug, Clone)]
pub struct Iter(Parts);

impl Iterator for Iter {
    type Item = Permission;

    fn next(&mut self) -> Option<Permission> {
        self.0.next().map(Permission::read)
    }
}

impl FusedIterator for Iter {}

impl IntoIterator for Alternative {
    type Item = Permission;
    type IntoIter = Iter;

    fn into_iter(self) -> Iter {
        self.iter()
    }
}

impl IntoIterator for &Alternative {
    type Item = Permission;
    type IntoIter = Iter;

    fn into_iter(self) -> Iter {
        self.iter()
    }
}

impl Serialize for Alternative {
    /// Serializes a list with each permission.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl fmt::Display for Alternative {
    /// Writes `A`, or `A and B`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_joined(f, " and ", self.iter())
    }
}

impl fmt::Debug for Alternative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|permission| permission.name)).finish()
    }
}
