//! `sandbox` and `--sandbox`.

use super::{Bench, Run, program};

#[test]
fn any_command_runs_on_an_embedded_tenant() {
    let stdout = Run::of(&mut program(["dep", "list", "--sandbox"])).success();
    assert!(stdout.contains("Contoso phones"), "{stdout}");
    let mut by_variable = program(["vpp", "list"]);
    let stdout = Run::of(by_variable.env("INTUNE_ONBOARDING_SANDBOX", "1")).success();
    assert!(stdout.contains("Contoso Retail"), "{stdout}");
    let mut off = program(["vpp", "list"]);
    assert!(Run::of(off.env("INTUNE_ONBOARDING_SANDBOX", "0")).failure(3).contains("GRAPH_ACCESS_TOKEN"));
    for option in ["--base-url=http://127.0.0.1:9", "--cloud=china"] {
        let failure = Run::of(&mut program(["dep", "list", "--sandbox", option])).failure(2);
        assert!(failure.ends_with("does not apply: --sandbox calls an embedded tenant"), "{failure}");
    }
}

/// A tenant that the program runs.
#[cfg(unix)]
struct Tenant {
    process: std::process::Child,
    /// Its standard output, so that it is not closed.
    _stdout: std::io::BufReader<std::process::ChildStdout>,
    url: String,
    token: String,
}

#[cfg(unix)]
impl Tenant {
    fn start(bench: &Bench, options: &str) -> Self {
        use std::{
            io::{BufRead, BufReader},
            process::Stdio,
        };

        let line = format!("sandbox --json {options}");
        let mut command = program(line.split_whitespace());
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).current_dir(bench.files.path());
        let mut process = command.spawn().expect("it starts");
        let mut stdout = BufReader::new(process.stdout.take().expect("its output"));
        let mut started = String::new();
        while serde_json::from_str::<serde_json::Value>(&started).is_err() {
            assert_ne!(stdout.read_line(&mut started).expect("a line"), 0, "{started}");
        }
        let started: serde_json::Value = serde_json::from_str(&started).expect("JSON");
        let text = |name: &str| started[name].as_str().expect("text").to_owned();
        Self { process, _stdout: stdout, url: text("url"), token: text("accessToken") }
    }

    fn run(&self, bench: &Bench, line: &str) -> Run {
        let mut command = program(line.split_whitespace());
        command.args(["--base-url", &self.url]).current_dir(bench.files.path());
        Run::of(command.env("GRAPH_ACCESS_TOKEN", &self.token))
    }

    /// Stops it with a signal, and returns its exit code and what is on stderr.
    fn stop(mut self, signal: &str) -> (Option<i32>, String) {
        super::end(&mut self.process, signal);
        let outcome = self.process.wait_with_output().expect("it ends");
        (outcome.status.code(), String::from_utf8(outcome.stderr).expect("text"))
    }
}

#[cfg(unix)]
#[test]
fn a_tenant_for_other_programs_runs_until_it_is_interrupted() {
    let bench = Bench::new();
    let tenant = Tenant::start(&bench, "");
    for _ in 0..2 {
        // The list has two pages.
        assert!(tenant.run(&bench, "android list").success().contains("Warehouse scanners"));
    }
    let port = tenant.url.rsplit(':').next().expect("a port").to_owned();
    let occupied = Run::of(&mut program(["sandbox", "--port", &port])).failure(2);
    assert!(occupied.starts_with(&format!("--port {port} cannot be used")), "{occupied}");
    let stopped = tenant.stop("INT");
    let said = "intune-onboarding: the tenant has stopped, after 4 requests; its data is gone\n";
    assert_eq!(stopped, (Some(130), said.to_owned()));
}

#[cfg(unix)]
#[test]
fn a_tenant_with_a_state_file_has_its_data_in_the_next_run() {
    use std::{fs, os::unix::fs::PermissionsExt};

    let bench = Bench::new();
    let id = intune_onboarding::sandbox::Sandbox::VPP_TOKEN;
    for signal in ["INT", "TERM"] {
        let state = format!("--state {signal}.json");
        let tenant = Tenant::start(&bench, &state);
        assert!(tenant.run(&bench, "vpp list").success().contains("expired"));
        tenant.run(&bench, &format!("vpp update --id {id} --file token.vpptoken")).success();
        tenant.run(&bench, "identities delete --id d0b9c8a7-1e2f-4a3b-8c4d-5e6f7a8b9c01 --yes").success();
        let (code, said) = tenant.stop(signal);
        assert!(code == Some(130) && said.ends_with(&format!("; its data is in {signal}.json\n")), "{said}");
        let file = bench.files.path().join(format!("{signal}.json"));
        assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600, "it has a token");

        let tenant = Tenant::start(&bench, &state);
        assert!(!tenant.run(&bench, "vpp list").success().contains("expired"));
        let identities = tenant.run(&bench, "identities list").success();
        assert!(identities.contains("R58M12ABCDE") && !identities.contains("490154203237518"), "{identities}");
        tenant.stop(signal);
        assert!(fs::read_to_string(&file).expect("a file").contains(super::VPP_TOKEN), "the uploaded token is kept");
    }
}

#[cfg(unix)]
#[test]
fn a_seed_says_what_a_tenant_has() {
    let bench = Bench::new();
    let seed = r#"{
        "deviceAppManagement/vppTokens": [
            {"id": "1", "organizationName": "Größe 株", "expirationDateTime": "now+400d"},
            {"id": "2", "organizationName": "soon", "expirationDateTime": "now+20d"},
            {"id": "3", "organizationName": "gone", "expirationDateTime": "now-2d"}
        ],
        "deviceManagement/depOnboardingSettings": [{"tokenName": "DEP", "tokenExpirationDateTime": "now+3d"}]
    }"#;
    bench.file("seed.json", seed.as_bytes());
    let tenant = Tenant::start(&bench, "--seed seed.json --state kept.json");
    let status = tenant.run(&bench, "status --json").json();
    let days: Vec<_> =
        status["expiring"].as_array().expect("rows").iter().map(|row| row["daysLeft"].as_i64()).collect();
    assert_eq!(days, [Some(-2), Some(2), Some(19), Some(399)]);
    assert_eq!(status["expiring"][3]["name"], "Größe 株");
    tenant.run(&bench, "vpp update --id 2 --country de").success();
    tenant.stop("INT");
    // The state file is there now, and comes before the seed.
    let tenant = Tenant::start(&bench, "--seed seed.json --state kept.json");
    let tokens = tenant.run(&bench, "vpp list --json").json();
    assert_eq!(tokens["result"]["value"][1]["countryOrRegion"], "de");
    tenant.stop("INT");
}

#[test]
fn a_seed_that_cannot_be_is_an_error() {
    let bench = Bench::new();
    bench.file("bad.json", br#"{"deviceAppManagement/vppTokens": [{"name": "x"}]}"#);
    bench.file("empty.json", b"");
    for (line, said) in [
        (
            "sandbox --seed bad.json",
            "--seed: bad.json: deviceAppManagement/vppTokens[0]: a vppToken has no property `name`",
        ),
        ("sandbox --state bad.json", "--state: bad.json: deviceAppManagement/vppTokens[0]"),
        ("sandbox --seed empty.json", "--seed: empty.json: the state is not a JSON object"),
        ("sandbox --seed no.json", "--seed: no.json cannot be read"),
    ] {
        let mut command = program(line.split(' '));
        let failure = Run::of(command.current_dir(bench.files.path())).failure(2);
        assert!(failure.starts_with(said), "{failure}");
    }
}
