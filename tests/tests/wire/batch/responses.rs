//! The responses to batches: what forms they may have, and what becomes of invalid ones.

use graph_runtime::{Bytes, Error, graph_action, odata::PlainText, retry::RetryPolicy};
use graph_tests::{
    fixtures::{
        GET, POKE, Thing,
        batch::{at_once, batch, status, thing},
        builder, client,
    },
    server::{Response, Server},
};
use serde_json::json;

#[graph_action(GET, "/me/photo/$value", returns = Bytes, perms(delegated = "User.Read"))]
struct Photo;

#[graph_action(GET, "/users/$count", returns = PlainText<u64>, perms = "User.Read.All")]
struct CountUsers {
    #[graph(header = "ConsistencyLevel")]
    consistency_level: &'static str,
}

#[graph_action(GET, "/me", returns = Option<Thing>, perms(delegated = "User.Read"))]
struct Me;

#[tokio::test]
async fn each_kind_of_response_is_read_out_of_the_batch() {
    for (count, media_type) in [(json!(42), "text/plain"), (json!("42"), "text/plain"), (json!("NDI="), "text/plain")] {
        let download = json!({"id": "1", "status": 200, "headers": {"Content-Type": "image/png"}, "body": "-___"});
        let count = json!({"id": "2", "status": 200, "headers": {"content-type": media_type}, "body": count});
        let none = json!({"id": "3", "status": 200, "body": null});
        let server = Server::start([batch([none, count, download])]).await;
        let mut items = client(&server).batch();
        let download = items.add(&Photo);
        let count = items.add(&CountUsers { consistency_level: "eventual" });
        let me = items.add(&Me);
        let mut responses = items.send().await.expect("responses");
        assert_eq!(responses.take(download).expect("bytes"), [0xfb, 0xff, 0xff].as_slice());
        assert_eq!(responses.take(count).expect("a number"), PlainText(42));
        assert_eq!(responses.take(me).expect("none"), None);
        let request = server.request().json();
        assert_eq!(request["requests"][1]["headers"], json!({"consistencylevel": "eventual", "accept": "text/plain"}));
    }
}

