//! Several actions in one request: what is sent, and what each of them gets.

use std::time::Duration;

use graph_runtime::{
    __private::Encoder, ApiVersion, Bytes, Error, GraphAction, GraphClient, graph_action, metadata::ActionMetadata,
    retry::RetryPolicy,
};
use graph_tests::{
    fixtures::{
        CREATE, CreateThing, GET, GetThing, POKE, PokeThing, TOKEN, Thing,
        batch::{batch, failed, ids, status, thing},
        builder, client,
    },
    server::{Response, Server, unused_address},
};
use serde_json::{Value, json};

#[graph_action(GET, "/users/<id>/files(name='<name>')/<path..>", returns = Bytes, perms = "Files.Read.All")]
struct Download<'a> {
    id: &'a str,
    name: &'a str,
    path: &'a str,
    #[graph(query = "$select")]
    select: Option<&'a str>,
    #[graph(header = "If-Match")]
    if_match: Option<&'a str>,
}

#[graph_action(PUT, "/users/<id>/photo/$value", perms = "User.ReadWrite.All")]
struct PutPhoto {
    id: String,
    #[graph(raw_body = "image/png")]
    photo: Vec<u8>,
}

#[graph_action(POST, "/users/<id>/import", perms = "User.ReadWrite.All")]
struct Import {
    id: String,
    #[graph(raw_body = "application/vnd.contoso+json")]
    content: String,
}

/// What an item is sent as.
async fn sent(add: impl FnOnce(&mut graph_runtime::batch::Batch)) -> Value {
    let server = Server::start([batch([])]).await;
    let mut items = client(&server).batch();
    add(&mut items);
    let _ = items.send().await.expect("a response");
    let mut requests = server.request().json()["requests"].take();
    assert_eq!(requests.as_array().map(Vec::len), Some(1), "{requests}");
    requests[0].take()
}

#[tokio::test]
async fn a_batch_is_one_request_with_the_token_outside_of_its_items() {
    let server = Server::start([batch([thing(3), thing(1), json!({"id": "2", "status": 204})])]).await;
    let graph = client(&server);
    let mut items = graph.batch();
    let get = items.add(&GetThing { id: "a/b ü" });
    let poke = items.add(&POKE);
    let beta = items.item(&GET).header("Prefer", "x").add();
    assert_eq!((items.len(), items.is_empty()), (3, false));
    assert_eq!(server.connections(), 0, "nothing is sent before");

    let mut responses = items.send().await.expect("responses");
    assert_eq!(responses.status(&poke).map(|status| status.as_u16()), Some(204));
    assert_eq!(responses.take(get).expect("a thing"), Thing { id: "1".to_owned() });
    responses.take(poke).expect("nothing");
    let detailed = responses.take_detailed(beta).expect("a thing");
    assert_eq!((detailed.value.id.as_str(), detailed.status.as_u16()), ("3", 200));

    let request = server.request();
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/v1.0/$batch"));
    assert_eq!(request.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("client-request-id"), Some(detailed.client_request_id()));
    assert_eq!(
        request.text(),
        concat!(
            r#"{"requests":["#,
            r#"{"id":"1","method":"GET","url":"/things/a%2Fb%20%C3%BC"},"#,
            r#"{"id":"2","method":"POST","url":"/things/hidden/poke","#,
            r#""headers":{"content-type":"application/json"},"body":{}},"#,
            r#"{"id":"3","method":"GET","url":"/things/hidden","headers":{"prefer":"x"}}"#,
            r#"]}"#
        )
    );
}

#[tokio::test]
async fn a_batch_of_beta_goes_to_beta() {
    let server = Server::start([batch([thing(1), thing(2)])]).await;
    let mut items = client(&server).batch();
    let create = items.add(&CREATE);
    let get = items.item(&GET).version(ApiVersion::Beta).add();
    let mut responses = items.send().await.expect("responses");
    responses.take(create).expect("a thing");
    responses.take(get).expect("a thing");
    assert_eq!(server.request().target, "/beta/$batch");
    assert_eq!(
        server.request().json()["requests"][0],
        json!({
            "id": "1", "method": "POST", "url": "/things/createToken",
            "headers": {"content-type": "application/json"}, "body": {"name": "a", "secret": "hunter2"}
        })
    );
}

#[tokio::test]
async fn an_item_has_the_path_query_and_headers_of_a_call_of_its_own() {
    let download = Download {
        id: "a?b#c%d",
        name: "it's \"so\"",
        path: "x y/z:ä",
        select: Some("a,b c&d=e"),
        if_match: Some("W/\"1\""),
    };
    let graph = GraphClient::builder().build().expect("a client");
    let alone = graph.prepare(&download).expect("a request");
    let item = sent(|items| drop(items.add(&download))).await;
    let url = item["url"].as_str().expect("a string");
    assert_eq!(format!("https://graph.microsoft.com/v1.0{url}"), alone.url().as_str());
    assert_eq!(item["headers"], json!({"if-match": "W/\"1\"", "accept": "*/*"}));
    assert!(item.get("body").is_none());
}

