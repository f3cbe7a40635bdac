//! Microsoft's permission data: which permissions admit which method on which path.
//!
//! [`read`] takes the file `permissions.json` and, if there is one, `provisioningInfo.json`, both as
//! `microsoftgraph/microsoft-graph-devx-content` publishes them. [`PermissionData::find`] answers what is published for
//! an operation, and [`PermissionData::infer`] takes the permissions of a related operation where nothing is.

mod complete;
mod document;
mod index;
mod infer;
mod order;
mod path;

use std::collections::BTreeMap;

use self::index::{Claim, Index};
use crate::description::{Access, Caller, Method, PermissionOrigin, Permissions, Source};

/// Microsoft's permission data.
#[derive(Debug, Clone)]
pub struct PermissionData {
    source: Source,
    permissions: BTreeMap<String, Facts>,
    index: Index,
}

/// The data cannot be read: which file, where in it, what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct ReadError {
    file: String,
    reason: String,
}

/// What the data states about a permission, for delegated, personal and application callers.
#[derive(Debug, Clone, Default)]
struct Facts {
    /// For which callers it exists.
    exists: [bool; 3],
    /// Microsoft's privilege level, from 1, low, to 5, high.
    levels: [Option<u8>; 3],
    /// The ID of the scope or app role.
    ids: [Option<String>; 3],
}

/// Reads permission data.
///
/// `provisioning` is the file with the IDs of permissions; a permission that it hides from everyone, or that is not
/// enabled, is left out.
///
/// # Errors
///
/// A [`ReadError`] if a file is not JSON, or has another shape than Microsoft's.
pub fn read(permissions: &[u8], provisioning: Option<&[u8]>, source: Source) -> Result<PermissionData, ReadError> {
    let error = |reason| ReadError { file: source.name.clone(), reason };
    let document = document::permissions(permissions).map_err(error)?;
    let deployments = provisioning.map(document::deployments).transpose().map_err(error)?;
    let deployments = deployments.unwrap_or_default();

    let mut facts: BTreeMap<String, Facts> = BTreeMap::new();
    for (name, permission) in &document {
        facts.insert(name.to_string(), Facts::new(permission, deployments.get(name)));
    }
    let index = Index::new(&document);
    Ok(PermissionData { source, permissions: facts, index })
}

impl PermissionData {
    /// Returns where the data comes from.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the permissions that are published for an operation, with the origin [`PermissionOrigin::Published`].
    ///
    /// The path may be in any form that Microsoft's documentation has: with or without the version, in any case, with
    /// any placeholders. Alternatives are ordered: those first that the data marks as the least privileged, then by
    /// privilege level, then by name.
    #[must_use]
    pub fn find(&self, method: Method, path: &str) -> Option<Permissions> {
        let claims = path::keys(method, path).map(|key| self.claims(method, &key)).find(|claims| !claims.is_empty())?;
        Some(self.permissions(&claims, PermissionOrigin::Published))
    }

    /// Returns the permissions of the nearest related operation that has any: of the same path with another method, of
    /// the collection for its element and the other way round, of a path without `$count` or `$ref`, else of the nearest
    /// parent in the path. What writes never gets the permissions of what reads.
    #[must_use]
    pub fn infer(&self, method: Method, path: &str) -> Option<Permissions> {
        infer::candidates(method, path).find_map(|candidate| {
            let mut claims = self.claims(candidate.method, &candidate.key);
            if candidate.for_users_only {
                claims.retain(|claim| claim.caller != Caller::Application);
            }
            let from = format!("{} {}", candidate.method.as_str(), candidate.shown);
            (!claims.is_empty()).then(|| self.permissions(&claims, PermissionOrigin::Inferred { from }))
        })
    }

    /// Returns what is published for an operation, else what can be inferred, else [`Permissions::UNKNOWN`].
    #[must_use]
    pub fn of(&self, method: Method, path: &str) -> Permissions {
        self.find(method, path).or_else(|| self.infer(method, path)).unwrap_or(Permissions::UNKNOWN)
    }

    /// Returns whether the data has a permission for a kind of caller. `None` if it does not have the permission.
    #[must_use]
    pub fn exists(&self, permission: &str, caller: Caller) -> Option<bool> {
        self.permissions.get(permission).map(|facts| facts.exists[caller as usize])
    }

    /// Returns the ID of a permission, if one is published for the caller.
    #[must_use]
    pub fn id(&self, permission: &str, caller: Caller) -> Option<&str> {
        self.permissions.get(permission)?.ids[caller as usize].as_deref()
    }

    /// Returns Microsoft's privilege level of a permission, from 1, low, to 5, high, if one is published.
    #[must_use]
    pub fn privilege_level(&self, permission: &str, caller: Caller) -> Option<u8> {
        order::level(&self.permissions, permission, caller)
    }

    fn claims(&self, method: Method, key: &str) -> Vec<Claim<'_>> {
        self.index.find(method, key, &self.permissions)
    }

    fn permissions(&self, claims: &[Claim<'_>], origin: PermissionOrigin) -> Permissions {
        let mut least = [0; 3];
        let access = Caller::ALL.map(|caller| {
            let of_caller = claims.iter().filter(|claim| claim.caller == caller);
            let (alternatives, marked) = order::alternatives(&self.permissions, caller, of_caller);
            least[caller as usize] = marked;
            if alternatives.is_empty() { Access::NotSupported } else { Access::AnyOf(alternatives) }
        });
        Permissions { access, least, origin }
    }
}

impl Facts {
    fn new(permission: &document::Permission<'_>, deployments: Option<&Vec<document::Deployment<'_>>>) -> Self {
        let mut facts = Self::default();
        for (scheme, details) in &permission.schemes {
            let Some(caller) = document::caller(scheme) else { continue };
            let own: Vec<_> =
                deployments.into_iter().flatten().filter(|deployment| deployment.scheme == *scheme).collect();
            let index = caller as usize;
            facts.exists[index] = own.is_empty() || own.iter().any(|deployment| deployment.is_offered());
            facts.levels[index] = details.privilege_level.filter(|level| (1..=5).contains(level));
            facts.ids[index] =
                own.iter().filter(|deployment| deployment.is_offered()).find_map(|d| d.id.clone()).map(Into::into);
        }
        facts
    }
}

#[cfg(test)]
mod tests;
