//! Which of two permissions is the more privileged.
//!
//! Microsoft says it in two ways: it lists the alternatives of an operation from least to most privileged, and it gives
//! most permissions a level from 1 to 5. The lists are the finer of the two and are about the operation at hand, so they
//! go first. They leave nothing open, unless they contradict each other: one permission can only stand in for another in
//! an action whose list names both, apart from each other, and that list then says which is the more privileged.
//! Permissions that no list compares may stand in any order; what is chosen in the end is the same.

use super::problem::{Need, Problem};

/// The level of a permission that has none, in the middle of the scale.
const UNKNOWN: u8 = 3;

/// The permissions from the most privileged to the least; a strict order.
///
/// Where the lists say both, that the one permission is less privileged and that the other is, directly or in a circle
/// of several, Microsoft's levels decide, and where these are equal the names, so that the answer is always the same.
pub(super) fn ranking(problem: &Problem) -> Vec<usize> {
    let knot = knots(&lists(problem));
    let mut ranking: Vec<usize> = (0..knot.len()).collect();
    ranking.sort_unstable_by_key(|&number| {
        let permission = &problem.permissions[number];
        std::cmp::Reverse((knot[number], permission.level(problem.caller).unwrap_or(UNKNOWN), permission.name))
    });
    ranking
}

/// For each permission those that a list puts above it: what an alternative has beyond an earlier one is at least as
/// privileged as what the earlier one has beyond it.
fn lists(problem: &Problem) -> Vec<Vec<usize>> {
    let mut below = vec![Vec::new(); problem.permissions.len()];
    for Need { alternatives, .. } in &problem.needs {
        // Most alternatives are single permissions; each of these needs to be above the one before it alone.
        let mut single_before = None;
        for (place, later) in alternatives.iter().enumerate() {
            if let [permission] = later[..]
                && let Some(before) = single_before.replace(permission)
                && before != permission
            {
                let before: usize = before;
                below[before].push(permission);
            }
            for earlier in &alternatives[..place] {
                if earlier.len() == 1 && later.len() == 1 {
                    continue;
                }
                for &permission in later.iter().filter(|permission| !earlier.contains(permission)) {
                    for &before in earlier.iter().filter(|before| !later.contains(before)) {
                        below[before].push(permission);
                    }
                }
            }
        }
    }
    for above in &mut below {
        above.sort_unstable();
        above.dedup();
    }
    below
}

/// Puts permissions that are above each other in a circle into one knot, and numbers the knots so that what is above
/// another has the greater number. (Kosaraju's algorithm, without recursion.)
fn knots(below: &[Vec<usize>]) -> Vec<usize> {
    let mut above = vec![Vec::new(); below.len()];
    for (permission, others) in below.iter().enumerate() {
        for &other in others {
            above[other].push(permission);
        }
    }
    let mut seen = vec![false; below.len()];
    let mut left = Vec::with_capacity(below.len());
    for start in 0..below.len() {
        visit(start, below, &mut seen, |permission| left.push(permission));
    }
    let mut knot = vec![0; below.len()];
    seen.fill(false);
    let mut count = 0;
    for &start in left.iter().rev() {
        if !seen[start] {
            visit(start, &above, &mut seen, |permission| knot[permission] = count);
            count += 1;
        }
    }
    knot
}

/// Goes depth-first from `start` to all that has not been seen, and names each as it is left.
fn visit(start: usize, next: &[Vec<usize>], seen: &mut [bool], mut leave: impl FnMut(usize)) {
    if std::mem::replace(&mut seen[start], true) {
        return;
    }
    let mut way = vec![(start, 0)];
    while let Some((at, taken)) = way.last_mut() {
        if let Some(&to) = next[*at].get(*taken) {
            *taken += 1;
            if !std::mem::replace(&mut seen[to], true) {
                way.push((to, 0));
            }
        } else {
            leave(*at);
            way.pop();
        }
    }
}
