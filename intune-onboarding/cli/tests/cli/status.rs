//! `status`.

use std::time::Duration;

use serde_json::json;

use super::{
    Bench, Run, exposition,
    fake::{Fake, days, vpp_token},
    program,
};

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
    let id = intune_onboarding::sandbox::Sandbox::VPP_TOKEN;
    let command = format!("intune-onboarding renew vpp --id {id}");
    assert_eq!(
        run.stderr,
        format!("intune-onboarding: VPP token \"Contoso\" expired 3 days ago and 3 more; see `{command}`\n")
    );
    let renewal = Run::of(program(command.split(' ').skip(1)).arg("--sandbox")).success();
    assert!(renewal.contains("To renew it:"), "{renewal}");
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

/// A tenant with tokens at 400, 20, 3 and −2 days, of which one resource is forbidden, and one fails.
fn mixed() -> Fake {
    let fake = Fake::new();
    let setting =
        |id: &str, name: &str, date: i32| json!({"id": id, "tokenName": name, "tokenExpirationDateTime": days(date)});
    let settings = [setting("d400", "学校 – Café 😀", 400), setting("d3", "a\"b\\c\nd", 3)];
    fake.set("depOnboardingSettings", 200, json!({"value": settings}));
    fake.set("vppTokens", 200, vpp_token("Société Générale", &days(-2)));
    let certificate = json!({"id": "c", "appleIdentifier": "it@contoso.com", "expirationDateTime": days(20)});
    fake.set("applePushNotificationCertificate", 200, certificate);
    fake.set("androidDeviceOwnerEnrollmentProfiles", 403, json!({"error": {"code": "Forbidden", "message": "no"}}));
    fake.set(
        "androidForWorkEnrollmentProfiles",
        500,
        json!({"error": {"code": "InternalServerError", "message": "no"}}),
    );
    fake
}

#[test]
fn what_cannot_be_read_does_not_hide_what_expires() {
    let fake = mixed();
    let run = fake.run("status");
    assert_eq!(run.code, 0, "{run:?}");
    let lines: Vec<_> = run.stdout.lines().collect();
    let starts =
        ["KIND", "VPP token", "DEP token", "push certificate", "DEP token", "Android token", "Android for Work token"];
    assert_eq!(lines.len(), starts.len(), "{run:?}");
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start), "{line}");
    }
    for (line, part) in [
        (1, "2 days ago"),
        (2, "in 3 days"),
        (2, "a\"b\\c d"),
        (3, "in 20 days"),
        (4, "in 400 days"),
        (4, "学校 – Café 😀"),
        (5, "not read"),
        (5, "needs DeviceManagementConfiguration.Read.All"),
        (6, "error 500 of the service"),
    ] {
        assert!(lines[line].contains(part), "{part}: {}", lines[line]);
    }
    // The column after the names begins at the same place, whatever the width of the characters.
    let place = |line: &str| unicode_width::UnicodeWidthStr::width(line.split_once("20").expect("a date").0);
    assert_eq!([1, 2, 3].map(|line| place(lines[line])), [place(lines[4]); 3], "{run:?}");

    let json = fake.run("status --json").json();
    let left: Vec<_> = json["expiring"].as_array().expect("a list").iter().map(|of| of["daysLeft"].as_i64()).collect();
    assert_eq!(left, [-2, 3, 20, 400].map(Some));
    let statuses: Vec<_> =
        json["notRead"].as_array().expect("a list").iter().map(|of| of["error"]["status"].as_u64()).collect();
    assert_eq!(statuses, [403, 500].map(Some));
}

#[cfg(unix)]
#[test]
fn a_wide_terminal_has_a_line_for_each_and_the_days_of_dates() {
    use super::terminal::on_terminal;

    let mut command = program(["status", "--sandbox"]);
    command.env("NO_COLOR", "1");
    let shown = on_terminal(132, command);
    let lines: Vec<_> = shown.lines().collect();
    assert_eq!(lines.len(), 8, "{shown}");
    assert!(lines.iter().all(|line| unicode_width::UnicodeWidthStr::width(*line) <= 132), "{shown}");
    let today = graph_runtime::DateTimeOffset::now();
    let date = |days: u64| (today.clone() + Duration::from_hours(24 * days)).to_string()[..10].to_owned();
    let token = lines.iter().find(|line| line.contains("Contoso phones")).expect("a token");
    // The day may end while the test runs.
    assert!([date(12), date(11)].iter().any(|date| token.contains(&format!("  {date}  in 11 days   "))), "{token}");
}

#[test]
fn the_days_that_end_with_7_are_those_before_the_limit() {
    let fake = mixed();
    fake.set("vppTokens", 200, json!({"value": []}));
    for (within, code, said) in [
        (3, 0, ""),
        (
            4,
            7,
            "intune-onboarding: DEP token \"a\"b\\c d\" expires in 3 days; see `intune-onboarding renew dep --id d3`\n",
        ),
        (
            21,
            7,
            "intune-onboarding: DEP token \"a\"b\\c d\" expires in 3 days and 1 more; see `intune-onboarding renew dep --id d3`\n",
        ),
        (
            401,
            7,
            "intune-onboarding: DEP token \"a\"b\\c d\" expires in 3 days and 2 more; see `intune-onboarding renew dep --id d3`\n",
        ),
    ] {
        let run = fake.run(&format!("status --within {within}"));
        assert_eq!((run.code, run.stderr.as_str()), (code, said), "{within}: {run:?}");
    }
    let run = fake.run("status --within 30 --json");
    assert_eq!(run.code, 7, "{run:?}");
}

#[test]
fn gauges_are_in_the_format_of_prometheus() {
    let gauges = exposition::parse(&mixed().run("status --prometheus").success());
    let of = |name: &str| gauges.iter().filter(|sample| sample.name == name).collect::<Vec<_>>();
    let names: Vec<_> = of("intune_onboarding_expiration_timestamp_seconds")
        .iter()
        .map(|sample| sample.labels["name"].clone())
        .collect();
    assert_eq!(names, ["学校 – Café 😀", "a\"b\\c\nd", "Société Générale", "it@contoso.com"]);
    let now = std::time::UNIX_EPOCH.elapsed().expect("after 1970").as_secs_f64();
    let days: Vec<_> = of("intune_onboarding_expiration_timestamp_seconds")
        .iter()
        .map(|sample| ((sample.value - now) / 86_400.0).floor())
        .collect();
    assert_eq!(days, [400.0, 3.0, -2.0, 20.0]);
    let read: Vec<_> = of("intune_onboarding_read_success")
        .iter()
        .map(|sample| (sample.labels["kind"].as_str(), sample.value > 0.5))
        .collect();
    assert_eq!(
        read,
        [
            ("DEP token", true),
            ("VPP token", true),
            ("push certificate", true),
            ("Android token", false),
            ("Android for Work token", false)
        ]
    );
}

#[test]
fn a_dry_run_shows_what_would_be_read() {
    let stdout = Run::of(&mut program(["status", "--dry-run"])).success();
    assert_eq!(stdout.matches("GET ").count(), 5, "{stdout}");
}
