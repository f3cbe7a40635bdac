//! The least that has to be granted for a set of actions.

use std::fmt;

use super::{
    access::{Caller, Permission},
    optimum::Choice,
    problem::{Problem, distinct},
};
use crate::metadata::action_metadata::ActionMetadata;

/// The least privileged permissions with which a kind of caller can make all of several calls: what
/// [`ActionSet::least_privilege`](crate::permissions::ActionSet::least_privilege) finds.
///
/// # What is least
///
/// The least privilege, not the fewest names. `Directory.Read.All` in place of `User.Read.All` and `Group.Read.All` would
/// be one permission instead of two, and would open the whole directory. So of two sets that both suffice, the one is
/// taken that does without the most privileged permission in which they differ:
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
/// Which permission is the more privileged is what the lists of the actions say, which go from least to most privileged.
/// Where lists contradict each other, Microsoft's [privilege levels](Permission::level) decide, an unknown level counting
/// as 3, and then the names, so that the answer is always the same. It is exact: no other set that suffices is less, no
/// permission of it can be left out, and none can be exchanged for less privileged ones.
///
/// See [Microsoft Graph permissions](https://learn.microsoft.com/graph/permissions-overview) and
/// [best practices for using them](https://learn.microsoft.com/graph/permissions-overview#best-practices-for-using-microsoft-graph-permissions).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeastPrivilege {
    caller: Caller,
    permissions: Vec<RequiredPermission>,
    not_supported: Vec<&'static ActionMetadata>,
}

/// One permission of a [`LeastPrivilege`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequiredPermission {
    /// The permission.
    pub permission: Permission,
    /// The actions that would be impossible without it, in the order of the set; there is one at least.
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

    /// The kind of caller.
    #[must_use]
    pub const fn caller(&self) -> Caller {
        self.caller
    }

    /// The permissions, by name, each with the actions that need it. None where nothing has to be granted.
    #[must_use]
    pub fn required(&self) -> &[RequiredPermission] {
        &self.permissions
    }

    /// The permissions, by name.
    #[must_use]
    pub fn permissions(&self) -> impl ExactSizeIterator<Item = &Permission> {
        self.permissions.iter().map(|required| &required.permission)
    }

    /// The actions that this kind of caller cannot call, whatever it is granted. The permissions are those for the others.
    #[must_use]
    pub fn not_supported(&self) -> &[&'static ActionMetadata] {
        &self.not_supported
    }

    /// Whether an administrator has to consent: to any app role, and to scopes of which Microsoft publishes it. A personal
    /// account has no administrator.
    #[must_use]
    pub fn needs_admin_consent(&self) -> bool {
        self.permissions().any(|permission| permission.needs_admin_consent(self.caller))
    }
}

impl fmt::Display for LeastPrivilege {
    /// `A, B`; `none`.
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
