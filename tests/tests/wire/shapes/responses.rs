//! What a response is decoded as.

use graph_runtime::{
    Bytes, DateTimeOffset, Error, GraphAction, Page, Secret, graph_action, graph_enum,
    metadata::ResponseKind,
    odata::{ODataValue, PlainText},
};
use graph_tests::server::{Response, Server};
use serde::Deserialize;
use serde_json::{Map, json};

use super::{client, exchange};

/// Decodes a response as the type that the declaration of an action returns.
macro_rules! read {
    ($returns:ty, $response:expr) => {{
        #[graph_action(GET, "/things/1", perms = none, returns = $returns)]
        struct GetThing;
        exchange(&GetThing, $response).await.1
    }};
}

/// What was wrong with a response that cannot be decoded; its body is kept.
#[track_caller]
fn decode_reason<T: std::fmt::Debug>(outcome: Result<T, Error>, body: &[u8]) -> String {
    match outcome {
        Err(Error::Decode(error)) => {
            assert_eq!(error.body(), body);
            error.reason().to_owned()
        }
        other => panic!("the response was not to be decoded: {other:?}"),
    }
}

graph_enum! {
    /// How far a token is.
    enum State { Valid = "valid", Expired = "expired" }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Token {
    id: String,
    state: Option<State>,
    expiration_date_time: Option<DateTimeOffset>,
    #[serde(rename = "token")]
    value: Option<Secret<String>>,
    #[serde(rename = "@odata.etag")]
    etag: Option<String>,
    #[serde(flatten)]
    more: Map<String, serde_json::Value>,
}

const VPP_TOKEN: &str = r#"{
    "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#deviceAppManagement/vppTokens/$entity",
    "@odata.etag": "W/\"1\"",
    "id": "O'Brien/ünïcode 👩‍👩‍👧",
    "state": "quarantined",
    "expirationDateTime": "2016-12-31T23:57:57.2481234-08:00",
    "token": "8c51",
    "countryOrRegion": null
}"#;

#[tokio::test]
async fn an_object_is_decoded_with_all_its_members() {
    let token = read!(Token, Response::json(200, VPP_TOKEN)).expect("a token");
    assert_eq!(token.id, "O'Brien/ünïcode 👩‍👩‍👧");
    assert_eq!(token.state, Some(State::Unknown("quarantined".into())));
    assert_eq!(token.expiration_date_time.expect("a date").as_str(), "2016-12-31T23:57:57.2481234-08:00");
    assert_eq!(token.value.expect("a secret").expose(), "8c51");
    assert_eq!(token.etag.as_deref(), Some("W/\"1\""));
    assert_eq!(token.more["countryOrRegion"], json!(null));
}

#[tokio::test]
async fn an_object_is_decoded_for_any_success_status_and_media_type() {
    let with_mark = || [b"\xef\xbb\xbf".as_slice(), VPP_TOKEN.as_bytes()].concat();
    for response in [
        Response::json(201, VPP_TOKEN),
        Response::json(202, VPP_TOKEN),
        Response::body(200, VPP_TOKEN),
        Response::body(200, with_mark()).header("Content-Type", "application/json; charset=utf-8"),
        Response::body(200, VPP_TOKEN).header(
            "Content-Type",
            "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false",
        ),
        Response::body(200, format!("\r\n {VPP_TOKEN} \n")).header("Content-Type", "text/json;charset=\"UTF-8\""),
    ] {
        assert_eq!(read!(Token, response).expect("a token").etag.as_deref(), Some("W/\"1\""));
    }
}

#[tokio::test]
async fn a_missing_truncated_or_different_object_cannot_be_decoded() {
    for body in ["", " \r\n", "\u{feff}"] {
        let reason = decode_reason(read!(Token, Response::json(200, body)), body.as_bytes());
        assert_eq!(reason, "the body is empty");
    }
    let body = r#"{"id": "1", "state": 7}"#;
    let reason = decode_reason(read!(Token, Response::json(200, body)), body.as_bytes());
    assert!(reason.contains("expected the name of a member of an enumeration at state"), "{reason}");
    for body in [r#"{"id": "1""#, "<html></html>", r#"{"id": "1"} {}"#] {
        decode_reason(read!(Token, Response::json(200, body)), body.as_bytes());
    }
}

