//! Splitting and ordering of items.

use super::*;

fn nodes(after: &[&[usize]]) -> Vec<Node> {
    after.iter().map(|after| Node { version: ApiVersion::V1_0, after: after.to_vec() }).collect()
}

fn chain(length: usize) -> Vec<Node> {
    let after = |item: usize| item.checked_sub(1).into_iter().collect();
    (0..length).map(|item| Node { version: ApiVersion::V1_0, after: after(item) }).collect()
}

/// The items of each request, and whether it is a chain.
fn planned(nodes: &[Node]) -> Vec<(Vec<usize>, bool)> {
    plan(nodes).into_iter().map(|group| (group.items, group.is_chain)).collect()
}

#[test]
fn no_items_need_no_request() {
    assert!(plan(&[]).is_empty());
}

#[test]
fn independent_items_fill_requests_in_order() {
    for (count, expected) in
        [(1, vec![1]), (20, vec![20]), (21, vec![20, 1]), (40, vec![20, 20]), (45, vec![20, 20, 5])]
    {
        let groups = plan(&nodes(&vec![&[][..]; count]));
        assert_eq!(groups.iter().map(|group| group.items.len()).collect::<Vec<_>>(), expected);
        assert!(groups.iter().flat_map(|group| &group.items).copied().eq(0..count));
        assert!(groups.iter().all(|group| !group.is_chain));
    }
}

#[test]
fn a_chain_is_split_into_requests_of_twenty_items() {
    assert_eq!(planned(&chain(20)), [((0..20).collect(), true)]);
    assert_eq!(planned(&chain(22)), [((0..20).collect(), true), (vec![20, 21], true)]);
    assert_eq!(planned(&chain(41)), [((0..20).collect(), true), ((20..40).collect(), true), (vec![40], false)]);
}

#[test]
fn an_item_that_several_items_depend_on_is_sent_before_them() {
    assert_eq!(planned(&nodes(&[&[], &[0], &[0], &[]])), [(vec![0, 3], false), (vec![1, 2], false)]);
}

#[test]
fn an_item_that_depends_on_several_items_is_sent_after_them() {
    assert_eq!(planned(&nodes(&[&[], &[], &[0, 1]])), [(vec![0, 1], false), (vec![2], false)]);
}

#[test]
fn many_short_chains_are_sent_step_by_step_with_fewer_requests() {
    let pairs = nodes(&[&[], &[0], &[], &[2], &[], &[4]]);
    assert_eq!(planned(&pairs), [(vec![0, 2, 4], false), (vec![1, 3, 5], false)]);
    let one_long_chain = nodes(&[&[], &[0], &[1], &[2], &[]]);
    assert_eq!(planned(&one_long_chain), [(vec![0, 1, 2, 3], true), (vec![4], false)]);
}

#[test]
fn each_version_has_its_own_requests_even_within_a_chain() {
    let mut mixed = nodes(&[&[], &[], &[0], &[1]]);
    mixed[1].version = ApiVersion::Beta;
    mixed[3].version = ApiVersion::Beta;
    assert!(plan(&mixed).iter().all(|group| group.items.iter().all(|&item| mixed[item].version == group.version)));
    let mut across = chain(3);
    across[2].version = ApiVersion::Beta;
    assert_eq!(planned(&across), [(vec![0, 1], true), (vec![2], false)]);
}

/// Creates random items with random dependencies.
fn random(random: &mut fastrand::Rng) -> Vec<Node> {
    let count = random.usize(0..70);
    let share_of_beta = random.f64() * random.f64();
    let density = random.usize(0..4);
    (0..count)
        .map(|item| {
            let version = if random.f64() < share_of_beta { ApiVersion::Beta } else { ApiVersion::V1_0 };
            let mut after: Vec<usize> = match (density, item) {
                (_, 0) | (0, _) => Vec::new(),
                // Mostly chains.
                (1, _) if random.u8(0..10) > 0 => vec![item - 1],
                (1 | 2, _) => (0..random.usize(0..2)).map(|_| random.usize(0..item)).collect(),
                _ => (0..random.usize(0..5)).map(|_| random.usize(0..item)).collect(),
            };
            after.sort_unstable();
            after.dedup();
            Node { version, after }
        })
        .collect()
}

#[test]
fn every_plan_follows_the_rules_of_graph() {
    let mut source = fastrand::Rng::with_seed(20);
    for _ in 0..2000 {
        let nodes = random(&mut source);
        let groups = plan(&nodes);
        let mut sent = vec![false; nodes.len()];
        for group in &groups {
            assert!((1..=MAX_ITEMS).contains(&group.items.len()), "{nodes:?}: {groups:?}");
            for (place, &item) in group.items.iter().enumerate() {
                let node = &nodes[item];
                assert_eq!(node.version, group.version, "{nodes:?}: {groups:?}");
                if group.is_chain && place > 0 {
                    assert_eq!(node.after, [group.items[place - 1]], "{nodes:?}: {groups:?}");
                } else {
                    assert!(node.after.iter().all(|&before| sent[before]), "{nodes:?}: {groups:?}");
                }
            }
            for &item in &group.items {
                assert!(!std::mem::replace(&mut sent[item], true), "sent twice: {nodes:?}: {groups:?}");
            }
        }
        assert!(sent.iter().all(|&sent| sent), "left out: {nodes:?}: {groups:?}");
    }
}
