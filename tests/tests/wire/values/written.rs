//! How the values of OData are written into each part of a request.

use std::{collections::BTreeMap, time::Duration as StdDuration};

use graph_runtime::{
    Bytes, DateTimeOffset, Patch, Secret, graph_action, graph_enum,
    metadata::Method,
    odata::{Base64, Date, Duration, Flags, TimeOfDay},
};
use graph_tests::server::{Request, Response, Server};
use serde::Serialize;
use serde_json::json;

use super::client;

graph_enum! {
    /// A day on which something happens.
    flags enum Day { Monday = "monday", Tuesday = "tuesday", Sunday = "sunday" }
}

/// Everything in the body.
#[graph_action(PATCH, "/things/1", perms = none)]
struct InBody {
    content: Base64,
    day: Date,
    start: TimeOfDay,
    wait: Option<Duration>,
    end: Patch<DateTimeOffset>,
    days: Vec<Flags<Day>>,
    ratio: f64,
    ratios: Option<Vec<f32>>,
}

fn in_body() -> InBody {
    InBody {
        content: vec![0xfb, 0xff].into(),
        day: Date::new(2026, 11, 28).expect("a date"),
        start: TimeOfDay::new(8, 30, 0).expect("a time"),
        wait: Some(StdDuration::from_hours(26).into()),
        end: Patch::Set((std::time::SystemTime::UNIX_EPOCH + StdDuration::from_millis(1)).into()),
        days: vec![Day::Sunday | Day::Monday, Day::Tuesday.into()],
        ratio: f64::NAN,
        ratios: Some(vec![0.5, f32::INFINITY, f32::NEG_INFINITY]),
    }
}

/// Everything in the path, the query and the headers.
#[graph_action(GET, "/days/<day>/f(start=<start>,wait='<wait>',ratio=<ratio>)/<content>", perms = none)]
struct Elsewhere {
    day: Date,
    start: TimeOfDay,
    wait: Duration,
    ratio: f64,
    content: Base64,
    #[graph(query)]
    days: Flags<Day>,
    #[graph(query)]
    limit: Option<f32>,
    #[graph(query)]
    least: &'static f64,
    #[graph(query)]
    secret_limit: Secret<f64>,
    #[graph(header = "X-Wait")]
    wait_header: Duration,
    #[graph(header = "X-Ratio")]
    ratio_header: Option<f64>,
}

/// A type of the author, with serde's own implementation.
#[derive(Serialize)]
struct Settings {
    ratio: f64,
    more: BTreeMap<&'static str, Option<f32>>,
    picture: Bytes,
    state: State,
}

#[derive(Serialize)]
enum State {
    Measured { value: f64 },
}

fn settings() -> Settings {
    Settings {
        ratio: f64::INFINITY,
        more: [("a", Some(f32::NAN)), ("b", None), ("c", Some(1.5))].into(),
        picture: Bytes::from_static(b"\xff\xfe\xfd"),
        state: State::Measured { value: f64::NEG_INFINITY },
    }
}

fn settings_json() -> serde_json::Value {
    json!({
        "ratio": "INF", "more": {"a": "NaN", "b": null, "c": 1.5}, "picture": "//79",
        "state": {"Measured": {"value": "-INF"}},
    })
}

#[graph_action(PUT, "/settings", perms = none)]
struct PutSettings {
    #[graph(body)]
    settings: Settings,
}

#[graph_action(PATCH, "/settings", perms = none)]
struct ChangeSettings {
    settings: Vec<Settings>,
    #[serde(flatten)]
    more: Settings,
}

async fn sent<A: graph_runtime::GraphAction<Response = ()>>(action: &A) -> Request {
    let server = Server::start([Response::empty(204)]).await;
    client(&server).send(action).await.expect("a success");
    server.request()
}

#[tokio::test]
async fn in_a_body_each_value_has_the_text_of_odata() {
    assert_eq!(
        sent(&in_body()).await.text(),
        concat!(
            r#"{"content":"+/8=","day":"2026-11-28","start":"08:30:00.0000000","wait":"P1DT2H","#,
            r#""end":"1970-01-01T00:00:00.0010000Z","days":["monday,sunday","tuesday"],"#,
            r#""ratio":"NaN","ratios":[0.5,"INF","-INF"]}"#,
        )
    );
}

#[tokio::test]
async fn in_a_path_a_query_and_a_header_each_value_has_the_text_of_odata() {
    let InBody { content, day, start, .. } = in_body();
    let request = sent(&Elsewhere {
        day,
        start,
        wait: "-PT1.5S".parse().expect("a duration"),
        ratio: f64::NEG_INFINITY,
        content,
        days: Day::Sunday | Day::Monday,
        limit: Some(f32::NAN),
        least: &f64::INFINITY,
        secret_limit: Secret::new(f64::NEG_INFINITY),
        wait_header: StdDuration::from_millis(1_500).into(),
        ratio_header: Some(f64::INFINITY),
    })
    .await;
    assert_eq!(
        request.target,
        "/v1.0/days/2026-11-28/f(start=08:30:00.0000000,wait='-PT1.5S',ratio=-INF)/+%2F8=\
         ?days=monday,sunday&limit=NaN&least=INF&secretLimit=-INF"
    );
    assert_eq!((request.header("x-wait"), request.header("x-ratio")), (Some("PT1.5S"), Some("INF")));
}

#[tokio::test]
async fn numbers_and_bytes_inside_a_type_of_the_author_have_the_text_of_odata() {
    assert_eq!(sent(&PutSettings { settings: settings() }).await.json(), settings_json());
    let mut expected = settings_json();
    expected["settings"] = json!([settings_json()]);
    assert_eq!(sent(&ChangeSettings { settings: vec![settings()], more: settings() }).await.json(), expected);
}

#[tokio::test]
async fn a_request_that_is_not_declared_has_the_same_text() {
    let server = Server::start([Response::empty(204)]).await;
    client(&server).request(Method::Put, "/settings").json(&settings()).send().await.expect("a success");
    assert_eq!(server.request().json(), settings_json());
}

#[tokio::test]
async fn an_empty_set_of_flags_is_rejected_before_anything_is_sent() {
    let server = Server::start([]).await;
    let error = client(&server).send(&InBody { days: vec![Flags::new()], ..in_body() }).await.expect_err("no text");
    let graph_runtime::Error::Build(error) = error else { panic!("{error}") };
    assert_eq!(error.field_name(), Some("days"));
    assert!(error.reason().contains("an empty set of flags"), "{error}");
    assert_eq!(server.connections(), 0);
}
