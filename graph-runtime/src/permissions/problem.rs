//! The permissions that a set of actions needs for one caller type, represented by numbers.

use std::collections::{HashMap, HashSet};

use super::access::{Access, Caller, Permission};
use crate::metadata::action_metadata::ActionMetadata;

/// The permissions that a set of actions needs for one caller type. A permission is represented by its index.
pub(super) struct Problem {
    pub(super) caller: Caller,
    /// All permissions of the actions, each once.
    pub(super) permissions: Vec<Permission>,
    /// The actions that need permissions.
    pub(super) needs: Vec<Need>,
    /// The actions that this caller type cannot call, each once.
    pub(super) not_supported: Vec<&'static ActionMetadata>,
}

/// The permissions that one action needs: any one of the alternatives. There is at least one.
pub(super) struct Need {
    pub(super) action: &'static ActionMetadata,
    /// The alternatives, from least to most privileged. Each is a set of permissions that are needed together.
    pub(super) alternatives: Vec<Vec<usize>>,
}

impl Problem {
    pub(super) fn new(actions: &[&'static ActionMetadata], caller: Caller) -> Self {
        let mut problem = Self { caller, permissions: Vec::new(), needs: Vec::new(), not_supported: Vec::new() };
        let mut numbers = HashMap::new();
        for &action in actions {
            let access = action.permissions.of(caller);
            let alternatives = access.alternatives();
            if access == Access::NotNeeded {
                continue;
            }
            if alternatives.is_empty() {
                problem.not_supported.push(action);
                continue;
            }
            let alternatives = alternatives.iter().map(|together| {
                let mut together: Vec<_> = together.iter().map(|named| problem.number(&named, &mut numbers)).collect();
                together.sort_unstable();
                together.dedup();
                together
            });
            let alternatives = alternatives.collect();
            problem.needs.push(Need { action, alternatives });
        }
        problem.not_supported = distinct(problem.not_supported);
        problem
    }

    /// Returns the index of a permission. Names are compared without regard to case, because the catalog contains one
    /// permission in two spellings. If the metadata of two declarations differ, those with an ID are used, or else
    /// those that are published.
    fn number(&mut self, named: &Permission, numbers: &mut HashMap<String, usize>) -> usize {
        let next = self.permissions.len();
        let number = *numbers.entry(named.name.to_ascii_lowercase()).or_insert(next);
        let completeness = |permission: &Permission| (permission.id(self.caller).is_some(), permission.published);
        let existing = self.permissions.get(number);
        let is_better = existing.is_some_and(|existing| completeness(named) > completeness(existing));
        if number == next {
            self.permissions.push(*named);
        } else if is_better {
            self.permissions[number] = *named;
        }
        number
    }

    /// Returns the chosen permissions, sorted by name.
    pub(super) fn chosen(&self, is_chosen: impl Fn(usize) -> bool) -> Vec<Permission> {
        let chosen = self.permissions.iter().enumerate().filter(|(number, _)| is_chosen(*number));
        let mut chosen: Vec<_> = chosen.map(|(_, permission)| *permission).collect();
        chosen.sort_unstable_by_key(|permission| permission.name);
        chosen
    }
}

/// Returns each action once, in the order of their first occurrence.
pub(super) fn distinct(actions: impl IntoIterator<Item = &'static ActionMetadata>) -> Vec<&'static ActionMetadata> {
    let mut seen = HashSet::new();
    let mut actions: Vec<_> = actions.into_iter().collect();
    actions.retain(|action| seen.insert((action.name, action.method, action.path.as_str())));
    actions
}