#[tokio::test]
async fn an_option_is_none_without_a_body() {
    let empty = || {
        [
            Response::empty(204),
            Response::empty(205),
            Response::empty(200),
            Response::empty(202),
            Response::json(200, "\r\n"),
        ]
    };
    for response in empty().into_iter().chain([Response::json(200, "null"), Response::json(200, "\u{feff} \r\n")]) {
        assert!(read!(Option<Token>, response).expect("no body is a value").is_none());
    }
    for response in empty() {
        assert!(read!(Option<Page<Token>>, response.clone()).expect("no body is a value").is_none());
        assert!(read!(Option<ODataValue<u8>>, response.clone()).expect("no body is a value").is_none());
        assert!(read!(Option<PlainText<u8>>, response).expect("no body is a value").is_none());
    }
    assert!(read!(Option<Bytes>, Response::empty(204)).expect("no body is a value").is_none());
    assert!(read!(Option<Bytes>, Response::body(205, "x")).expect("no body is a value").is_none());
    assert!(read!(Option<Token>, Response::json(200, VPP_TOKEN)).expect("a token").is_some());
    let page = read!(Option<Page<u8>>, Response::json(200, r#"{"value": [1]}"#)).expect("a page");
    assert_eq!(page.map(|page| page.value), Some(vec![1]));
    let value = read!(Option<ODataValue<u8>>, Response::json(200, r#"{"value": 1}"#)).expect("a value");
    assert_eq!(value, Some(ODataValue { value: 1 }));
}

#[tokio::test]
async fn a_change_without_a_body_in_its_response_was_made() {
    macro_rules! change {
        ($method:ident, $returns:ty, $response:expr) => {{
            #[graph_action($method, "/things/1", perms = none, returns = $returns)]
            struct ChangeThing;
            match exchange(&ChangeThing, $response).await.1 {
                Err(Error::Decode(error)) => error,
                other => panic!("the response was not to be decoded: {other:?}"),
            }
        }};
    }
    let made = "the body is empty, but the change was made; if the service may respond so, return an `Option`: \
                `returns = Option<…>`";
    for error in [
        change!(PATCH, Token, Response::empty(204)),
        change!(PATCH, Token, Response::json(200, " ")),
        change!(POST, Page<Token>, Response::empty(201)),
        change!(PUT, ODataValue<u8>, Response::empty(204)),
        change!(DELETE, PlainText<u8>, Response::empty(204)),
    ] {
        assert_eq!(error.reason(), made);
        assert!(error.has_no_content());
        assert!(!Error::Decode(error).is_retryable());
    }
    let accepted = change!(POST, Token, Response::empty(202));
    assert!(accepted.has_no_content() && accepted.reason().contains("the change was accepted"), "{accepted}");
    let read = change!(GET, Token, Response::empty(204));
    assert_eq!((read.reason(), read.has_no_content()), ("the body is empty", true));
    let html = change!(PATCH, Token, Response::body(200, "<html>"));
    assert!(!html.has_no_content() && !html.reason().contains("change"), "{html}");
}

#[tokio::test]
async fn the_item_of_a_batch_tells_that_its_change_was_made() {
    #[graph_action(PATCH, "/things/1", perms = none, returns = Token)]
    struct ChangeThing;
    #[graph_action(PATCH, "/things/1", perms = none, returns = Option<Token>)]
    struct MayChangeThing;

    let responses = r#"{"responses": [{"id": "1", "status": 204}, {"id": "2", "status": 204}]}"#;
    let server = Server::start([Response::json(200, responses)]).await;
    let mut batch = client(&server).batch();
    let (first, second) = (batch.add(&ChangeThing), batch.add(&MayChangeThing));
    let mut response = batch.send().await.expect("a response");
    match response.take(first) {
        Err(Error::Decode(error)) => assert!(error.has_no_content(), "{error}"),
        other => panic!("the response was not to be decoded: {other:?}"),
    }
    assert!(response.take(second).expect("no body is a value").is_none());
}

#[tokio::test]
async fn an_action_that_returns_nothing_ignores_the_body() {
    for response in [
        Response::empty(204),
        Response::empty(200),
        Response::empty(202),
        Response::json(200, VPP_TOKEN),
        Response::body(200, b"\xff\xfe<".as_slice()),
    ] {
        let () = read!((), response).expect("a success");
    }
}

#[tokio::test]
async fn a_page_has_its_items_its_links_and_its_count() {
    let page = read!(
        Page<Token>,
        Response::json(
            200,
            r#"{"@odata.count": 7, "value": [{"id": "1"}, {"id": "2"}],
                "@odata.nextLink": "https://graph.microsoft.com/v1.0/things?$skiptoken=a%2Fb"}"#
        )
    );
    let page = page.expect("a page");
    assert_eq!((page.value.len(), page.count, page.delta_link.as_deref()), (2, Some(7), None));
    assert_eq!(page.next_link.as_deref(), Some("https://graph.microsoft.com/v1.0/things?$skiptoken=a%2Fb"));
    assert_eq!(page.value[1].id, "2");

    let empty = read!(Page<Token>, Response::json(200, r#"{"value": []}"#)).expect("a page");
    assert_eq!((empty.value.len(), empty.next_link, empty.delta_link, empty.count), (0, None, None, None));

    let body = r#"{"@odata.count": 0}"#;
    let reason = decode_reason(read!(Page<Token>, Response::json(200, body)), body.as_bytes());
    assert!(reason.starts_with("missing field `value`"), "{reason}");
}

#[derive(Debug, Deserialize)]
struct Change {
    id: String,
    #[serde(rename = "@removed")]
    removed: Option<Map<String, serde_json::Value>>,
}

#[tokio::test]
async fn the_last_page_of_a_delta_has_the_delta_link() {
    let body = r#"{"value": [{"id": "1"}, {"id": "2", "@removed": {"reason": "deleted"}}],
                   "@odata.deltaLink": "https://graph.microsoft.com/v1.0/users/delta?$deltatoken=x"}"#;
    let page = read!(Page<Change>, Response::json(200, body)).expect("a page");
    assert_eq!(page.delta_link.as_deref(), Some("https://graph.microsoft.com/v1.0/users/delta?$deltatoken=x"));
    assert_eq!(page.next_link, None);
    let [first, second] = page.value.try_into().expect("two changes");
    assert_eq!((first.id.as_str(), first.removed.is_some()), ("1", false));
    assert_eq!((second.id.as_str(), second.removed.is_some()), ("2", true));
}

#[tokio::test]
async fn bytes_are_returned_unchanged() {
    let every_byte: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    for body in [every_byte.as_slice(), b"\xef\xbb\xbf{}", b"", b" \r\n\0", br#""json""#] {
        let response = Response::body(200, body.to_vec()).header("Content-Type", "image/jpeg");
        assert!(read!(Bytes, response).expect("bytes") == body);
    }
    assert_eq!(read!(Bytes, Response::empty(204)).expect("nothing is bytes too"), Bytes::new());
}

#[tokio::test]
async fn content_at_another_address_is_not_fetched_and_the_error_has_the_address() {
    let elsewhere = Server::start([Response::body(200, "content")]).await;
    let location = format!("{}/content?tempauth=1", elsewhere.url());
    match read!(Bytes, Response::empty(302).header("Location", &location)) {
        Err(Error::Api(error)) => {
            assert_eq!((error.status().as_u16(), error.headers()["location"].to_str().ok()), (302, Some(&*location)));
        }
        other => panic!("a redirect was not to be followed: {other:?}"),
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn plain_text_is_decoded_as_its_value() {
    for body in ["42", "\u{feff}42", " 42\r\n"] {
        let response = Response::body(200, body).header("Content-Type", "text/plain; charset=utf-8");
        assert_eq!(read!(PlainText<u64>, response).expect("a number"), PlainText(42));
    }
    assert_eq!(read!(PlainText<i16>, Response::body(200, "-7")).expect("a number").into_inner(), -7);
    assert_eq!(read!(PlainText<bool>, Response::body(200, "true")).expect("a Boolean"), PlainText(true));
    assert_eq!(read!(PlainText<String>, Response::body(200, "\"O'Brien\" é")).expect("a text").0, "\"O'Brien\" é");
    assert_eq!(read!(PlainText<String>, Response::body(200, "")).expect("an empty text").0, "");
    for body in ["", "many", "42 43", "-1", "4.2"] {
        decode_reason(read!(PlainText<u64>, Response::body(200, body)), body.as_bytes());
    }
    decode_reason(read!(PlainText<String>, Response::body(200, b"\xff".as_slice())), b"\xff");
}

#[tokio::test]
async fn a_wrapped_value_is_decoded_from_its_object() {
    let context = "\"@odata.context\": \"https://graph.microsoft.com/v1.0/$metadata#Edm.Boolean\"";
    let wrapped = |value: &str| Response::json(200, format!("{{{context}, \"value\": {value}}}"));
    assert!(read!(ODataValue<bool>, wrapped("true")).expect("a Boolean").value);
    assert_eq!(read!(ODataValue<i64>, wrapped("-7")).expect("a number").into_inner(), -7);
    assert_eq!(read!(ODataValue<String>, wrapped(r#""<plist/>\n""#)).expect("a text").value, "<plist/>\n");
    assert_eq!(read!(ODataValue<Vec<String>>, wrapped(r#"["a", "b"]"#)).expect("a collection").value, ["a", "b"]);
    assert_eq!(read!(ODataValue<Option<u8>>, wrapped("null")).expect("nothing").value, None);
    assert_eq!(read!(ODataValue<Token>, wrapped(VPP_TOKEN)).expect("an object").value.etag.as_deref(), Some("W/\"1\""));
    decode_reason(read!(ODataValue<bool>, Response::json(200, "true")), b"true");
}

type Members = Page<Token>;
type Content = Bytes;
type Count = PlainText<u64>;

#[test]
fn the_kind_of_response_depends_on_its_type_and_not_on_its_name() {
    macro_rules! kind {
        ($returns:ty) => {{
            #[graph_action(GET, "/things/1", perms = none, returns = $returns)]
            struct GetThing;
            GetThing::METADATA.response
        }};
    }
    assert_eq!(kind!(()), ResponseKind::Nothing);
    assert_eq!(kind!(Token), ResponseKind::Json);
    assert_eq!(kind!(Option<Token>), ResponseKind::Json);
    assert_eq!(kind!(Option<Members>), ResponseKind::Page);
    assert_eq!(kind!(Option<Content>), ResponseKind::Bytes);
    assert_eq!(kind!(Option<Count>), ResponseKind::Text);
    assert_eq!(kind!(Option<ODataValue<bool>>), ResponseKind::Value);
    assert_eq!(kind!(Members), ResponseKind::Page);
    assert_eq!(kind!(Content), ResponseKind::Bytes);
    assert_eq!(kind!(Count), ResponseKind::Text);
    assert_eq!(kind!(ODataValue<bool>), ResponseKind::Value);
}

#[graph_action(GET, "/things/1", perms = none, returns = Bytes)]
struct Download;

#[tokio::test]
async fn bytes_can_be_streamed() {
    let every_byte: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let server = Server::start([Response::body(200, every_byte.clone()).header("Content-Type", "video/mp4")]).await;
    let mut stream = client(&server).call(&Download).stream().await.expect("a response");
    assert_eq!((stream.status().as_u16(), stream.headers()["content-type"].to_str().ok()), (200, Some("video/mp4")));
    let mut read = Vec::new();
    while let Some(chunk) = stream.chunk().await.expect("a chunk") {
        read.extend_from_slice(&chunk);
    }
    assert!(read == every_byte);
    assert_eq!(server.request().header("accept"), Some("*/*"));
}
