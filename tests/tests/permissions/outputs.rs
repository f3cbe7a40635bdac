//! What people paste: scopes, the address for an administrator, the manifest, a command, a table.

use graph_runtime::{
    Cloud,
    permissions::{ActionSet, AdminConsent, Caller, Permission, RequiredResourceAccess, ResourceAccessKind},
    permissions_for,
};
use graph_tests::random_actions;
use intune_onboarding::{android::CreateToken, dep::UploadDepToken, vpp::UpdateVppToken};
use serde_json::json;

const THREE: ActionSet<'_> = permissions_for![UploadDepToken, CreateToken, UpdateVppToken];
const BOTH: [Caller; 2] = [Caller::Delegated, Caller::Application];

#[test]
fn the_manifest_of_the_three_operations_has_microsofts_ids() {
    let access = THREE.required_resource_access(&BOTH);
    let expected = json!([{
        "resourceAppId": "00000003-0000-0000-c000-000000000000",
        "resourceAccess": [
            {"id": "0883f392-0a7a-443d-8c76-16a6d39c7b63", "type": "Scope"},
            {"id": "662ed50a-ac44-4eef-ad86-62eed9be2a29", "type": "Scope"},
            {"id": "9241abd9-d0e6-425a-bd4f-47ba86e767a4", "type": "Role"},
            {"id": "5ac13192-7ace-4fcf-b828-1a26f28068ee", "type": "Role"},
        ],
    }]);
    assert_eq!(serde_json::to_value(&access).expect("JSON"), expected);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&access.to_string()).expect("JSON"), expected);
    assert!(access.without_id().is_empty());
    assert_eq!(access.access()[1].name, "DeviceManagementServiceConfig.ReadWrite.All");
}

#[test]
fn one_caller_type_gets_only_its_own_ids() {
    let access = THREE.required_resource_access(&[Caller::Application]);
    assert!(access.access().iter().all(|access| access.kind == ResourceAccessKind::Role));
    assert_eq!(access.access().len(), 2);
    assert_eq!(THREE.required_resource_access(&[Caller::Personal]), RequiredResourceAccess::default());
}

#[test]
fn a_permission_shared_by_caller_types_is_requested_once() {
    let mail = random_actions::catalog(Caller::Personal)
        .into_iter()
        .find(|permission| permission.name == "Mail.Read")
        .expect("published");
    let actions = [Caller::Delegated, Caller::Personal].map(|caller| random_actions::action(caller, &[vec![mail]]));
    let access = ActionSet::new(&actions).required_resource_access(&Caller::ALL);
    assert_eq!(access.access().len(), 1);
    let twice = THREE.least_privilege(Caller::Delegated);
    assert_eq!(RequiredResourceAccess::new([&twice, &twice]).access().len(), 2);
}

#[test]
fn a_permission_without_an_id_is_reported_and_not_dropped() {
    let new = Permission::unpublished("New.Permission");
    let known = random_actions::catalog(Caller::Application)[0];
    let actions = [random_actions::action(Caller::Application, &[vec![new, known]])];
    let set = ActionSet::new(&actions);
    let access = set.required_resource_access(&Caller::ALL);
    assert_eq!(access.without_id(), [(Caller::Application, new)]);
    assert_eq!(access.access().len(), 1);
    assert!(
        set.markdown(&[Caller::Application]).contains("| `New.Permission` | Application | unknown | yes | `Act` |")
    );
    let least = set.least_privilege(Caller::Application);
    assert_eq!(RequiredResourceAccess::new([&least, &least]).without_id().len(), 1);
}

#[test]
fn without_needs_nothing_is_requested() {
    let none = permissions_for![];
    let access = none.required_resource_access(&Caller::ALL);
    assert_eq!((access.to_string().as_str(), access.az_command(None)), ("[]", None));
    assert_eq!(none.least_privilege(Caller::Delegated).scope(&Cloud::Global), "");
    assert_eq!(none.markdown(&Caller::ALL), "No permission is needed.\n");
}

