//! `call`.

use std::{io::Write, process::Stdio};

use intune_onboarding::{ACTIONS, sandbox::Sandbox};
use serde_json::{Value, json};

use super::{Bench, DEP_TOKEN, Run};

/// Runs `call` with these arguments, which may contain spaces.
fn call(bench: &Bench, arguments: &[&str]) -> Run {
    let run = Run::of(bench.program("call").args(arguments));
    bench.shows_no_secret(&run);
    run
}

#[test]
fn an_operation_is_called_by_its_name_or_path() {
    let bench = Bench::new();
    let id = format!("id={}", Sandbox::VPP_TOKEN);
    let path = format!("GET /beta/deviceAppManagement/vppTokens/{}", Sandbox::VPP_TOKEN);
    for (arguments, version) in [(&["get-vpp-token", "-f", &id][..], "v1.0"), (&[&path], "beta")] {
        let shown = call(&bench, arguments).success();
        let token: Value = serde_json::from_str(&shown).expect("JSON");
        assert_eq!(token["appleId"], "apps@contoso.com", "{shown}");
        let received = bench.received();
        assert!(received.last().expect("a request").starts_with(&format!("GET /{version}/")), "{received:?}");
    }
    let run = call(&bench, &["CountVppTokens", "--json"]);
    let json = run.json();
    assert_eq!((&json["ok"], &json["calls"][0]["operation"]), (&true.into(), &"CountVppTokens".into()), "{run:?}");
    assert_eq!(json["result"], 3);
}

#[test]
fn fields_become_parameters_query_options_and_properties_of_their_types() {
    let bench = Bench::new();
    let id = format!("id={}", Sandbox::VPP_TOKEN);
    let fields = ["UpdateVppToken", "-f", &id, "-f", "automaticallyUpdateApps=true", "-f", "appleId=new@contoso.com"];
    let shown = call(&bench, &[&fields[..], &["--dry-run"]].concat()).success();
    let body =
        r##"{"@odata.type":"#microsoft.graph.vppToken","appleId":"new@contoso.com","automaticallyUpdateApps":true}"##;
    assert!(shown.starts_with("PATCH http://") && shown.ends_with(&format!("\n\n{body}\n")), "{shown}");
    assert_eq!(bench.received(), [""; 0]);

    call(&bench, &fields).success();
    let shown = call(&bench, &["ListVppTokens", "-f", "$filter=appleId eq 'new@contoso.com'", "--json"]).json();
    let tokens = shown["result"]["value"].as_array().expect("tokens");
    assert_eq!((tokens.len(), &tokens[0]["automaticallyUpdateApps"]), (1, &true.into()), "{shown}");
}

