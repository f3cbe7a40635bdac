//! The algorithm that finds the least privileged set of permissions for several actions.
//!
//! # Definition
//!
//! The least privileged set is not the smallest one: `Directory.Read.All` instead of `User.Read.All` and
//! `Group.Read.All` is one permission instead of two, but lets an application read far more. Sets are therefore
//! compared from the most privileged permission downwards, in the order of [`ranking`]. Of two sets, the less
//! privileged one is the set without the most privileged permission in which they differ. The result is the least of
//! all sets that allow every action.
//!
//! # Algorithm
//!
//! From the most privileged permission downwards, each permission is removed if all actions are still allowed without
//! it and without those removed before; otherwise, it is kept. This is exact, not a heuristic. Whether there is a
//! sufficient set without the permission can be decided by looking at the set of all remaining permissions, because
//! more permissions never allow less. If there is one, the least set does not contain the permission either, and the
//! same argument applies to the next permission.
//!
//! The result is also minimal: no further permission can be removed without disallowing an action. Each alternative is
//! visited once for each of its permissions, independently of the number of actions. There is no search.

use super::{order::ranking, problem::Problem};

/// The permissions that are kept and the alternatives that remain while permissions are removed.
pub(super) struct Choice {
    ranking: Vec<usize>,
    /// For each permission, the alternatives that contain it.
    alternatives_with: Vec<Vec<usize>>,
    /// For each alternative, the need that it belongs to.
    need_of: Vec<usize>,
    /// For each alternative, whether none of its permissions was removed.
    remains: Vec<bool>,
    /// For each need, the number of remaining alternatives.
    remaining: Vec<usize>,
    kept: Vec<bool>,
    /// The number of visited alternatives.
    #[cfg(test)]
    visits: usize,
}

impl Choice {
    /// Starts with all permissions.
    pub(super) fn new(problem: &Problem) -> Self {
        let mut alternatives_with = vec![Vec::new(); problem.permissions.len()];
        let mut need_of = Vec::new();
        for (number, need) in problem.needs.iter().enumerate() {
            for together in &need.alternatives {
                for &permission in together {
                    alternatives_with[permission].push(need_of.len());
                }
                need_of.push(number);
            }
        }
        Self {
            ranking: ranking(problem),
            remains: vec![true; need_of.len()],
            remaining: problem.needs.iter().map(|need| need.alternatives.len()).collect(),
            kept: vec![true; problem.permissions.len()],
            alternatives_with,
            need_of,
            #[cfg(test)]
            visits: 0,
        }
    }

    /// Removes as many as possible of the permissions for which `may_remove` returns `true`, the most privileged first.
    pub(super) fn reduce(&mut self, may_remove: impl Fn(usize) -> bool) {
        for rank in 0..self.ranking.len() {
            let permission = self.ranking[rank];
            if self.kept[permission] && may_remove(permission) {
                self.kept[permission] = !self.remove(permission);
            }
        }
    }

    /// Whether a permission was not removed.
    pub(super) fn is_kept(&self, permission: usize) -> bool {
        self.kept[permission]
    }

    /// Returns the needs whose remaining alternatives all contain a permission.
    pub(super) fn needed_for(&self, permission: usize) -> Vec<usize> {
        let alternatives = self.alternatives_with[permission].iter().filter(|&&alternative| self.remains[alternative]);
        let needs: Vec<_> = alternatives.map(|&alternative| self.need_of[alternative]).collect();
        // The alternatives of a need have consecutive numbers, so they are neighbors here.
        let runs = needs.chunk_by(|one, next| one == next);
        runs.filter(|run| run.len() == self.remaining[run[0]]).map(|run| run[0]).collect()
    }

    /// Removes a permission, unless this leaves a need without alternatives. Returns whether it was removed.
    fn remove(&mut self, permission: usize) -> bool {
        let alternatives = &self.alternatives_with[permission];
        for (index, &alternative) in alternatives.iter().enumerate() {
            #[cfg(test)]
            {
                self.visits += 1;
            }
            // The counts are updated immediately, and restored if a need is left without alternatives.
            if self.remains[alternative] {
                let remaining = &mut self.remaining[self.need_of[alternative]];
                *remaining -= 1;
                if *remaining == 0 {
                    for &alternative in alternatives[..=index].iter().filter(|&&alternative| self.remains[alternative])
                    {
                        self.remaining[self.need_of[alternative]] += 1;
                    }
                    return false;
                }
            }
        }
        for &alternative in alternatives {
            self.remains[alternative] = false;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        metadata::action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind},
        permissions::access::{Access, Caller, Permissions},
    };

