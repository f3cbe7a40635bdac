//! Plans which items are sent together and in which order, without I/O.
//!
//! Graph accepts two kinds of batch requests and responds to any mixture of them with 400: either all items are
//! independent of each other, or each item depends on the one before it. A planned request is always one or the other.
//! An item that depends on several items, or on an item that others depend on too, is sent in a later request, after
//! the items it depends on have succeeded.

use std::collections::BTreeMap;

use crate::metadata::action_metadata::ApiVersion;

/// The maximum number of items in one request.
pub(super) const MAX_ITEMS: usize = 20;

/// What the plan needs to know about an item.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) version: ApiVersion,
    /// The indexes of the items that it depends on. They are lower than its own index, and each occurs once.
    pub(super) after: Vec<usize>,
}

/// The items of one request.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) version: ApiVersion,
    /// The indexes of the items, in ascending order.
    pub(super) items: Vec<usize>,
    /// Whether each item except the first depends on the one before it. Otherwise, no item depends on another.
    pub(super) is_chain: bool,
}

/// Splits items into requests with one version and at most 20 items each. An item that another one depends on is in an
/// earlier request, or directly before it in the same request.
///
/// A chain of items fits into one request. Many short chains need fewer requests if all first items are sent together,
/// then all second items, and so on. The plan with fewer requests is chosen.
pub(super) fn plan(nodes: &[Node]) -> Vec<Group> {
    let by_step = arrange(nodes, (0..nodes.len()).map(|item| vec![item]).collect());
    if nodes.iter().all(|node| node.after.is_empty()) {
        return by_step;
    }
    let by_chain = arrange(nodes, chains(nodes));
    if by_chain.len() <= by_step.len() { by_chain } else { by_step }
}

/// Splits items into chains: each item of a chain, except the first, depends only on the one before it, and no other
/// item depends on that one.
fn chains(nodes: &[Node]) -> Vec<Vec<usize>> {
    let mut dependents = vec![0_usize; nodes.len()];
    for &before in nodes.iter().flat_map(|node| &node.after) {
        dependents[before] += 1;
    }
    let mut chains: Vec<Vec<usize>> = Vec::new();
    let mut chain_of = Vec::with_capacity(nodes.len());
    for (item, node) in nodes.iter().enumerate() {
        let joins = match node.after[..] {
            [before] if dependents[before] == 1 && nodes[before].version == node.version => Some(chain_of[before]),
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

/// Orders chains by their dependencies, and combines chains of a single item into requests.
fn arrange(nodes: &[Node], chains: Vec<Vec<usize>>) -> Vec<Group> {
    // An item depends only on items before it, so their steps are already known.
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
