//! Types with `#[graph_type]`, in requests and in responses.

mod random;

use graph_runtime::{
    DateTimeOffset, Error, GraphAction, GraphClient, Page, Patch, graph_action, graph_type, odata::AdditionalProperties,
};
use graph_tests::{
    fixtures::TOKEN,
    server::{Response, Server},
};
use serde_json::{Value, json};

/// A rule that assigns a policy.
#[graph_type("#microsoft.graph.deviceConfigurationAssignment")]
#[derive(Debug, Clone, PartialEq)]
struct Assignment {
    #[graph(read_only)]
    id: Option<String>,
    target: Target,
    settings: Option<Settings>,
}

/// Who gets it.
#[graph_type]
#[derive(Debug, Clone, PartialEq)]
enum Target {
    #[graph("#microsoft.graph.groupAssignmentTarget")]
    Group(GroupTarget),
    #[graph("#microsoft.graph.allDevicesAssignmentTarget")]
    AllDevices(AllDevices),
    #[graph(other)]
    Other(AdditionalProperties),
}

#[graph_type]
#[derive(Debug, Clone, PartialEq)]
struct GroupTarget {
    group_id: String,
    filter: Patch<String>,
}

#[graph_type]
#[derive(Debug, Clone, PartialEq)]
struct AllDevices;

#[graph_type("#microsoft.graph.settings")]
#[derive(Clone, Default, PartialEq)]
struct Settings {
    #[graph(secret)]
    pin: Option<String>,
    names: Vec<String>,
    #[graph(always)]
    exclusions: Vec<String>,
    start_date_time: Option<DateTimeOffset>,
    #[graph(additional)]
    additional: AdditionalProperties,
}

#[graph_action(POST, "/policies/<id>/assign", perms = "DeviceManagementConfiguration.ReadWrite.All")]
struct Assign {
    id: String,
    assignments: Vec<Assignment>,
}

#[graph_action(GET, "/policies/<id>/assignments", perms = "DeviceManagementConfiguration.Read.All", returns = Page<Assignment>)]
struct ListAssignments {
    id: String,
}

#[graph_action(
    PUT, "/policies/<id>/assignments/<key>",
    perms = "DeviceManagementConfiguration.ReadWrite.All",
    returns = Assignment,
)]
struct ReplaceAssignment {
    id: String,
    key: String,
    #[graph(body)]
    assignment: Assignment,
}

fn client(server: &Server) -> GraphClient {
    GraphClient::builder().base_url(server.url()).token(TOKEN).build().expect("a client")
}

async fn sent<A: GraphAction>(action: &A) -> String {
    let server = Server::start([Response::empty(204)]).await;
    // Whether the action accepts an empty response is another question.
    let _ = client(&server).send(action).await;
    String::from_utf8(server.request().body).expect("UTF-8")
}

async fn response<A: GraphAction>(action: &A, body: &str) -> Result<A::Response, Error> {
    let server = Server::start([Response::json(200, body.to_owned())]).await;
    client(&server).send(action).await
}

