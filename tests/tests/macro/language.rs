//! What a declaration means: each form that an author can write, and the request that comes of it.

use graph_runtime::{GraphAction, GraphClient, Patch, Secret, graph_action};
use serde::Serialize;
use serde_json::{Map, Value, json};

fn graph() -> GraphClient {
    GraphClient::builder().base_url("http://127.0.0.1:1").build().expect("a client")
}

/// The body of the request.
fn body<A: GraphAction>(action: &A) -> String {
    let request = graph().prepare(action).expect("it can be built");
    let body = request.body().and_then(|body| body.as_bytes()).unwrap_or_default();
    String::from_utf8(body.to_vec()).expect("UTF-8")
}

/// The path and query of the request.
fn target<A: GraphAction>(action: &A) -> String {
    let request = graph().prepare(action).expect("it can be built");
    request.url().as_str().strip_prefix("http://127.0.0.1:1").expect("the base").to_owned()
}

#[graph_action(POST, "/users/<r>/things/<b>/<a>", perms = "User.ReadWrite.All")]
struct Parameters<'a> {
    a: u32,
    b: &'a str,
    r: std::net::Ipv4Addr,
}

#[test]
fn parameters_are_matched_by_name_and_take_any_type_with_display() {
    let action = Parameters::builder().a(7_u32).b("x y").r([127, 0, 0, 1]).build();
    assert_eq!(target(&action), "/v1.0/users/127.0.0.1/things/x%20y/7");
    assert_eq!(body(&action), "", "path parameters are no part of the body");
}

#[graph_action(
    GET,
    "/reports/getEmailActivityCounts(period='<period>',top=<top>)/root:/<path..>:/content",
    perms = "Reports.Read.All"
)]
struct Positions {
    period: String,
    top: u8,
    path: String,
}

#[test]
fn a_parameter_is_encoded_for_its_position() {
    let action = Positions { period: "O'Brien".into(), top: 3, path: "a b/c'd".into() };
    assert_eq!(
        target(&action),
        "/v1.0/reports/getEmailActivityCounts(period='O''Brien',top=3)/root:/a%20b/c'd:/content"
    );
}

#[graph_action(PATCH, "/x/<id>", perms = none, odata_type = "#microsoft.graph.x")]
#[derive(Default)]
struct States {
    id: u8,
    display_name: Option<String>,
    office_location: Patch<String>,
    r#type: Option<bool>,
    #[graph(name = "ItemIds")]
    item_ids: Option<Vec<u16>>,
}

