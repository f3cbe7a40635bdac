//! The least privileged permissions for a set of actions.

use std::fmt;

use serde::Serialize;

use super::{
    access::{Caller, Permission},
    names,
    optimum::Choice,
    problem::{Problem, distinct},
};
use crate::metadata::action_metadata::ActionMetadata;

/// The least privileged permissions with which a caller type can call all of several actions. Returned by
/// [`ActionSet::least_privilege`](crate::permissions::ActionSet::least_privilege).
///
/// # Definition
///
/// The set has the least privilege, not the fewest permissions. `Directory.Read.All` instead of `User.Read.All` and
/// `Group.Read.All` would be one permission instead of two, but would allow access to the whole directory. If two sets
/// are sufficient, the less privileged one is the set without the most privileged permission in which they differ:
///
/// ```
/// use graph_runtime::{graph_action, permissions::Caller, permissions_for};
///
/// #[graph_action(GET, "/users", perms = ["User.Read.All", "Directory.Read.All"])]
/// struct ListUsers;
///
/// #[graph_action(GET, "/groups", perms = ["Group.Read.All", "Directory.Read.All"])]
/// struct ListGroups;
///
/// let least = permissions_for![ListUsers, ListGroups].least_privilege(Caller::Application);
/// assert_eq!(least.to_string(), "Group.Read.All, User.Read.All");
/// ```
///
/// Which of two permissions is more privileged follows from the alternatives of the actions, which are ordered from
/// least to most privileged. If they contradict each other, Microsoft's [privilege levels](Permission::level) decide,
/// where an unknown level counts as 3, and then the names, so that the result is deterministic. The result is exact: no
/// other sufficient set is less privileged, no permission of the set can be omitted, and none can be replaced by less
/// privileged ones.
///
/// See [Overview of Microsoft Graph permissions](https://learn.microsoft.com/graph/permissions-overview) and [Best
/// practices for using Microsoft Graph
/// permissions](https://learn.microsoft.com/graph/permissions-overview#best-practices-for-using-microsoft-graph-permissions).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeastPrivilege {
    caller: Caller,
    permissions: Vec<RequiredPermission>,
    #[serde(serialize_with = "names::serialize")]
    not_supported: Vec<&'static ActionMetadata>,
}

/// One permission of a [`LeastPrivilege`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RequiredPermission {
    /// The permission.
    pub permission: Permission,
    /// The actions that would not be allowed without it, in the order of the set. There is at least one.
    #[serde(serialize_with = "names::serialize")]
    pub needed_for: Vec<&'static ActionMetadata>,
}

impl LeastPrivilege {
    pub(super) fn new(actions: &[&'static ActionMetadata], caller: Caller) -> Self {
        Self::of(&Problem::new(actions, caller))
    }

    pub(super) fn of(problem: &Problem) -> Self {
        let mut choice = Choice::new(problem);
        choice.reduce(|_| true);
        let kept = (0..problem.permissions.len()).filter(|&number| choice.is_kept(number));
        let required = |number| RequiredPermission {
            permission: problem.permissions[number],
            needed_for: distinct(choice.needed_for(number).into_iter().map(|need| problem.needs[need].action)),
        };
        let mut permissions: Vec<_> = kept.map(required).collect();
        permissions.sort_unstable_by_key(|required| required.permission.name);
        Self { caller: problem.caller, permissions, not_supported: problem.not_supported.clone() }
    }

    /// Returns the caller type.
    #[must_use]
    pub const fn caller(&self) -> Caller {
        self.caller
    }

    /// Returns the permissions, sorted by name, each with the actions that need it. The slice is empty if no permission
    /// is needed.
    #[must_use]
    pub fn required(&self) -> &[RequiredPermission] {
        &self.permissions
    }

    /// Returns an iterator over the permissions, sorted by name.
    #[must_use]
    pub fn permissions(&self) -> impl ExactSizeIterator<Item = &Permission> {
        self.permissions.iter().map(|required| &required.permission)
    }

    /// Returns the actions that this caller type cannot call with any permission. The permissions allow all other
    /// actions.
    #[must_use]
    pub fn not_supported(&self) -> &[&'static ActionMetadata] {
        &self.not_supported
    }

    /// Returns `true` if an administrator has to consent: to any app role, and to scopes for which Microsoft's
    /// documentation says so. Personal accounts have no administrator.
    #[must_use]
    pub fn needs_admin_consent(&self) -> bool {
        self.permissions().any(|permission| permission.needs_admin_consent(self.caller))
    }
}

impl fmt::Display for LeastPrivilege {
    /// Writes the permissions, such as `A, B`, or `none`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.permissions.is_empty() {
            return f.write_str("none");
        }
        for (place, permission) in self.permissions().enumerate() {
            if place > 0 {
                f.write_str(", ")?;
            }
            f.write_str(permission.name)?;
        }
        Ok(())
    }
}
