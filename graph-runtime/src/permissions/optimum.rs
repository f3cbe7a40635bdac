//! The least privileged set of permissions that allows all of several actions.
//!
//! # What is least
//!
//! Not what has the fewest names: `Directory.Read.All` in place of `User.Read.All` and `Group.Read.All` is one name
//! instead of two, and lets a program read far more. So sets are compared from the most privileged permission downwards,
//! in the order of [`ranking`]: of two sets, the one is less that does without the most privileged permission in which
//! they differ. Of all sets that allow every action, the least one is wanted.
//!
//! # How it is found
//!
//! From the most privileged permission downwards, each is given up if all actions are still possible without it and
//! without those given up before; otherwise it is kept. That is exact, and not a heuristic: whether a set without the
//! permission exists is found out by looking at the set of all that is left, since more permissions never allow less.
//! A least set does without the permission wherever any set can, and the same holds for the next one.
//!
//! So what is kept is also as small as can be: to give up one more would make an action impossible. Each alternative is
//! looked at once for each permission in it, whatever the number of actions; there is no search.

use super::{order::ranking, problem::Problem};

/// Which alternatives are left while permissions are given up.
pub(super) struct Choice {
    ranking: Vec<usize>,
    /// For each permission the alternatives that it is part of.
    parts: Vec<Vec<usize>>,
    /// For each alternative the need that it belongs to.
    need: Vec<usize>,
    /// For each alternative whether none of its permissions has been given up.
    is_left: Vec<bool>,
    /// For each need how many alternatives are left.
    left: Vec<usize>,
    kept: Vec<bool>,
    /// How many alternatives have been looked at.
    #[cfg(test)]
    looks: usize,
}

impl Choice {
    /// Nothing is given up yet.
    pub(super) fn new(problem: &Problem) -> Self {
        let mut parts = vec![Vec::new(); problem.permissions.len()];
        let mut need = Vec::new();
        for (number, asked) in problem.needs.iter().enumerate() {
            for together in &asked.alternatives {
                for &permission in together {
                    parts[permission].push(need.len());
                }
                need.push(number);
            }
        }
        Self {
            ranking: ranking(problem),
            is_left: vec![true; need.len()],
            left: problem.needs.iter().map(|asked| asked.alternatives.len()).collect(),
            kept: vec![true; problem.permissions.len()],
            parts,
            need,
            #[cfg(test)]
            looks: 0,
        }
    }

    /// Gives up what can be given up of these permissions, the most privileged first.
    pub(super) fn reduce(&mut self, may_go: impl Fn(usize) -> bool) {
        for place in 0..self.ranking.len() {
            let permission = self.ranking[place];
            if self.kept[permission] && may_go(permission) {
                self.kept[permission] = !self.give_up(permission);
            }
        }
    }

    /// Whether a permission has not been given up.
    pub(super) fn is_kept(&self, permission: usize) -> bool {
        self.kept[permission]
    }

    /// The needs that could not do without a permission, as things stand.
    pub(super) fn needed_for(&self, permission: usize) -> Vec<usize> {
        let parts = self.parts[permission].iter().filter(|&&alternative| self.is_left[alternative]);
        let needs: Vec<_> = parts.map(|&alternative| self.need[alternative]).collect();
        // The alternatives of a need are numbered one after the other, so they are neighbours here.
        let every = needs.chunk_by(|one, next| one == next).filter(|same| same.len() == self.left[same[0]]);
        every.map(|same| same[0]).collect()
    }

