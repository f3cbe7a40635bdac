//! The list of all actions of a program.

#[cfg(feature = "inventory")]
use crate::metadata::action_metadata::ActionMetadata;

/// Adds an action to the list, for generated code.
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

/// Does nothing. It exists because the feature may be enabled for the macro crate alone, if that crate is shared with
/// another build.
#[cfg(not(feature = "inventory"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __collect_action {
    ($action:ty) => {};
}

/// An action of the program, with the module that declares it. Returned by [`actions`]. Requires the feature
/// `inventory`.
#[cfg(feature = "inventory")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CollectedAction {
    /// The metadata of the action.
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

    /// Returns the name of the crate that declares the action, with underscores.
    #[must_use]
    pub fn crate_name(&self) -> &'static str {
        crate_of(self.module)
    }
}

#[cfg(feature = "inventory")]
inventory::collect!(CollectedAction);

/// Returns all actions of the program, sorted by module and name. Requires the feature `inventory`.
///
/// The list contains the actions of all crates that are linked into the program. To link a crate that is only listed as
/// a dependency, write `use that_crate as _;`. Actions with lifetime parameters are included. Actions with type or
/// const parameters are not, because they stand for any number of actions.
///
/// The list is collected with [inventory](https://docs.rs/inventory). The declaring crates contain no unsafe code and
/// may use `#![forbid(unsafe_code)]`. On WebAssembly, see the [notes of
/// inventory](https://docs.rs/inventory/latest/inventory/#webassembly-and-constructors).
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

/// Returns the actions of one crate, sorted by module and name. Requires the feature `inventory`.
///
/// Write the name of the crate as in paths, with underscores. For the current crate, use
/// [`crate_actions!`](crate::crate_actions).
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

/// Returns the actions of the current crate as a `Vec` of [`CollectedAction`]s, sorted by module and name. Requires the
/// feature `inventory`.
///
/// In combination with [`lint`](crate::metadata::lint), a test of a library can check all of its declarations,
/// including future ones:
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
/// let findings = lint(crate_actions!().iter().map(|action| action.metadata));
/// assert!(findings.iter().all(LintFinding::is_note), "{findings:#?}");
/// # assert_eq!(crate_actions!().len(), 1);
/// ```
#[cfg(feature = "inventory")]
#[macro_export]
macro_rules! crate_actions {
    () => {
        $crate::__private::crate_actions(::core::module_path!())
    };
}

/// Returns the actions of the crate that contains a module.
#[cfg(feature = "inventory")]
#[doc(hidden)]
#[must_use]
pub fn of_module(module: &str) -> Vec<CollectedAction> {
    actions_of(crate_of(module))
}
