//! What the program makes of a service that is slow, or whose values are not fit for a terminal.

use std::{net::TcpListener, time::Instant};

use serde_json::Value;

use super::{Bench, Run, program, respond_in_turn};

fn list(arguments: &[&str], response: &str) -> Run {
    let url = respond_in_turn(&[response]);
    Run::of(program(["vpp", "list", "--base-url", &url]).args(arguments).env("GRAPH_ACCESS_TOKEN", "eyJ0"))
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn what_the_service_says_cannot_steer_the_terminal() {
    let body = r#"{"value": [{"id": "1\u001b[2J", "organizationName": "two\nlines\u001b]0;x\u0007"}]}"#;
    let shown = list(&[], &ok(body)).success();
    assert_eq!(shown.lines().count(), 2, "{shown}");
    assert!(shown.contains("two lines") && !shown.replace('\n', "").contains(char::is_control), "{shown:?}");
    assert!(shown.contains(r"1\u{1b}[2J") && shown.contains(r"\u{1b}]0;x\u{7}"), "{shown:?}");

    let body = r#"{"error": {"code": "Bad\u001b[2J", "message": "three\u0007"}}"#;
    let line =
        list(&[], &format!("HTTP/1.1 400 Bad Request\r\ncontent-length: {}\r\n\r\n{body}", body.len())).failure(4);
    assert!(line.contains("three") && !line.contains(char::is_control), "{line:?}");
}

#[test]
fn no_character_of_the_service_is_hidden_or_turns_the_text() {
    let hidden = "\u{202e}\u{2066}\u{200b}\u{200f}\u{feff}\u{9b}\u{7f}";
    let body = format!(r#"{{"value": [{{"id": "1{hidden}2", "organizationName": "{hidden}"}}]}}"#);
    let shown = list(&[], &ok(&body)).success();
    assert!(!shown.contains(|character| hidden.contains(character)), "{shown:?}");
    assert!(shown.contains(r"1\u{202e}\u{2066}\u{200b}\u{200f}\u{feff}\u{9b}\u{7f}2"), "{shown}");

    let run = list(&["--json"], &ok(&body));
    assert!(!run.stdout.contains(|character| hidden.contains(character)), "{run:?}");
    assert_eq!(run.json()["result"]["value"][0]["id"], format!("1{hidden}2"), "JSON has the same value");

    let body = format!(r#"{{"error": {{"code": "Bad{hidden}", "message": "three{hidden}"}}}}"#);
    let response = format!("HTTP/1.1 400 Bad Request\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let run = list(&["--json", "--verbose"], &response);
    assert!(!format!("{}{}", run.stdout, run.stderr).contains(|character| hidden.contains(character)), "{run:?}");
}

#[test]
fn a_cell_is_no_longer_than_a_line_can_be() {
    for (length, part) in [(65_536, "a"), (60_000, "株"), (60_000, "\u{301}"), (60_000, "\u{202e}")] {
        let long = part.repeat(length);
        let rows: Vec<_> = (0..100)
            .map(|id| format!(r#"{{"id": "{id}", "organizationName": "{long}", "state": "{long}"}}"#))
            .collect();
        let shown = list(&[], &ok(&format!(r#"{{"value": [{}]}}"#, rows.join(",")))).success();
        assert_eq!(shown.lines().count(), 101);
        assert!(shown.len() < 200_000, "{part:?}: {} bytes", shown.len());
        assert!(shown.contains('…'), "{part:?}");
    }
    let long = "a".repeat(65_536);
    let json = list(&["--json"], &ok(&format!(r#"{{"value": [{{"organizationName": "{long}"}}]}}"#))).json();
    assert_eq!(json["result"]["value"][0]["organizationName"], long, "JSON has it whole");
}

/// A server that accepts connections and never responds.
fn silent() -> (TcpListener, String) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    (listener, url)
}

#[test]
fn a_server_that_does_not_respond_is_given_up_after_the_time_out() {
    let (_listener, url) = silent();
    let began = Instant::now();
    let line = ["vpp", "list", "--timeout", "1", "--retries", "0", "--base-url", &url];
    let said = Run::of(program(line).env("GRAPH_ACCESS_TOKEN", "eyJ0")).failure(5);
    assert!(said.contains("timed out waiting for 127.0.0.1") && said.contains("; --timeout sets how long"), "{said}");
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
    for value in ["0", "-1", "86401", "soon"] {
        let bad = Run::of(program(["vpp", "list", &format!("--timeout={value}")]).env("GRAPH_ACCESS_TOKEN", "eyJ0"));
        assert!(bad.failure(2).contains(&format!("'{value}'")), "{value}");
    }
}

#[test]
fn verbose_writes_each_attempt_to_standard_error() {
    let bench = Bench::new();
    bench.sandbox.throttle(1, Some(std::time::Duration::ZERO));
    let run = bench.run("vpp list --verbose --top 1");
    let (way, attempts) = run.stderr.split_once('\n').expect("a line");
    assert_eq!(way, "signing in with token, because of GRAPH_ACCESS_TOKEN");
    let lines: Vec<_> = attempts.lines().collect();
    let url = format!("GET {}/v1.0/deviceAppManagement/vppTokens?", bench.sandbox.url());
    assert_eq!((run.code, lines.len()), (0, 4), "{run:?}");
    assert!(
        lines[0].starts_with(&format!("> {url}")) && lines[0].contains("(attempt 1, client-request-id "),
        "{run:?}"
    );
    assert!(lines[1].starts_with("< ") && lines[1].contains("429") && lines[1].contains(" s)"), "{run:?}");
    assert!(lines[2].starts_with(&format!("> {url}")) && lines[2].contains("(attempt 2, "), "{run:?}");
    assert!(lines[3].starts_with("< 200 OK (after "), "{run:?}");

    let json = bench.run("vpp list -v --json");
    assert_eq!(json.json()["ok"], Value::Bool(true), "standard output is not touched");
    assert_eq!(bench.run("vpp list").stderr, "", "nothing without it");
}
