//! What a set of actions asks of one kind of caller, in numbers.

use std::collections::{HashMap, HashSet};

use super::access::{Access, Caller, Permission};
use crate::metadata::action_metadata::ActionMetadata;

/// What a set of actions asks of one kind of caller. A permission is its place among all that are named.
pub(super) struct Problem {
    pub(super) caller: Caller,
    /// Every permission that is named, once.
    pub(super) permissions: Vec<Permission>,
    /// The actions that need something.
    pub(super) needs: Vec<Need>,
    /// The actions that this kind of caller cannot call, each once.
    pub(super) not_supported: Vec<&'static ActionMetadata>,
}

/// What one action asks for: any one of the alternatives, which are never empty.
pub(super) struct Need {
    pub(super) action: &'static ActionMetadata,
    /// From least to most privileged, the permissions that are needed together.
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

    /// The number of a permission, by its name in any case: the catalogue itself has one under two spellings. Where two
    /// declarations know different things of it, the one with an id is taken, or else the one that is published.
    fn number(&mut self, named: &Permission, numbers: &mut HashMap<String, usize>) -> usize {
        let next = self.permissions.len();
        let number = *numbers.entry(named.name.to_ascii_lowercase()).or_insert(next);
        let known = |permission: &Permission| (permission.id(self.caller).is_some(), permission.published);
        let is_better = self.permissions.get(number).is_some_and(|present| known(named) > known(present));
        if number == next {
            self.permissions.push(*named);
        } else if is_better {
            self.permissions[number] = *named;
        }
        number
    }

    /// The permissions that are chosen, by name.
    pub(super) fn chosen(&self, is_chosen: impl Fn(usize) -> bool) -> Vec<Permission> {
        let chosen = self.permissions.iter().enumerate().filter(|(number, _)| is_chosen(*number));
        let mut chosen: Vec<_> = chosen.map(|(_, permission)| *permission).collect();
        chosen.sort_unstable_by_key(|permission| permission.name);
        chosen
    }
}

/// Each action once, in the order in which they come first.
pub(super) fn distinct(actions: impl IntoIterator<Item = &'static ActionMetadata>) -> Vec<&'static ActionMetadata> {
    let mut seen = HashSet::new();
    let mut actions: Vec<_> = actions.into_iter().collect();
    actions.retain(|action| seen.insert((action.name, action.method, action.path.as_str())));
    actions
}
