//! The program, run as a user runs it, against the embedded tenant.

mod android;
mod apple;
mod autopilot;
mod call;
#[cfg(unix)]
mod confirmation;
mod documentation;
mod exposition;
mod fake;
mod identities;
mod import_responses;
mod inspect;
mod output;
mod permissions;
#[cfg(unix)]
mod readme;
mod renew;
mod sandbox;
mod service;
mod sign_in;
mod status;
#[cfg(unix)]
mod terminal;
mod token_files;
mod verbs;
mod watch;
mod watching;

use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
    thread,
    time::Duration,
};

use intune_onboarding::{sandbox::Sandbox, token_file};
use serde_json::Value;
use tempfile::TempDir;

const DEP_TOKEN: &str = token_file::SAMPLE_DEP_TOKEN;
const VPP_TOKEN: &str = token_file::SAMPLE_VPP_TOKEN;

/// The corner of a QR code for a dark background, whose light modules are drawn: dark, light, dark in the middle.
const FINDER: &str = "█ ▄▄▄▄▄ █";

/// The variables with which the environment says how to sign in.
const SIGN_IN_VARIABLES: [&str; 11] = [
    "AZURE_AUTHORITY_HOST",
    "AZURE_CLIENT_CERTIFICATE_PATH",
    "AZURE_CLIENT_ID",
    "AZURE_CLIENT_SECRET",
    "AZURE_FEDERATED_TOKEN_FILE",
    "AZURE_TENANT_ID",
    "IDENTITY_ENDPOINT",
    "IDENTITY_HEADER",
    "INTUNE_ONBOARDING_AUTH",
    "INTUNE_ONBOARDING_PROFILE",
    "MSI_ENDPOINT",
];

/// The program with these arguments and without an access token, which prints tables as on a terminal.
fn program<S: AsRef<str>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_intune-onboarding"));
    command.args(arguments.into_iter().map(|argument| argument.as_ref().to_owned()));
    command.env_remove("GRAPH_ACCESS_TOKEN").env_remove("INTUNE_ONBOARDING_SANDBOX").stdin(Stdio::null());
    command.env("INTUNE_ONBOARDING_OUTPUT", "table");
    // What the computer has for sign-in is out of reach.
    command.env("INTUNE_ONBOARDING_CONFIG", "no-such-directory/config.toml");
    for variable in SIGN_IN_VARIABLES {
        command.env_remove(variable);
    }
    command
}

/// The outcome of a run.
#[derive(Debug)]
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Run {
    fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("the program runs");
        Self {
            code: status.code().expect("an exit code"),
            stdout: String::from_utf8(stdout).expect("text"),
            stderr: String::from_utf8(stderr).expect("text"),
        }
    }

    #[track_caller]
    fn success(self) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (0, ""), "{self:?}");
        self.stdout
    }

    /// A run that succeeded with this text on stderr.
    #[track_caller]
    fn success_with(self, stderr: &str) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (0, stderr), "{self:?}");
        self.stdout
    }

    /// The one line on stderr of a run that failed; nothing is on stdout.
    #[track_caller]
    fn failure(self, code: i32) -> String {
        assert_eq!((self.code, self.stdout.as_str()), (code, ""), "{self:?}");
        assert_eq!(self.stderr.lines().count(), 1, "{self:?}");
        let line = self.stderr.strip_prefix("intune-onboarding: ").expect("the program's name");
        line.trim_end().to_owned()
    }

    /// The JSON on stdout.
    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A tenant, a directory with token files, and the program to call the one with the others.
struct Bench {
    sandbox: Sandbox,
    files: TempDir,
}

impl Bench {
    fn new() -> Self {
        let sandbox = Sandbox::start().expect("a free port");
        let bench = Self { sandbox, files: TempDir::new().expect("a directory") };
        bench.file("token.p7m", format!("{DEP_TOKEN}\r\n").as_bytes());
        bench.file("token.vpptoken", format!("{VPP_TOKEN}\n").as_bytes());
        bench
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.files.path().join(name);
        fs::write(&path, content).expect("written");
        path
    }

    /// The program in the directory with the files, calling the tenant with a token that may do everything.
    fn program(&self, line: &str) -> Command {
        let mut command = program(line.split_whitespace());
        command.args(["--base-url", self.sandbox.url()]).current_dir(self.files.path());
        command.env("GRAPH_ACCESS_TOKEN", self.sandbox.access_token().expose());
        command
    }

