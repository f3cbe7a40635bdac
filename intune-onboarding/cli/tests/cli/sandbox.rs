//! `sandbox` and `--sandbox`.

use super::{Run, program};

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

#[cfg(unix)]
#[test]
fn a_tenant_for_other_programs_runs_until_it_is_interrupted() {
    use std::{
        io::{BufRead, BufReader},
        process::Stdio,
    };

    use rustix::process::{Pid, Signal, kill_process};
    use serde_json::Value;

    let mut tenant =
        program(["sandbox", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut stdout = BufReader::new(tenant.stdout.take().expect("its output"));
    let mut started = String::new();
    while serde_json::from_str::<Value>(&started).is_err() {
        assert_ne!(stdout.read_line(&mut started).expect("a line"), 0, "{started}");
    }
    let started: Value = serde_json::from_str(&started).expect("JSON");
    let (url, token) = (started["url"].as_str().expect("a URL"), started["accessToken"].as_str().expect("a token"));
    for _ in 0..2 {
        // The list has two pages.
        let mut list = program(["android", "list", "--base-url", url]);
        assert!(Run::of(list.env("GRAPH_ACCESS_TOKEN", token)).success().contains("Warehouse scanners"));
    }
    let occupied = program(["sandbox", "--port", url.rsplit(':').next().expect("a port")]).output().expect("it runs");
    assert_eq!(occupied.status.code(), Some(2), "{occupied:?}");

    kill_process(Pid::from_child(&tenant), Signal::INT).expect("it is interrupted");
    let outcome = tenant.wait_with_output().expect("it ends");
    let stderr = String::from_utf8(outcome.stderr).expect("text");
    assert_eq!(outcome.status.code(), Some(130), "{stderr}");
    assert_eq!(stderr, "intune-onboarding: the tenant has stopped, after 4 requests; its data is gone\n");
}
