//! The search itself: what it finds, and that a run with a leak fails.

use std::{env, process::Command, thread};

use graph_runtime::{GraphClient, auth::AccessToken, retry::RetryPolicy};
use graph_tests::{
    capture,
    fixtures::{GET, THING},
    server::{Response, Server},
};

use super::{READABLE_TOKEN, builder, client};

/// If a run of its own is told what to leak.
const LEAK: &str = "LEAK_OF_THE_TEST";

#[test]
fn a_secret_is_found_in_every_form() {
    for text in [
        "hunter2",
        "token=xhunter2x",
        "%68%75%6E%74%65%72%32",
        "%68%75%6e%74%65%72%32",
        "[104, 117, 110, 116, 101, 114, 50]",
        "[\n    104,\n    117,\n    110,\n    116,\n    101,\n    114,\n    50,\n]",
        "68756e74657232",
        "68756E74657232",
        // `hunter2`, `:hunter2:` and `::hunter2::` in base64, and the first of them broken as in a mail.
        "aHVudGVyMg==",
        "Omh1bnRlcjI6",
        "OjpodW50ZXIyOjo=",
        "aHVud\r\nGVyMg",
    ] {
        assert_eq!(capture::find(text).as_deref(), Some("hunter2"), "{text}");
    }
    for text in ["", "hunter", "[redacted]", "aHVudGVy"] {
        assert_eq!(capture::find(text), None, "{text}");
    }
    // Signs that are written differently in each alphabet and escaped otherwise.
    capture::secret("~~~???>>>\"\n\u{e9}");
    for text in [
        "~~~???>>>\\\"\\n\u{e9}",
        "%7E%7E%7E%3F%3F%3F%3E%3E%3E%22%0A%C3%A9",
        "fn5-Pz8_Pj4-IgrDqQ",
        "fn5+Pz8/Pj4+IgrDqQ==",
    ] {
        assert!(capture::find(text).is_some(), "{text}");
    }
}

#[tokio::test]
async fn a_token_is_a_secret_once_a_server_was_sent_it() {
    let token = "eyJ0eXAiOiJKV1QifQ.e30.of-this-test";
    assert_eq!(capture::find(token), None);
    let server = Server::start([Response::json(200, THING)]).await;
    let client = GraphClient::builder().base_url(server.url()).token(token).build().expect("a client");
    client.send(&GET).await.expect("a thing");
    assert_eq!(capture::find(&format!("Bearer {token}")).as_deref(), Some(token));
}

#[tokio::test]
async fn every_crate_is_captured() {
    let server = Server::start([Response::empty(503).header("Retry-After", "0"), Response::json(200, THING)]).await;
    client(&server).send(&GET).await.expect("a thing");
    // Fails, and is logged by rustls until then.
    let https = builder(&server).base_url(server.url().replace("http:", "https:")).retry(RetryPolicy::none());
    https.build().expect("a client").send(&GET).await.expect_err("no TLS");
    log::trace!("from the crate log");
    let lines = capture::lines();
    for (target, what) in [
        ("graph_runtime:", "retrying after a wait"),
        ("graph_runtime:", "path=\"/things/<id>\""),
        ("graph_runtime:", "status=200"),
        ("reqwest::", "starting new connection"),
        ("hyper_util::", "connecting to 127.0.0.1"),
        ("rustls::", "ClientHello"),
        ("secrets::leaks:", "from the crate log"),
    ] {
        assert!(
            lines.iter().any(|line| line.contains(target) && line.contains(what)),
            "`{what}` of {target} is missing: {lines:#?}"
        );
    }
}

/// Runs itself in another process, which leaks.
#[test]
fn a_leak_ends_the_run_from_any_thread() {
    if let Ok(leak) = env::var(LEAK) {
        capture::install();
        // Neither a panic of this thread nor its end would be seen by the test.
        let leaking = thread::spawn(move || match leak.as_str() {
            "event" => tracing::trace!("Authorization: Bearer {READABLE_TOKEN}"),
            "field" => tracing::trace!(target: "hyper", header = READABLE_TOKEN, "sent"),
            "span" => drop(tracing::trace_span!("call", header = %READABLE_TOKEN).entered()),
            "recorded" => {
                let span = tracing::trace_span!("call", header = tracing::field::Empty);
                span.record("header", READABLE_TOKEN);
            }
            "log" => log::trace!(target: "reqwest", "write: {READABLE_TOKEN:?}"),
            "bytes" => tracing::trace!("{:?}", READABLE_TOKEN.as_bytes()),
            "base64" => tracing::trace!("aHVudGVyMg=="),
            "percent" => tracing::trace!("/things/%68%75%6E%74%65%72%32"),
            "later" => {
                tracing::trace!("not-known-to-be-one");
                capture::secret("not-known-to-be-one");
            }
            "short" => capture::secret("short"),
            "none" => tracing::trace!("{:?}", AccessToken::from(READABLE_TOKEN)),
            other => panic!("{other}"),
        });
        let _ = leaking.join();
        return;
    }
    let run = |leak| {
        let mut child = Command::new(env::current_exe().expect("this program"));
        child.args(["--exact", "secrets::leaks::a_leak_ends_the_run_from_any_thread"]).env(LEAK, leak);
        child.output().expect("a process")
    };
    for leak in ["event", "field", "span", "recorded", "log", "bytes", "base64", "percent", "later", "short"] {
        let child = run(leak);
        let said = String::from_utf8_lossy(&child.stderr);
        assert_eq!(child.status.code(), Some(101), "{leak}: {said}");
        assert!(said.contains("holds the secret") || said.contains("too short for a secret"), "{leak}: {said}");
    }
    assert!(run("none").status.success());
}