#[tokio::test]
async fn numbers_keep_all_their_digits() {
    #[graph_action(GET, "/raw", returns = Box<serde_json::value::RawValue>, perms(delegated = "User.Read"))]
    struct Raw;
    let body = r#"{"b": 1.10, "a": 12345678901234567890123}"#;
    let server =
        Server::start([Response::json(200, format!(r#"{{"responses": [{{"id":"1","status":200,"body":{body}}}]}}"#))])
            .await;
    let mut items = client(&server).batch();
    let raw = items.add(&Raw);
    assert_eq!(items.send().await.expect("responses").take(raw).expect("JSON").get(), body);
}

/// What a GET and a POST end in, sent in one batch with this response.
async fn ends(response: Response) -> Result<[Result<Thing, Error>; 2], Error> {
    let server = Server::start([response]).await;
    let graph = builder(&server).retry(RetryPolicy::none()).build().expect("a client");
    let mut items = graph.batch();
    let get = items.add(&GET);
    let poke = items.item(&GET).header("Prefer", "x").add();
    let mut responses = items.send().await?;
    Ok([responses.take(get), responses.take(poke)])
}

fn is_decode(outcome: &Result<Thing, Error>) -> bool {
    matches!(outcome, Err(Error::Decode(_)))
}

#[tokio::test]
async fn a_response_of_another_form_fails_the_batch() {
    for body in [
        "",
        "<html>",
        "null",
        "[]",
        "{}",
        r#"{"responses": null}"#,
        r#"{"responses": {}}"#,
        r#"{"responses": "x"}"#,
        r#"{"responses": [], "@odata.nextLink": 7}"#,
        r#"{"responses": [], "responses": []}"#,
        r#"{"responses": ["#,
        r#"{"responses": []} {"#,
        "{\"responses\": [\"\u{0}\"]}",
    ] {
        match ends(Response::json(200, body)).await {
            Err(Error::Decode(error)) => {
                assert!(error.to_string().starts_with("Batch: unexpected response: "), "{body}: {error}");
                assert_eq!(error.body(), body.as_bytes());
            }
            other => panic!("{body}: {other:?}"),
        }
    }
    let mut broken = br#"{"responses": [{"id": "1", "status": 200, "body": ""#.to_vec();
    broken.extend([0xff, 0xfe]);
    assert!(matches!(ends(Response::json(200, broken)).await, Err(Error::Decode(_))));
}

#[tokio::test]
async fn an_item_without_a_response_fails_and_the_others_succeed() {
    for odd in [
        json!(null),
        json!(7),
        json!([]),
        json!({}),
        json!({"status": 200, "body": {"id": "2"}}),
        json!({"id": null, "status": 200}),
        json!({"id": ["2"], "status": 200}),
        json!({"id": "02", "status": 200, "body": {"id": "2"}}),
        json!({"id": "3", "status": 200, "body": {"id": "2"}}),
        json!({"id": "", "status": 200, "body": {"id": "2"}}),
    ] {
        let [first, second] = ends(batch([odd.clone(), thing(1)])).await.expect("responses");
        assert_eq!(first.expect("a thing").id, "1", "{odd}");
        match second {
            Err(Error::Decode(error)) => {
                assert_eq!(
                    error.to_string(),
                    "GetThing: unexpected response: the batch response has no entry for this request"
                );
            }
            other => panic!("{odd}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn an_item_whose_response_has_no_status_fails() {
    for odd in [json!("200"), json!(null), json!(200.5), json!(-1), json!(0), json!(99), json!(100_000), json!({})] {
        let [first, second] =
            ends(batch([json!({"id": "2", "status": odd, "body": {"id": "2"}}), thing(1)])).await.expect("responses");
        assert_eq!(first.expect("a thing").id, "1");
        assert!(is_decode(&second), "{odd}: {second:?}");
    }
    let [_, second] = ends(batch([json!({"id": "2", "body": {"id": "2"}})])).await.expect("responses");
    assert!(second.expect_err("no status").to_string().ends_with(": the response in the batch has no valid status"));
}

#[tokio::test]
async fn ids_may_be_numbers_and_the_first_response_counts() {
    let twice = json!({"id": "1", "status": 200, "body": {"id": "second"}});
    let number = json!({"id": 2, "status": 200, "body": {"id": "2"}});
    let [first, second] = ends(batch([thing(1), number, twice])).await.expect("responses");
    assert_eq!((first.expect("a thing").id.as_str(), second.expect("a thing").id.as_str()), ("1", "2"));
}

#[tokio::test]
async fn odd_headers_and_bodies_affect_only_their_item() {
    for odd in [
        json!({"headers": null}),
        json!({"headers": []}),
        json!({"headers": {"a b": "c", "d": null, "e": {}, "f": ["1", "2", {}], "g": "\n"}}),
        json!({"body": null}),
        json!({"body": 7}),
        json!({"body": "text"}),
        json!({"body": "text", "headers": {"Content-Type": "image/png"}}),
        json!({"body": [[[]]]}),
    ] {
        let mut response = json!({"id": "2", "status": 200});
        response.as_object_mut().expect("an object").extend(odd.as_object().expect("an object").clone());
        let [first, second] = ends(batch([response, thing(1)])).await.expect("responses");
        assert_eq!(first.expect("a thing").id, "1", "{odd}");
        assert!(is_decode(&second), "{odd}: {second:?}");
    }
    let deep = format!(
        r#"{{"responses": [{{"id": "1", "status": 200, "body": {}{}}}]}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    match ends(Response::json(200, deep)).await {
        Ok([first, second]) => assert!(is_decode(&first) && is_decode(&second)),
        Err(error) => assert!(matches!(error, Error::Decode(_))),
    }
}

#[tokio::test]
async fn an_error_without_a_body_has_its_status() {
    let [first, second] = ends(batch([
        json!({"id": "1", "status": 404}),
        json!({"id": "2", "status": 400, "headers": {"Content-Type": "text/html"}, "body": "<html>"}),
    ]))
    .await
    .expect("responses");
    assert_eq!(status(&first.expect_err("404")), Some(404));
    match second.expect_err("400") {
        Error::Api(error) => assert_eq!((error.status().as_u16(), error.body().as_ref()), (400, &b"<html>"[..])),
        other => panic!("{other:?}"),
    }
}

/// Numbers that look random, and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("small")
    }
}

#[tokio::test]
async fn a_mutated_response_is_decoded_or_rejected() {
    const FRAGMENTS: [&str; 12] =
        ["\"", "{", "}", "[", "]", ",", ":", "null", "\\u0000", "429", "-1", "\"@odata.nextLink\":\"x\","];
    let valid = json!({
        "responses": [
            {"id": "1", "status": 200, "headers": {"Content-Type": "application/json"}, "body": {"id": "1"}},
            {"id": "2", "status": 404, "headers": {"Retry-After": "1"}, "body": {"error": {"code": "x"}}}
        ]
    });
    let valid = valid.to_string();
    let mut numbers = Numbers(88_172_645_463_325_252);
    let mut script = Vec::new();
    for _ in 0..400 {
        let mut body = valid.clone().into_bytes();
        for _ in 0..=numbers.below(3) {
            let at = numbers.below(body.len());
            match numbers.below(4) {
                0 => body[at] = u8::try_from(numbers.below(256)).expect("a byte"),
                1 => drop(body.drain(at..(at + 1 + numbers.below(9)).min(body.len()))),
                2 => drop(body.splice(at..at, FRAGMENTS[numbers.below(FRAGMENTS.len())].bytes())),
                _ => body.truncate(at.max(1)),
            }
        }
        script.push(at_once(&body));
    }
    let server = Server::start(script).await;
    let graph = builder(&server).retry(RetryPolicy::none()).build().expect("a client");
    let (mut decoded, mut rejected) = (0, 0);
    while server.responses_left() > 0 {
        let mut items = graph.batch();
        let (get, poke) = (items.add(&GET), items.add(&POKE));
        match items.send().await {
            Err(error) => {
                assert!(matches!(error, Error::Decode(_)), "{error:?}");
                rejected += 1;
            }
            Ok(mut responses) => {
                decoded += usize::from(responses.take(get).is_ok());
                let _ = responses.take(poke);
            }
        }
    }
    assert!(decoded > 20 && rejected > 100, "{decoded}, {rejected}");
}
