//! `permissions`: what operations need, how it is requested, and whether a token has it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{Bench, Run, program};

const SERVICE: &str = "DeviceManagementServiceConfig.ReadWrite.All";
const CONFIGURATION: &str = "DeviceManagementConfiguration.ReadWrite.All";
const THREE: &str = "UploadDepToken,CreateToken,UpdateVppToken";
/// Some operations accept only a permission to read, although they write.
const CHECK: &str = "--check --for dep,android,vpp";

fn run(line: &str) -> Run {
    Run::of(&mut program(format!("permissions {line}").split_whitespace()))
}

/// The same, with this access token.
fn with_token(line: &str, token: &str) -> Run {
    let mut command = program(format!("permissions {line}").split_whitespace());
    let run = Run::of(command.env("GRAPH_ACCESS_TOKEN", token));
    assert!(token.is_empty() || !run.stdout.contains(token) && !run.stderr.contains(token), "{run:?}");
    run
}

/// A token for Microsoft Graph with these claims, valid for a long time.
fn token(claims: &Value) -> String {
    let mut claims = claims.clone();
    if let Value::Object(claims) = &mut claims {
        claims.entry("aud").or_insert("https://graph.microsoft.com".into());
        claims.entry("exp").or_insert(4_102_444_799_u64.into());
    }
    format!("eyJhbGciOiJub25lIn0.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()))
}

#[test]
fn the_least_privileged_permissions_are_a_table_by_caller_type() {
    let shown = run(&format!("--for {THREE}")).success();
    assert_eq!(
        shown,
        "Least privileged permissions for UploadDepToken, CreateToken, UpdateVppToken:\n\
         \n\
         CALLER       PERMISSION                                   LEVEL  ADMIN CONSENT  NEEDED FOR\n\
         delegated    DeviceManagementConfiguration.ReadWrite.All  3      yes            CreateToken\n\
         delegated    DeviceManagementServiceConfig.ReadWrite.All  3      yes            UploadDepToken\n\
         personal     (not supported)                              -      -              UploadDepToken, CreateToken, UpdateVppToken\n\
         application  DeviceManagementConfiguration.ReadWrite.All  3      yes            CreateToken\n\
         application  DeviceManagementServiceConfig.ReadWrite.All  3      yes            UploadDepToken\n"
    );
    let one = run("--caller application --for vpp").success();
    assert_eq!(one.lines().count(), 4, "{one}");
    let all = run("--caller delegated").success();
    assert!(all.contains(SERVICE) && all.contains(CONFIGURATION) && !all.contains("application"), "{all}");

    let json = run(&format!("--for {THREE} --json")).json();
    assert_eq!(json["ok"], true);
    let names = |caller: &str| -> Vec<Value> {
        let permissions = json["leastPrivilege"][caller]["permissions"].as_array().expect("a list");
        permissions.iter().map(|permission| permission["name"].clone()).collect()
    };
    assert_eq!((names("delegated"), names("personal")), (vec![CONFIGURATION.into(), SERVICE.into()], vec![]));
    assert_eq!(json["leastPrivilege"]["personal"]["notSupported"].as_array().map(Vec::len), Some(3));
    assert_eq!(
        json["leastPrivilege"]["application"]["permissions"][1],
        json!({
            "name": SERVICE, "id": "5ac13192-7ace-4fcf-b828-1a26f28068ee", "level": 3, "adminConsent": true,
            "neededFor": ["UploadDepToken"],
        })
    );
}

#[test]
fn the_manifest_has_microsofts_ids() {
    let expected = json!([{
        "resourceAppId": "00000003-0000-0000-c000-000000000000",
        "resourceAccess": [
            {"id": "0883f392-0a7a-443d-8c76-16a6d39c7b63", "type": "Scope"},
            {"id": "662ed50a-ac44-4eef-ad86-62eed9be2a29", "type": "Scope"},
            {"id": "9241abd9-d0e6-425a-bd4f-47ba86e767a4", "type": "Role"},
            {"id": "5ac13192-7ace-4fcf-b828-1a26f28068ee", "type": "Role"},
        ],
    }]);
    let shown = run(&format!("--for {THREE} --manifest")).success();
    assert_eq!(serde_json::from_str::<Value>(&shown).expect("JSON"), expected);
    assert_eq!(run(&format!("--for {THREE} --manifest --json")).json()["requiredResourceAccess"], expected);
    // For all operations of their groups it is the same, since reading needs no more than writing.
    assert_eq!(run("--for dep,android,vpp --manifest --json").json()["requiredResourceAccess"], expected);
    let application = run(&format!("--for {THREE} --manifest --caller application --json")).json();
    assert_eq!(application["requiredResourceAccess"][0]["resourceAccess"].as_array().map(Vec::len), Some(2));
}

#[test]
fn scopes_consent_command_and_table_can_be_pasted() {
    let scopes = run("--for dep --scopes --cloud us-gov").success();
    assert_eq!(scopes, format!("https://graph.microsoft.us/{SERVICE}\n"));
    let scopes = run("--for dep --scopes --caller application --json").json();
    assert_eq!(scopes, json!({"ok": true, "scope": "https://graph.microsoft.com/.default"}));

    let line = "--for dep --consent-url --client-id 535fb089 --redirect-uri http://localhost/x";
    let url = run(&format!("{line} --tenant contoso.com --state 12345 --cloud china")).success();
    assert_eq!(
        url,
        format!(
            "https://login.chinacloudapi.cn/contoso.com/v2.0/adminconsent?client_id=535fb089\
             &scope=https%3A%2F%2Fmicrosoftgraph.chinacloudapi.cn%2F{SERVICE}\
             &redirect_uri=http%3A%2F%2Flocalhost%2Fx&state=12345\n"
        )
    );
    let json = run(&format!("{line} --json")).json();
    let url = json["consentUrl"].as_str().expect("an address");
    assert!(url.starts_with("https://login.microsoftonline.com/organizations/v2.0/adminconsent?"), "{url}");

    let command = run("--for dep --az --client-id 535fb089").success();
    assert_eq!(
        command,
        "az ad app permission add --id 535fb089 --api 00000003-0000-0000-c000-000000000000 --api-permissions \
         662ed50a-ac44-4eef-ad86-62eed9be2a29=Scope 5ac13192-7ace-4fcf-b828-1a26f28068ee=Role\n"
    );
    let json = run("--az --json").json();
    assert!(json["command"].as_str().expect("a command").contains(" --id 00000000-0000-0000-0000-000000000000 "));

    let table = run("--for dep --markdown --caller application").success();
    assert!(
        table.starts_with("| Permission | Type |") && table.contains(&format!("\n| `{SERVICE}` | Application | 3 |"))
    );
    assert_eq!(run("--for dep --markdown --caller application --json").json()["markdown"], table);
}

#[test]
fn an_invalid_request_is_rejected_in_one_line() {
    for (line, said) in [
        ("--for vpn", "there is no operation or group \"vpn\"; did you mean vpp?"),
        ("--for mail --manifest", "the groups are dep, dep::profiles, "),
        ("--for=", "--for has an empty name"),
        ("--scopes --caller personal", "UploadDepToken, ListDepOnboardingSettings"),
        ("--for dep --manifest --caller personal", "cannot be called by this caller type (personal)"),
        ("--az --caller personal", "choose another --caller"),
        ("--manifest --az", "'--manifest'"),
        ("--check --caller application", "'--caller <CALLER>'"),
        ("--consent-url", "--consent-url needs --client-id and --redirect-uri"),
        ("--consent-url --client-id x", "--consent-url needs --client-id and --redirect-uri"),
        ("--consent-url --client-id x --redirect-uri y", "--redirect-uri must be an absolute URI"),
        ("--consent-url --client-id x&y --redirect-uri http://a", "--client-id must be"),
        ("--consent-url --client-id x --redirect-uri http://a --tenant ..", "--tenant must be"),
        ("--tenant contoso.com", "--tenant is for --consent-url and --check"),
        ("--auth token", "--auth is for --check"),
        ("--client-id x", "--client-id is for --consent-url, --az and --check"),
        ("--manifest --client-id x", "--client-id is for --consent-url, --az and --check"),
        ("--caller everybody", "'everybody'"),
        ("--cloud china", "--cloud does not apply"),
        ("--manifest --cloud china", "--cloud does not apply"),
        ("--scopes --dry-run", "--dry-run does not apply"),
        ("--check --retries 1", "--retries does not apply"),
        ("--check --timeout 1", "--timeout does not apply"),
    ] {
        let failure = run(line).failure(2);
        assert!(failure.contains(said), "{line}: {failure}");
    }
}

#[test]
fn a_check_says_what_is_missing_and_what_is_too_much() {
    let bench = Bench::new();
    let token_with = |names: &[&str]| bench.sandbox.access_token_with(names.iter().copied()).into_inner();
    let enough = token_with(&[SERVICE, CONFIGURATION, "Device.Read.All"]);
    let shown = with_token(CHECK, &enough).success();
    let lines: Vec<_> = shown.lines().collect();
    let [caller, expires, "missing       -", "excess        Device.Read.All"] = lines[..] else { panic!("{shown}") };
    assert!(caller == "caller        application" && expires.starts_with("expires       20"), "{shown}");
    let json = with_token(&format!("--check --json --for {THREE}"), &enough).json();
    assert_eq!((&json["ok"], &json["check"]["sufficient"]), (&true.into(), &true.into()));
    assert_eq!(json["check"]["excess"], json!(["Device.Read.All"]));

    let little = token(&json!({"roles": [CONFIGURATION]}));
    let run = with_token(CHECK, &little);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (4, &*format!("intune-onboarding: the token lacks {SERVICE} (application)\n"))
    );
    assert_eq!(
        run.stdout,
        format!(
            "caller        application\nexpires       2099-12-31T23:59:59Z\nmissing       {SERVICE}\nexcess        -\n"
        )
    );
    let run = with_token(&format!("{CHECK} --json"), &little);
    let json = run.json();
    assert_eq!((run.code, &json["ok"], &json["error"]["kind"]), (4, &false.into(), &"rejected".into()));
    assert_eq!(json["check"]["missing"][0]["id"], "5ac13192-7ace-4fcf-b828-1a26f28068ee");
    // For the operations that it is enough for, it is; one that only reads could do with less.
    let shown = with_token("--check --for list-vpp-tokens", &little).success();
    assert!(shown.ends_with(&format!("excess        -\nreplaceable   {CONFIGURATION}\n")), "{shown}");
    assert_eq!(bench.received(), [""; 0]);
}

