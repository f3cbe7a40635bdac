//! Which requests an expectation lets pass, and what a test sees of them.

use graph_runtime::{
    ApiVersion, Bytes, Error, QueryOptions, graph_action,
    odata::{PlainText, double},
    testing::{Expectation, Received},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    ChangeThing, CountUsers, GetUser, ListUsers, OpenVault, Part, PutPhoto, UsersDelta, change, not_expected, once,
    report, start, thing, user, vault,
};

#[tokio::test]
async fn a_request_that_equals_the_action_matches() {
    let mock = start();
    mock.expect::<ChangeThing>().matching(&change()).once().respond(thing("7"));
    mock.expect::<OpenVault>().matching(&vault("a")).once().respond(());
    let photo = PutPhoto { id: "1".into(), content: Bytes::from_static(b"\xff\xd8") };
    mock.expect::<PutPhoto>().matching(&photo).once().respond("done");
    let graph = mock.client();
    assert_eq!(graph.send(&change()).await.expect("a thing"), thing("7"));
    graph.send(&vault("a")).await.expect("a success");
    assert_eq!(graph.send(&photo).await.expect("bytes"), &b"done"[..]);
    mock.verify();
}

#[tokio::test]
async fn a_request_with_more_than_the_action_does_not_match() {
    let mock = start();
    mock.expect::<ListUsers>().matching(&ListUsers { options: QueryOptions::new().top(5) }).respond([thing("1")]);
    let options = QueryOptions::new().top(5).select(["id"]);
    let message = not_expected(&mock.client(), &ListUsers { options }).await;
    assert!(message.ends_with("closest expectation: ListUsers (query parameter `$select`: unexpected)"), "{message}");
    assert!(report(&mock).contains("\n  query: `$top`: \"5\"\n"));
}

