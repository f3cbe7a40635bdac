//! The responses that take the most memory for their length.

use std::{io::Write, pin::Pin};

use flate2::{Compression, write::GzEncoder};
use graph_runtime::{Bytes, Error, GraphClient, Page, graph_action, graph_type};

use crate::{fixtures::GET, server::Response};

#[graph_action(GET, "/texts", returns = Page<String>, perms = none)]
struct ListTexts;

#[graph_action(GET, "/numbers", returns = Page<u8>, perms = none)]
struct ListNumbers;

/// Members of an enumeration, which serde quotes if it does not know them.
#[derive(Debug, serde::Deserialize)]
enum Color {
    Red,
}

#[graph_action(GET, "/colors", returns = Page<Color>, perms = none)]
struct ListColors;

/// An entity that takes a hundred times as much memory as the JSON for none of its properties.
#[graph_type]
struct Wide {
    first: Option<[String; 8]>,
    second: Option<[String; 8]>,
}

#[graph_action(GET, "/wide", returns = Page<Wide>, perms = none)]
struct ListWide;

#[graph_action(GET, "/content", returns = Bytes, perms = none)]
struct Content;

/// What a call returns, which has memory of its own as long as it is kept.
pub type Outcome = Result<Box<dyn Send>, Error>;

type Calling<'c> = Pin<Box<dyn Future<Output = Outcome> + Send + 'c>>;

/// A response, and a call that gets it.
#[expect(missing_debug_implementations, reason = "it has a function")]
pub struct Worst {
    /// What is bad about it.
    pub name: &'static str,
    /// The response.
    pub response: Response,
    /// Whether it is a success.
    pub is_success: bool,
    /// The call.
    pub call: fn(&GraphClient) -> Calling<'_>,
}

/// Returns the list of a start, so many of these elements as `limit` has bytes for, and an end.
fn full_of(limit: usize, start: &str, element: &str, end: &str) -> String {
    let count = (limit - start.len() - end.len()) / element.len();
    [start, &element.repeat(count), end].concat()
}

fn gzip(body: &str) -> Response {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let compressed = encoder.write_all(body.as_bytes()).and_then(|()| encoder.finish());
    Response::json(200, compressed.unwrap_or_default()).header("Content-Encoding", "gzip")
}

fn boxed<T: Send + 'static>(outcome: Result<T, Error>) -> Outcome {
    outcome.map(|value| Box::new(value) as _)
}

fn texts(client: &GraphClient) -> Calling<'_> {
    Box::pin(async { boxed(client.send(&ListTexts).await) })
}

fn numbers(client: &GraphClient) -> Calling<'_> {
    Box::pin(async { boxed(client.send(&ListNumbers).await) })
}

fn colors(client: &GraphClient) -> Calling<'_> {
    Box::pin(async {
        // The only member is there so that others are not.
        let known = |page: Page<Color>| page.value.iter().filter(|color| matches!(color, Color::Red)).count();
        boxed(client.send(&ListColors).await.map(known))
    })
}

fn wide(client: &GraphClient) -> Calling<'_> {
    Box::pin(async { boxed(client.send(&ListWide).await) })
}

fn content(client: &GraphClient) -> Calling<'_> {
    Box::pin(async { boxed(client.send(&Content).await) })
}

fn item(client: &GraphClient) -> Calling<'_> {
    Box::pin(async {
        let mut batch = client.batch();
        let item = batch.add(&GET);
        boxed(batch.send().await?.take(item))
    })
}

/// Returns the worst responses that a client with this limit reads, and some that are longer.
#[must_use]
pub fn worst_responses(limit: usize) -> Vec<Worst> {
    let full_of = |start: &str, element: &str, end: &str| full_of(limit, start, element, end);
    let json = |body: String| Response::json(200, body);
    let item_start = r#"{"responses": [{"id": "1", "status": 200, "body": {"id": "1"}"#;
    let worst = |name, response, is_success, call| Worst { name, response, is_success, call };
    vec![
        worst("brackets", json(full_of("", "[", "")), false, texts),
        worst("brackets in an unknown property", json(full_of(r#"{"value": [], "x": "#, "[", "")), false, texts),
        worst("objects in objects", json(full_of(r#"{"value": [], "x": "#, r#"{"":"#, "")), false, texts),
        worst("a long name", json(full_of("{\"", "a", "\": ")), false, texts),
        worst("entities without properties", json(full_of(r#"{"value": [{}"#, ",{}", "]}")), false, wide),
        worst("a text of escapes", json(full_of(r#"{"value": [""#, r"\n", r#""]}"#)), true, texts),
        worst("a text of Unicode escapes", json(full_of(r#"{"value": [""#, r"\u00e9", r#""]}"#)), true, texts),
        worst("an unknown text of escapes", json(full_of(r#"{"value": [], "x": ""#, r"\n", r#""}"#)), true, texts),
        worst("a text instead of a number", json(full_of(r#"{"value": [""#, "\u{7f}", r#""]}"#)), false, numbers),
        worst("escapes instead of a number", json(full_of(r#"{"value": [""#, r"\u0001", r#""]}"#)), false, numbers),
        worst("quotes instead of a number", json(full_of(r#"{"value": [""#, r#"\""#, r#""]}"#)), false, numbers),
        worst("a text instead of an object", json(full_of("\"", "\u{7f}", "\"")), false, texts),
        worst("a long unknown member", json(full_of(r#"{"value": [""#, r"\u0001", r#""]}"#)), false, colors),
        worst(
            "headers of an item",
            json(full_of(&format!(r#"{item_start}, "headers": {{"#), r#""a":"","#, r#""b":""}}]}"#)),
            true,
            item,
        ),
        worst(
            "responses to other items",
            json(full_of(&format!("{item_start}}}"), r#",{"id":"x","status":200,"headers":{}}"#, "]}")),
            true,
            item,
        ),
        worst(
            "a long ID of an item",
            json(full_of(r#"{"responses": [{"status": 200, "id": ""#, r"\n", r#""}]}"#)),
            false,
            item,
        ),
        worst(
            "a long body of an item",
            json(full_of(
                r#"{"responses": [{"id": "1", "status": 200, "headers": {"Content-Type": "text/plain"}, "body": ""#,
                r"\n",
                r#""}]}"#,
            )),
            false,
            item,
        ),
        worst("gzip of brackets", gzip(&full_of("", "[", "")), false, texts),
        worst("gzip of more than the limit", gzip(&full_of("", "[", "").repeat(2)), false, content),
        worst("bytes", Response::body(200, full_of("", "a", "")), true, content),
        worst("more bytes than the limit", Response::body(200, full_of("", "a", "").repeat(2)), false, content),
        worst(
            "a broken-off page",
            json(full_of(r#"{"value": ["a""#, r#","a""#, r#", "error": {"code": "generalException"}}"#)),
            false,
            texts,
        ),
    ]
}
