//! `watch`: a line for each change, gauges over HTTP, and its end.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use intune_onboarding::sandbox::Sandbox;
use serde_json::{Value, json};

use super::{
    Bench, Run, exposition,
    fake::{Fake, days, vpp_token},
    program,
};

/// A running watch, of which each line is read.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let stdout = BufReader::new(child.stdout.take().expect("its output"));
        let (sender, lines) = channel();
        thread::spawn(move || stdout.lines().try_for_each(|line| sender.send(line.expect("text"))));
        Self { child, lines }
    }

    #[track_caller]
    fn line(&mut self) -> String {
        self.lines.recv_timeout(Duration::from_mins(1)).expect("a line")
    }

    /// The next line without its time.
    fn change(&mut self) -> String {
        let line = self.line();
        line.split_once("Z ").expect("a time").1.to_owned()
    }

    fn json(&mut self) -> Value {
        let line = self.line();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    /// Ends it by a signal, which is `INT` for Ctrl-C, and returns its exit code and standard error.
    #[cfg(unix)]
    fn interrupt(mut self, signal: &str) -> (Option<i32>, String) {
        super::end(&mut self.child, signal);
        let output = self.child.wait_with_output().expect("it ends");
        (output.status.code(), String::from_utf8(output.stderr).expect("text"))
    }
}

fn get(url: &str, method: &str, path: &str) -> (String, String) {
    let address = url.strip_prefix("http://").and_then(|rest| rest.split('/').next()).expect("an address");
    let mut connection = TcpStream::connect(address).expect("it listens");
    write!(connection, "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").expect("sent");
    let mut response = String::new();
    connection.read_to_string(&mut response).expect("a response");
    let (head, body) = response.split_once("\r\n\r\n").expect("a head");
    (head.to_ascii_lowercase(), body.to_owned())
}

#[cfg(unix)]
#[test]
fn each_change_of_the_tenant_is_a_line_until_ctrl_c() {
    let bench = Bench::new();
    let mut watch = Watching::start(bench.program("watch --every 1s"));
    let found: Vec<_> = (0..7).map(|_| watch.change()).collect();
    assert!(found.iter().any(|line| line.starts_with("VPP token \"Contoso\" (9ceb2f92") && line.contains("expired 3 days ago, at ")), "{found:?}");
    assert!(
        found
            .iter()
            .any(|line| line.starts_with("DEP token \"Contoso phones\"") && line.contains(": expires in 11 days, at ")),
        "{found:?}"
    );

    bench.run(&format!("vpp update --id {} --file token.vpptoken", Sandbox::VPP_TOKEN)).success();
    let line = watch.change();
    assert!(line.starts_with("VPP token \"Contoso\" (9ceb2f92") && line.contains("): renewed: expires in "), "{line}");
    assert!(line.contains(", at 2099-12-31T23:59:59") && line.contains(", before 20"), "{line}");
    bench.run(&format!("dep delete --id {} --yes", Sandbox::DEP_ONBOARDING_SETTING)).success();
    let line = watch.change();
    assert!(line.starts_with("DEP token \"Contoso phones\" (") && line.ends_with("): no longer exists"), "{line}");
    bench.sandbox.expire_access_tokens();
    let lines: Vec<_> = (0..5).map(|_| watch.change()).collect();
    assert!(lines.iter().all(|line| line.contains(": cannot be read: error 401 of the service")), "{lines:?}");
    let (code, stderr) = watch.interrupt("INT");
    assert_eq!(code, Some(130), "{stderr}");
    assert!(
        stderr.starts_with("intune-onboarding: the watch has ended after ") && stderr.ends_with(" rounds\n"),
        "{stderr}"
    );
}

