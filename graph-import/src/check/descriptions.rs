//! What declarations are compared with.

use crate::description::{Caller, Method, Operation, Permissions, Source, Types, Version};

/// The descriptions at hand.
pub trait Descriptions {
    /// Returns the types of a version, and where they come from; `None` without a description of the version.
    fn types(&self, version: Version) -> Option<(&Types, &Source)>;

    /// Finds an operation of a version that is described. The path is that of a declaration.
    fn find(&self, version: Version, method: Method, path: &str) -> Lookup;

    /// Returns the permissions that are published for an operation, and where.
    fn permissions(&self, method: Method, path: &str) -> Option<(Permissions, &Source)>;

    /// Returns Microsoft's privilege level of a permission, from 1, low, to 5, high, if one is published.
    fn privilege_level(&self, permission: &str, caller: Caller) -> Option<u8>;

    /// Returns whether a page of the reference exists; `None` if that cannot be told.
    fn has_page(&self, address: &str) -> Option<bool>;
}

/// The result of looking for an operation.
#[derive(Debug, Clone, PartialEq)]
pub enum Lookup {
    /// It exists.
    Found(Box<Operation>),
    /// It does not exist.
    NotFound {
        /// The operations that are nearest to it, as messages write them.
        nearest: Vec<String>,
    },
}
