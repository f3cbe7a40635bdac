//! Services that repeat what they were sent.

use graph_runtime::{Bytes, Error, Secret, graph_action, graph_type, metadata::Method};
use graph_tests::{
    capture,
    server::{Request, Response, Server},
};
use serde_json::{Value, json};

use super::{
    client,
    shown::{assert_debug_is_clean, assert_error_is_clean, assert_text_is_clean},
    vault::{fill, list, open, read},
};

/// Secrets in a type, and one that every encoding writes differently.
#[graph_type]
#[derive(Clone)]
struct Door {
    #[graph(secret)]
    code: String,
    keys: Vec<Secret<String>>,
}

#[graph_action(PATCH, "/doors/<id>(code='<code>')", perms = none, returns = Option<Door>)]
#[derive(Clone)]
struct LockDoor {
    id: String,
    #[graph(secret)]
    code: String,
    #[graph(query, secret, quoted)]
    codes: Vec<String>,
    #[graph(body, secret)]
    door: Door,
}

fn lock() -> LockDoor {
    let difficult = "hunter2 'ä\u{1f511}' + \"w/o\\\" <&>\r\n=%";
    let key = Secret::from("hunter2/key+");
    LockDoor {
        id: "front".into(),
        code: difficult.replace('/', "|").replace("\r\n", "").replace('\\', ""),
        codes: vec!["hunter2,code".into(), difficult.into()],
        door: Door { code: difficult.into(), keys: vec![key] },
    }
}

/// What a request contains: its line, its headers and its body.
fn content(request: &Request) -> String {
    let headers: Vec<_> = request.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    format!("{} {} {} {}", request.method, request.target, headers.join(" "), String::from_utf8_lossy(&request.body))
}

fn error_of(message: &str) -> Value {
    json!({"error": {
        "code": "BadRequest",
        "message": message,
        "target": message,
        "details": [{"code": "x", "message": message, "target": message}],
        "innerError": {"code": message, "message": message, "request-id": message, "date": message},
    }})
}

