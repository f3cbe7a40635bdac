use super::*;
use crate::description::SourceKind;

const PERMISSIONS: &[u8] = include_bytes!("../../tests/data/permissions.json");
const ONBOARDING: &[u8] = include_bytes!("../../tests/data/onboarding/permissions.json");

fn source() -> Source {
    Source { kind: SourceKind::Permissions, name: "permissions.json".into(), date: None }
}

fn data() -> PermissionData {
    read(PERMISSIONS, None, source()).expect("the data is well-formed")
}

/// Writes the permissions of a caller as `A | B+C`.
fn shown(permissions: &Permissions, caller: Caller) -> String {
    match permissions.of(caller) {
        Access::AnyOf(alternatives) => {
            alternatives.iter().map(|together| together.join("+")).collect::<Vec<_>>().join(" | ")
        }
        access => format!("{access:?}"),
    }
}

fn found(method: Method, path: &str, caller: Caller) -> String {
    data().find(method, path).map_or_else(|| "not published".into(), |permissions| shown(&permissions, caller))
}

#[test]
fn what_is_marked_as_least_comes_first_then_the_level_then_the_name_decides() {
    assert_eq!(
        found(Method::Get, "/things", Caller::Delegated),
        "Thing.Read.All | Thing.ReadBasic.All | Thing.ReadWrite.All"
    );
    assert_eq!(found(Method::Get, "/things", Caller::Application), "Thing.Read.All | Thing.ReadWrite.All");
}

#[test]
fn a_level_that_is_missing_comes_from_the_catalog_and_reading_is_never_above_writing() {
    let data = data();
    assert_eq!(data.privilege_level("Thing.Read.All", Caller::Application), Some(3), "that of Thing.ReadWrite.All");
    assert_eq!(data.privilege_level("User.Read", Caller::Delegated), Some(2), "that of the catalog");
    assert_eq!(data.privilege_level("Thing.Unheard.Of", Caller::Delegated), None);
    assert_eq!(data.privilege_level("Thing.ReadBasic.All", Caller::Personal), Some(1), "that of delegated callers");
}

#[test]
fn callers_that_are_not_listed_are_not_supported() {
    assert_eq!(found(Method::Get, "/things", Caller::Personal), "Thing.ReadBasic.All");
    assert_eq!(found(Method::Post, "/things", Caller::Personal), "NotSupported");
}

#[test]
fn permissions_that_also_require_others_are_alternatives_of_several_each_once() {
    assert_eq!(
        found(Method::Post, "/things/{id}/owners/$ref", Caller::Delegated),
        "Owner.Read.All+Thing.ReadWrite.All | Thing.ReadWrite.All+Owner.ReadWrite.All"
    );
    // `Owner.ReadWrite.All` does not exist for them.
    assert_eq!(
        found(Method::Post, "/things/{id}/owners/$ref", Caller::Application),
        "Owner.Read.All+Thing.ReadWrite.All"
    );
}

#[test]
fn a_path_is_found_however_it_is_written() {
    for path in ["/Things/{thing-id}", "v1.0/things/<id>", "https://graph.microsoft.com/beta/things({id})"] {
        assert_eq!(found(Method::Patch, path, Caller::Delegated), "Thing.ReadWrite.All", "{path}");
    }
    assert_eq!(found(Method::Get, "/things/getSummary(period='{p}')", Caller::Delegated), "Thing.Read.All");
    assert_eq!(found(Method::Get, "/things(name='{name}')", Caller::Delegated), "Thing.Read.All");
    assert_eq!(found(Method::Get, "/things/getOwn(on='{day}')", Caller::Delegated), "Thing.ReadWrite.All");
    assert_eq!(found(Method::Get, "/me/drive/root:/{path}:/thing", Caller::Delegated), "Thing.Read.All");
}

#[test]
fn a_request_with_a_certain_query_and_paths_of_any_depth_are_no_operations() {
    // Otherwise `Thing.ReadBasic.All` would be among the least privileged of `/things`.
    assert!(found(Method::Get, "/things", Caller::Delegated).starts_with("Thing.Read.All"));
    assert_eq!(found(Method::Get, "/things/.../parts", Caller::Delegated), "not published");
}

#[test]
fn what_is_not_published_is_inferred_from_the_nearest_relation() {
    let data = data();
    let cases = [
        (Method::Get, "/things/$count", "GET /things", "Thing.Read.All | Thing.ReadBasic.All | Thing.ReadWrite.All"),
        (Method::Delete, "/Things/{thing-id}", "PATCH /Things/{thing-id}", "Thing.ReadWrite.All"),
        (Method::Post, "/things/{id}/reset", "PATCH /things/{id}", "Thing.ReadWrite.All"),
        (Method::Get, "/things/{id}/parts/{id}/screws", "GET /things/{id}", "Thing.Read.All"),
        (Method::Get, "/users/{id}/things/{id}", "GET /users/{id}/things", "Thing.Read.All"),
        (Method::Put, "/things", "POST /things", "Thing.ReadWrite.All"),
        (Method::Get, "/beta/me/things", "GET /users/{id}/things", "Thing.Read.All"),
    ];
    for (method, path, from, permissions) in cases {
        let inferred = data.of(method, path);
        assert_eq!(inferred.origin, PermissionOrigin::Inferred { from: from.into() }, "{path}");
        assert_eq!(shown(&inferred, Caller::Delegated), permissions, "{path}");
    }
}

