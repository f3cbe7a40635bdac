//! What a call leaves in the traces.

use std::{
    collections::BTreeMap,
    fmt::{Debug, Write},
    sync::{Arc, Mutex},
    time::Duration,
};

use graph_runtime::limits::Limits;
use graph_tests::{
    fixtures::{CREATE, GET, POKE, THING, TOKEN, builder, client},
    server::{Response, Server},
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// Keeps the crate's spans, and the text of everything that anybody traces.
#[derive(Clone, Default)]
struct Traces(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    spans: Vec<Span>,
    text: String,
}

struct Span {
    target: &'static str,
    fields: BTreeMap<&'static str, String>,
}

struct Fields<'a>(&'a mut BTreeMap<&'static str, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl Subscriber for Traces {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut kept = self.0.lock().expect("no panic");
        let mut fields = BTreeMap::new();
        span.record(&mut Fields(&mut fields));
        kept.spans.push(Span { target: span.metadata().target(), fields });
        Id::from_u64(kept.spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut kept = self.0.lock().expect("no panic");
        let index = usize::try_from(span.into_u64()).expect("an index") - 1;
        values.record(&mut Fields(&mut kept.spans[index].fields));
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        let _ = writeln!(self.0.lock().expect("no panic").text, "{fields:?}");
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn a_call_is_one_span_without_secrets() {
    let traces = Traces::default();
    let _guard = tracing::subscriber::set_default(traces.clone());
    let server = Server::start([
        Response::empty(503),
        Response::json(200, THING).header("request-id", "r-1"),
        Response::json(403, r#"{"error": {"code": "Forbidden"}}"#).header("request-id", "r-2"),
    ])
    .await;
    let client = client(&server);
    client.call(&GET).client_request_id("mine").send().await.expect("a thing");
    client.send(&CREATE).await.expect_err("403");

    let kept = traces.0.lock().expect("no panic");
    let spans: Vec<_> =
        kept.spans.iter().filter(|span| span.target == "graph_runtime").map(|span| &span.fields).collect();
    let [get, create] = spans.as_slice() else { panic!("two calls, two spans: {spans:?}") };
    for (field, value) in [
        ("action", "GetThing"),
        ("method", "GET"),
        ("path", "/things/<id>"),
        ("version", "v1.0"),
        ("status", "200"),
        ("attempt", "1"),
        ("request_id", "r-1"),
        ("client_request_id", "mine"),
    ] {
        assert_eq!(get.get(field).map(String::as_str), Some(value), "{field}");
    }
    assert!(get.contains_key("duration_ms"));
    let ended = |field| create.get(field).map(String::as_str);
    assert_eq!((ended("status"), ended("request_id"), ended("attempt")), (Some("403"), Some("r-2"), Some("0")));

    let shown = format!("{spans:?}\n{}", kept.text);
    assert!(kept.text.contains("retrying after a wait"), "{shown}");
    for secret in [TOKEN, "hunter2", "things/hidden"] {
        assert!(!shown.contains(secret), "{secret} is shown: {shown}");
    }
}

#[tokio::test]
async fn a_batch_is_one_span_that_shows_nothing_of_its_items() {
    let traces = Traces::default();
    let _guard = tracing::subscriber::set_default(traces.clone());
    let throttled = r#"{"responses": [{"id": "1", "status": 429, "headers": {"Retry-After": "0"}}]}"#;
    let failed = r#"{"responses": [{"id": "1", "status": 400, "body": {"error": {"code": "Bad"}}}]}"#;
    let server = Server::start([Response::json(200, throttled), Response::json(200, failed)]).await;
    let mut items = client(&server).batch();
    let create = items.add(&CREATE);
    let get = items.item(&GET).version(graph_runtime::ApiVersion::Beta).depends_on(&create).add();
    let mut responses = items.send().await.expect("responses");
    responses.take(create).expect_err("400");
    responses.take(get).expect_err("424");

    let kept = traces.0.lock().expect("no panic");
    let spans: Vec<_> =
        kept.spans.iter().filter(|span| span.target == "graph_runtime").map(|span| &span.fields).collect();
    assert_eq!(spans.len(), 2, "one for each request: {spans:?}");
    for (field, value) in [("action", "Batch"), ("method", "POST"), ("path", "/$batch"), ("version", "beta")] {
        assert_eq!(spans[0].get(field).map(String::as_str), Some(value), "{field}");
    }
    let shown = format!("{spans:?}\n{}", kept.text);
    for told in ["retrying items of a batch after a wait", "an item of a batch failed", "CreateThing"] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    for secret in [TOKEN, "hunter2", "things/hidden"] {
        assert!(!shown.contains(secret), "{secret} is shown: {shown}");
    }
}

#[tokio::test]
async fn the_span_shows_how_long_a_call_waited_for_limits() {
    let traces = Traces::default();
    let _guard = tracing::subscriber::set_default(traces.clone());
    let server = Server::start([
        Response::empty(204),
        Response::empty(429).header("Retry-After", "1"),
        Response::empty(204),
        Response::json(200, THING),
    ])
    .await;
    let limits = Limits::new().writes(1, Duration::from_secs(20));
    let client = builder(&server).limits(limits).build().expect("a client");
    client.send(&POKE).await.expect("nothing");
    client.send(&POKE).await.expect("nothing");
    client.send(&GET).await.expect("a thing");

    let kept = traces.0.lock().expect("no panic");
    let spans = kept.spans.iter().filter(|span| span.target == "graph_runtime");
    let waits: Vec<_> = spans.map(|span| span.fields.get("limit_wait_ms").map(String::as_str)).collect();
    // Of the second call, 20 s for the first attempt, and 19 s for the other, after the wait for the retry.
    assert_eq!(waits, [None, Some("39000"), None]);
    assert!(kept.text.contains("waiting for a limit of the client"), "{}", kept.text);
}
