//! Bodies that are put together from several values: no key is sent twice, and a change has something to change.

use std::collections::BTreeMap;

use graph_runtime::{Error, GraphAction, Patch, Secret, error::BuildError, graph_action};
use graph_tests::server::Server;
use serde::Serialize;
use serde_json::{Map, Value, json, value::RawValue};

use super::{client, received};

/// The body that a server receives.
async fn sent<A: GraphAction>(action: &A) -> String {
    received(action).await.split_once("\n\n").expect("an empty line").1.to_owned()
}

/// Why nothing is sent.
async fn rejected<A: GraphAction>(action: &A) -> BuildError {
    let server = Server::start([]).await;
    let error = match client(&server).send(action).await {
        Err(Error::Build(error)) => error,
        other => panic!("it was to be rejected, not {:?}", other.map(|_| ())),
    };
    assert_eq!(server.connections(), 0);
    error
}

type Properties = Map<String, Value>;

fn properties(value: Value) -> Properties {
    match value {
        Value::Object(properties) => properties,
        other => panic!("{other} is an object"),
    }
}

#[graph_action(POST, "/things", perms = none, odata_type = "#microsoft.graph.thing")]
#[derive(Default)]
struct CreateThing<'a> {
    #[serde(flatten)]
    more: Properties,
    #[graph(name = "displayName")]
    name: &'a str,
    #[serde(rename = "noteText")]
    note: Patch<&'a str>,
    #[serde(flatten)]
    others: Option<BTreeMap<&'a str, u8>>,
    size: Option<u8>,
}

#[tokio::test]
async fn a_property_wins_over_a_flattened_one_and_the_first_map_over_the_second() {
    let mut create = CreateThing {
        more: properties(json!({"displayName": "map", "noteText": "map", "size": 0, "color": {"displayName": "red"}})),
        name: "field",
        note: Patch::Clear,
        others: Some(BTreeMap::from([("color", 1), ("weight", 2)])),
        size: Some(3),
    };
    assert_eq!(
        sent(&create).await,
        r##"{"@odata.type":"#microsoft.graph.thing","displayName":"field","noteText":null,"size":3,"color":{"displayName":"red"},"weight":2}"##
    );
    // What is not set does not hide what the map has.
    (create.note, create.size, create.others) = (Patch::Keep, None, None);
    assert_eq!(
        sent(&create).await,
        r##"{"@odata.type":"#microsoft.graph.thing","displayName":"field","color":{"displayName":"red"},"noteText":"map","size":0}"##
    );
}

