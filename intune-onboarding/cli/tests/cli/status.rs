//! `status`.

use super::{Bench, Run, program};

#[test]
fn what_expires_is_shown_soonest_first() {
    let run = Run::of(&mut program(["status", "--sandbox"]));
    let lines: Vec<_> = run.stdout.lines().collect();
    assert_eq!((run.code, lines.len()), (0, 8), "{run:?}");
    let kinds: Vec<_> = lines[1..].iter().map(|line| line.split("  ").next().expect("a kind")).collect();
    assert_eq!(
        kinds,
        ["VPP token", "Android for Work token", "DEP token", "push certificate", "VPP token", "DEP token", "VPP token"]
    );
    assert!(lines[1].contains("Contoso") && lines[1].contains("3 days ago"), "{}", lines[1]);
    let json = Run::of(&mut program(["status", "--sandbox", "--json"])).json();
    assert_eq!(json["expiring"].as_array().map(Vec::len), Some(7));
    assert_eq!((&json["expiring"][0]["daysLeft"], &json["notRead"]), (&(-3).into(), &serde_json::json!([])));
}

#[test]
fn what_expires_within_the_given_days_ends_with_7() {
    let run = Run::of(&mut program(["status", "--sandbox", "--within", "30"]));
    assert_eq!(run.code, 7, "{run:?}");
    assert_eq!(run.stderr, "intune-onboarding: VPP token \"Contoso\" expires 3 days ago and 3 more\n");
    assert!(run.stdout.contains("push certificate"), "{run:?}");
}

#[test]
fn a_resource_that_must_not_be_read_is_a_row() {
    let bench = Bench::new();
    let token = bench.sandbox.access_token_with(["DeviceManagementServiceConfig.Read.All"]);
    let status = |options: &[&str]| {
        let arguments = [&["status", "--base-url", bench.sandbox.url()], options].concat();
        Run::of(program(arguments).env("GRAPH_ACCESS_TOKEN", token.expose()))
    };
    let run = status(&[]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("needs DeviceManagementConfiguration.Read.All"), "{run:?}");
    assert!(run.stdout.contains("Contoso phones"), "{run:?}");
    let json = status(&["--json"]).json();
    assert_eq!(json["notRead"][0]["error"]["status"], 403);

    let none = bench.sandbox.access_token_with(["Device.Read.All"]);
    let arguments = ["status", "--base-url", bench.sandbox.url()];
    let run = Run::of(program(arguments).env("GRAPH_ACCESS_TOKEN", none.expose()));
    assert_eq!(run.code, 4, "nothing can be read: {run:?}");
}

#[test]
fn gauges_are_in_the_format_of_prometheus() {
    let stdout = Run::of(&mut program(["status", "--sandbox", "--prometheus"])).success();
    let mut names = Vec::new();
    for line in stdout.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            let mut words = comment.splitn(3, ' ');
            let (kind, name) = (words.next().expect("a kind"), words.next().expect("a name"));
            assert!(matches!(kind, "HELP" | "TYPE") && words.next().is_some(), "{line}");
            names.push(name);
            continue;
        }
        let (series, value) = line.rsplit_once(' ').expect("a value");
        value.parse::<f64>().expect(line);
        let (name, labels) = series.split_once('{').expect("labels");
        assert!(names.contains(&name) && labels.ends_with("\"}"), "{line}");
    }
    assert!(stdout.contains("intune_onboarding_read_success{kind=\"DEP token\"} 1"), "{stdout}");
    assert!(
        stdout.contains("intune_onboarding_expiration_timestamp_seconds{kind=\"VPP token\",id=\"9ceb2f92"),
        "{stdout}"
    );
}

#[test]
fn a_dry_run_shows_what_would_be_read() {
    let stdout = Run::of(&mut program(["status", "--dry-run"])).success();
    assert_eq!(stdout.matches("GET ").count(), 5, "{stdout}");
}
