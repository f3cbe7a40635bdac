//! Several actions, taken together.

use super::{access::Caller, comparison::Comparison, least::LeastPrivilege, manifest::RequiredResourceAccess};
use crate::{
    auth::access_token::AccessToken, metadata::action_metadata::ActionMetadata,
    permissions::granted::GrantedPermissions,
};

/// Collects actions by their types, for what is asked of all of them together: an [`ActionSet`].
///
/// Lifetimes of an action are written `'_`; type parameters are given a type, since the permissions do not depend on it.
/// It stands wherever an expression can, also in a `const` or `static`.
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
/// /// Everything that this program calls.
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

/// Several actions, for what is asked of all of them together: what has to be granted, and what of it is.
///
/// [`permissions_for!`](crate::permissions_for) makes one of the types of the actions; [`new`](ActionSet::new), of any
/// list of metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionSet<'a> {
    actions: &'a [&'static ActionMetadata],
}

impl<'a> ActionSet<'a> {
    /// The actions whose metadata these are.
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

    /// The actions.
    #[must_use]
    pub const fn actions(&self) -> &'a [&'static ActionMetadata] {
        self.actions
    }

    /// The least privileged permissions that allow this kind of caller all the actions that it can call at all.
    ///
    /// The effort grows with the number of alternatives; for a thousand actions it takes milliseconds.
    #[must_use]
    pub fn least_privilege(&self, caller: Caller) -> LeastPrivilege {
        LeastPrivilege::new(self.actions, caller)
    }

    /// What an application's registration asks for, so that it can be granted the least to these kinds of callers.
    #[must_use]
    pub fn required_resource_access(&self, callers: &[Caller]) -> RequiredResourceAccess {
        let sets: Vec<_> = callers.iter().map(|&caller| self.least_privilege(caller)).collect();
        RequiredResourceAccess::new(&sets)
    }

    /// Compares what the actions need with what is granted, for the kind of caller that it is granted to.
    #[must_use]
    pub fn compare(&self, granted: &GrantedPermissions) -> Comparison {
        Comparison::new(self.actions, granted)
    }

    /// Compares what the actions need with what a token says that it holds; none where that cannot be told, which is no
    /// error: see [`GrantedPermissions::from_token`].
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
    ///     None => println!("cannot tell"),
    ///     Some(comparison) => assert_eq!(comparison.to_string(), "missing: User.Read; excess: Mail.Read"),
    /// }
    /// # assert!(permissions_for![GetMe].compare_token(&token).is_some());
    /// ```
    #[must_use]
    pub fn compare_token(&self, token: &AccessToken) -> Option<Comparison> {
        token.granted().map(|granted| self.compare(&granted))
    }
}
