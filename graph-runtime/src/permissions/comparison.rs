//! The comparison of needed and granted permissions.

use std::{collections::HashSet, fmt};

use serde::Serialize;

use super::{
    access::{Caller, Permission},
    least::LeastPrivilege,
    names,
    optimum::Choice,
    problem::Problem,
};
use crate::{metadata::action_metadata::ActionMetadata, permissions::granted::GrantedPermissions};

/// The scopes of OpenID Connect. They are granted in addition to permissions of Microsoft Graph and do not allow any
/// call.
const OPEN_ID: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// The comparison of the permissions that several actions need with those that are granted. Returned by
/// [`ActionSet::compare`](crate::permissions::ActionSet::compare).
///
/// If an action can be called with any one of several permissions, it is sufficient that one of them is granted, even
/// one that is more privileged than necessary.
///
/// ```
/// use graph_runtime::{graph_action, permissions::{Caller, GrantedPermissions}, permissions_for};
///
/// #[graph_action(GET, "/users", perms = ["User.Read.All", "Directory.Read.All"])]
/// struct ListUsers;
///
/// #[graph_action(POST, "/groups", perms(application = ["Group.Create", "Group.ReadWrite.All"]))]
/// struct CreateGroup;
///
/// let granted = GrantedPermissions::new(Caller::Application, ["Directory.Read.All", "Mail.Send"]);
/// let comparison = permissions_for![ListUsers, CreateGroup].compare(&granted);
/// assert!(!comparison.is_sufficient());
/// assert_eq!(comparison.missing()[0].name, "Group.Create");
/// assert_eq!(comparison.excess(), ["Mail.Send"]);
/// // It is used, but `User.Read.All` would be sufficient.
/// assert_eq!(comparison.replaceable()[0].name, "Directory.Read.All");
/// assert_eq!(comparison.to_string(), "missing: Group.Create; excess: Mail.Send; replaceable: Directory.Read.All");
/// ```
///
/// Use the comparison only as guidance: tokens are not validated, and the permission tables in Microsoft's
/// documentation are sometimes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    caller: Caller,
    missing: Vec<Permission>,
    excess: Vec<String>,
    replaceable: Vec<Permission>,
    #[serde(serialize_with = "names::serialize")]
    not_supported: Vec<&'static ActionMetadata>,
}

impl Comparison {
    pub(super) fn new(actions: &[&'static ActionMetadata], granted: &GrantedPermissions) -> Self {
        let caller = granted.caller();
        let problem = Problem::new(actions, caller);
        let granted_names: HashSet<String> =
            granted.permissions().iter().map(|name| name.to_ascii_lowercase()).collect();
        let granted_by_number: Vec<bool> =
            problem.permissions.iter().map(|named| granted_names.contains(&named.name.to_ascii_lowercase())).collect();
        let is_granted = |number: usize| granted_by_number[number];
        // First remove permissions that are not granted. Those that cannot be removed are missing.
        let mut choice = Choice::new(&problem);
        choice.reduce(|number| !is_granted(number));
        let missing = problem.chosen(|number| !is_granted(number) && choice.is_kept(number));
        // Then remove granted permissions. Those that can be removed are in excess.
        choice.reduce(is_granted);
        let used = problem.chosen(|number| is_granted(number) && choice.is_kept(number));
        let least: HashSet<&str> =
            LeastPrivilege::of(&problem).permissions().map(|permission| permission.name).collect();
        let is_used: HashSet<String> = used.iter().map(|permission| permission.name.to_ascii_lowercase()).collect();
        let mut seen = HashSet::new();
        let is_excess = |name: &&String| {
            let name = name.to_ascii_lowercase();
            !is_used.contains(&name) && !OPEN_ID.contains(&&*name) && seen.insert(name)
        };
        Self {
            caller,
            missing,
            excess: granted.permissions().iter().filter(is_excess).cloned().collect(),
            replaceable: used.into_iter().filter(|permission| !least.contains(permission.name)).collect(),
            not_supported: problem.not_supported,
        }
    }

    /// Returns the caller type of the granted permissions.
    #[must_use]
    pub const fn caller(&self) -> Caller {
        self.caller
    }

    /// Returns `true` if the granted permissions allow all actions.
    #[must_use]
    pub const fn is_sufficient(&self) -> bool {
        self.missing.is_empty() && self.not_supported.is_empty()
    }

    /// Returns the least privileged permissions that have to be granted in addition, sorted by name.
    ///
    /// Actions that are [not supported](Comparison::not_supported) are ignored.
    #[must_use]
    pub fn missing(&self) -> &[Permission] {
        &self.missing
    }

    /// Returns the granted permissions that can all be removed together without making any of the actions impossible,
    /// in the order in which they were granted.
    ///
    /// OpenID Connect scopes, such as `openid`, are not included.
    #[must_use]
    pub fn excess(&self) -> &[String] {
        &self.excess
    }

    /// Returns the permissions that are granted and used, but not part of the [least privileged
    /// set](crate::permissions::ActionSet::least_privilege), sorted by name. The permissions of that set would be
    /// sufficient instead.
    #[must_use]
    pub fn replaceable(&self) -> &[Permission] {
        &self.replaceable
    }

    /// Returns the actions that this caller type cannot call with any permission.
    #[must_use]
    pub fn not_supported(&self) -> &[&'static ActionMetadata] {
        &self.not_supported
    }
}

impl fmt::Display for Comparison {
    /// Writes one line, such as `sufficient; excess: A, B` or `missing: C; not supported: GetMe`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |permissions: &[Permission]| permissions.iter().map(|named| named.name.to_owned()).collect();
        let actions = self.not_supported.iter().map(|action| action.name.to_owned()).collect();
        let excess = self.excess.iter().map(|name| crate::error::line::one_line(name)).collect();
        let parts: [(&str, Vec<String>); 4] = [
            ("missing", names(&self.missing)),
            ("not supported", actions),
            ("excess", excess),
            ("replaceable", names(&self.replaceable)),
        ];
        let mut separator = "";
        if self.is_sufficient() {
            f.write_str("sufficient")?;
            separator = "; ";
        }
        for (title, names) in parts.into_iter().filter(|(_, names)| !names.is_empty()) {
            write!(f, "{separator}{title}: {}", names.join(", "))?;
            separator = "; ";
        }
        Ok(())
    }
}
