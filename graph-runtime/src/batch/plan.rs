//! Which items are sent together, and in which order. Pure.
//!
//! Graph takes two kinds of requests, and answers any mixture of them with 400: all items independent of each other, or
//! each item depending on the one before it. So a request here is one or the other. What depends on several items, or on
//! one that others depend on too, is sent in a later request, once what it depends on has succeeded.

use std::collections::BTreeMap;

use crate::metadata::action_metadata::ApiVersion;

/// How many items Graph takes in one request.
pub(super) const MAX_ITEMS: usize = 20;

/// What has to be known of an item.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) version: ApiVersion,
    /// The places of the items that it depends on, all of them before its own; each once.
    pub(super) after: Vec<usize>,
}

/// One request.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) version: ApiVersion,
    /// The places of the items, in ascending order.
    pub(super) items: Vec<usize>,
    /// Each item but the first depends on the one before it; otherwise none depends on another.
    pub(super) is_chain: bool,
}

/// Splits items into requests of one version and at most 20 items. What an item depends on is in an earlier request, or
/// just before it in the same one.
///
/// A chain of items fits into one request; many short chains need fewer requests if all their first items go together,
/// then all their second ones. Whichever way needs fewer requests is taken.
pub(super) fn plan(nodes: &[Node]) -> Vec<Group> {
    let by_step = arrange(nodes, (0..nodes.len()).map(|item| vec![item]).collect());
    if nodes.iter().all(|node| node.after.is_empty()) {
        return by_step;
    }
    let by_chain = arrange(nodes, chains(nodes));
    if by_chain.len() <= by_step.len() { by_chain } else { by_step }
}

/// Strings items together that depend on each other and on nothing else, and that nothing else depends on.
fn chains(nodes: &[Node]) -> Vec<Vec<usize>> {
    let mut dependants = vec![0_usize; nodes.len()];
    for &before in nodes.iter().flat_map(|node| &node.after) {
        dependants[before] += 1;
    }
    let mut chains: Vec<Vec<usize>> = Vec::new();
    let mut chain_of = Vec::with_capacity(nodes.len());
    for (item, node) in nodes.iter().enumerate() {
        let joins = match node.after[..] {
            [before] if dependants[before] == 1 && nodes[before].version == node.version => Some(chain_of[before]),
            _ => None,
        };
        if let Some(chain) = joins.filter(|&chain: &usize| chains[chain].len() < MAX_ITEMS) {
            chains[chain].push(item);
            chain_of.push(chain);
        } else {
            chain_of.push(chains.len());
            chains.push(vec![item]);
        }
    }
    chains
}

/// Orders chains by what they depend on, and packs those that are one item each into requests.
fn arrange(nodes: &[Node], chains: Vec<Vec<usize>>) -> Vec<Group> {
    // What an item depends on comes before it, so its step is known by then.
    let mut step_of = vec![0_usize; nodes.len()];
    let mut singles: BTreeMap<(usize, ApiVersion), Vec<usize>> = BTreeMap::new();
    let mut groups = Vec::new();
    for chain in chains {
        let first = &nodes[chain[0]];
        let step = first.after.iter().map(|&before| step_of[before] + 1).max().unwrap_or_default();
        for &item in &chain {
            step_of[item] = step;
        }
        match chain[..] {
            [single] => singles.entry((step, first.version)).or_default().push(single),
            _ => groups.push((step, Group { version: first.version, items: chain, is_chain: true })),
        }
    }
    for ((step, version), items) in singles {
        let requests = items.chunks(MAX_ITEMS).map(|items| Group { version, items: items.to_vec(), is_chain: false });
        groups.extend(requests.map(|group| (step, group)));
    }
    groups.sort_by_key(|(step, _)| *step);
    groups.into_iter().map(|(_, group)| group).collect()
}

#[cfg(test)]
mod tests;
