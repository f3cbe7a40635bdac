//! Sets of actions.

use super::{access::Caller, comparison::Comparison, least::LeastPrivilege, manifest::RequiredResourceAccess};
use crate::{
    auth::access_token::AccessToken, metadata::action_metadata::ActionMetadata,
    permissions::granted::GrantedPermissions,
};

/// Creates an [`ActionSet`] from the types of actions.
///
/// Write `'_` for the lifetime parameters of an action, and any type for its type parameters, because the permissions
/// do not depend on them. The macro can also be used in a `const` or `static`.
///
/// ```
/// use graph_runtime::{graph_action, permissions::{ActionSet, Caller}, permissions_for};
///
/// #[graph_action(POST, "/groups", perms(application = ["Group.Create", "Group.ReadWrite.All"]))]
/// struct CreateGroup<'a> {
///     display_name: &'a str,
/// }
///
/// #[graph_action(GET, "/me", perms(delegated = "User.Read", personal = "User.Read"))]
/// struct GetMe;
///
/// /// All actions that this application calls.
/// const CALLS: ActionSet<'_> = permissions_for![CreateGroup<'_>, GetMe];
///
/// # assert_eq!(CreateGroup { display_name: "a" }.display_name, "a");
/// assert_eq!(CALLS.least_privilege(Caller::Application).to_string(), "Group.Create");
/// assert_eq!(CALLS.least_privilege(Caller::Application).not_supported()[0].name, "GetMe");
/// assert_eq!(CALLS.least_privilege(Caller::Personal).to_string(), "User.Read");
/// ```
#[macro_export]
macro_rules! permissions_for {
    ($($action:ty),* $(,)?) => {
        const { $crate::permissions::ActionSet::new(&[$(<$action as $crate::GraphAction>::METADATA),*]) }
    };
}

/// A set of actions, to determine the permissions that all of them need together.
///
/// Create a set from the types of actions with [`permissions_for!`](crate::permissions_for), or from a list of metadata
/// with [`new`](ActionSet::new).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionSet<'a> {
    actions: &'a [&'static ActionMetadata],
}

impl<'a> ActionSet<'a> {
    /// Creates a set from the metadata of actions.
    ///
    /// ```
    /// # use graph_runtime::graph_action;
    /// use graph_runtime::{GraphAction, metadata::ActionMetadata, permissions::{ActionSet, Caller}};
    ///
    /// # #[graph_action(GET, "/me", perms(delegated = "User.Read"))]
    /// # struct GetMe;
    /// const ACTIONS: &[&ActionMetadata] = &[GetMe::METADATA];
    ///
    /// let reading: Vec<_> = ACTIONS.iter().copied().filter(|action| action.idempotent).collect();
    /// assert_eq!(ActionSet::new(&reading).least_privilege(Caller::Delegated).to_string(), "User.Read");
    /// ```
    #[must_use]
    pub const fn new(actions: &'a [&'static ActionMetadata]) -> Self {
        Self { actions }
    }

    /// Returns the actions.
    #[must_use]
    pub const fn actions(&self) -> &'a [&'static ActionMetadata] {
        self.actions
    }

    /// Returns the least privileged permissions that allow this caller type to call all actions that support it.
    ///
    /// The time grows with the number of alternatives. For a thousand actions, it is a few milliseconds.
    #[must_use]
    pub fn least_privilege(&self, caller: Caller) -> LeastPrivilege {
        LeastPrivilege::new(self.actions, caller)
    }

    /// Returns the least privileged permissions for these caller types, in the format of an application manifest.
    #[must_use]
    pub fn required_resource_access(&self, callers: &[Caller]) -> RequiredResourceAccess {
        let sets: Vec<_> = callers.iter().map(|&caller| self.least_privilege(caller)).collect();
        RequiredResourceAccess::new(&sets)
    }

    /// Compares the permissions that the actions need with the granted permissions, for the caller type of the latter.
    #[must_use]
    pub fn compare(&self, granted: &GrantedPermissions) -> Comparison {
        Comparison::new(self.actions, granted)
    }

    /// Compares the permissions that the actions need with those of a token. Returns `None` if the token cannot be
    /// read, which is not an error; see [`GrantedPermissions::from_token`].
    ///
    /// ```
    /// # use graph_runtime::graph_action;
    /// use graph_runtime::{auth::AccessToken, permissions_for};
    ///
    /// # #[graph_action(GET, "/me", perms(delegated = "User.Read"))]
    /// # struct GetMe;
    /// // {"scp":"openid Mail.Read"}
    /// let token = AccessToken::from("eyJhbGciOiJub25lIn0.eyJzY3AiOiJvcGVuaWQgTWFpbC5SZWFkIn0.");
    /// match permissions_for![GetMe].compare_token(&token) {
    ///     None => println!("the token cannot be read"),
    ///     Some(comparison) => assert_eq!(comparison.to_string(), "missing: User.Read; excess: Mail.Read"),
    /// }
    /// # assert!(permissions_for![GetMe].compare_token(&token).is_some());
    /// ```
    #[must_use]
    pub fn compare_token(&self, token: &AccessToken) -> Option<Comparison> {
        token.granted().map(|granted| self.compare(&granted))
    }
}