    fn run(&self, line: &str) -> Run {
        let run = Run::of(&mut self.program(line));
        self.shows_no_secret(&run);
        run
    }

    /// Neither the access token nor a token from a file is ever shown.
    fn shows_no_secret(&self, run: &Run) {
        for secret in [self.sandbox.access_token().expose().as_str(), DEP_TOKEN, "MIAGCSqGSIb3DQEHA6", VPP_TOKEN] {
            assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{run:?}");
        }
    }

    fn received(&self) -> Vec<String> {
        let requests = self.sandbox.received();
        requests.iter().map(|request| format!("{} {} {}", request.method, request.target, request.status)).collect()
    }
}

#[test]
fn the_demo_needs_nothing_and_ends_in_success() {
    let shown = Run::of(&mut program(["demo"])).success();
    for request in [
        "/beta/deviceManagement/depOnboardingSettings/54fac284-7866-43e5-860a-9c8e10fa3d7d/uploadDepToken\n",
        "/beta/deviceManagement/androidDeviceOwnerEnrollmentProfiles/4a9f0c6e-51e6-4c57-8b2e-3f4b0d6f8a11/createToken\n",
        "/v1.0/deviceAppManagement/vppTokens/9ceb2f92-2f92-9ceb-922f-eb9c922feb9c\n",
        r#"{"appleId":"it@contoso.com","depToken":"[redacted]"}"#,
        r#"{"tokenValidityInSeconds":7776000}"#,
        r##"{"@odata.type":"#microsoft.graph.vppToken","token":"[redacted]"}"##,
        "$ intune-onboarding dep upload-token --id 54fac284-7866-43e5-860a-9c8e10fa3d7d --apple-id it@contoso.com",
        "204 No Content (request-id ",
        r#""state": "valid""#,
        "permissions: DeviceManagementServiceConfig.ReadWrite.All (delegated or application)\n",
        "permissions: DeviceManagementConfiguration.ReadWrite.All (delegated or application)\n",
    ] {
        assert!(shown.contains(request), "{request} is missing in {shown}");
    }
    assert!(shown.lines().any(|line| line.contains(FINDER)), "a QR code: {shown}");
    assert!(shown.lines().last().expect("a line").starts_with("Success: 6 calls"), "{shown}");
    assert!(
        !shown.contains("MIAGCSqGSIb3DQEHA6") && !shown.contains("eyJleHBEYXRl"),
        "the tokens of the files: {shown}"
    );
}

/// The demo has nothing that others could read meanwhile, or that could be left behind: it writes no file at all.
#[test]
fn the_demo_writes_no_file() {
    for signal in ["INT", "TERM", "KILL"] {
        let folder = TempDir::new().expect("a directory");
        let mut command = program(["demo"]);
        for variable in ["TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"] {
            command.env(variable, folder.path());
        }
        let mut child = command.current_dir(folder.path()).stdout(Stdio::piped()).spawn().expect("the program runs");
        let mut first = [0; 64];
        child.stdout.as_mut().expect("a pipe").read_exact(&mut first).expect("the demo has begun");
        let files = || fs::read_dir(folder.path()).expect("a directory").count();
        assert_eq!(files(), 0, "there is a file while the demo runs");
        end(&mut child, signal);
        child.wait().expect("ended");
        assert_eq!(files(), 0, "it is left behind after {signal}");
    }
}

/// Sends a signal, as Ctrl-C does with `INT`.
fn end(child: &mut Child, signal: &str) {
    if cfg!(unix) {
        let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success(), "{signal}");
    } else {
        child.kill().expect("killed");
    }
}

#[test]
fn the_demo_sends_what_the_commands_send() {
    let shown = Run::of(&mut program(["demo", "--json"])).json();
    let steps = shown["steps"].as_array().expect("steps");
    let tenant = shown["tenant"].as_str().expect("a URL");
    let demo: Vec<_> = steps
        .iter()
        .map(|step| {
            let request = &step["request"];
            let url = request["url"].as_str().expect("a URL").replace(tenant, "");
            (request["method"].clone(), url, request["body"].clone())
        })
        .collect();

    let bench = Bench::new();
    let (dep, android, vpp) =
        (Sandbox::DEP_ONBOARDING_SETTING, Sandbox::ANDROID_ENROLLMENT_PROFILE, Sandbox::VPP_TOKEN);
    let mut commands = Vec::new();
    for line in [
        format!("dep upload-token --id {dep} --apple-id it@contoso.com --file token.p7m"),
        "dep list".to_owned(),
        format!("android create-token --id {android} --validity-days 90 --qr"),
        format!("vpp update --id {vpp} --file token.vpptoken"),
    ] {
        let json = bench.run(&format!("{line} --dry-run --json")).json();
        for request in json["requests"].as_array().expect("requests") {
            let url = request["url"].as_str().expect("a URL").replace(bench.sandbox.url(), "");
            commands.push((request["method"].clone(), url, request["body"].clone()));
        }
    }
    assert_eq!(demo, commands);
}

