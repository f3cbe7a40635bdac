//! What is granted, beside what is needed.

use std::collections::BTreeSet;

use graph_runtime::{
    auth::AccessToken,
    metadata::ActionMetadata,
    permissions::{ActionSet, Caller, Comparison, GrantedPermissions},
    permissions_for,
};
use graph_tests::random_actions;
use intune_onboarding::{
    android::CreateToken,
    dep::{ListDepOnboardingSettings, UploadDepToken},
    vpp::{ListVppTokens, UpdateVppToken},
};

const SERVICE: &str = "DeviceManagementServiceConfig.ReadWrite.All";
const CONFIGURATION: &str = "DeviceManagementConfiguration.ReadWrite.All";

fn names(permissions: &[graph_runtime::permissions::Permission]) -> Vec<&'static str> {
    permissions.iter().map(|permission| permission.name).collect()
}

fn three(granted: &[&str]) -> Comparison {
    permissions_for![UploadDepToken, CreateToken, UpdateVppToken]
        .compare(&GrantedPermissions::new(Caller::Application, granted.iter().copied()))
}

#[test]
fn only_missing_permissions_are_named() {
    assert_eq!(names(three(&[]).missing()), [CONFIGURATION, SERVICE]);
    assert_eq!(names(three(&[SERVICE]).missing()), [CONFIGURATION]);
    let enough = three(&[SERVICE, CONFIGURATION]);
    assert!(enough.is_sufficient() && enough.missing().is_empty() && enough.excess().is_empty());
    assert_eq!(enough.to_string(), "sufficient");
}

#[test]
fn names_are_compared_without_case() {
    let enough = three(&[&SERVICE.to_lowercase(), &CONFIGURATION.to_uppercase()]);
    assert!(enough.is_sufficient() && enough.excess().is_empty(), "{enough}");
}

#[test]
fn any_alternative_suffices_and_a_less_privileged_one_is_pointed_out() {
    let set = permissions_for![ListVppTokens];
    let least = "DeviceManagementServiceConfig.Read.All";
    let exact = set.compare(&GrantedPermissions::new(Caller::Delegated, [least]));
    assert!(exact.is_sufficient() && exact.replaceable().is_empty());
    let more = set.compare(&GrantedPermissions::new(Caller::Delegated, [CONFIGURATION]));
    assert!(more.is_sufficient() && more.excess().is_empty());
    assert_eq!(names(more.replaceable()), [CONFIGURATION]);
    let both = set.compare(&GrantedPermissions::new(Caller::Delegated, [CONFIGURATION, least]));
    assert_eq!((both.excess(), names(both.replaceable())), (&[CONFIGURATION.to_owned()][..], vec![]));
    // What another action needs anyway is not too much.
    let set = permissions_for![ListDepOnboardingSettings, UploadDepToken];
    let write = set.compare(&GrantedPermissions::new(Caller::Delegated, [SERVICE]));
    assert!(write.is_sufficient() && write.excess().is_empty() && write.replaceable().is_empty(), "{write}");
}

#[test]
fn sign_in_scopes_are_no_excess_and_duplicate_names_count_once() {
    let granted = ["openid", "Profile", "email", "offline_access", "Mail.Send", "mail.send", "Custom.Role", SERVICE];
    let set = permissions_for![UploadDepToken];
    let comparison = set.compare(&GrantedPermissions::new(Caller::Delegated, granted));
    assert_eq!(comparison.excess(), ["Mail.Send", "Custom.Role"]);
}

#[test]
fn an_unsupported_caller_type_does_not_suffice() {
    let comparison =
        permissions_for![UploadDepToken].compare(&GrantedPermissions::new(Caller::Personal, [SERVICE, "User.Read"]));
    assert!(!comparison.is_sufficient() && comparison.missing().is_empty());
    assert_eq!(comparison.not_supported()[0].name, "UploadDepToken");
    assert_eq!(comparison.to_string(), format!("not supported: UploadDepToken; excess: {SERVICE}, User.Read"));
}

/// Whether these names are enough for all the actions.
fn allows(names: &BTreeSet<String>, actions: &[&'static ActionMetadata], caller: Caller) -> bool {
    let granted = GrantedPermissions::new(caller, names.iter().cloned());
    actions.iter().all(|action| granted.suffices(&action.permissions.of(caller)))
}

#[test]
fn granting_the_missing_and_revoking_the_excess_gives_a_minimal_sufficient_set() {
    let mut random = fastrand::Rng::with_seed(9);
    for round in 0..2_000 {
        let caller = Caller::ALL[round % 3];
        let permissions = random_actions::few(&mut random, 8);
        let count = random.usize(1..=5);
        let actions = random_actions::actions(&mut random, caller, &permissions, count, 4);
        let granted: BTreeSet<String> =
            permissions.iter().filter(|_| random.bool()).map(|permission| permission.name.to_owned()).collect();
        let comparison = ActionSet::new(&actions).compare(&GrantedPermissions::new(caller, granted.iter().cloned()));
        let missing: BTreeSet<String> = comparison.missing().iter().map(|named| named.name.to_owned()).collect();
        let excess: BTreeSet<String> = comparison.excess().iter().cloned().collect();

        assert_eq!(comparison.is_sufficient(), allows(&granted, &actions, caller));
        assert!(missing.is_disjoint(&granted) && excess.is_subset(&granted));
        let all: BTreeSet<_> = granted.union(&missing).cloned().collect();
        let kept: BTreeSet<_> = all.difference(&excess).cloned().collect();
        assert!(allows(&kept, &actions, caller), "{comparison}");
        for name in &kept {
            let without = kept.iter().filter(|other| *other != name).cloned().collect();
            assert!(!allows(&without, &actions, caller), "{name} of {kept:?}");
        }
        for name in &missing {
            let without = all.iter().filter(|other| *other != name).cloned().collect();
            assert!(!allows(&without, &actions, caller), "{name} is not missing");
        }
        // Nothing granted: what is missing is the least set.
        let least = ActionSet::new(&actions).least_privilege(caller);
        let nothing = ActionSet::new(&actions).compare(&GrantedPermissions::new(caller, [""; 0]));
        assert_eq!(nothing.missing(), least.permissions().copied().collect::<Vec<_>>());
        // The least set granted: nothing to be said.
        let exact = GrantedPermissions::new(caller, least.permissions().map(|named| named.name));
        assert_eq!(ActionSet::new(&actions).compare(&exact).to_string(), "sufficient");
        // What is replaceable is used, and no part of the least set.
        for named in comparison.replaceable() {
            assert!(granted.contains(named.name) && !excess.contains(named.name));
            assert!(!least.permissions().any(|other| other.name == named.name));
        }
    }
}

#[test]
fn an_unreadable_token_is_not_compared() {
    let set = permissions_for![UploadDepToken];
    let huge = format!("eyJ0.{}.x", "A".repeat(10_000_000));
    for token in [
        "",
        "opaque",
        "EwBoA8l6BAAU.x.y",
        "a.b.c",
        "a.!!!!.c",
        "a.e30.c",
        // {"roles":"A.Read"}
        "a.eyJyb2xlcyI6IkEuUmVhZCJ9.c",
        // {"scp":["A.Read"]}
        "a.eyJzY3AiOlsiQS5SZWFkIl19.c",
        "a.\u{0}\u{7f}é.c",
        "a.e30.c.d.e",
        &huge,
    ] {
        assert_eq!(set.compare_token(&AccessToken::from(token)), None, "{token:.40}");
        assert_eq!(GrantedPermissions::from_token(token), None, "{token:.40}");
    }
}