    /// Gives a permission up, if no action becomes impossible by it.
    fn give_up(&mut self, permission: usize) -> bool {
        let parts = &self.parts[permission];
        for (place, &alternative) in parts.iter().enumerate() {
            #[cfg(test)]
            {
                self.looks += 1;
            }
            // Those that are lost now are counted off at once, and given back if one is the last of its need.
            if self.is_left[alternative] {
                let left = &mut self.left[self.need[alternative]];
                *left -= 1;
                if *left == 0 {
                    for &alternative in parts[..=place].iter().filter(|&&alternative| self.is_left[alternative]) {
                        self.left[self.need[alternative]] += 1;
                    }
                    return false;
                }
            }
        }
        for &alternative in parts {
            self.is_left[alternative] = false;
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

    /// An action for programs of their own, with these alternatives; each permission is a name and its level.
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
    fn the_first_alternative_of_a_single_action_is_taken_whatever_the_levels() {
        for levels in [(0, 0), (1, 5), (5, 1), (0, 1), (5, 0), (3, 3)] {
            assert_eq!(least(&[action(&[&[("A", levels.0)], &[("B", levels.1)]])]), ["A"], "{levels:?}");
            assert_eq!(least(&[action(&[&[("B", levels.0)], &[("A", levels.1)]])]), ["B"], "{levels:?}");
        }
        assert_eq!(least(&[action(&[&[("C", 5), ("B", 5)], &[("A", 1)]])]), ["B", "C"]);
        assert_eq!(least(&[action(&[&[("A", 1), ("C", 1)], &[("A", 1), ("B", 1)]])]), ["A", "C"]);
    }

    #[test]
    fn less_privilege_goes_before_fewer_names() {
        let users = action(&[&[("User.Read.All", 3)], &[("Directory.Read.All", 4)]]);
        let groups = action(&[&[("Group.Read.All", 3)], &[("Directory.Read.All", 4)]]);
        assert_eq!(least(&[users, groups]), ["Group.Read.All", "User.Read.All"]);
    }

    #[test]
    fn what_another_action_needs_anyway_is_not_asked_for_twice() {
        let read = action(&[&[("Read", 2)], &[("ReadWrite", 4)]]);
        let write = action(&[&[("ReadWrite", 4)]]);
        assert_eq!(least(&[read, write]), ["ReadWrite"]);
        assert_eq!(least(&[write, read]), ["ReadWrite"]);
    }

    #[test]
    fn a_chain_of_lists_is_followed_from_end_to_end() {
        // C has a low level, but the lists put it above B, and B above A.
        let lists = [action(&[&[("A", 4)], &[("B", 1)]]), action(&[&[("B", 1)], &[("C", 1)]])];
        let problem = Problem::new(&lists, Caller::Application);
        let names: Vec<_> = ranking(&problem).iter().map(|&number| problem.permissions[number].name).collect();
        assert_eq!(names, ["C", "B", "A"]);
    }

    #[test]
    fn lists_that_contradict_each_other_leave_it_to_the_levels_and_these_to_the_names() {
        for (levels, expected) in [((2, 4), "A"), ((4, 2), "B"), ((3, 3), "A"), ((0, 4), "A"), ((0, 2), "B")] {
            let (a, b) = (("A", levels.0), ("B", levels.1));
            let (one, other) = (action(&[&[a], &[b]]), action(&[&[b], &[a]]));
            assert_eq!(least(&[one, other]), [expected], "{levels:?}");
            assert_eq!(least(&[other, one]), [expected], "{levels:?}");
        }
    }

    #[test]
    fn a_circle_of_lists_is_a_contradiction_too() {
        let (a, b, c) = (("A", 5), ("B", 1), ("C", 4));
        let lists = [action(&[&[a], &[b]]), action(&[&[b], &[c]]), action(&[&[c], &[a]])];
        assert_eq!(least(&lists), ["B", "C"]);
    }

    #[test]
    fn a_choice_across_actions_is_exact() {
        // Taking the first alternative of each would be P, Q and R; S alone is less than R.
        let first = action(&[&[("P", 1)], &[("S", 3)]]);
        let second = action(&[&[("Q", 1), ("R", 5)], &[("S", 3), ("T", 1)]]);
        // The list puts S and T above R, whatever their levels.
        assert_eq!(least(&[first, second]), ["P", "Q", "R"]);
        let third = action(&[&[("S", 3)]]);
        assert_eq!(least(&[first, second, third]), ["Q", "R", "S"]);
        let fourth = action(&[&[("T", 3)]]);
        assert_eq!(least(&[first, second, third, fourth]), ["S", "T"]);
    }

    #[test]
    fn the_effort_grows_with_the_actions_and_not_faster() {
        let names: Vec<String> = (0..969).map(|number| format!("P{number}.Read.All")).collect();
        let mut random = fastrand::Rng::with_seed(11);
        let mut effort = |count: usize| {
            let mut parts = 0;
            let mut actions = Vec::new();
            for _ in 0..count {
                let mut alternatives: Vec<Vec<(&str, u8)>> = Vec::new();
                for _ in 0..random.usize(1..=6) {
                    let together = (0..random.usize(1..=2)).map(|_| (&*names[random.usize(..names.len())], 3));
                    alternatives.push(together.collect());
                }
                parts += alternatives.iter().map(Vec::len).sum::<usize>();
                let alternatives: Vec<&[(&str, u8)]> = alternatives.iter().map(|together| &**together).collect();
                actions.push(action(&alternatives));
            }
            let problem = Problem::new(&actions, Caller::Application);
            let mut choice = Choice::new(&problem);
            choice.reduce(|_| true);
            (choice.looks, parts)
        };
        for count in [10, 100, 1_000, 10_000] {
            let (looks, parts) = effort(count);
            assert!(looks <= parts, "{count} actions: {looks} looks at {parts} parts");
        }
    }
}