#[test]
fn a_check_knows_caller_types() {
    let user = token(&json!({"scp": format!("openid profile {SERVICE}"), "tid": "1"}));
    let shown = with_token("--check --for dep", &user).success();
    assert_eq!(
        shown,
        "caller        delegated\nexpires       2099-12-31T23:59:59Z\nmissing       -\nexcess        -\n"
    );
    let personal = token(&json!({"scp": SERVICE, "tid": "9188040d-6c67-4c5b-b112-36a304b66dad"}));
    let run = with_token("--check --for UploadDepToken", &personal);
    assert_eq!(run.code, 4);
    assert!(run.stderr.contains("UploadDepToken cannot be called by this caller type (personal)"), "{run:?}");
    assert!(run.stdout.contains("not supported UploadDepToken\n"), "{run:?}");
}

#[test]
fn a_check_fails_if_the_token_cannot_be_read() {
    let huge = token(&json!({"roles": vec!["Device.Read.All"; 4_500]}));
    for token in [
        "0123456789abcdef",
        "EwBoA8l6BAAU.x.y",
        "a.!!!.c",
        "a.b.c",
        &token(&json!({"roles": "Device.Read.All"})),
        &token(&json!({"scp": 7})),
        &token(&json!([])),
        &token(&json!({"roles": [], "aud": null})),
        &token(&json!({"roles": [], "exp": "soon"})),
        &huge,
    ] {
        let line = with_token(CHECK, token).failure(6);
        assert!(line.starts_with("the permissions of the access token cannot be read: "), "{line}");
        let run = with_token(&format!("{CHECK} --json"), token);
        assert_eq!((run.code, &run.json()["error"]["kind"]), (6, &"unexpectedResponse".into()));
    }
    assert!(run("--check").failure(3).starts_with("GRAPH_ACCESS_TOKEN is not set"));
    assert!(with_token(CHECK, "").failure(3).starts_with("GRAPH_ACCESS_TOKEN is empty"));
}