#[test]
fn the_demo_takes_the_users_own_files() {
    let bench = Bench::new();
    let arguments = ["demo", "--dep-token", "token.p7m", "--vpp-token", "token.vpptoken", "--json"];
    let run = Run::of(program(arguments).current_dir(bench.files.path()));
    bench.shows_no_secret(&run);
    let json = run.json();
    assert_eq!((run.code, json["ok"].as_bool()), (0, Some(true)), "{run:?}");
    let operations: Vec<_> =
        json["steps"].as_array().expect("steps").iter().map(|step| &step["request"]["operation"]).collect();
    assert_eq!(
        operations,
        [
            "UploadDepToken",
            "ListDepOnboardingSettings",
            "GetAndroidDeviceOwnerEnrollmentProfile",
            "CreateToken",
            "GetAndroidDeviceOwnerEnrollmentProfile",
            "UpdateVppToken"
        ]
    );
    assert_eq!(json["steps"][0]["request"]["body"]["depToken"], "[redacted]");
    assert_eq!(json["steps"][0]["response"]["status"], 204);
    assert_eq!(json["steps"][4]["result"]["tokenValue"].as_str().map(str::len), Some(20));

    let missing = Run::of(&mut program(["demo", "--dep-token", "no-such.p7m"])).failure(2);
    assert!(missing.starts_with("--dep-token: no-such.p7m cannot be read: "), "{missing}");
    let elsewhere = Run::of(&mut program(["demo", "--cloud", "china"])).failure(2);
    assert!(elsewhere.starts_with("--cloud does not apply"), "{elsewhere}");
}

#[test]
fn a_dep_token_is_uploaded_from_a_file_and_from_standard_input() {
    let bench = Bench::new();
    let line = format!("dep upload-token --id {} --apple-id a@contoso.com --file", Sandbox::DEP_ONBOARDING_SETTING);
    let shown = bench.run(&format!("{line} token.p7m")).success();
    assert!(shown.starts_with("The DEP token is uploaded.\n"), "{shown}");
    let arrived = || bench.sandbox.uploaded_token(Sandbox::DEP_ONBOARDING_SETTING).expect("uploaded").into_inner();
    assert_eq!(arrived(), DEP_TOKEN);

    let piped = format!("X-Source: pipe\r\n{DEP_TOKEN}");
    let mut child =
        bench.program(&format!("{line} - --json")).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("runs");
    child.stdin.take().expect("a pipe").write_all(piped.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("ends");
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&json["ok"], &json["calls"][0]["status"], &json["result"]), (&true.into(), &204.into(), &Value::Null));
    assert_eq!(arrived(), piped);
}

#[test]
fn a_vpp_token_is_updated_where_it_is_told_to() {
    let bench = Bench::new();
    let line = format!("vpp update --id {} --file token.vpptoken", Sandbox::VPP_TOKEN);
    let shown = bench.run(&line).success();
    assert!(shown.contains("\nstate         valid\n") && shown.contains("\norganization  Contoso\n"), "{shown}");
    assert_eq!(bench.sandbox.uploaded_token(Sandbox::VPP_TOKEN).expect("uploaded").expose(), VPP_TOKEN);

    let line = format!(
        "vpp update --id {} --clear organizationName --country de --json --api-version beta",
        Sandbox::VPP_TOKEN
    );
    let json = bench.run(&line).json();
    assert_eq!((json["result"].get("organizationName"), &json["result"]["countryOrRegion"]), (None, &"de".into()));
    assert_eq!(json["result"]["displayName"], "Contoso apps", "beta was asked for");
    let targets = bench.received();
    assert!(targets[0].starts_with("PATCH /v1.0/") && targets[1].starts_with("PATCH /beta/"), "{targets:?}");
}

