//! The least that several actions need, against what the definition says.

use std::collections::{BTreeMap, BTreeSet};

use graph_runtime::{
    Bytes, GraphAction, graph_action,
    metadata::ActionMetadata,
    permissions::{ActionSet, Caller, Permission},
    permissions_for,
};
use graph_tests::random_actions;
use intune_onboarding::{android::CreateToken, dep::UploadDepToken, vpp::UpdateVppToken};

/// What a permission is compared by: its depth in the lists, its level, its name.
type Key = (usize, u8, &'static str);

fn of(set: ActionSet<'_>, caller: Caller) -> BTreeSet<&'static str> {
    set.least_privilege(caller).permissions().map(|permission| permission.name).collect()
}

fn allows(names: &BTreeSet<&'static str>, actions: &[&'static ActionMetadata], caller: Caller) -> bool {
    actions.iter().all(|action| {
        let alternatives = action.permissions.of(caller).alternatives();
        alternatives.iter().any(|together| together.iter().all(|needed| names.contains(needed.name)))
    })
}

/// Keys that agree with the lists, found the slow way: what the lists say is applied until nothing changes. Those that
/// contradict each other share a depth.
fn keys(actions: &[&'static ActionMetadata], caller: Caller) -> BTreeMap<&'static str, Key> {
    let mut level: BTreeMap<&str, u8> = BTreeMap::new();
    let mut above: BTreeSet<(&str, &str)> = BTreeSet::new();
    for action in actions {
        let alternatives: Vec<_> = action.permissions.of(caller).alternatives().iter().collect();
        for permission in alternatives.iter().flatten() {
            level.insert(permission.name, permission.level(caller).unwrap_or(3));
        }
        for (place, later) in alternatives.iter().enumerate() {
            for earlier in &alternatives[..place] {
                for more in later.iter().filter(|more| !earlier.contains(more)) {
                    for less in earlier.iter().filter(|less| !later.contains(less)) {
                        above.insert((less.name, more.name));
                    }
                }
            }
        }
    }
    // Everything that is above, over any number of steps.
    loop {
        let further: Vec<_> = above
            .iter()
            .flat_map(|&(a, b)| above.iter().filter(move |&&(c, _)| b == c).map(move |&(_, d)| (a, d)))
            .filter(|pair| !above.contains(pair))
            .collect();
        if further.is_empty() {
            break;
        }
        above.extend(further);
    }
    let both = |a, b| above.contains(&(a, b)) && above.contains(&(b, a));
    let mut depth: BTreeMap<&str, usize> = level.keys().map(|&name| (name, 0)).collect();
    loop {
        let mut changed = false;
        for &(less, more) in &above {
            let least = if both(less, more) { depth[less] } else { depth[less] + 1 };
            if depth[more] < least {
                depth.insert(more, least);
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    level.keys().map(|&name| (name, (depth[name], level[name], name))).collect()
}

/// All sets that allow every action, each as its keys from the most privileged down; the least of them.
fn by_trying_all(actions: &[&'static ActionMetadata], caller: Caller) -> BTreeSet<&'static str> {
    let keys = keys(actions, caller);
    let mut names: Vec<&'static str> = keys.keys().copied().collect();
    names.sort_unstable_by_key(|name| std::cmp::Reverse(keys[name]));
    // With the most privileged permission as the highest digit, the least set is the least number.
    for number in 0..1_u32 << names.len() {
        let is_in = |place: usize| number >> (names.len() - 1 - place) & 1 == 1;
        let set = names.iter().enumerate().filter(|(place, _)| is_in(*place)).map(|(_, name)| *name).collect();
        if allows(&set, actions, caller) {
            return set;
        }
    }
    unreachable!("all permissions together allow everything")
}

#[test]
fn the_three_operations_need_two_permissions_and_support_no_personal_accounts() {
    const SET: ActionSet<'_> = permissions_for![UploadDepToken, CreateToken, UpdateVppToken];
    let expected: BTreeSet<_> =
        ["DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"].into();
    for caller in [Caller::Delegated, Caller::Application] {
        assert_eq!(of(SET, caller), expected, "{caller}");
        assert_eq!(SET.least_privilege(caller).not_supported(), [] as [&ActionMetadata; 0]);
        assert!(SET.least_privilege(caller).needs_admin_consent());
    }
    let personal = SET.least_privilege(Caller::Personal);
    assert_eq!(personal.permissions().len(), 0);
    let names: Vec<_> = personal.not_supported().iter().map(|action| action.name).collect();
    assert_eq!(names, ["UploadDepToken", "CreateToken", "UpdateVppToken"]);
    assert!(!personal.needs_admin_consent());
}

#[test]
fn each_permission_names_its_actions() {
    let least = permissions_for![UploadDepToken, CreateToken, UpdateVppToken].least_privilege(Caller::Delegated);
    let needed: Vec<(_, Vec<_>)> = least
        .required()
        .iter()
        .map(|required| (required.permission.name, required.needed_for.iter().map(|action| action.name).collect()))
        .collect();
    // The VPP token can be updated with either of the two.
    assert_eq!(
        needed,
        [
            ("DeviceManagementConfiguration.ReadWrite.All", vec!["CreateToken"]),
            ("DeviceManagementServiceConfig.ReadWrite.All", vec!["UploadDepToken"]),
        ]
    );
    let alone = permissions_for![UpdateVppToken].least_privilege(Caller::Application);
    assert_eq!(alone.to_string(), "DeviceManagementServiceConfig.ReadWrite.All");
}

#[test]
fn an_action_that_is_listed_twice_counts_once() {
    let upload = UploadDepToken::METADATA;
    let twice = [upload, upload];
    let set = ActionSet::new(&twice);
    assert_eq!(set.least_privilege(Caller::Personal).not_supported(), [upload]);
    assert_eq!(set.least_privilege(Caller::Application).required()[0].needed_for, [upload]);
}

#[test]
fn no_actions_need_no_permissions() {
    let none = permissions_for![].least_privilege(Caller::Application);
    assert_eq!((none.permissions().len(), none.not_supported().len(), none.to_string().as_str()), (0, 0, "none"));
}

#[test]
fn the_set_is_the_one_that_exhaustive_search_finds() {
    let mut random = fastrand::Rng::with_seed(5);
    for round in 0..3_000 {
        let caller = Caller::ALL[round % 3];
        let count = random.usize(2..=7);
        let permissions = random_actions::few(&mut random, count);
        let count = random.usize(1..=6);
        let actions = random_actions::actions(&mut random, caller, &permissions, count, 4);
        let needs: Vec<_> = actions.iter().map(|action| action.permissions.of(caller).to_string()).collect();
        assert_eq!(of(ActionSet::new(&actions), caller), by_trying_all(&actions, caller), "{needs:#?} {permissions:?}");
    }
}

#[test]
fn over_the_catalog_the_set_suffices_and_is_minimal() {
    let mut random = fastrand::Rng::with_seed(6);
    for caller in Caller::ALL {
        let catalog = random_actions::catalog(caller);
        assert!(catalog.len() > 30, "{caller}");
        for _ in 0..40 {
            let (count, width) = (random.usize(1..=12), random.usize(20..catalog.len()));
            let actions = random_actions::actions(&mut random, caller, &catalog[..width], count, 6);
            let least = of(ActionSet::new(&actions), caller);
            assert!(allows(&least, &actions, caller));
            let keys = keys(&actions, caller);
            for &name in &least {
                let mut without = least.clone();
                without.remove(name);
                assert!(!allows(&without, &actions, caller), "{name} can be left out");
                // Not even all that is less privileged could stand in for it.
                without.extend(keys.values().filter(|key| **key < keys[name]).map(|key| key.2));
                assert!(!allows(&without, &actions, caller), "less privileged ones do for {name}");
            }
        }
    }
}

#[test]
fn a_thousand_actions_over_the_catalog_are_one_set() {
    let mut random = fastrand::Rng::with_seed(7);
    for caller in Caller::ALL {
        let catalog = random_actions::catalog(caller);
        let actions = random_actions::actions(&mut random, caller, &catalog, 1_000, 6);
        let least = of(ActionSet::new(&actions), caller);
        assert!(allows(&least, &actions, caller));
        for name in random.choose_multiple(least.iter(), 25) {
            let mut without = least.clone();
            without.remove(name);
            assert!(!allows(&without, &actions, caller), "{name} can be left out");
        }
    }
}

#[test]
fn the_order_of_the_actions_makes_no_difference() {
    let mut random = fastrand::Rng::with_seed(8);
    let catalog = random_actions::catalog(Caller::Delegated);
    for _ in 0..50 {
        let mut actions = random_actions::actions(&mut random, Caller::Delegated, &catalog[..40], 20, 5);
        let least = of(ActionSet::new(&actions), Caller::Delegated);
        random.shuffle(&mut actions);
        assert_eq!(of(ActionSet::new(&actions), Caller::Delegated), least);
    }
}

#[test]
fn an_action_that_needs_nothing_changes_nothing() {
    #[graph_action(GET, "/$metadata", perms = none, returns = Bytes)]
    struct Free;

    let actions = [Free::METADATA, UploadDepToken::METADATA];
    let least = ActionSet::new(&actions).least_privilege(Caller::Application);
    assert_eq!(
        (least.to_string().as_str(), least.not_supported().len()),
        ("DeviceManagementServiceConfig.ReadWrite.All", 0)
    );
}

#[test]
fn names_that_differ_only_in_case_are_one_permission() {
    // Microsoft publishes both, of which one has no id.
    let without_id = random_actions::permission("Calls.JoinGroupCallasGuest.All - - -- n");
    let with_id =
        random_actions::permission("Calls.JoinGroupCallAsGuest.All - fd7ccf6b-3d28-418b-9701-cd10f5cd2fd4 -3 n");
    for [first, second] in [[without_id, with_id], [with_id, without_id]] {
        let actions = [first, second].map(|named| random_actions::action(Caller::Application, &[vec![named]]));
        let least = ActionSet::new(&actions).least_privilege(Caller::Application);
        assert_eq!(least.permissions().collect::<Vec<_>>(), [&with_id]);
    }
}

#[test]
fn details_of_a_permission_in_one_declaration_serve_another_without_them() {
    let known = random_actions::catalog(Caller::Application)[0];
    let unchecked = Permission::unpublished(known.name);
    assert!(known.published && !unchecked.published);
    let actions = [unchecked, known].map(|named| random_actions::action(Caller::Application, &[vec![named]]));
    let least = ActionSet::new(&actions).least_privilege(Caller::Application);
    assert_eq!(least.permissions().collect::<Vec<_>>(), [&known]);
}
