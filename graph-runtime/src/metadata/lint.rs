//! Lints for declarations, for the tests of libraries.

use std::{collections::HashMap, fmt};

use crate::{
    metadata::action_metadata::ActionMetadata,
    permissions::access::{Access, Caller},
};

/// Checks declarations and returns the findings, in the order of the actions. Use it in a test such as "every action of
/// this crate has permissions, documentation and a version".
///
/// A finding that is probably intended, but worth checking, is a [note](LintFinding::is_note). To check all actions of
/// a crate, use `crate_actions!()`, which requires the feature `inventory`.
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
///         "ListNovelties: no link to the documentation: add `docs = \"…\"`",
///         "ListNovelties: unknown permission `Novelty.Read` (note)",
///         "ListNovelties: available only in beta, which may change without notice (note)",
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

/// A finding about a declaration. Returned by [`lint`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LintFinding {
    /// The metadata of the action.
    pub action: &'static ActionMetadata,
    /// The kind of the finding.
    pub kind: LintKind,
}

impl LintFinding {
    /// Returns `true` if the declaration is probably intended, so that a test should not fail.
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

/// The kind of a [`LintFinding`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LintKind {
    /// The action is not available in any version.
    NoVersion,
    /// The action has no link to Microsoft's documentation.
    NoDocumentation,
    /// The action is not available to any caller type.
    NoPermissions,
    /// The action needs no permission, which is rare. A note.
    NoPermissionNeeded,
    /// The action needs a permission with this name, which was not in the catalog when it was compiled. The catalog may
    /// contain it by now. A note.
    UncheckedPermission(&'static str),
    /// The action needs a permission with this name, for which Microsoft publishes no ID for this caller type. A
    /// manifest cannot request it. A note.
    PermissionWithoutId(&'static str, Caller),
    /// The action is available only in beta. A note.
    BetaOnly,
    /// This earlier action has the same method and path. A note.
    SameRequest(&'static ActionMetadata),
}

impl fmt::Display for LintFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.action.name)?;
        match self.kind {
            LintKind::NoVersion => f.write_str("not available in any version"),
            LintKind::NoDocumentation => f.write_str("no link to the documentation: add `docs = \"…\"`"),
            LintKind::NoPermissions => f.write_str("not available to any caller type: check `perms`"),
            LintKind::NoPermissionNeeded => f.write_str("no permission needed, which is rare"),
            LintKind::UncheckedPermission(name) => write!(f, "unknown permission `{name}`"),
            LintKind::PermissionWithoutId(name, caller) => {
                write!(f, "permission `{name}` has no published ID for {caller}, so a manifest cannot request it")
            }
            LintKind::BetaOnly => f.write_str("available only in beta, which may change without notice"),
            LintKind::SameRequest(other) => write!(f, "same method and path as {}", other.name),
        }?;
        if self.is_note() { f.write_str(" (note)") } else { Ok(()) }
    }
}