#[test]
fn an_update_without_a_token_in_the_response_is_a_success() {
    let bench = Bench::new();
    bench.sandbox.omit_updated_entities();
    let line = format!("vpp update --id {} --file token.vpptoken", Sandbox::VPP_TOKEN);
    let shown = bench.run(&line).success();
    assert!(shown.starts_with("The VPP token is updated.\n") && shown.contains("see `vpp list`"), "{shown}");
    assert!(shown.contains("\nrequest-id"), "{shown}");
    assert_eq!(bench.sandbox.uploaded_token(Sandbox::VPP_TOKEN).expect("uploaded").expose(), VPP_TOKEN);
    let json = bench.run(&format!("{line} --json")).json();
    assert_eq!((&json["ok"], &json["calls"][0]["status"], &json["result"]), (&true.into(), &204.into(), &Value::Null));
}

#[test]
fn lists_are_tables_or_json() {
    let bench = Bench::new();
    let shown = bench.run("dep list").success();
    let lines: Vec<_> = shown.lines().collect();
    assert!(lines[0].starts_with("ID  ") && lines[1].starts_with(Sandbox::DEP_ONBOARDING_SETTING), "{shown}");
    assert_eq!(lines.len(), 3);
    let shown = bench.run("vpp list").success();
    assert_eq!(shown.lines().count(), 4, "head, and the tokens of both pages: {shown}");
    let json = bench.run("vpp list --json").json();
    assert_eq!(
        (json["result"]["value"].as_array().map(Vec::len), json["result"].get("@odata.nextLink")),
        (Some(3), None)
    );
    let shown = bench.run("vpp list --top 1").success();
    assert_eq!(shown.lines().count(), 3, "head, token, note of more: {shown}");
    let json = bench.run("vpp list --top 1 --json").json();
    assert!(json["result"]["@odata.nextLink"].is_string(), "{json}");
}

#[test]
fn a_dry_run_shows_the_request_and_sends_nothing() {
    let bench = Bench::new();
    let dry = |line: &str| {
        let run = Run::of(program(line.split_whitespace()).arg("--dry-run").current_dir(bench.files.path()));
        bench.shows_no_secret(&run);
        run
    };
    let shown = dry("dep upload-token --id a --apple-id a@contoso.com --file token.p7m").success();
    assert_eq!(
        shown,
        "POST https://graph.microsoft.com/beta/deviceManagement/depOnboardingSettings/a/uploadDepToken\n\
         accept: application/json\ncontent-type: application/json\n\n\
         {\"appleId\":\"a@contoso.com\",\"depToken\":\"[redacted]\"}\n"
    );
    let shown = dry("vpp update --id a --file token.vpptoken --clear appleId --cloud us-gov-dod").success();
    assert!(
        shown.starts_with("PATCH https://dod-graph.microsoft.us/v1.0/deviceAppManagement/vppTokens/a\n"),
        "{shown}"
    );
    let body = r##"{"@odata.type":"#microsoft.graph.vppToken","appleId":null,"token":"[redacted]"}"##;
    assert!(shown.ends_with(&format!("\n\n{body}\n")), "{shown}");

    let json = dry("android create-token --id a --validity-days 90 --json").json();
    assert_eq!(
        (&json["dryRun"], &json["requests"][1]["body"]["tokenValidityInSeconds"]),
        (&true.into(), &7_776_000.into())
    );
    assert_eq!((&json["requests"][0]["method"], &json["requests"][2]["method"]), (&"GET".into(), &"GET".into()));
    let needed = &json["requests"][1]["permissions"];
    assert_eq!(needed["application"], serde_json::json!([["DeviceManagementConfiguration.ReadWrite.All"]]));
    assert_eq!(needed["personal"], Value::Null);

    let run = bench.run("vpp list --dry-run --filter x");
    assert!(run.stdout.starts_with("GET http://127.0.0.1:") && run.stdout.contains("$filter=x"), "{run:?}");
    assert_eq!(bench.received(), [""; 0]);
}