#[test]
fn an_unset_property_is_not_sent_and_a_cleared_one_is_null() {
    assert_eq!(body(&States { id: 1, ..States::default() }), r##"{"@odata.type":"#microsoft.graph.x"}"##);
    let all = States::builder().id(1).display_name("n").office_location("o").r#type(true).item_ids([1, 2]).build();
    assert_eq!(
        body(&all),
        r##"{"@odata.type":"#microsoft.graph.x","displayName":"n","officeLocation":"o","type":true,"ItemIds":[1,2]}"##
    );
    let cleared = States::builder().id(1).clear_office_location().build();
    assert_eq!(body(&cleared), r##"{"@odata.type":"#microsoft.graph.x","officeLocation":null}"##);
    let struct_literal = States { id: 1, office_location: Patch::Set("o".into()), ..States::default() };
    assert_eq!(body(&struct_literal), r##"{"@odata.type":"#microsoft.graph.x","officeLocation":"o"}"##);
}

#[graph_action(POST, "/x", perms = none)]
#[serde(rename_all = "PascalCase")]
struct SerdeAttributes {
    plain_name: u8,
    #[serde(rename = "renamed")]
    other_name: u8,
    #[serde(rename(serialize = "written", deserialize = "read"))]
    two_names: u8,
    #[serde(skip)]
    local: Option<u8>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    list: Vec<u16>,
    #[serde(serialize_with = "as_text")]
    number: u8,
    #[serde(serialize_with = "option_as_text")]
    maybe: Option<u8>,
    #[serde(with = "byte_as_hex")]
    digest: Vec<u8>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(default, deserialize_with = "never_called", alias = "b")]
    read_only_attributes: u8,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field as it is")]
fn as_text<S: serde::Serializer>(number: &u8, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde passes the field as it is")]
fn option_as_text<S: serde::Serializer>(number: &Option<u8>, serializer: S) -> Result<S::Ok, S::Error> {
    as_text(&number.unwrap_or_default(), serializer)
}

mod byte_as_hex {
    pub(super) fn serialize<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{:x}", bytes[0]))
    }
}

#[test]
fn serde_attributes_of_serialization_take_effect() {
    let mut action = SerdeAttributes {
        plain_name: 1,
        other_name: 2,
        two_names: 3,
        local: Some(4),
        list: Vec::new(),
        number: 5,
        maybe: None,
        digest: vec![0xab],
        more: Map::from_iter([("extra".to_owned(), json!({"a": [1]}))]),
        read_only_attributes: 6,
    };
    assert_eq!(
        body(&action),
        r#"{"PlainName":1,"renamed":2,"written":3,"Number":"5","Digest":"ab","extra":{"a":[1]},"ReadOnlyAttributes":6}"#
    );
    (action.list, action.maybe, action.more) = (vec![7], Some(8), Map::new());
    assert_eq!(
        body(&action),
        r#"{"PlainName":1,"renamed":2,"written":3,"List":[7],"Number":"5","Maybe":"8","Digest":"ab","ReadOnlyAttributes":6}"#
    );
    assert_eq!(action.local, Some(4), "the field is there, if not in the request");
}

#[graph_action(POST, "/x", perms = none)]
#[derive(Serialize)]
struct SerdeDerived {
    #[serde(rename = "n")]
    name: u8,
}

#[test]
fn serde_attributes_are_kept_for_serdes_own_derives() {
    let action = SerdeDerived { name: 1 };
    assert_eq!(body(&action), r#"{"n":1}"#);
    assert_eq!(serde_json::to_string(&action).expect("JSON"), r#"{"n":1}"#);
}

#[graph_action(POST, "/x", perms = none)]
struct Flattened<T: Serialize> {
    #[serde(flatten)]
    properties: T,
}

#[test]
fn only_an_object_can_be_flattened() {
    assert_eq!(body(&Flattened { properties: json!({}) }), "{}");
    assert_eq!(body(&Flattened { properties: json!({"a": 1}) }), r#"{"a":1}"#);
    let error = graph().prepare(&Flattened { properties: 7 }).expect_err("a number has no properties");
    assert!(error.to_string().contains("`properties`"), "{error}");
}

#[graph_action(PUT, "/x", perms = none, odata_type = "#microsoft.graph.x")]
struct Whole<T: Serialize> {
    #[graph(body)]
    content: T,
}

#[test]
fn a_whole_body_is_sent_unchanged_after_its_odata_type() {
    assert_eq!(body(&Whole { content: json!({"a": 1}) }), r##"{"@odata.type":"#microsoft.graph.x","a":1}"##);
    assert_eq!(body(&Whole { content: json!({}) }), r##"{"@odata.type":"#microsoft.graph.x"}"##);
    assert_eq!(body(&Whole { content: [1, 2] }), "[1,2]");
}

#[graph_action(GET, "/x", perms = none)]
struct QueryAndHeaders {
    #[graph(query = "$select")]
    select: Option<String>,
    #[graph(query)]
    start_date_time: String,
    #[graph(header = "ConsistencyLevel")]
    consistency_level: Option<String>,
    #[graph(header = "X-Number")]
    number: u8,
}

#[test]
fn query_and_headers_are_written_as_text() {
    let action = QueryAndHeaders::builder().start_date_time("a b+c&d=e#ü").number(7).build();
    assert_eq!(target(&action), "/v1.0/x?startDateTime=a%20b%2Bc%26d%3De%23%C3%BC");
    let headers = |action: &QueryAndHeaders| graph().prepare(action).expect("it can be built").headers().clone();
    assert_eq!(headers(&action)["x-number"], "7");
    assert!(!headers(&action).contains_key("consistencylevel"));
    let action =
        QueryAndHeaders::builder().select("id").start_date_time("").consistency_level("eventual").number(7).build();
    assert_eq!(target(&action), "/v1.0/x?$select=id&startDateTime=");
    assert_eq!(headers(&action)["consistencylevel"], "eventual");
    let injected = QueryAndHeaders::builder().start_date_time("").consistency_level("a\r\nb: c").number(7).build();
    assert!(graph().prepare(&injected).is_err());
}

#[graph_action(POST, "/x/<key>", perms = none)]
struct Secrets {
    #[graph(secret)]
    key: String,
    #[graph(secret, query)]
    code: String,
    #[graph(secret, header = "X-Password")]
    password: String,
    #[graph(secret)]
    token: Option<String>,
    #[graph(secret)]
    wiped: Patch<String>,
    wrapped: Secret<String>,
    nested: Vec<Secret<String>>,
    shown: String,
}

fn secrets() -> Secrets {
    Secrets {
        key: "geheim1".into(),
        code: "geheim2".into(),
        password: "geheim3".into(),
        token: Some("geheim4".into()),
        wiped: Patch::Clear,
        wrapped: "geheim5".into(),
        nested: vec!["geheim6".into()],
        shown: "sichtbar".into(),
    }
}

#[test]
fn secrets_are_sent_but_not_shown() {
    let action = secrets();
    assert_eq!(target(&action), "/v1.0/x/geheim1?code=geheim2");
    assert_eq!(
        body(&action),
        r#"{"token":"geheim4","wiped":null,"wrapped":"geheim5","nested":["geheim6"],"shown":"sichtbar"}"#
    );
    let client = graph();
    let preview = client.call(&action).preview().expect("it can be built");
    assert_eq!(preview.url(), "http://127.0.0.1:1/v1.0/x/[redacted]?code=[redacted]");
    assert_eq!(
        preview.body(),
        Some(
            r#"{"token":"[redacted]","wiped":null,"wrapped":"[redacted]","nested":["[redacted]"],"shown":"sichtbar"}"#
        )
    );
    let request = client.prepare(&action).expect("it can be built");
    for shown in [format!("{action:?}"), format!("{preview:?} {preview}"), format!("{:?}", request.headers())] {
        assert!(!shown.contains("geheim"), "{shown}");
    }
    assert_eq!(body(&action), body(&secrets()), "a preview has no effect on what is sent later");
}

#[graph_action(POST, "/deviceAppManagement/vppTokens/syncLicenseCounts", version = "beta", perms = none)]
struct Unit;

#[test]
fn an_action_without_values_is_a_unit_struct() {
    assert_eq!(target(&Unit), "/beta/deviceAppManagement/vppTokens/syncLicenseCounts");
    assert_eq!(body(&Unit::builder().build()), "");
    assert!(graph().prepare(&Unit).expect("it can be built").headers().get("content-type").is_none());
}

#[graph_action(GET, "/x/<id>", perms = none, idempotent = false, crate = renamed::runtime)]
struct Renamed {
    id: String,
    #[cfg(test)]
    #[graph(query)]
    only_in_tests: u8,
    #[cfg(not(test))]
    never: NoSuchType,
    #[cfg_attr(test, graph(query = "$top"))]
    top: Option<u8>,
}

mod renamed {
    pub(super) use graph_runtime as runtime;
}

#[test]
fn conditional_fields_exist_if_their_condition_is_met() {
    let action = Renamed::builder().id("1").only_in_tests(7).build();
    assert_eq!(target(&action), "/v1.0/x/1?onlyInTests=7");
    assert_eq!(target(&Renamed { id: "1".into(), only_in_tests: 7, top: Some(3) }), "/v1.0/x/1?onlyInTests=7&$top=3");
    assert!(!Renamed::METADATA.idempotent);
}

macro_rules! declare {
    ($name:ident, $path:literal, $field:ident: $ty:ty) => {
        #[graph_action(GET, $path, perms = none)]
        struct $name {
            $field: $ty,
            #[graph(query)]
            other: Option<$ty>,
        }
    };
}

declare!(FromMacro, "/x/<key>", key: u16);

#[test]
fn a_declaration_can_come_from_a_macro_or_be_inside_a_function() {
    struct Key(u8);
    impl std::fmt::Display for Key {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "key-{}", self.0)
        }
    }
    #[graph_action(GET, "/x/<key>", perms = none)]
    struct Local {
        key: Key,
    }
    assert_eq!(target(&Local { key: Key(3) }), "/v1.0/x/key-3");
    assert_eq!(target(&FromMacro::builder().key(7_u16).other(8_u16).build()), "/v1.0/x/7?other=8");
}

#[expect(dead_code, reason = "they are there to be in the way")]
mod shadowed {
    struct String;
    struct Option;
    struct Result;
    struct Vec;
    trait Into {}
    mod core {}
    mod std {}
    mod graph_runtime {}
    mod url {}

    #[::graph_runtime::graph_action(POST, "/x/<id>", perms = "User.ReadWrite.All")]
    pub(super) struct Action {
        pub(super) id: u8,
        #[graph(secret)]
        pub(super) url: ::url::Url,
        pub(super) note: ::std::option::Option<::std::string::String>,
    }
}

#[test]
fn shadowed_names_do_not_conflict() {
    let action = shadowed::Action::builder().id(1).url(url::Url::parse("https://example.com").expect("a URL")).build();
    assert!(action.note.is_none());
    assert_eq!(body(&action), r#"{"url":"https://example.com/"}"#);
}
