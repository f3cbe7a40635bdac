//! The permissions of an operation.

use super::Caller;

/// The permissions of an operation, for each caller type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permissions {
    /// Of delegated, personal and application callers, in this order: see [`Permissions::of`].
    pub access: [Access; 3],
    /// How many of the first alternatives of each the source marks as the least privileged ones.
    pub least: [usize; 3],
    /// Where they come from.
    pub origin: PermissionOrigin,
}

/// The permissions of one caller type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Access {
    /// The operation does not support the caller type.
    #[default]
    NotSupported,
    /// The caller needs no permission.
    NotNeeded,
    /// The caller needs one of the alternatives, ordered from the least to the most privileged. The permissions of one
    /// alternative are needed together.
    AnyOf(Vec<Vec<String>>),
}

/// How the permissions were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PermissionOrigin {
    /// Microsoft's permission data has the path and method.
    Published,
    /// A page of the reference states them.
    Page,
    /// Nothing states them; these are those of a related operation, `GET /deviceAppManagement/vppTokens`.
    Inferred {
        /// The operation whose permissions they are.
        from: String,
    },
    /// The person who runs the program gave them.
    Given,
    /// No source has any.
    Unknown,
}

impl Permissions {
    /// No source has any.
    pub const UNKNOWN: Self = Self {
        access: [Access::NotSupported, Access::NotSupported, Access::NotSupported],
        least: [0; 3],
        origin: PermissionOrigin::Unknown,
    };

    /// Returns the permissions of one caller type.
    #[must_use]
    pub fn of(&self, caller: Caller) -> &Access {
        &self.access[caller as usize]
    }

    /// Returns the alternatives of one caller type that the source marks as the least privileged ones.
    #[must_use]
    pub fn least(&self, caller: Caller) -> &[Vec<String>] {
        match self.of(caller) {
            Access::AnyOf(alternatives) => alternatives.get(..self.least[caller as usize]).unwrap_or_default(),
            Access::NotSupported | Access::NotNeeded => &[],
        }
    }
}