    /// Returns an action for application callers with these alternatives. Each permission has a name and a level; 0
    /// stands for an unknown one.
    fn action(alternatives: &[&[(&str, u8)]]) -> &'static ActionMetadata {
        let named = |&(name, level): &(&str, u8)| match level {
            0 => format!("{name} - - -- y"),
            level => format!("{name} - - -{level} y"),
        };
        let together = |together: &&[(&str, u8)]| together.iter().map(named).collect::<Vec<_>>().join("&");
        let alternatives = Access::any_of(alternatives.iter().map(together).collect::<Vec<_>>().join("|").leak());
        Box::leak(Box::new(ActionMetadata::declare(
            "Act",
            Method::Get,
            "/act",
            &[ApiVersion::V1_0],
            Permissions::declare(Access::NotSupported, Access::NotSupported, alternatives),
            BodyKind::Nothing,
            ResponseKind::Json,
        )))
    }

    fn least(actions: &[&'static ActionMetadata]) -> Vec<&'static str> {
        let problem = Problem::new(actions, Caller::Application);
        let mut choice = Choice::new(&problem);
        choice.reduce(|_| true);
        problem.chosen(|number| choice.is_kept(number)).iter().map(|permission| permission.name).collect()
    }

    #[test]
    fn for_a_single_action_the_first_alternative_is_chosen_regardless_of_levels() {
        for levels in [(0, 0), (1, 5), (5, 1), (0, 1), (5, 0), (3, 3)] {
            assert_eq!(least(&[action(&[&[("A", levels.0)], &[("B", levels.1)]])]), ["A"], "{levels:?}");
            assert_eq!(least(&[action(&[&[("B", levels.0)], &[("A", levels.1)]])]), ["B"], "{levels:?}");
        }
        assert_eq!(least(&[action(&[&[("C", 5), ("B", 5)], &[("A", 1)]])]), ["B", "C"]);
        assert_eq!(least(&[action(&[&[("A", 1), ("C", 1)], &[("A", 1), ("B", 1)]])]), ["A", "C"]);
    }

    #[test]
    fn less_privilege_is_preferred_to_fewer_permissions() {
        let users = action(&[&[("User.Read.All", 3)], &[("Directory.Read.All", 4)]]);
        let groups = action(&[&[("Group.Read.All", 3)], &[("Directory.Read.All", 4)]]);
        assert_eq!(least(&[users, groups]), ["Group.Read.All", "User.Read.All"]);
    }

    #[test]
    fn a_permission_that_another_action_needs_anyway_is_used() {
        let read = action(&[&[("Read", 2)], &[("ReadWrite", 4)]]);
        let write = action(&[&[("ReadWrite", 4)]]);
        assert_eq!(least(&[read, write]), ["ReadWrite"]);
        assert_eq!(least(&[write, read]), ["ReadWrite"]);
    }

    #[test]
    fn the_order_of_permissions_is_transitive() {
        // C has a low level, but the lists rank it above B, and B above A.
        let lists = [action(&[&[("A", 4)], &[("B", 1)]]), action(&[&[("B", 1)], &[("C", 1)]])];
        let problem = Problem::new(&lists, Caller::Application);
        let names: Vec<_> = ranking(&problem).iter().map(|&number| problem.permissions[number].name).collect();
        assert_eq!(names, ["C", "B", "A"]);
    }

    #[test]
    fn if_lists_contradict_each_other_levels_and_then_names_decide() {
        for (levels, expected) in [((2, 4), "A"), ((4, 2), "B"), ((3, 3), "A"), ((0, 4), "A"), ((0, 2), "B")] {
            let (a, b) = (("A", levels.0), ("B", levels.1));
            let (one, other) = (action(&[&[a], &[b]]), action(&[&[b], &[a]]));
            assert_eq!(least(&[one, other]), [expected], "{levels:?}");
            assert_eq!(least(&[other, one]), [expected], "{levels:?}");
        }
    }

    #[test]
    fn a_cycle_of_lists_is_a_contradiction_too() {
        let (a, b, c) = (("A", 5), ("B", 1), ("C", 4));
        let lists = [action(&[&[a], &[b]]), action(&[&[b], &[c]]), action(&[&[c], &[a]])];
        assert_eq!(least(&lists), ["B", "C"]);
    }

    #[test]
    fn the_choice_for_several_actions_is_exact() {
        // The first alternatives of the actions are P, and Q together with R.
        let first = action(&[&[("P", 1)], &[("S", 3)]]);
        let second = action(&[&[("Q", 1), ("R", 5)], &[("S", 3), ("T", 1)]]);
        // The list ranks S and T above R, regardless of their levels.
        assert_eq!(least(&[first, second]), ["P", "Q", "R"]);
        let third = action(&[&[("S", 3)]]);
        assert_eq!(least(&[first, second, third]), ["Q", "R", "S"]);
        let fourth = action(&[&[("T", 3)]]);
        assert_eq!(least(&[first, second, third, fourth]), ["S", "T"]);
    }

    #[test]
    fn each_alternative_is_visited_at_most_once_per_permission() {
        let names: Vec<String> = (0..969).map(|number| format!("P{number}.Read.All")).collect();
        let mut random = fastrand::Rng::with_seed(11);
        let mut effort = |count: usize| {
            let mut occurrences = 0;
            let mut actions = Vec::new();
            for _ in 0..count {
                let mut alternatives: Vec<Vec<(&str, u8)>> = Vec::new();
                for _ in 0..random.usize(1..=6) {
                    let together = (0..random.usize(1..=2)).map(|_| (&*names[random.usize(..names.len())], 3));
                    alternatives.push(together.collect());
                }
                occurrences += alternatives.iter().map(Vec::len).sum::<usize>();
                let alternatives: Vec<&[(&str, u8)]> = alternatives.iter().map(|together| &**together).collect();
                actions.push(action(&alternatives));
            }
            let problem = Problem::new(&actions, Caller::Application);
            let mut choice = Choice::new(&problem);
            choice.reduce(|_| true);
            (choice.visits, occurrences)
        };
        for count in [10, 100, 1_000, 10_000] {
            let (visits, occurrences) = effort(count);
            assert!(visits <= occurrences, "{count} actions: {visits} visits of {occurrences} permissions");
        }
    }
}