/// Registers a condition, makes the call, and gives what is said against it.
async fn objection(condition: impl FnOnce(Expectation<ChangeThing>) -> Expectation<ChangeThing>) -> Option<String> {
    let mock = start();
    condition(mock.expect::<ChangeThing>()).respond(thing("7"));
    match once(&mock).send(&change()).await {
        Ok(_) => {
            mock.verify();
            None
        }
        Err(Error::Api(error)) => {
            report(&mock);
            let message = error.message().expect("it says why");
            let (_, reasons) = message.split_once("closest expectation: ChangeThing (")?;
            reasons.strip_suffix(')').map(str::to_owned)
        }
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_request_that_meets_all_conditions_matches() {
    let body = json!({
        "@odata.type": "#microsoft.graph.thing",
        "displayName": "Name",
        "parts": [{"number": 1, "pin": null}],
        "key": "hunter2",
    });
    assert_eq!(objection(|thing| thing).await, None);
    let all = |thing: Expectation<_>| {
        thing
            .parameter("id", "dep 1/é")
            .parameter("index", 3)
            .parameter("path", "a b/c.txt")
            .query("$top", 5)
            .query("searchFor", "a+b &c")
            .header("if-match", "W/\"1\"")
            .version(ApiVersion::V1_0)
            .body(body)
            .body_containing(json!({"parts": [{"number": 1}]}))
            .property("displayName", "Name")
            .property("/parts/0", Part { number: 1, pin: None })
            .with("it is a change", |request: &Received<ChangeThing>| request.version() == ApiVersion::V1_0)
    };
    assert_eq!(objection(all).await, None);
}

#[tokio::test]
async fn each_condition_says_why_it_is_not_met() {
    type Condition = fn(Expectation<ChangeThing>) -> Expectation<ChangeThing>;

    let reason = |condition| async move { objection(condition).await.unwrap_or_default() };
    let cases: [(Condition, &str); 13] = [
        (|thing| thing.parameter("id", "7"), r#"path parameter `id`: expected "7", got "dep 1/é""#),
        (|thing| thing.query("$top", 6), r#"query parameter `$top`: expected "6", got "5""#),
        (|thing| thing.query("$skip", 6), r#"query parameter `$skip`: expected "6", got none"#),
        (|thing| thing.header("If-Match", "*"), r#"header `if-match`: expected "*", got "W/\"1\"""#),
        (|thing| thing.header("Prefer", "x"), r#"header `prefer`: expected "x", got none"#),
        (|thing| thing.version(ApiVersion::Beta), "version: expected beta, got v1.0"),
        (
            |thing| thing.body(json!({"displayName": "Name", "parts": [], "other": 1})),
            "property `/other`: missing; property `/parts`: expected an array of length 0, got an array of length 1; \
             property `/@odata.type`: unexpected; property `/key`: unexpected",
        ),
        (
            |thing| thing.body_containing(json!({"parts": {}})),
            "property `/parts`: expected an object, got an array of length 1",
        ),
        (|thing| thing.property("displayName", "Other"), r#"property `/displayName`: expected "Other", got "Name""#),
        (|thing| thing.property("/parts/1", 1), "property `/parts/1`: missing"),
        (|thing| thing.property("key", "hunter3"), "property `/key`: differs (secret values are not shown)"),
        (|thing| thing.with("it is late", |_| false), "not met: it is late"),
        (
            |thing| thing.with("the top is small", |request| request.query("$top").is_none_or(|_| panic!("it is 5"))),
            "the top is small: panicked: it is 5",
        ),
    ];
    for (condition, expected) in cases {
        assert_eq!(reason(condition).await, expected);
    }
}

#[tokio::test]
async fn the_first_matching_expectation_that_is_not_used_up_responds() {
    let mock = start();
    mock.expect::<GetUser>().parameter("id", "1").once().respond(thing("first"));
    mock.expect::<GetUser>().times(2).respond(thing("second"));
    mock.expect::<GetUser>().at_least(0).respond(thing("third"));
    let graph = mock.client();
    let mut responses = Vec::new();
    for id in ["2", "1", "1", "1"] {
        responses.push(graph.send(&user(id)).await.expect("a user").id);
    }
    assert_eq!(responses, ["second", "first", "second", "third"]);
    mock.verify();
}

#[tokio::test]
async fn the_action_with_the_more_specific_path_matches() {
    let mock = start();
    mock.expect::<GetUser>().respond(thing("7"));
    mock.expect::<UsersDelta>().respond([thing("8")]);
    mock.expect::<CountUsers>().respond(17);
    let graph = mock.client();
    assert_eq!(graph.send(&UsersDelta { delta_token: None }).await.expect("a page").value, [thing("8")]);
    assert_eq!(graph.send(&CountUsers).await.expect("a number"), PlainText(17));
    assert_eq!(graph.send(&user("delta2")).await.expect("a user"), thing("7"));
    let received: Vec<_> =
        mock.received::<GetUser>().iter().map(|user| user.parameter("id").map(str::to_owned)).collect();
    assert_eq!(received, [Some("delta2".to_owned())]);
}

#[tokio::test]
async fn received_requests_can_be_inspected() {
    #[derive(Deserialize)]
    struct Parts {
        parts: Vec<Part>,
    }

    let mock = start();
    mock.expect::<ChangeThing>().respond(thing("7"));
    let graph = mock.client();
    graph.call(&change()).version(ApiVersion::Beta).client_request_id("id-1").send().await.expect("a thing");
    let received = mock.received::<ChangeThing>().remove(0);
    assert_eq!(received.version(), ApiVersion::Beta);
    let parameters: Vec<_> = received.parameters().collect();
    assert_eq!(parameters, [("id", "dep 1/é"), ("name", "O'Brien"), ("index", "3"), ("path", "a b/c.txt")]);
    assert_eq!(received.query_pairs().collect::<Vec<_>>(), [("$top", "5"), ("searchFor", "a+b &c")]);
    assert_eq!((received.query("$top"), received.header("If-Match")), (Some("5"), Some("W/\"1\"")));
    assert_eq!(received.headers()["client-request-id"], "id-1");
    assert_eq!(received.property("/parts/0/number"), Some(&json!(1)));
    assert_eq!(received.json().and_then(|body| body["displayName"].as_str()), Some("Name"));
    assert_eq!(received.read::<Parts>().expect("parts").parts, [Part { number: 1, pin: None }]);
    assert!(received.body().starts_with(b"{"));
    let shown = format!("{received:?}");
    assert!(shown.contains("/beta/things/dep 1/é/") && !shown.contains("hunter2"), "{shown}");
    assert!(mock.received::<GetUser>().is_empty());
}

#[graph_action(PUT, "/measurements/1", perms = none, returns = Measurement)]
struct PutMeasurement {
    #[graph(body)]
    measurement: Measurement,
}

#[derive(Clone, Serialize, Deserialize)]
struct Measurement {
    #[serde(deserialize_with = "double::deserialize")]
    limit: f64,
    ratio: f32,
}

#[tokio::test]
async fn numbers_are_compared_and_returned_as_they_are_sent() {
    let measurement = || Measurement { limit: f64::INFINITY, ratio: 0.1 };
    let mock = start();
    mock.expect::<PutMeasurement>()
        .body(measurement())
        .property("limit", "INF")
        .property("ratio", 0.1)
        .once()
        .respond(measurement());
    let read = mock.client().send(&PutMeasurement { measurement: measurement() }).await.expect("a success");
    assert_eq!((read.limit, read.ratio.to_bits()), (f64::INFINITY, 0.1_f32.to_bits()));
    mock.verify();
}