/// The ways in which a service repeats a request.
fn repetitions() -> Vec<fn(&Request) -> Response> {
    let escaped: fn(&Request) -> Response = |request| {
        let json = error_of(&content(request)).to_string();
        let escape = |character: char| match character {
            '+' | '<' | '>' | '&' | '\'' => format!("\\u{:04X}", u32::from(character)),
            other if !other.is_ascii() => {
                other.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>().concat()
            }
            other => other.to_string(),
        };
        Response::json(400, json.chars().map(escape).collect::<String>())
    };
    vec![
        escaped,
        |request| Response::json(403, error_of(&content(request)).to_string()),
        // As Intune does: JSON inside of the message, twice.
        |request| {
            let message = json!({"_version": 3, "Message": content(request), "CustomApiErrorPhrase": ""}).to_string();
            let outer = json!({"ErrorCode": "Forbidden", "Message": message}).to_string();
            Response::json(400, json!({"error": {"code": "UnknownError", "message": outer}}).to_string())
        },
        |request| Response::body(502, content(request)),
        |request| Response::body(400, format!("<p>{}", content(request).replace('&', "&amp;").replace('<', "&lt;"))),
        |request| {
            let line = content(request).replace(['\r', '\n'], " ");
            let line = line.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
            Response::empty(400).header("X-Debug", &line).header("request-id", &request.target)
        },
        // Successes that cannot be read: broken off with an error, and of another type.
        |request| {
            Response::json(200, format!(r#"{{"content": "x", {}"#, &error_of(&content(request)).to_string()[1..]))
        },
        |request| Response::json(200, json!([content(request)]).to_string()).header("request-id", &request.target),
        |request| Response::json(200, format!(r#"{{"content": ["{}"#, content(request))),
    ]
}

/// Whether nothing that an error has contains a secret, not even its raw body and headers.
#[track_caller]
fn assert_hidden(error: &Error) {
    assert_error_is_clean(error);
    let (headers, body) = match error {
        Error::Api(error) => (Some(error.headers()), error.body()),
        Error::Decode(error) => (None, error.body()),
        other => panic!("{other:?}"),
    };
    assert_text_is_clean(&String::from_utf8_lossy(body));
    for value in headers.into_iter().flat_map(http::HeaderMap::values) {
        assert_text_is_clean(&String::from_utf8_lossy(value.as_bytes()));
    }
}

/// The errors of the calls that succeed in none of these ways.
fn errors<const N: usize>(outcomes: [Result<(), Error>; N]) -> impl Iterator<Item = Error> {
    outcomes.into_iter().filter_map(Result::err)
}

#[tokio::test]
async fn no_error_shows_a_secret_that_the_service_repeats() {
    for repeat in repetitions() {
        let server = Server::start_with(repeat).await;
        let client = client(&server);
        let (open, fill, read, list, lock) = (open(), fill(), read(), list(), lock());
        let untyped = client.request(Method::Post, "/doors").json(&lock.door);
        let mut found = 0;
        for error in errors([
            client.send(&open).await.map(drop),
            client.send(&fill).await,
            client.send(&lock).await.map(drop),
            client.send(&read).await.map(drop),
            client.call(&read).stream().await.map(drop),
            client.call(&list).pages().next().await.expect("a page").map(drop),
            untyped.send_json::<Door>().await.map(drop),
        ]) {
            assert_hidden(&error);
            found += 1;
        }
        assert!(found >= 3, "{found} errors");
    }
}

/// The response to a batch whose items repeat it.
fn batch_response(request: &Request) -> Response {
    let requests: Value = request.json();
    let responses = requests["requests"].as_array().expect("items").iter().enumerate().map(|(index, item)| {
        let message = format!("{item} {}", content(request));
        match index % 3 {
            0 => json!({"id": item["id"], "status": 400, "body": error_of(&message), "headers": {"X-Debug": item["url"]}}),
            1 => json!({"id": item["id"], "status": 200, "body": {"content": [message]}}),
            _ => json!({"id": item["id"], "status": 500, "body": message}),
        }
    });
    Response::json(200, json!({"responses": responses.collect::<Vec<_>>()}).to_string())
}

#[tokio::test]
async fn no_item_of_a_batch_shows_a_secret_that_the_service_repeats() {
    for repeat in repetitions().into_iter().chain([batch_response as fn(&Request) -> Response]) {
        let server = Server::start_with(repeat).await;
        let client = client(&server);
        let mut batch = client.batch();
        let (open, lock, read) = (open(), lock(), read());
        let opened = (batch.add(&open), batch.add(&open), batch.add(&open));
        let filled = batch.add(&fill());
        let locked = (batch.add(&lock), batch.add(&lock));
        let read = batch.add(&read);
        let mut responses = match batch.send().await {
            Ok(responses) => responses,
            Err(error) => {
                assert_hidden(&error);
                continue;
            }
        };
        assert_debug_is_clean(&responses);
        let mut found = 0;
        for error in errors([
            responses.take(opened.0).map(drop),
            responses.take(opened.1).map(drop),
            responses.take(opened.2).map(drop),
            responses.take(filled),
            responses.take(locked.0).map(drop),
            responses.take(locked.1).map(drop),
            responses.take(read).map(drop),
        ]) {
            assert_hidden(&error);
            found += 1;
        }
        assert!(found >= 5, "{found} errors");
    }
}

#[tokio::test]
async fn a_success_that_returns_the_secret_is_unchanged() {
    let server = Server::start_with(|request| Response::json(200, request.body.clone())).await;
    let lock = lock();
    let returned = client(&server).send(&lock).await.expect("a success").expect("a door");
    assert_eq!((&returned.code, &returned.keys), (&lock.door.code, &lock.door.keys));
    let bytes = client(&server).request(Method::Post, "/doors").json(&lock.door).send().await.expect("a success").value;
    assert_eq!(bytes, Bytes::from(serde_json::to_vec(&lock.door).expect("JSON")));
    assert!(capture::find(&String::from_utf8_lossy(&bytes)).is_some());
}

#[tokio::test]
async fn a_short_value_is_not_looked_for() {
    let body = json!({"error": {"code": "BadRequest", "message": "12345 is not valid"}}).to_string();
    let server = Server::start([Response::json(400, body)]).await;
    let lock = LockDoor { code: "12345".into(), ..lock() };
    let error = client(&server).send(&lock).await.expect_err("400");
    assert!(matches!(&error, Error::Api(error) if error.message() == Some("12345 is not valid")), "{error}");
}
