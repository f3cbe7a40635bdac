//! A Markdown table of the needed permissions.

use std::fmt::Write as _;

use super::{access::Caller, action_set::ActionSet, least::LeastPrivilege};
use crate::metadata::action_metadata::ActionMetadata;

impl ActionSet<'_> {
    /// Returns a Markdown table of the least privileged permissions for these caller types, for a README or a request
    /// to an administrator.
    ///
    /// For each permission, the table contains Microsoft's privilege level, from 1 (lowest) to 5 (highest), whether an
    /// administrator has to consent, and the actions that need it. Below the table are the actions that a caller type
    /// cannot call.
    ///
    /// See [Microsoft Graph permissions reference](https://learn.microsoft.com/graph/permissions-reference).
    ///
    /// ```
    /// # use graph_runtime::graph_action;
    /// use graph_runtime::{permissions::Caller, permissions_for};
    ///
    /// # #[graph_action(GET, "/users", perms = ["User.Read.All", "Directory.Read.All"])]
    /// # struct ListUsers;
    /// assert_eq!(
    ///     permissions_for![ListUsers].markdown(&[Caller::Application, Caller::Personal]),
    ///     "\
    /// | Permission | Type | Privilege level | Admin consent | Needed for |
    /// |---|---|---|---|---|
    /// | `User.Read.All` | Application | 3 | yes | `ListUsers` |
    ///
    /// Not supported for delegated (personal Microsoft account): `ListUsers`
    /// ",
    /// );
    /// ```
    #[must_use]
    pub fn markdown(&self, callers: &[Caller]) -> String {
        let sets: Vec<_> = callers.iter().map(|&caller| self.least_privilege(caller)).collect();
        let mut table = String::new();
        for (number, (set, required)) in
            sets.iter().flat_map(|set| set.required().iter().map(move |required| (set, required))).enumerate()
        {
            if number == 0 {
                table.push_str(
                    "| Permission | Type | Privilege level | Admin consent | Needed for |\n|---|---|---|---|---|\n",
                );
            }
            let caller = set.caller();
            let permission = &required.permission;
            let level = permission.level(caller).map_or_else(|| "unknown".to_owned(), |level| level.to_string());
            let consent = if permission.needs_admin_consent(caller) { "yes" } else { "no" };
            let needed_for = names(&required.needed_for);
            let _ = writeln!(table, "| `{permission}` | {caller} | {level} | {consent} | {needed_for} |");
        }
        if table.is_empty() && sets.iter().all(|set| set.not_supported().is_empty()) {
            table.push_str("No permission is needed.\n");
        }
        for set in sets.iter().filter(|set| !set.not_supported().is_empty()) {
            let gap = if table.is_empty() { "" } else { "\n" };
            let _ = writeln!(table, "{gap}Not supported for {}: {}", caller_of(set), names(set.not_supported()));
        }
        table
    }
}

/// Returns the caller type in lower case, for the middle of a sentence.
fn caller_of(set: &LeastPrivilege) -> String {
    let mut caller = set.caller().to_string();
    caller[..1].make_ascii_lowercase();
    caller
}

fn names(actions: &[&'static ActionMetadata]) -> String {
    actions.iter().map(|action| format!("`{}`", action.name)).collect::<Vec<_>>().join(", ")
}
