//! The permissions that are missing for an action.

use super::{
    access::{Access, Permission},
    alternative::Alternative,
    granted::GrantedPermissions,
};

impl GrantedPermissions {
    /// Returns the permissions that are missing for an action, or none if those granted suffice.
    ///
    /// They are those of one alternative: the one of which fewest are missing, and of these the least privileged. If the
    /// action is not available to this caller type, no permission is missing, because none would help.
    ///
    /// ```
    /// use graph_runtime::{GraphAction, graph_action, permissions::{Caller, GrantedPermissions}};
    ///
    /// #[graph_action(GET, "/users", perms = ["User.Read.All", "Directory.Read.All"])]
    /// struct ListUsers;
    ///
    /// let granted = GrantedPermissions::new(Caller::Application, ["Group.Read.All"]);
    /// let missing = granted.missing(&ListUsers::METADATA.permissions.application);
    /// assert_eq!(missing[0].name, "User.Read.All");
    /// assert_eq!(missing.len(), 1);
    /// ```
    #[must_use]
    pub fn missing(&self, access: &Access) -> Vec<Permission> {
        let missing =
            |together: Alternative| -> Vec<_> { together.iter().filter(|needed| !self.holds(needed.name)).collect() };
        access.alternatives().iter().map(missing).min_by_key(Vec::len).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permissions::access::Caller;

    #[test]
    fn the_alternative_is_the_one_of_which_fewest_are_missing_and_then_the_least_privileged() {
        let access = Access::any_of("A.Read|B.Read&C.Read|D.Read&E.Read");
        let missing = |granted: &[&str]| -> Vec<_> {
            let granted = GrantedPermissions::new(Caller::Application, granted.iter().copied());
            granted.missing(&access).iter().map(|permission| permission.name).collect()
        };
        assert_eq!(missing(&[]), ["A.Read"]);
        assert_eq!(missing(&["c.read"]), ["A.Read"]);
        assert_eq!(missing(&["B.Read", "C.Read"]), [""; 0]);
        let none = GrantedPermissions::new(Caller::Personal, ["A.Read"]);
        assert!(none.missing(&Access::NotSupported).is_empty() && none.missing(&Access::NotNeeded).is_empty());
        let pairs = Access::any_of("A.Read&B.Read|C.Read&D.Read");
        let granted = GrantedPermissions::new(Caller::Application, ["D.Read"]);
        assert_eq!(granted.missing(&pairs).first().map(|permission| permission.name), Some("C.Read"));
    }
}