#[tokio::test]
async fn a_type_in_a_flattened_map_is_sent_first_and_once() {
    let more = properties(json!({"color": 1, "@odata.type": "#microsoft.graph.redThing"}));
    let create = CreateThing { more, name: "n", ..CreateThing::default() };
    assert_eq!(sent(&create).await, r##"{"@odata.type":"#microsoft.graph.redThing","displayName":"n","color":1}"##);
}

#[graph_action(POST, "/things", perms = none, odata_type = "#microsoft.graph.thing")]
struct CreateWhole<T: Serialize> {
    #[graph(body)]
    thing: T,
}

#[tokio::test]
async fn a_body_with_its_own_type_is_sent_with_that_alone() {
    let derived = json!({"name": "n", "@odata.type": "#microsoft.graph.redThing", "part": {"@odata.type": "#x"}});
    assert_eq!(
        sent(&CreateWhole { thing: derived }).await,
        r##"{"@odata.type":"#microsoft.graph.redThing","name":"n","part":{"@odata.type":"#x"}}"##
    );
    let nested = json!({"part": {"@odata.type": "#x"}});
    assert_eq!(
        sent(&CreateWhole { thing: nested }).await,
        r##"{"@odata.type":"#microsoft.graph.thing","part":{"@odata.type":"#x"}}"##
    );
    let without = json!({"@odata.type": null, "name": "n"});
    assert_eq!(sent(&CreateWhole { thing: without }).await, r##"{"@odata.type":"#microsoft.graph.thing","name":"n"}"##);
    let escaped = RawValue::from_string(r##"{ "name" : 1.50, "\u0040odata.type" : "#y" }"##.to_owned()).expect("JSON");
    assert_eq!(sent(&CreateWhole { thing: escaped }).await, r##"{"@odata.type":"#y","name":1.50}"##);
}

#[graph_action(POST, "/things", perms = none)]
struct CreateSecretThing {
    #[graph(secret)]
    token: String,
    #[serde(flatten)]
    more: Secret<Properties>,
    #[graph(secret)]
    #[serde(flatten)]
    others: Properties,
}

#[tokio::test]
async fn flattened_secrets_are_sent_but_not_shown() {
    let create = CreateSecretThing {
        token: "hunter2".into(),
        more: properties(json!({"token": "hunter3", "code": "hunter4"})).into(),
        others: properties(json!({"code": "hunter5", "pin": "hunter6"})),
    };
    assert_eq!(sent(&create).await, r#"{"token":"hunter2","code":"hunter4","pin":"hunter6"}"#);
    let server = Server::start([]).await;
    let preview = client(&server).call(&create).preview().expect("a preview");
    assert_eq!(preview.body(), Some(r#"{"token":"[redacted]","...":"[redacted]"}"#));
}

#[graph_action(PATCH, "/things/<id>", perms = none, odata_type = "#microsoft.graph.thing")]
#[derive(Default)]
struct UpdateThing<'a> {
    id: u8,
    #[graph(header = "If-Match")]
    etag: Option<&'a str>,
    display_name: Option<&'a str>,
    note: Patch<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(serialize_with = "written")]
    size: Option<u8>,
    #[serde(flatten)]
    more: Properties,
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde passes the field as it is")]
fn written<S: serde::Serializer>(size: &Option<u8>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&size.unwrap_or_default())
}

#[tokio::test]
async fn a_patch_that_changes_nothing_names_what_can_be_set() {
    let error = rejected(&UpdateThing { id: 1, etag: Some("x"), ..UpdateThing::default() }).await;
    assert_eq!(
        error.to_string(),
        "cannot build UpdateThing: a PATCH without a property changes nothing; set at least one of `displayName`, \
         `note`, `tags`, `size`, `more`"
    );
    assert_eq!(error.field_name(), None);
    for (update, body) in [
        (UpdateThing { display_name: Some(""), ..UpdateThing::default() }, r#""displayName":"""#),
        (UpdateThing { note: Patch::Clear, ..UpdateThing::default() }, r#""note":null"#),
        (UpdateThing { tags: vec!["a"], ..UpdateThing::default() }, r#""tags":["a"]"#),
        (UpdateThing { size: Some(1), ..UpdateThing::default() }, r#""size":"1""#),
        (UpdateThing { more: properties(json!({"a": 1})), ..UpdateThing::default() }, r#""a":1"#),
    ] {
        assert_eq!(sent(&update).await, format!(r##"{{"@odata.type":"#microsoft.graph.thing",{body}}}"##));
    }
    let only_type = properties(json!({"@odata.type": "#microsoft.graph.redThing"}));
    rejected(&UpdateThing { more: only_type, ..UpdateThing::default() }).await;
}

#[graph_action(PATCH, "/things/1", perms = none)]
struct UpdateWhole<T: Serialize> {
    #[graph(body)]
    thing: T,
}

#[graph_action(PATCH, "/things/1", perms = none)]
struct UpdateMaybe {
    #[graph(body)]
    thing: Option<Value>,
}

#[graph_action(PATCH, "/things/1/touch", perms = none)]
struct Touch;

#[graph_action(PATCH, "/things/1/touch", perms = none, odata_type = "#microsoft.graph.thing")]
struct TouchTyped;

#[graph_action(PUT, "/things/1", perms = none)]
struct Replace {
    name: Option<String>,
}

#[tokio::test]
async fn a_whole_body_without_a_property_changes_nothing_either() {
    for thing in [json!({}), json!({"@odata.type": "#microsoft.graph.thing"})] {
        let error = rejected(&UpdateWhole { thing: thing.clone() }).await;
        assert_eq!(
            error.to_string(),
            "cannot build UpdateWhole: `body` must have a property: a PATCH without one changes nothing"
        );
        rejected(&UpdateMaybe { thing: Some(thing) }).await;
    }
    for thing in [json!({"@odata.type": "#x", "a": null}), json!([]), json!(1)] {
        assert_eq!(sent(&UpdateWhole { thing: thing.clone() }).await, thing.to_string());
    }
    assert_eq!(sent(&UpdateMaybe { thing: None }).await, "", "that it can be left out is declared");
}

#[tokio::test]
async fn an_action_without_declared_properties_may_be_empty() {
    assert_eq!(sent(&Touch).await, "");
    assert_eq!(sent(&TouchTyped).await, r##"{"@odata.type":"#microsoft.graph.thing"}"##);
    assert_eq!(sent(&Replace { name: None }).await, "{}", "PUT replaces");
}