#[test]
fn bad_input_gets_one_line_and_sends_nothing() {
    let bench = Bench::new();
    bench.file("empty", b"");
    bench.file("blank", b" \r\n");
    bench.file("binary", b"\x80\x82\xff");
    for (line, said) in [
        ("dep upload-token --id a --apple-id b --file no-such-file", "no-such-file cannot be read"),
        ("dep upload-token --id a --apple-id b --file .", ". cannot be read"),
        ("dep upload-token --id a --apple-id b --file empty", "empty is empty"),
        ("dep upload-token --id a --apple-id b --file blank", "blank is empty"),
        ("dep upload-token --id a --apple-id b --file binary", "it looks like binary data, not a DEP token"),
        ("dep upload-token --id a/b --apple-id b --file token.p7m", "--id contains `/`"),
        ("dep upload-token --id= --apple-id b --file token.p7m", "--id is empty"),
        ("dep upload-token --id .. --apple-id b --file token.p7m", "--id is `.` or `..`"),
        ("dep upload-token --id a --apple-id= --file token.p7m", "--apple-id is empty"),
        ("dep upload-token --id a --apple-id b --file -", "standard input is empty"),
        ("dep upload-token --id a --apple-id b", "--file <FILE>"),
        ("dep list --api-version v1.0", "is not available in version v1.0, only in beta"),
        ("dep list --api-version v2.0", "'v2.0'"),
        ("android create-token --id a --validity-days 0", "--validity-days is 0: it must be from 1 to 24855"),
        ("android create-token --id a --validity-days 24856", "--validity-days is 24856"),
        ("android create-token --id a --validity-days -1", "--validity-days is -1"),
        ("android create-token --id a --validity-seconds 2147483648", "--validity-seconds is 2147483648"),
        ("android create-token --id a --validity-seconds 99999999999999999999", "'99999999999999999999'"),
        ("android create-token --id a --validity-days a", "'a'"),
        ("android create-token --id a", "--validity-days"),
        ("android create-token --id a\\b --validity-days 1", "--id contains `\\`"),
        ("vpp update --id a", "nothing to update"),
        ("vpp update --id a?b --country us", "--id contains `?`"),
        ("vpp update --id a --file empty", "empty is empty"),
        ("vpp update --id a --country us --clear countryOrRegion", "--country sets a property that --clear clears"),
        ("vpp update --id a --clear state", "'state'"),
        ("vpp update --id a --account-type government", "'government'"),
        ("vpp list --nothing", "'--nothing'"),
        ("nothing", "'nothing'"),
    ] {
        let said_line = bench.run(line).failure(2);
        assert!(said_line.contains(said), "{line}: {said_line}");

        let run = bench.run(&format!("{line} --json"));
        assert_eq!((run.code, run.stderr.lines().count()), (2, 1), "{line}: {run:?}");
        let json = run.json();
        assert_eq!((&json["ok"], &json["error"]["kind"]), (&false.into(), &"input".into()), "{line}");
        assert!(json["error"]["message"].as_str().expect("a message").contains(said), "{line}: {json}");
    }
    for url in ["http://graph.microsoft.com", "graph.microsoft.com", "https://me:secret@graph.microsoft.com"] {
        let mut command = program(["vpp", "list", "--base-url", url]);
        let line = Run::of(command.env("GRAPH_ACCESS_TOKEN", "eyJ0")).failure(2);
        assert!(line.starts_with("--base-url ") && !line.contains("secret@"), "{line}");
    }
    assert_eq!(bench.received(), [""; 0]);
}

#[test]
fn without_an_access_token_nothing_is_sent() {
    let bench = Bench::new();
    for (token, said) in [(None, "is not set"), (Some(""), "is empty"), (Some("Bearer eyJ0.e30.x"), "without `Bearer`")]
    {
        let mut command = bench.program("vpp list");
        match token {
            None => command.env_remove("GRAPH_ACCESS_TOKEN").env("PATH", ""),
            Some(token) => command.env("GRAPH_ACCESS_TOKEN", token),
        };
        let line = Run::of(&mut command).failure(3);
        assert!(line.starts_with("GRAPH_ACCESS_TOKEN ") && line.contains(said) && !line.contains("eyJ0"), "{line}");
    }
    assert_eq!(bench.received(), [""; 0]);
}