#[cfg(unix)]
#[test]
fn a_round_that_fails_does_not_end_the_watch_and_its_gauges_stay() {
    let fake = Fake::new();
    fake.set("vppTokens", 200, vpp_token("Contoso \"株\" \\ \u{202e}", &days(20)));
    let mut watch = Watching::start(fake.program("watch --every 1s --listen 0 --json"));
    let url = watch.json()["url"].as_str().expect("a URL").to_owned();
    let found = watch.json();
    assert_eq!(
        (&found["change"], &found["id"], &found["daysLeft"]),
        (&"found".into(), &"v1".into(), &20.into()),
        "{found}"
    );
    assert_eq!(found["name"], "Contoso \"株\" \\ \u{202e}");

    fake.set("vppTokens", 500, json!({"error": {"code": "InternalServerError", "message": "later"}}));
    let failed = watch.json();
    assert_eq!((&failed["change"], &failed["kind"]), (&"notRead".into(), &"VPP token".into()), "{failed}");
    assert_eq!(failed["note"], "error 500 of the service");
    // The gauges are of the round before, or of this one.
    let began = Instant::now();
    let gauges = loop {
        assert!(began.elapsed() < Duration::from_mins(1), "the gauges say that it is read");
        let (head, body) = get(&url, "GET", "/metrics");
        assert!(
            head.starts_with("http/1.1 200 ") && head.contains("content-type: text/plain; version=0.0.4"),
            "{head}"
        );
        let gauges = exposition::parse(&body);
        let is_read = |kind: &str| {
            let gauge = |sample: &&exposition::Sample| {
                sample.name == "intune_onboarding_read_success" && sample.labels["kind"] == kind
            };
            gauges.iter().find(gauge).expect("a gauge").value > 0.5
        };
        assert!(is_read("DEP token"));
        if !is_read("VPP token") {
            break gauges;
        }
    };
    let expires =
        gauges.iter().find(|sample| sample.name == "intune_onboarding_expiration_timestamp_seconds").expect("a gauge");
    assert_eq!(expires.labels["name"], "Contoso \"株\" \\ \u{202e}");
    let last_read = |kind: &str| {
        let name = "intune_onboarding_last_read_timestamp_seconds";
        gauges.iter().find(|sample| sample.name == name && sample.labels["kind"] == kind).expect("a gauge").value
    };
    assert!(last_read("VPP token") <= last_read("DEP token"));

    fake.set("vppTokens", 200, vpp_token("Contoso", &days(400)));
    let changes = [watch.json(), watch.json()].map(|change| change["change"].clone());
    assert_eq!(changes, ["readAgain", "renewed"]);
    for (method, path, status) in [("GET", "/", "404"), ("POST", "/metrics", "405"), ("HEAD", "/metrics", "200")] {
        let (head, _) = get(&url, method, path);
        assert!(head.starts_with(&format!("http/1.1 {status} ")), "{method} {path}: {head}");
    }
    let (code, stderr) = watch.interrupt("TERM");
    assert_eq!(code, Some(130), "a service manager ends it in the same way: {stderr}");
    assert!(stderr.contains("the watch has ended after "), "{stderr}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_ends_the_watch() {
    let fake = Fake::new();
    let mut command = fake.program("watch --every 1s --listen 0");
    let mut child = command.stdout(Stdio::piped()).spawn().expect("it starts");
    let mut first = [0; 5];
    child.stdout.take().expect("its output").read_exact(&mut first).expect("a line has begun");
    fake.set("vppTokens", 200, vpp_token("Contoso", &days(3)));
    assert!(child.wait().expect("it ends").success(), "a closed pipe is no failure");
}

#[test]
fn what_cannot_be_watched_is_said_at_once() {
    let sandbox = Sandbox::start().expect("a free port");
    let occupied = sandbox.url().strip_prefix("http://").expect("an address").to_owned();
    let failure = Run::of(&mut program(["watch", "--sandbox", "--listen", &occupied])).failure(2);
    assert!(failure.starts_with(&format!("--listen {occupied} cannot be used: ")), "{failure}");
    for arguments in [["--listen", "0.0.0.0:9184"], ["--every", "0"], ["--every", "sometimes"], ["--within", "-1"]] {
        let failure = Run::of(program(["watch", "--sandbox"]).args(arguments)).failure(2);
        assert!(failure.contains(arguments[1]), "{failure}");
    }
    assert!(Run::of(&mut program(["watch"])).failure(3).starts_with("GRAPH_ACCESS_TOKEN is not set"));
    let dry = Run::of(&mut program(["watch", "--dry-run"])).success();
    assert_eq!(dry.matches("GET ").count(), 5, "{dry}");
}
