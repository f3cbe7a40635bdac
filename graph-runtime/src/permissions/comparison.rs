//! What a set of actions needs, beside what is granted.

use std::{collections::HashSet, fmt};

use super::{
    access::{Caller, Permission},
    least::LeastPrivilege,
    optimum::Choice,
    problem::Problem,
};
use crate::{metadata::action_metadata::ActionMetadata, permissions::granted::GrantedPermissions};

/// Scopes of sign-in itself. They are granted beside the permissions of Microsoft Graph, and allow no call.
const OPEN_ID: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// What several actions need, beside what is granted: what [`ActionSet::compare`](crate::permissions::ActionSet::compare) finds.
///
/// Where an action can be called with any one of several permissions, any one that is granted will do, also one that is
/// more privileged than it has to be: then nothing is missing.
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
/// // It is used, but `User.Read.All` would do.
/// assert_eq!(comparison.replaceable()[0].name, "Directory.Read.All");
/// assert_eq!(comparison.to_string(), "missing: Group.Create; excess: Mail.Send; replaceable: Directory.Read.All");
/// ```
///
/// It is guidance: what a token says is never checked, and the published tables have been wrong before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    caller: Caller,
    missing: Vec<Permission>,
    excess: Vec<String>,
    replaceable: Vec<Permission>,
    not_supported: Vec<&'static ActionMetadata>,
}

impl Comparison {
    pub(super) fn new(actions: &[&'static ActionMetadata], granted: &GrantedPermissions) -> Self {
        let caller = granted.caller();
        let problem = Problem::new(actions, caller);
        let held: HashSet<String> = granted.permissions().iter().map(|name| name.to_ascii_lowercase()).collect();
        let held_by_number: Vec<bool> =
            problem.permissions.iter().map(|named| held.contains(&named.name.to_ascii_lowercase())).collect();
        let is_held = |number: usize| held_by_number[number];
        // What is granted costs nothing, so it stays while the rest is given up; what then cannot be, is missing.
        let mut choice = Choice::new(&problem);
        choice.reduce(|number| !is_held(number));
        let missing = problem.chosen(|number| !is_held(number) && choice.is_kept(number));
        // Of what is granted, what can be given up now is in excess.
        choice.reduce(is_held);
        let used = problem.chosen(|number| is_held(number) && choice.is_kept(number));
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

    /// The kind of caller that it is granted to.
    #[must_use]
    pub const fn caller(&self) -> Caller {
        self.caller
    }

    /// Whether all actions can be called with what is granted.
    #[must_use]
    pub const fn is_sufficient(&self) -> bool {
        self.missing.is_empty() && self.not_supported.is_empty()
    }

    /// The least that has to be granted beside what is, by name. The actions that are
    /// [not supported](Comparison::not_supported) are left out of account.
    #[must_use]
    pub fn missing(&self) -> &[Permission] {
        &self.missing
    }

    /// What is granted and could be taken away, all of it together, without making a call impossible; in the order in
    /// which it was granted. Scopes of sign-in itself, such as `openid`, are none of it.
    #[must_use]
    pub fn excess(&self) -> &[String] {
        &self.excess
    }

    /// What is granted and used, though less privileged permissions would do: those of the
    /// [least set](crate::permissions::ActionSet::least_privilege), which has none of these. By name.
    #[must_use]
    pub fn replaceable(&self) -> &[Permission] {
        &self.replaceable
    }

    /// The actions that this kind of caller cannot call, whatever it is granted.
    #[must_use]
    pub fn not_supported(&self) -> &[&'static ActionMetadata] {
        &self.not_supported
    }
}

impl fmt::Display for Comparison {
    /// `sufficient; excess: A, B`; `missing: C; not supported: GetMe`.
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