#[test]
fn an_app_without_a_user_has_no_permission_for_the_signed_in_user() {
    let inferred = data().of(Method::Get, "/me/things");
    assert_eq!(*inferred.of(Caller::Application), Access::NotSupported);
}

#[test]
fn what_writes_is_never_inferred_from_what_reads() {
    assert_eq!(data().of(Method::Post, "/users/{id}/things"), Permissions::UNKNOWN);
    assert_eq!(data().of(Method::Get, "/elsewhere/{id}"), Permissions::UNKNOWN);
}

#[test]
fn ids_come_from_the_provisioning_data_and_what_is_not_offered_is_left_out() {
    let provisioning = br#"{"permissionDeployments": {
        "Thing.Read.All": [
            {"id": "1", "scheme": "DelegatedWork", "environment": "PPE", "isHidden": true, "isEnabled": true},
            {"id": "2", "scheme": "DelegatedWork", "environment": "public", "isHidden": false, "isEnabled": true},
            {"scheme": "Application", "environment": "public", "isHidden": false, "isEnabled": false}
        ]
    }}"#;
    let data = read(PERMISSIONS, Some(provisioning), source()).expect("the data is well-formed");
    assert_eq!(data.id("Thing.Read.All", Caller::Delegated), Some("2"));
    assert_eq!(data.id("Thing.Read.All", Caller::Application), None);
    assert_eq!(data.exists("Thing.Read.All", Caller::Application), Some(false));
    let permissions = data.find(Method::Get, "/things/{id}").expect("it is published");
    assert_eq!(shown(&permissions, Caller::Delegated), "Thing.Read.All");
    assert_eq!(*permissions.of(Caller::Application), Access::NotSupported);
}

#[test]
fn data_of_another_shape_is_told_in_one_line() {
    let cases: [(&[u8], &str); 7] = [
        (b"", "EOF while parsing"),
        (b"<html>", "expected value at line 1 column 1"),
        (b"{}", "missing field `permissions`"),
        (br#"{"permissions": {}}"#, "without permissions"),
        (br#"{"permissions": []}"#, "expected a map"),
        (
            br#"{"permissions": {"A": {"schemes": {}, "pathSets": [{"schemeKeys": 1}]}}}"#,
            "expected a sequence at line 1",
        ),
        (br#"{"permissions": {"A": {"schemes": {}, "pathSets": ["#, "EOF"),
    ];
    for (json, expected) in cases {
        let message = read(json, None, source()).expect_err("it has another shape").to_string();
        assert!(message.starts_with("permissions.json: expected permission data"), "{message}");
        assert!(message.contains(expected) && !message.contains('\n'), "{message}");
    }
    let nested = "[".repeat(100_000);
    read(nested.as_bytes(), None, source()).expect_err("it is nested too deep");
    let message = read(PERMISSIONS, Some(b"[]"), source()).expect_err("it has another shape").to_string();
    assert!(message.contains("expected the provisioning data"), "{message}");
}

#[test]
fn a_path_of_ten_thousand_segments_is_looked_up_at_once() {
    let path = "/things/{id}".repeat(5_000);
    assert_eq!(data().of(Method::Get, &path), Permissions::UNKNOWN);
}

#[test]
fn the_three_operations_have_the_permissions_that_microsoft_publishes() {
    let data = read(ONBOARDING, None, source()).expect("the data is well-formed");
    let service = "DeviceManagementServiceConfig.ReadWrite.All";
    let configuration = "DeviceManagementConfiguration.ReadWrite.All";
    let cases = [
        (Method::Post, "/deviceManagement/depOnboardingSettings/{id}/uploadDepToken", service.to_owned()),
        (
            Method::Post,
            "/deviceManagement/androidDeviceOwnerEnrollmentProfiles/{id}/createToken",
            configuration.to_owned(),
        ),
        (Method::Patch, "/deviceAppManagement/vppTokens/{id}", format!("{service} | {configuration}")),
    ];
    for (method, path, expected) in cases {
        let permissions = data.find(method, path).expect("it is published");
        assert_eq!(shown(&permissions, Caller::Delegated), expected, "{path}");
        assert_eq!(shown(&permissions, Caller::Application), expected, "{path}");
        assert_eq!(*permissions.of(Caller::Personal), Access::NotSupported, "{path}");
    }
}