#[tokio::test]
async fn nested_types_are_sent_with_their_types_first_and_without_what_is_absent() {
    let settings = Settings { pin: Some("hunter2".into()), ..Settings::default() };
    let all =
        Assignment { id: Some("never sent".into()), target: Target::AllDevices(AllDevices), settings: Some(settings) };
    let group = GroupTarget { group_id: "g".into(), filter: Patch::Clear };
    let one = Assignment { id: None, target: Target::Group(group), settings: None };
    let other = json!({"@odata.type": "#microsoft.graph.later", "x": [1]});
    let other = other.as_object().cloned().map(AdditionalProperties::from).expect("an object");
    let unknown = Assignment { target: Target::Other(other), ..one.clone() };
    let body = sent(&Assign { id: "1".into(), assignments: vec![all, one, unknown] }).await;
    let expected = [
        r##"{"@odata.type":"#microsoft.graph.deviceConfigurationAssignment","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"},"settings":{"@odata.type":"#microsoft.graph.settings","pin":"hunter2","exclusions":[]}}"##,
        r##"{"@odata.type":"#microsoft.graph.deviceConfigurationAssignment","target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"g","filter":null}}"##,
        r##"{"@odata.type":"#microsoft.graph.deviceConfigurationAssignment","target":{"@odata.type":"#microsoft.graph.later","x":[1]}}"##,
    ];
    assert_eq!(body, format!(r#"{{"assignments":[{}]}}"#, expected.join(",")));
}

#[tokio::test]
async fn a_response_is_changed_and_sent_back_as_it_was_read() {
    let json = json!({
        "id": "a-1",
        "target": {"groupId": "g", "@odata.type": "#microsoft.graph.groupAssignmentTarget"},
        "settings": {
            "@odata.type": "#microsoft.graph.laterSettings", "names": null, "exclusions": ["x"], "later": {"y": 1},
            "startDateTime": "2026-11-28T08:30:00.0000000Z",
        },
        "intent": "unknown here",
    });
    let page = json!({"value": [json]}).to_string();
    let mut page = response(&ListAssignments { id: "1".into() }, &page).await.expect("a page");
    let mut assignment = page.value.remove(0);
    assert_eq!(assignment.id.as_deref(), Some("a-1"));
    assert!(matches!(&assignment.target, Target::Group(group) if group.group_id == "g" && group.filter.is_keep()));

    if let Some(settings) = &mut assignment.settings {
        settings.names.push("n".into());
    }
    let body = sent(&ReplaceAssignment { id: "1".into(), key: "a-1".into(), assignment }).await;
    let expected = r##"{"@odata.type":"#microsoft.graph.deviceConfigurationAssignment","target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"g"},"settings":{"@odata.type":"#microsoft.graph.laterSettings","names":["n"],"exclusions":["x"],"startDateTime":"2026-11-28T08:30:00.0000000Z","later":{"y":1}}}"##;
    assert_eq!(body, expected);
}

#[tokio::test]
async fn an_unexpected_response_is_an_error_that_names_the_property() {
    let list = ListAssignments { id: "1".into() };
    for (value, expected) in [
        (r#"{"target":{"groupId":"g"}},{"id":"2"}"#, "missing field `target` at value[1]"),
        (r#"{"id":7,"target":{}}"#, "invalid type, expected a string at value[0].id"),
        (r#"{"target":[]}"#, "invalid type, expected an object at value[0].target"),
        (r#"{"target":{},"settings":{"pin":{"hunter2":1}}}"#, "invalid value at value[0].settings.pin"),
    ] {
        let error = response(&list, &format!(r#"{{"value":[{value}]}}"#)).await.expect_err("an unexpected response");
        let Error::Decode(error) = error else { panic!("{error}") };
        assert!(error.reason().starts_with(expected), "{} is not {expected}", error.reason());
        assert!(!error.reason().contains("hunter2"));
    }
}

#[tokio::test]
async fn a_preview_shows_no_secret() {
    let settings = Settings { pin: Some("hunter2".into()), ..Settings::default() };
    let assignment = Assignment { id: None, target: Target::AllDevices(AllDevices), settings: Some(settings) };
    let replace = ReplaceAssignment { id: "1".into(), key: "2".into(), assignment };
    let client = GraphClient::builder().base_url("http://127.0.0.1:1").build().expect("a client");
    let shown = format!("{:?}", client.call(&replace).preview().expect("a preview"));
    assert!(shown.contains("[redacted]") && !shown.contains("hunter2"), "{shown}");
    assert!(!format!("{:?}", replace.assignment).contains("hunter2"));
    assert_eq!(serde_json::to_value(&replace.assignment).expect("JSON")["settings"]["pin"], Value::from("hunter2"));
}
