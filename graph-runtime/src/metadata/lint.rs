//! What a declaration leaves to be desired, for the tests of libraries.

use std::{collections::HashMap, fmt};

use crate::{
    metadata::action_metadata::ActionMetadata,
    permissions::access::{Access, Caller},
};

/// Looks for what declarations leave to be desired, for a test that says "every action of this crate has permissions,
/// documentation and a version". In the order of the actions.
///
/// What is likely to be right, and worth a look all the same, is a [note](LintFinding::is_note). The actions of a whole
/// crate, without naming each, are `crate_actions!()`, with the feature `inventory`.
///
/// ```
/// use graph_runtime::{GraphAction, graph_action, metadata::lint};
///
/// #[graph_action(GET, "/me/novelties", version = "beta", perms(delegated = unchecked("Novelty.Read")))]
/// struct ListNovelties;
///
/// let found: Vec<_> = lint([ListNovelties::METADATA]).iter().map(ToString::to_string).collect();
/// assert_eq!(
///     found,
///     [
///         "ListNovelties: it has no link to its documentation: add `docs = \"…\"`",
///         "ListNovelties: `Novelty.Read` was not in the catalogue of permissions (note)",
///         "ListNovelties: it is in beta alone, which may change without notice (note)",
///     ],
/// );
/// ```
#[must_use]
pub fn lint(actions: impl IntoIterator<Item = &'static ActionMetadata>) -> Vec<LintFinding> {
    let mut found = Vec::new();
    let mut routes: HashMap<_, &'static ActionMetadata> = HashMap::new();
    for action in actions {
        let mut report = |kind| found.push(LintFinding { action, kind });
        if action.versions.is_empty() {
            report(LintKind::NoVersion);
        }
        if action.docs.is_none() {
            report(LintKind::NoDocumentation);
        }
        lint_permissions(action, &mut report);
        if !action.versions.is_empty() && !action.exists_in(crate::metadata::action_metadata::ApiVersion::V1_0) {
            report(LintKind::BetaOnly);
        }
        if let Some(first) = routes.insert((action.method, action.path.as_str()), action) {
            report(LintKind::SameRequest(first));
        }
    }
    found
}

fn lint_permissions(action: &'static ActionMetadata, report: &mut impl FnMut(LintKind)) {
    let access = Caller::ALL.map(|caller| action.permissions.of(caller));
    let is_impossible = |access: &Access| match access {
        Access::NotSupported => true,
        Access::NotNeeded => false,
        Access::AnyOf(alternatives) => alternatives.is_empty(),
    };
    if access.iter().all(is_impossible) {
        report(LintKind::NoPermissions);
    }
    if access.iter().all(|access| *access == Access::NotNeeded) {
        report(LintKind::NoPermissionNeeded);
    }
    let mut seen = Vec::new();
    let named = Caller::ALL.into_iter().zip(&access).flat_map(|(caller, access)| {
        access.alternatives().into_iter().flatten().map(move |permission| (caller, permission))
    });
    for (caller, permission) in named {
        let kind = if !permission.published {
            LintKind::UncheckedPermission(permission.name)
        } else if permission.id(caller).is_none() {
            LintKind::PermissionWithoutId(permission.name, caller)
        } else {
            continue;
        };
        if !seen.contains(&kind) {
            seen.push(kind);
            report(kind);
        }
    }
}

/// What a declaration leaves to be desired: what [`lint`] finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LintFinding {
    /// The action.
    pub action: &'static ActionMetadata,
    /// What it is about.
    pub kind: LintKind,
}

impl LintFinding {
    /// Whether it is likely to be right, so that a test need not fail for it.
    #[must_use]
    pub const fn is_note(&self) -> bool {
        match self.kind {
            LintKind::NoVersion | LintKind::NoDocumentation | LintKind::NoPermissions => false,
            LintKind::NoPermissionNeeded
            | LintKind::UncheckedPermission(_)
            | LintKind::PermissionWithoutId(..)
            | LintKind::BetaOnly
            | LintKind::SameRequest(_) => true,
        }
    }
}

/// The kinds of shortcomings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LintKind {
    /// It exists in no version.
    NoVersion,
    /// It has no link to Microsoft's page.
    NoDocumentation,
    /// No kind of caller can be granted it.
    NoPermissions,
    /// It says that it needs no permission, which hardly an operation does. A note.
    NoPermissionNeeded,
    /// It names a permission that was not in the catalogue when it was compiled, and may be by now. A note.
    UncheckedPermission(&'static str),
    /// It names a permission of which Microsoft publishes no id for a kind of caller, so that no manifest can ask for it. A
    /// note.
    PermissionWithoutId(&'static str, Caller),
    /// It exists in beta alone. A note.
    BetaOnly,
    /// Another action, which stands before, has the same method and path. A note.
    SameRequest(&'static ActionMetadata),
}

impl fmt::Display for LintFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.action.name)?;
        match self.kind {
            LintKind::NoVersion => f.write_str("it exists in no version"),
            LintKind::NoDocumentation => f.write_str("it has no link to its documentation: add `docs = \"…\"`"),
            LintKind::NoPermissions => f.write_str("no kind of caller can be granted it: look at its `perms`"),
            LintKind::NoPermissionNeeded => f.write_str("it says that it needs no permission"),
            LintKind::UncheckedPermission(name) => {
                write!(f, "`{name}` was not in the catalogue of permissions")
            }
            LintKind::PermissionWithoutId(name, caller) => {
                write!(f, "`{name}` has no published id for {caller}, so that no manifest can ask for it")
            }
            LintKind::BetaOnly => f.write_str("it is in beta alone, which may change without notice"),
            LintKind::SameRequest(other) => write!(f, "{} sends the same request", other.name),
        }?;
        if self.is_note() { f.write_str(" (note)") } else { Ok(()) }
    }
}
