//! Which permissions admit which method on which path.

use std::collections::{BTreeMap, HashMap};

use super::{Facts, document, path};
use crate::description::{Caller, Method};

/// What the data grants, by path.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// The permissions, by their number.
    permissions: Vec<String>,
    /// The grants for each path in its one form.
    paths: HashMap<String, Vec<Grant>>,
}

/// A permission that admits to some methods on a path.
#[derive(Debug, Clone)]
struct Grant {
    /// The number of the permission.
    permission: usize,
    /// The methods, callers, and callers for which it is the least privileged: a bit for each.
    methods: u8,
    callers: u8,
    least: u8,
    /// One of these is needed as well, if any is written.
    also: Vec<String>,
}

/// A permission that admits to an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim<'i> {
    /// The kind of caller.
    pub(super) caller: Caller,
    /// The permission.
    pub(super) permission: &'i str,
    /// One of these is needed as well; empty if none is.
    pub(super) also: Vec<&'i str>,
    /// Whether the data marks it as the least privileged.
    pub(super) least: bool,
}

impl Index {
    pub(super) fn new(document: &document::Permissions<'_>) -> Self {
        let mut index = Self::default();
        // The same path is written for many permissions.
        let mut keys: HashMap<&str, String> = HashMap::new();
        for (number, (name, permission)) in document.iter().enumerate() {
            index.permissions.push(name.to_string());
            for set in &permission.path_sets {
                let methods = bits(methods(set).map(|method| method as u8));
                let callers = bits(callers(set.scheme_keys.iter().map(AsRef::as_ref)));
                for (path, conditions) in set.paths.iter().filter(|(path, _)| path::is_operation(path)) {
                    let conditions = document::Conditions::parse(conditions.as_deref().unwrap_or_default());
                    let grant = Grant {
                        permission: number,
                        methods,
                        callers,
                        least: bits(callers_of(&conditions)),
                        also: conditions.also.iter().map(|&also| also.to_owned()).collect(),
                    };
                    let key = keys.entry(path.as_ref()).or_insert_with(|| path::key(path));
                    match index.paths.get_mut(key) {
                        Some(grants) => grants.push(grant),
                        None => drop(index.paths.insert(key.clone(), vec![grant])),
                    }
                }
            }
        }
        index
    }

    /// Returns the claims for a path in its one form; empty if nothing is published for it.
    pub(super) fn find(&self, method: Method, key: &str, facts: &BTreeMap<String, Facts>) -> Vec<Claim<'_>> {
        let exists =
            |permission: &str, caller: Caller| facts.get(permission).is_none_or(|facts| facts.exists[caller as usize]);
        let grants = self.paths.get(key).into_iter().flatten();
        let mut claims = Vec::new();
        for grant in grants.filter(|grant| has(grant.methods, method as u8)) {
            let permission = self.permissions[grant.permission].as_str();
            for caller in Caller::ALL.into_iter().filter(|caller| has(grant.callers, *caller as u8)) {
                // A permission that cannot be had for the caller cannot be asked for beside another, either.
                let also = grant.also.iter().map(String::as_str);
                let also: Vec<_> = also.filter(|also| *also != permission && exists(also, caller)).collect();
                if exists(permission, caller) && (grant.also.is_empty() || !also.is_empty()) {
                    claims.push(Claim { caller, permission, also, least: has(grant.least, caller as u8) });
                }
            }
        }
        claims
    }
}

/// The methods of a path set; the specification's example writes several in one text.
fn methods<'p>(set: &'p document::PathSet<'_>) -> impl Iterator<Item = Method> + 'p {
    let names = set.methods.iter().flat_map(|methods| methods.split(','));
    names.filter_map(|name| Method::find(&name.trim().to_uppercase()))
}

fn callers<'s>(schemes: impl Iterator<Item = &'s str>) -> impl Iterator<Item = u8> {
    schemes.filter_map(document::caller).map(|caller| caller as u8)
}

fn callers_of(conditions: &document::Conditions<'_>) -> impl Iterator<Item = u8> {
    callers(conditions.least.iter().copied())
}

fn bits(numbers: impl Iterator<Item = u8>) -> u8 {
    numbers.fold(0, |bits, number| bits | 1 << number)
}

fn has(bits: u8, number: u8) -> bool {
    bits & 1 << number != 0
}