#[test]
fn a_check_fails_if_the_token_has_expired_or_is_not_valid_yet() {
    let all = [SERVICE, CONFIGURATION];
    for (claims, said) in [
        (json!({"roles": all, "exp": 1_700_000_000}), "has expired, at 2023-11-14T22:13:20Z"),
        (json!({"roles": all, "exp": 0}), "has expired, at 1970-01-01T00:00:00Z"),
        (json!({"roles": all, "nbf": 4_102_444_000_u64}), "is not valid before 2099-12-31T23:46:40Z"),
    ] {
        let token = token(&claims);
        let line = with_token(CHECK, &token).failure(3);
        assert!(line.starts_with("the access token ") && line.contains(said), "{line}");
        let run = with_token(&format!("{CHECK} --json"), &token);
        assert_eq!((run.code, &run.json()["error"]["kind"]), (3, &"signIn".into()));
    }
    let endless = token(&json!({"roles": all, "exp": u64::MAX}));
    with_token(CHECK, &endless).success();
}

#[test]
fn a_check_fails_if_the_token_is_for_another_service() {
    let for_service = |audience: &str| token(&json!({"roles": [SERVICE, CONFIGURATION], "aud": audience}));
    for audience in [
        "https://management.azure.com/",
        "00000002-0000-0000-c000-000000000000",
        "https://graph.microsoft.com.example",
        "https://graph.windows.net",
        "",
    ] {
        let line = with_token(CHECK, &for_service(audience)).failure(3);
        let said = format!("is for another service, {audience}, not for Microsoft Graph");
        assert!(line.contains(&said), "{line}");
    }
    for audience in [
        "https://graph.microsoft.com",
        "https://graph.microsoft.com/",
        "https://dod-graph.microsoft.us",
        "https://microsoftgraph.chinacloudapi.cn",
        "00000003-0000-0000-C000-000000000000",
    ] {
        with_token(CHECK, &for_service(audience)).success();
    }
    let line = with_token(CHECK, &for_service("\u{202e}\u{1b}[2J")).failure(3);
    assert!(!line.contains(['\u{202e}', '\u{1b}']), "{line:?}");
}

#[test]
fn the_verdict_of_a_check_does_not_depend_on_its_reader() {
    let little = token(&json!({"roles": [CONFIGURATION]}));
    for line in ["permissions --check", "permissions --check --json"] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = program(line.split(' '));
        let output = command.env("GRAPH_ACCESS_TOKEN", &little).stdout(writer).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(4), "{line}");
    }
}