#[test]
fn the_command_names_each_permission_with_its_kind() {
    let access = THREE.required_resource_access(&BOTH);
    assert_eq!(
        access.az_command(Some("535fb089-9ff3-47b6-9bfb-4f1264799865")).as_deref(),
        Some(
            "az ad app permission add --id 535fb089-9ff3-47b6-9bfb-4f1264799865 \
             --api 00000003-0000-0000-c000-000000000000 --api-permissions \
             0883f392-0a7a-443d-8c76-16a6d39c7b63=Scope 662ed50a-ac44-4eef-ad86-62eed9be2a29=Scope \
             9241abd9-d0e6-425a-bd4f-47ba86e767a4=Role 5ac13192-7ace-4fcf-b828-1a26f28068ee=Role"
        )
    );
    let placeholder = access.az_command(None).expect("a command");
    assert!(placeholder.contains("--id 00000000-0000-0000-0000-000000000000 "), "{placeholder}");
    let hostile = access.az_command(Some("x; reboot")).expect("a command");
    assert!(hostile.contains("--id 'x; reboot' "), "{hostile}");
}

#[test]
fn scopes_are_those_of_the_cloud() {
    let delegated = THREE.least_privilege(Caller::Delegated);
    for (cloud, graph) in [
        (Cloud::Global, "https://graph.microsoft.com"),
        (Cloud::UsGovernment, "https://graph.microsoft.us"),
        (Cloud::UsGovernmentDod, "https://dod-graph.microsoft.us"),
        (Cloud::China, "https://microsoftgraph.chinacloudapi.cn"),
        (Cloud::custom("https://graph.cloud.example/", "https://login.cloud.example/"), "https://graph.cloud.example"),
    ] {
        assert_eq!(
            delegated.scope(&cloud),
            format!(
                "{graph}/DeviceManagementConfiguration.ReadWrite.All \
                 {graph}/DeviceManagementServiceConfig.ReadWrite.All"
            )
        );
        assert_eq!(THREE.least_privilege(Caller::Application).scope(&cloud), format!("{graph}/.default"));
    }
}

#[test]
fn an_administrator_consents_at_the_authority_of_the_cloud() {
    let least = permissions_for![UploadDepToken].least_privilege(Caller::Delegated);
    let consent = AdminConsent::new("535fb089", "https://contoso.com/consent?a=1&b=ü");
    for (cloud, authority, graph) in [
        (Cloud::Global, "https://login.microsoftonline.com", "graph.microsoft.com"),
        (Cloud::UsGovernment, "https://login.microsoftonline.us", "graph.microsoft.us"),
        (Cloud::UsGovernmentDod, "https://login.microsoftonline.us", "dod-graph.microsoft.us"),
        (Cloud::China, "https://login.chinacloudapi.cn", "microsoftgraph.chinacloudapi.cn"),
        (
            Cloud::custom("https://graph.cloud.example", "https://login.cloud.example/"),
            "https://login.cloud.example",
            "graph.cloud.example",
        ),
    ] {
        assert_eq!(
            consent.url(&least, &cloud).expect("valid"),
            format!(
                "{authority}/organizations/v2.0/adminconsent?client_id=535fb089\
                 &scope=https%3A%2F%2F{graph}%2FDeviceManagementServiceConfig.ReadWrite.All\
                 &redirect_uri=https%3A%2F%2Fcontoso.com%2Fconsent%3Fa%3D1%26b%3D%C3%BC"
            )
        );
    }
    let application = THREE.least_privilege(Caller::Application);
    let url = consent.clone().tenant("contoso.com").state("a b&c").url(&application, &Cloud::Global).expect("valid");
    assert!(url.starts_with("https://login.microsoftonline.com/contoso.com/v2.0/adminconsent?"), "{url}");
    assert!(url.contains("&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&"), "{url}");
    assert!(url.ends_with("&state=a%20b%26c"), "{url}");
    // Several scopes are separated by a space, and come back as they were.
    let url = consent.url(&THREE.least_privilege(Caller::Delegated), &Cloud::Global).expect("valid");
    let url = url::Url::parse(&url).expect("a URL");
    let scope = url.query_pairs().find(|(name, _)| name == "scope").expect("a scope").1.into_owned();
    assert_eq!(scope, THREE.least_privilege(Caller::Delegated).scope(&Cloud::Global));
}

