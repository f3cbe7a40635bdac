//! The order of permissions by privilege.
//!
//! Microsoft's documentation has two sources for this order: the alternatives of an operation are listed from least to
//! most privileged, and most permissions have a privilege level from 1 to 5. The lists are more precise and specific to
//! the operation, so they take precedence over the levels. Unless they contradict each other, they are sufficient: one
//! permission can replace another only in an action whose list contains both in different alternatives, and this list
//! then says which one is more privileged. The relative order of permissions that no list compares does not matter: it
//! does not change the result.

use super::problem::{Need, Problem};

/// The level of a permission without a published level: the middle of the scale.
const UNKNOWN_LEVEL: u8 = 3;

/// Returns all permissions, from the most to the least privileged, in a strict total order.
///
/// If the lists contradict each other, directly or in a cycle of several permissions, Microsoft's levels decide, and
/// then the names, so that the result is deterministic.
pub(super) fn ranking(problem: &Problem) -> Vec<usize> {
    let component = strongly_connected_components(&more_privileged(problem));
    let mut ranking: Vec<usize> = (0..component.len()).collect();
    ranking.sort_unstable_by_key(|&number| {
        let permission = &problem.permissions[number];
        let level = permission.level(problem.caller).unwrap_or(UNKNOWN_LEVEL);
        std::cmp::Reverse((component[number], level, permission.name))
    });
    ranking
}

/// Returns, for each permission, those that a list ranks above it. The permissions that an alternative has in addition
/// to an earlier one are at least as privileged as those that the earlier one has in addition.
fn more_privileged(problem: &Problem) -> Vec<Vec<usize>> {
    let mut above = vec![Vec::new(); problem.permissions.len()];
    for Need { alternatives, .. } in &problem.needs {
        // Most alternatives are single permissions. For these, an edge from the previous single permission is
        // sufficient, because the order is transitive.
        let mut previous_single = None;
        for (index, later) in alternatives.iter().enumerate() {
            if let [permission] = later[..]
                && let Some(previous) = previous_single.replace(permission)
                && previous != permission
            {
                let previous: usize = previous;
                above[previous].push(permission);
            }
            for earlier in &alternatives[..index] {
                if earlier.len() == 1 && later.len() == 1 {
                    continue;
                }
                for &permission in later.iter().filter(|permission| !earlier.contains(permission)) {
                    for &lower in earlier.iter().filter(|lower| !later.contains(lower)) {
                        above[lower].push(permission);
                    }
                }
            }
        }
    }
    for permissions in &mut above {
        permissions.sort_unstable();
        permissions.dedup();
    }
    above
}

/// Returns the number of the strongly connected component of each node. If there is an edge from one component to
/// another, the latter has the higher number. Uses Kosaraju's algorithm, without recursion.
fn strongly_connected_components(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut reversed = vec![Vec::new(); edges.len()];
    for (node, targets) in edges.iter().enumerate() {
        for &target in targets {
            reversed[target].push(node);
        }
    }
    let mut visited = vec![false; edges.len()];
    let mut postorder = Vec::with_capacity(edges.len());
    for start in 0..edges.len() {
        depth_first(start, edges, &mut visited, |node| postorder.push(node));
    }
    let mut component = vec![0; edges.len()];
    visited.fill(false);
    let mut count = 0;
    for &start in postorder.iter().rev() {
        if !visited[start] {
            depth_first(start, &reversed, &mut visited, |node| component[node] = count);
            count += 1;
        }
    }
    component
}

/// Visits all unvisited nodes that can be reached from `start`, depth first, and calls `leave` for each in postorder.
fn depth_first(start: usize, edges: &[Vec<usize>], visited: &mut [bool], mut leave: impl FnMut(usize)) {
    if std::mem::replace(&mut visited[start], true) {
        return;
    }
    let mut path = vec![(start, 0)];
    while let Some((node, next)) = path.last_mut() {
        if let Some(&target) = edges[*node].get(*next) {
            *next += 1;
            if !std::mem::replace(&mut visited[target], true) {
                path.push((target, 0));
            }
        } else {
            leave(*node);
            path.pop();
        }
    }
}