#[test]
fn each_way_to_fail_has_its_exit_code() {
    let bench = Bench::new();
    let with = |line: &str, token: &str| Run::of(bench.program(line).env("GRAPH_ACCESS_TOKEN", token));
    let line = with("vpp list", "eyJ0.e30.wrong").failure(3);
    assert!(line.contains("InvalidAuthenticationToken") && !line.contains("eyJ0"), "{line}");

    let reader = bench.sandbox.access_token_with(["DeviceManagementServiceConfig.Read.All"]);
    let line = with("vpp update --id a --country us", reader.expose()).failure(4);
    assert!(line.contains("403") && line.contains("needs DeviceManagementServiceConfig.ReadWrite.All"), "{line}");

    let run = bench.run("vpp update --id not-there --country us --json");
    let error = &run.json()["error"];
    assert_eq!((run.code, &error["status"], &error["code"]), (4, &404.into(), &"ResourceNotFound".into()), "{run:?}");
    assert!(error["requestId"].is_string() && error["clientRequestId"].is_string(), "{error}");

    bench.sandbox.throttle(1, Some(Duration::from_hours(1)));
    let run = bench.run("vpp list --json");
    let error = &run.json()["error"];
    assert_eq!((run.code, &error["status"], &error["retryAfterSeconds"]), (4, &429.into(), &3600.0.into()), "{run:?}");
    assert_eq!(error["retryable"], true);

    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let closed = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let unreachable = |arguments: &[&str]| {
        Run::of(
            program(["vpp", "list", "--retries", "0", "--base-url", &closed])
                .args(arguments)
                .env("GRAPH_ACCESS_TOKEN", "eyJ0"),
        )
    };
    let line = unreachable(&[]).failure(5);
    assert!(line.contains("nothing was sent"), "{line}");
    assert_eq!(unreachable(&["--json"]).json()["error"]["kind"], "unreachable");

    let url = respond_in_turn(&["HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n{\"a\":1}"]);
    let mut command = program(["vpp", "list", "--json", "--base-url", &url]);
    let run = Run::of(command.env("GRAPH_ACCESS_TOKEN", "eyJ0"));
    assert_eq!((run.code, &run.json()["error"]["kind"]), (6, &"unexpectedResponse".into()), "{run:?}");
    assert_eq!(run.stderr.lines().count(), 1, "{run:?}");
}

#[test]
fn permissions_lists_every_operation() {
    let shown = Run::of(&mut program(["permissions"])).success();
    let json = Run::of(&mut program(["permissions", "--json"])).json();
    let operations = json["operations"].as_array().expect("operations");
    assert_eq!(operations.len(), intune_onboarding::ACTIONS.len());
    for operation in operations {
        let (method, path) = (operation["method"].as_str().expect("text"), operation["path"].as_str().expect("text"));
        assert!(shown.contains(&format!("\n  {method} {path}  (")), "{operation}: {shown}");
    }
    let update = operations.iter().find(|operation| operation["operation"] == "UpdateVppToken").expect("declared");
    assert_eq!(update["versions"], serde_json::json!(["v1.0", "beta"]));
    let alternatives = serde_json::json!([
        ["DeviceManagementServiceConfig.ReadWrite.All"],
        ["DeviceManagementConfiguration.ReadWrite.All"]
    ]);
    assert_eq!(
        (&update["permissions"]["delegated"], &update["permissions"]["application"]),
        (&alternatives, &alternatives)
    );
}

#[test]
fn help_says_what_a_newcomer_needs() {
    let help = Run::of(&mut program(["--help"])).success();
    for part in ["intune-onboarding demo", "GRAPH_ACCESS_TOKEN", "Exit codes:", "--dry-run", "Examples:"] {
        assert!(help.contains(part), "{part} is missing in {help}");
    }
    for code in 0..=6 {
        assert!(help.contains(&format!("\n  {code}  ")), "exit code {code} is missing in {help}");
    }
    let bare = Run::of(&mut program([""; 0]));
    assert_eq!((bare.code, bare.stdout.as_str()), (2, ""));
    assert!(bare.stderr.contains("Usage: intune-onboarding"), "{bare:?}");
    let group = Run::of(&mut program(["vpp"]));
    assert!(group.code == 2 && group.stderr.contains("Usage: intune-onboarding vpp"), "{group:?}");
    assert!(Run::of(&mut program(["--version"])).success().starts_with("intune-onboarding "));
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = program(["permissions"]).stdout(writer).stderr(Stdio::piped()).output().expect("the program runs");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

/// A server that sends these texts on its connections in turn, whatever is requested.
fn respond_in_turn(responses: &[&str]) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let responses: Vec<String> =
        responses.iter().map(|response| response.replacen("\r\n", "\r\nconnection: close\r\n", 1)).collect();
    thread::spawn(move || {
        for response in responses {
            let Ok((mut connection, _)) = listener.accept() else { return };
            let mut request = Vec::new();
            let mut byte = [0];
            while !request.ends_with(b"\r\n\r\n") && connection.read(&mut byte).is_ok_and(|read| read == 1) {
                request.push(byte[0]);
            }
            let _ = connection.write_all(response.as_bytes());
            let _ = connection.shutdown(std::net::Shutdown::Write);
            // The rest of the request is read, so that closing does not reset the connection.
            let _ = connection.read_to_end(&mut request);
        }
    });
    url
}
