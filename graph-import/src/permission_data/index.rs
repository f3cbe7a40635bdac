//! Which permissions admit which method on which path.

use std::collections::{BTreeMap, HashMap};

use super::{Facts, document, path};
use crate::description::{Caller, Method};

/// The claims by path, then by method.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    paths: HashMap<String, Vec<(Method, Vec<Claim>)>>,
}

/// A permission that admits to an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    /// The kind of caller.
    pub(super) caller: Caller,
    /// The permission.
    pub(super) permission: String,
    /// One of these is needed as well; empty if none is.
    pub(super) also: Vec<String>,
    /// Whether the data marks it as the least privileged.
    pub(super) least: bool,
}

impl Index {
    pub(super) fn new(document: &document::Permissions<'_>, facts: &BTreeMap<String, Facts>) -> Self {
        let exists =
            |permission: &str, caller: Caller| facts.get(permission).is_none_or(|facts| facts.exists[caller as usize]);
        let mut index = Self::default();
        for (name, permission) in document {
            for set in &permission.path_sets {
                let methods: Vec<_> = methods(set).collect();
                for (path, conditions) in set.paths.iter().filter(|(path, _)| path::is_operation(path)) {
                    let conditions = document::Conditions::parse(conditions.as_deref().unwrap_or_default());
                    for scheme in &set.scheme_keys {
                        let Some(caller) = document::caller(scheme) else { continue };
                        // A permission that cannot be had for the caller cannot be asked for beside another, either.
                        let also: Vec<_> = conditions
                            .also
                            .iter()
                            .filter(|also| ***also != **name && exists(also, caller))
                            .map(|also| (*also).to_owned())
                            .collect();
                        if !exists(name, caller) || (also.is_empty() && !conditions.also.is_empty()) {
                            continue;
                        }
                        let least = conditions.least.contains(&scheme.as_ref());
                        index.add(path, &methods, &Claim { caller, permission: name.to_string(), also, least });
                    }
                }
            }
        }
        index
    }

    /// Returns the claims for a path in its one form.
    pub(super) fn find(&self, method: Method, key: &str) -> Option<&Vec<Claim>> {
        self.paths.get(key)?.iter().find(|(known, _)| *known == method).map(|(_, claims)| claims)
    }

    fn add(&mut self, path: &str, methods: &[Method], claim: &Claim) {
        let entry = self.paths.entry(path::key(path)).or_default();
        for method in methods {
            match entry.iter_mut().find(|(known, _)| known == method) {
                Some((_, claims)) => claims.push(claim.clone()),
                None => entry.push((*method, vec![claim.clone()])),
            }
        }
    }
}

/// The methods of a path set; the specification's example writes several in one text.
fn methods<'p>(set: &'p document::PathSet<'_>) -> impl Iterator<Item = Method> + 'p {
    set.methods
        .iter()
        .flat_map(|methods| methods.split(','))
        .filter_map(|name| Method::find(&name.trim().to_uppercase()))
}