#[test]
fn an_invalid_consent_request_is_an_error_that_names_the_value() {
    let least = THREE.least_privilege(Caller::Delegated);
    let good = AdminConsent::new("535fb089", "http://localhost/x");
    for (consent, field) in [
        (AdminConsent::new("", "http://localhost/x"), "client_id"),
        (AdminConsent::new("535fb089&scope=x", "http://localhost/x"), "client_id"),
        (AdminConsent::new("535fb089", ""), "redirect_uri"),
        (AdminConsent::new("535fb089", "/x"), "redirect_uri"),
        (good.clone().tenant(""), "tenant"),
        (good.clone().tenant(".."), "tenant"),
        (good.clone().tenant("a/b"), "tenant"),
        (good.clone().tenant("a?b"), "tenant"),
    ] {
        let error = consent.url(&least, &Cloud::Global).expect_err(field);
        assert_eq!(error.field_name(), Some(field), "{error}");
    }
    let personal = THREE.least_privilege(Caller::Personal);
    assert!(good.url(&personal, &Cloud::Global).is_err());
    assert!(good.url(&permissions_for![].least_privilege(Caller::Delegated), &Cloud::Global).is_err());
}

#[test]
fn the_table_shows_level_consent_and_purpose() {
    assert_eq!(
        THREE.markdown(&Caller::ALL),
        "\
| Permission | Type | Privilege level | Admin consent | Needed for |
|---|---|---|---|---|
| `DeviceManagementConfiguration.ReadWrite.All` | Delegated (work or school account) | 3 | yes | `CreateToken` |
| `DeviceManagementServiceConfig.ReadWrite.All` | Delegated (work or school account) | 3 | yes | `UploadDepToken` |
| `DeviceManagementConfiguration.ReadWrite.All` | Application | 3 | yes | `CreateToken` |
| `DeviceManagementServiceConfig.ReadWrite.All` | Application | 3 | yes | `UploadDepToken` |

Not supported for delegated (personal Microsoft account): `UploadDepToken`, `CreateToken`, `UpdateVppToken`
"
    );
}

#[test]
fn permissions_are_serialized_for_reports_and_what_is_granted_is_read_back() {
    use graph_runtime::{GraphAction, graph_action, permissions::GrantedPermissions, permissions_for};
    use serde_json::json;

    #[graph_action(GET, "/users", perms(
        delegated = ["User.ReadBasic.All", all("User.Read.All", "Group.Read.All")],
        application = "User.Read.All",
    ))]
    struct ListUsers;

    let needed = serde_json::to_value(ListUsers::METADATA.permissions).expect("JSON");
    assert_eq!(needed["personal"], json!("notSupported"));
    assert_eq!(needed["delegated"]["anyOf"][1][1]["name"], "Group.Read.All");
    assert_eq!(needed["application"]["anyOf"][0][0]["published"], true);

    let granted = GrantedPermissions::new(Caller::Application, ["Group.Read.All"]);
    let json = serde_json::to_string(&granted).expect("JSON");
    assert_eq!(json, r#"{"caller":"application","permissions":["Group.Read.All"]}"#);
    assert_eq!(serde_json::from_str::<GrantedPermissions>(&json).expect("what was granted"), granted);

    let set = permissions_for![ListUsers];
    let least = serde_json::to_value(set.least_privilege(Caller::Application)).expect("JSON");
    assert_eq!(least["permissions"][0]["neededFor"], json!(["ListUsers"]));
    let compared = serde_json::to_value(set.compare(&granted)).expect("JSON");
    assert_eq!(compared["missing"][0]["name"], "User.Read.All");
    assert_eq!(compared["notSupported"], json!([]));
}