#[test]
fn a_secret_comes_from_a_file_and_is_never_shown() {
    let bench = Bench::new();
    let id = format!("id={}", Sandbox::DEP_ONBOARDING_SETTING);
    let with =
        |token: &str| ["UploadDepToken", "-f", &id, "-f", "appleId=a@contoso.com", "-f", token].map(str::to_owned);
    let run = |token: &str, more: &[&str]| {
        let arguments = with(token);
        let arguments: Vec<_> = arguments.iter().map(String::as_str).chain(more.iter().copied()).collect();
        call(&bench, &arguments)
    };
    let line = run("depToken=secret-text", &[]).failure(2);
    assert!(line.contains("-f depToken: a secret must not be an argument") && !line.contains("secret-text"), "{line}");
    let shown = run("depToken=@token.p7m", &["--dry-run"]).success();
    assert!(shown.contains(r#""depToken":"[redacted]""#), "{shown}");
    assert_eq!(bench.received(), [""; 0]);

    let shown = run("depToken=@token.p7m", &[]).success();
    assert_eq!(shown, "204 No Content\n");
    let uploaded = bench.sandbox.uploaded_token(Sandbox::DEP_ONBOARDING_SETTING).expect("a token");
    assert_eq!(uploaded.expose().as_str(), DEP_TOKEN);
}

#[test]
fn a_body_is_read_from_a_file_or_standard_input() {
    let bench = Bench::new();
    let id = format!("id={}", Sandbox::ANDROID_ENROLLMENT_PROFILE);
    let body = json!({"tokenValidityInSeconds": 3600}).to_string();
    bench.file("body.json", format!("\u{feff}{body}\n").as_bytes());
    let arguments = ["android::CreateToken", "-f", &id, "--body"];
    assert_eq!(call(&bench, &[&arguments[..], &["body.json"]].concat()).success(), "204 No Content\n");

    let mut child = bench
        .program("call")
        .args(arguments)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("it runs");
    child.stdin.take().expect("a pipe").write_all(body.as_bytes()).expect("written");
    assert!(child.wait().expect("it ends").success());
    assert_eq!(bench.received().len(), 2);

    bench.file("list.json", b"[1]");
    bench.file("broken.json", b"{\"depToken\": secret-text");
    for (file, said) in [("list.json", "is no JSON object"), ("broken.json", "is no JSON: line 1, column 14")] {
        let line = call(&bench, &[&arguments[..], &[file]].concat()).failure(2);
        assert!(line.contains(said) && !line.contains("secret-text"), "{line}");
    }
}

#[test]
fn all_pages_are_requested_if_that_is_wanted() {
    let bench = Bench::new();
    let run = call(&bench, &["ListVppTokens", "-f", "$top=1"]);
    let page: Value = serde_json::from_str(run.stdout.split("\n(").next().expect("JSON")).expect("JSON");
    assert_eq!(page["value"].as_array().map(Vec::len), Some(1), "{run:?}");
    assert!(run.stdout.contains("(there are more items; --all requests all pages)"), "{run:?}");

    let json = call(&bench, &["/deviceAppManagement/vppTokens?$top=1", "--all", "--json"]).json();
    assert_eq!(
        (json["result"]["value"].as_array().map(Vec::len), json["calls"].as_array().map(Vec::len)),
        (Some(3), Some(3))
    );
    assert!(json["result"].get("@odata.nextLink").is_none(), "{json}");
}

#[test]
fn what_the_declaration_does_not_allow_is_rejected_before_it_is_sent() {
    let bench = Bench::new();
    for (arguments, said) in [
        (&["UplaodDepToken"][..], "did you mean UploadDepToken?"),
        (&["GET /deviceAppManagement/vppToken"], "did you mean GET /deviceAppManagement/vppTokens?"),
        (&["PUT /deviceAppManagement/vppTokens"], "only GET, POST"),
        (&["CreateToken", "-f", "id=1"], "android::CreateToken, android_for_work::CreateToken"),
        (&["GetVppToken"], "add -f id=VALUE"),
        (&["GetVppToken", "-f", "id=1", "-f", "id=2"], "id is given twice"),
        (&["GetVppToken", "-f", "id=../x"], "contains `/`"),
        (&["GetVppToken", "-f", "id=1", "-f", "state=valid"], "GetVppToken has no body"),
        (&["GetVppToken", "-f", "id"], "NAME=VALUE"),
        (&["GetVppToken", "-f", "id=1", "--all"], "GetVppToken returns no list"),
        (&["GetVppToken", "-f", "id=1", "--body", "token.p7m"], "sends no body"),
        (&["ListDepOnboardingSettings", "--api-version", "v1.0"], "not available in version v1.0, only in beta"),
        (
            &["/beta/deviceAppManagement/vppTokens", "--api-version", "v1.0"],
            "--api-version is v1.0, and the path has beta",
        ),
        (&["android::CreateToken", "-f", "id=1"], "'tokenValidityInSeconds' is missing"),
        (&["android::CreateToken", "-f", "id=1", "-f", "tokenValidityInSeconds=soon"], "it has to be a whole number"),
        (&["UpdateVppToken", "-f", "id=1", "-f", "appleID=a"], "has no such property in v1.0; it has "),
        (&["UpdateVppToken", "-f", "id=1", "-f", "vppTokenAccountType=a"], "one of business, education"),
    ] {
        let line = call(&bench, arguments).failure(2);
        assert!(line.contains(said), "{arguments:?}: {line}");
    }
    assert_eq!(bench.received(), [""; 0]);
}

#[test]
fn a_missing_permission_is_named() {
    let bench = Bench::new();
    let token = bench.sandbox.access_token_with(["Device.Read.All"]);
    let line = Run::of(bench.program("call ListVppTokens").env("GRAPH_ACCESS_TOKEN", token.expose())).failure(4);
    assert!(line.contains("403") && line.contains("it needs DeviceManagementServiceConfig.Read.All"), "{line}");
}

/// What each operation needs is known: with its parameters, it can be planned, or the message says what is missing.
#[test]
fn every_declared_operation_is_known_by_its_path() {
    let bench = Bench::new();
    for action in ACTIONS {
        let line = format!("{} {}", action.method.as_str(), action.path);
        let fields = action.path.parameters().flat_map(|parameter| ["-f".to_owned(), format!("{}=x", parameter.name)]);
        let run = Run::of(bench.program("call").arg(&line).args(fields).arg("--dry-run"));
        let is_planned = run.code == 0 && run.stdout.starts_with(action.method.as_str());
        let needs_body = run.code == 2 && run.stderr.contains(&format!("{}: ", action.name));
        assert!(is_planned || needs_body, "{line}: {run:?}");
    }
}