#[tokio::test]
async fn below_a_gateway_the_url_is_still_relative_to_the_version() {
    let server = Server::start([batch([thing(1)])]).await;
    let url = format!("{}/graph", server.url());
    let graph = GraphClient::builder().base_url(url).token(TOKEN).build().expect("a client");
    let mut items = graph.batch();
    let get = items.add(&GET);
    items.send().await.expect("responses").take(get).expect("a thing");
    assert_eq!(server.request().target, "/graph/v1.0/$batch");
    assert_eq!(server.request().json()["requests"][0]["url"], "/things/hidden");
}

#[tokio::test]
async fn bytes_are_sent_as_base64_with_their_media_type() {
    let photo = PutPhoto { id: "1".to_owned(), photo: vec![0xfb, 0xef, 0xbe, 0xff] };
    let item = sent(|items| drop(items.add(&photo))).await;
    assert_eq!(item["headers"], json!({"content-type": "image/png"}));
    assert_eq!(item["body"], "++++/w==");
}

#[tokio::test]
async fn bytes_that_are_json_are_sent_as_json() {
    let import = |content: &str| Import { id: "1".to_owned(), content: content.to_owned() };
    let item = sent(|items| drop(items.add(&import(r#"{"a": [1.50, null]}"#)))).await;
    assert_eq!(item["headers"], json!({"content-type": "application/vnd.contoso+json"}));
    assert_eq!(item["body"], json!({"a": [1.5, null]}));
    let item = sent(|items| drop(items.item(&import("[]")).header("Content-Type", "text/plain").add())).await;
    assert_eq!(item["body"], "W10=");

    let mut items = GraphClient::builder().build().expect("a client").batch();
    let broken = items.add(&import("{\"a\": "));
    let error = items.send().await.expect("nothing is sent").take(broken).expect_err("it is not JSON");
    assert!(error.to_string().ends_with("its body is not JSON, although its media type is"), "{error}");
}

#[tokio::test]
async fn a_reserved_header_is_in_no_item() {
    /// What the macro would reject.
    struct Sneaky;

    impl GraphAction for Sneaky {
        const METADATA: &'static ActionMetadata = PokeThing::METADATA;
        type Response = ();

        fn encode(&self, encoder: &mut Encoder) {
            encoder.parameter(&"1");
            encoder.header("Authorization", &"Bearer hunter2");
        }
    }

    let item = sent(|items| drop(items.add(&Sneaky))).await;
    assert!(!item.to_string().contains("hunter2"), "{item}");

    let server = Server::start([]).await;
    let mut items = client(&server).batch();
    let get = items.item(&GET).header("authorization", "Bearer hunter2").add();
    let error = items.send().await.expect("responses").take(get).expect_err("an error");
    assert_eq!(error.to_string(), "cannot build GetThing: the header `authorization` is set only by the client");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_error_of_an_item_is_its_own() {
    let mut forbidden = failed(2, 403);
    forbidden["headers"] = json!({"request-id": "r-2", "X-Odd": 7, "Bad Name": "x", "bad-value": "a\nb"});
    forbidden["body"]["error"]["innerError"] = json!({"client-request-id": "c-2", "date": "2024-01-01T00:00:00"});
    let misread = json!({"id": "3", "status": 200, "body": {"id": ["hunter2"]}});
    let redirect = json!({"id": "4", "status": 302, "headers": {"Location": "https://example.com/file"}});
    let response = batch([thing(1), forbidden, misread, redirect]).header("request-id", "r-outer");
    let server = Server::start([response]).await;
    let mut items = client(&server).batch().client_request_id("mine");
    let (fine, forbidden, misread, redirect) =
        (items.add(&GET), items.add(&GET), items.add(&GET), items.add(&PokeThing { id: "x" }));
    let mut responses = items.send().await.expect("responses");
    let shown = format!("{responses:?}");
    assert!(shown.contains("GetThing: 200") && !shown.contains("hunter2"), "{shown}");

    let fine = responses.take_detailed(fine).expect("a thing");
    assert_eq!((fine.request_id(), fine.client_request_id()), (Some("r-outer"), "mine"));
    match responses.take(forbidden).expect_err("403") {
        Error::Api(error) => {
            assert_eq!((error.status().as_u16(), error.code()), (403, Some("code-2")));
            assert_eq!((error.request_id(), error.client_request_id()), (Some("r-2"), Some("c-2")));
            assert_eq!(error.headers()["x-odd"], "7");
            assert_eq!(
                error.to_string(),
                "GetThing: 403 Forbidden: code-2: No.; needs Things.Read.All (request-id r-2)"
            );
        }
        other => panic!("{other:?}"),
    }
    match responses.take(misread).expect_err("no thing") {
        Error::Decode(error) => {
            assert_eq!(error.body(), r#"{"id":["hunter2"]}"#);
            assert_eq!(error.reason(), "invalid type, expected a string at id (line 1, column 6)");
            assert_eq!((error.request_id(), error.client_request_id()), (Some("r-outer"), Some("mine")));
            assert!(!format!("{error} {error:?}").contains("hunter2"));
        }
        other => panic!("{other:?}"),
    }
    match responses.take(redirect).expect_err("302") {
        Error::Api(error) => assert_eq!(error.headers()["location"], "https://example.com/file"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_item_that_cannot_be_built_fails_alone_and_before_anything_is_sent() {
    let server = Server::start([batch([thing(2)])]).await;
    let mut items = client(&server).batch();
    let empty = items.add(&GetThing { id: "" });
    let fine = items.add(&GET);
    let after = items.item(&POKE).depends_on(&empty).add();
    let nowhere = items.item(&POKE).version(ApiVersion::Beta).add();
    let mut responses = items.send().await.expect("responses");
    assert_eq!(ids(&server.requests()), [[2]]);
    responses.take(fine).expect("a thing");
    let error = responses.take(empty).expect_err("empty");
    assert!(error.to_string().starts_with("cannot build GetThing: `id` "), "{error}");
    assert_eq!(status(&responses.take(after).expect_err("its dependency failed")), Some(424));
    assert!(matches!(responses.take(nowhere).expect_err("no such version"), Error::Build(_)));
}

#[tokio::test]
async fn a_batch_without_items_sends_nothing() {
    let server = Server::start([]).await;
    let graph = client(&server);
    let _ = graph.batch().send().await.expect("no responses");
    let mut items = graph.batch();
    let bad = items.add(&GetThing { id: ".." });
    assert!(matches!(items.send().await.expect("responses").take(bad), Err(Error::Build(_))));
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_handle_of_another_batch_is_rejected() {
    let server = Server::start([batch([thing(1)]), batch([thing(1)])]).await;
    let graph = client(&server);
    let (mut one, mut other) = (graph.batch(), graph.batch());
    let first = one.add(&GET);
    let foreign = other.add(&GET);
    let misled = one.item(&POKE).depends_on(&foreign).add();
    let mut responses = one.send().await.expect("responses");
    assert_eq!(ids(&server.requests()), [[1]], "nothing depends on what is elsewhere");
    let error = responses.take(misled).expect_err("another batch");
    assert_eq!(error.to_string(), "cannot build PokeThing: it depends on an item of another batch");
    assert_eq!(responses.status(&foreign), None);
    let error = responses.take(foreign).expect_err("another batch");
    assert_eq!(error.to_string(), "cannot build Batch: the handle belongs to another batch");
    responses.take(first).expect("still there");
}

#[tokio::test]
async fn a_batch_has_its_own_time_out_and_id() {
    let server = Server::start([Response::hang()]).await;
    let graph = builder(&server).timeout(Duration::from_secs(30)).build().expect("a client");
    let mut items = graph.batch().timeout(Duration::from_millis(100)).client_request_id("mine");
    let _poke = items.add(&POKE);
    let error = items.send().await.expect_err("no response");
    assert!(matches!(&error, Error::Timeout(error) if error.may_have_been_sent()), "{error:?}");
    assert_eq!(error.client_request_id(), Some("mine"));
    assert!(error.to_string().starts_with("Batch: "), "{error}");
    assert_eq!(server.request().header("client-request-id"), Some("mine"));

    let mut items = graph.batch().client_request_id("not visible\n");
    let _get = items.add(&GET);
    assert!(matches!(items.send().await.expect_err("no id"), Error::Build(_)));
}

#[tokio::test]
async fn without_a_response_the_error_is_that_of_the_batch() {
    let address = unused_address().await;
    let builder = GraphClient::builder().base_url(format!("http://{address}")).token(TOKEN);
    let mut items = builder.retry(RetryPolicy::none()).build().expect("a client").batch();
    let _get = items.add(&GET);
    assert!(matches!(items.send().await.expect_err("nobody there"), Error::Transport(_)));
}

#[tokio::test]
async fn neither_secrets_nor_paths_are_shown() {
    let server = Server::start([Response::body(500, "no"), batch([failed(1, 400), failed(2, 400)])]).await;
    let graph = builder(&server).retry(RetryPolicy::none()).build().expect("a client");
    let mut shown = Vec::new();
    for _ in 0..2 {
        let mut items = graph.batch();
        let create = items.add(&CreateThing { name: "a", secret: "hunter2" });
        let get = items.item(&GET).version(ApiVersion::Beta).add();
        shown.push(format!("{items:?} {create:?}"));
        shown.push(format!("{:?}", items.item(&CREATE)));
        match items.send().await {
            Err(error) => shown.push(format!("{error} {error:?}")),
            Ok(mut responses) => {
                shown.push(format!("{responses:?}"));
                for error in [responses.take(create).expect_err("400"), responses.take(get).expect_err("400")] {
                    shown.push(format!("{error} {error:?}"));
                }
            }
        }
    }
    let shown = shown.join("\n");
    assert!(shown.contains("CreateThing"), "{shown}");
    for secret in ["hunter2", "hidden", TOKEN] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
}

#[test]
fn a_batch_and_its_future_can_be_sent_between_threads() {
    fn assert_send<T: Send + 'static>(_: &T) {}
    let graph = GraphClient::builder().build().expect("a client");
    let batch = graph.batch();
    assert_send(&batch);
    assert_send(&batch.send());
}
