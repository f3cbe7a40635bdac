//! All actions of a program, without naming each.

#[cfg(feature = "inventory")]
use crate::metadata::action_metadata::ActionMetadata;

/// Takes an action into the list, for generated code.
#[cfg(feature = "inventory")]
#[doc(hidden)]
#[macro_export]
macro_rules! __collect_action {
    ($action:ty) => {
        $crate::__private::inventory::submit!($crate::metadata::CollectedAction::declare(
            <$action as $crate::GraphAction>::METADATA,
            ::core::module_path!(),
        ));
    };
}

/// Does nothing. The macro's crate may have the feature all the same, where it serves another build too.
#[cfg(not(feature = "inventory"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __collect_action {
    ($action:ty) => {};
}

/// An action of the program, with the module that declares it: what [`actions`] lists. Needs the feature `inventory`.
#[cfg(feature = "inventory")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CollectedAction {
    /// What is known of the action.
    pub metadata: &'static ActionMetadata,
    /// The path of the module that declares it, such as `intune_onboarding::dep`.
    pub module: &'static str,
}

#[cfg(feature = "inventory")]
impl CollectedAction {
    #[doc(hidden)]
    #[must_use]
    pub const fn declare(metadata: &'static ActionMetadata, module: &'static str) -> Self {
        Self { metadata, module }
    }

    /// The name of the crate that declares it, with underscores.
    #[must_use]
    pub fn crate_name(&self) -> &'static str {
        crate_of(self.module)
    }
}

#[cfg(feature = "inventory")]
inventory::collect!(CollectedAction);

/// Every action of the program, ordered by module and name. Needs the feature `inventory`.
///
/// These are the actions of all crates of which anything is linked into the program: a crate that is only listed as a
/// dependency is linked with `use that_crate as _;`. An action with type or const parameters is not among them, since it is
/// as many actions as there are values for these; one with lifetimes is.
///
/// It is done with [inventory](https://docs.rs/inventory), without unsafe code in the crate that declares: also where a
/// crate says `#![forbid(unsafe_code)]`. On WebAssembly, [its own
/// notes](https://docs.rs/inventory/latest/inventory/#webassembly-and-constructors) apply.
///
/// ```standalone_crate
/// use graph_runtime::graph_action;
///
/// #[graph_action(GET, "/me", perms(delegated = "User.Read"))]
/// struct GetMe;
///
/// let names: Vec<_> = graph_runtime::metadata::actions().iter().map(|action| action.metadata.name).collect();
/// assert_eq!(names, ["GetMe"]);
/// ```
#[cfg(feature = "inventory")]
#[must_use]
pub fn actions() -> Vec<CollectedAction> {
    let mut actions: Vec<_> = inventory::iter::<CollectedAction>().copied().collect();
    actions.sort_by_key(|action| (action.module, action.metadata.name, action.metadata.path.as_str()));
    actions
}

/// The actions of one crate, which is named as it is in paths: with underscores. Ordered by module and name. Needs the
/// feature `inventory`.
///
/// Of the crate at hand, [`crate_actions!`](crate::crate_actions) gives them.
///
/// ```
/// assert!(graph_runtime::metadata::actions_of("intune_onboarding").is_empty());
/// ```
#[cfg(feature = "inventory")]
#[must_use]
pub fn actions_of(crate_name: &str) -> Vec<CollectedAction> {
    let mut actions = actions();
    actions.retain(|action| action.crate_name() == crate_name);
    actions
}

#[cfg(feature = "inventory")]
fn crate_of(module: &str) -> &str {
    module.split_once("::").map_or(module, |(name, _)| name)
}

/// The actions of the crate in which it stands, as a `Vec` of [`CollectedAction`]s, ordered by module and name. Needs the
/// feature `inventory`.
///
/// With [`lint`](crate::metadata::lint), a library's test can look at all that it declares, and at what it will declare:
///
/// ```standalone_crate
/// use graph_runtime::{crate_actions, graph_action, metadata::{LintFinding, lint}};
///
/// /// Reads the signed-in user.
/// #[graph_action(
///     GET, "/me",
///     perms(delegated = "User.Read"),
///     docs = "https://learn.microsoft.com/graph/api/user-get",
/// )]
/// pub struct GetMe;
///
/// // In a test: every action of this crate has permissions, documentation and a version.
/// let shortcomings = lint(crate_actions!().iter().map(|action| action.metadata));
/// assert!(shortcomings.iter().all(LintFinding::is_note), "{shortcomings:#?}");
/// # assert_eq!(crate_actions!().len(), 1);
/// ```
#[cfg(feature = "inventory")]
#[macro_export]
macro_rules! crate_actions {
    () => {
        $crate::__private::crate_actions(::core::module_path!())
    };
}

/// The actions of the crate of a module.
#[cfg(feature = "inventory")]
#[doc(hidden)]
#[must_use]
pub fn of_module(module: &str) -> Vec<CollectedAction> {
    actions_of(crate_of(module))
}
