//! Values that cannot be sent.

use std::collections::BTreeMap;

use graph_runtime::{Error, graph_action};
use graph_tests::server::{Response, Server};

use super::{
    client,
    positions::Position::{self, AlternateKey, Bare, Greedy, Header, PartOfSegment, Query, Quoted, Segment},
};

/// Why a call was not made.
#[track_caller]
fn build_error<T: std::fmt::Debug>(outcome: Result<T, Error>) -> graph_runtime::error::BuildError {
    match outcome {
        Err(Error::Build(error)) => error,
        other => panic!("it was to be rejected, not {other:?}"),
    }
}

#[tokio::test]
async fn a_value_that_would_address_another_resource_is_rejected_before_anything_is_sent() {
    let server = Server::start([]).await;
    let client = client(&server);
    for (position, field) in [(Segment, "id"), (PartOfSegment, "parent"), (Bare, "index"), (Greedy, "path")] {
        for value in ["", ".", ".."] {
            let error = build_error(position.send(&client, value).await);
            assert_eq!(error.field_name(), Some(field), "{position:?} {value:?}");
            assert!(error.reason().contains("a different resource"), "{error}");
            build_error(position.prepare(&client, value));
        }
    }
    for value in ["/", "/a", "a/", "a//b", "./a", "a/.", "../a", "a/../b", "a/..", "//", "a/./b"] {
        assert_eq!(build_error(Greedy.send(&client, value).await).field_name(), Some("path"), "{value:?}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn an_empty_string_and_dots_are_values_in_quotes() {
    let values = ["", ".", ".."];
    let server = Server::start(vec![Response::empty(204); 2 * values.len()]).await;
    let client = client(&server);
    for position in [Quoted, AlternateKey] {
        for value in values {
            position.send(&client, value).await.expect("a success");
            assert_eq!(position.find(server.requests().last().expect("a request")), value, "{position:?}");
        }
    }
}

#[tokio::test]
async fn a_value_that_would_break_out_of_its_header_is_rejected_before_anything_is_sent() {
    let server = Server::start([]).await;
    let client = client(&server);
    for value in [
        "hunter2\r\nX-Admin: 1",
        "hunter2\r",
        "\nhunter2",
        "hunter2\0",
        "hunter2\u{7f}",
        "hunter2\u{1b}[31m",
        "hunter2 ünïcode",
        "hunter2 😀",
    ] {
        let error = build_error(Header.send(&client, value).await);
        assert_eq!(error.field_name(), Some("X-Value"), "{value:?}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_url_that_is_too_long_is_rejected_before_anything_is_sent() {
    let server = Server::start([]).await;
    let client = client(&server);
    for position in [Segment, Quoted, Bare, AlternateKey, Greedy, Query, Position::Filter] {
        for value in ["hunter2".repeat(5_000), "😀".repeat(3_000)] {
            let error = build_error(position.send(&client, &value).await);
            assert_eq!(error.field_name(), None);
            assert!(error.reason().contains("the limit is 32768"), "{position:?}: {error}");
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_url_of_the_maximum_length_is_sent_and_one_byte_more_is_rejected() {
    const LIMIT: usize = 32 * 1024;
    let server = Server::start([Response::empty(204), Response::empty(204)]).await;
    let client = client(&server);
    for position in [Segment, Query] {
        let rest = position.prepare(&client, "a").expect("a request").url().as_str().len() - 1;
        let longest = "a".repeat(LIMIT - rest);
        position.send(&client, &longest).await.expect("a success");
        assert!(position.find(server.requests().last().expect("a request")) == longest, "{position:?}");
        let error = build_error(position.send(&client, &format!("{longest}a")).await);
        assert!(error.reason().contains("32769 bytes"), "{error}");
    }
    assert_eq!(server.requests().len(), 2);
}

#[graph_action(POST, "/x", perms = none)]
struct Unwritable {
    settings: BTreeMap<Vec<u16>, u8>,
}

struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Err(std::fmt::Error)
    }
}

#[graph_action(GET, "/x/<id>", perms = none)]
struct BrokenSegment {
    id: Broken,
}

#[graph_action(GET, "/x", perms = none)]
struct BrokenQuery {
    #[graph(query)]
    id: Broken,
    #[graph(header = "If-Match")]
    etag: Option<Broken>,
}

#[tokio::test]
async fn a_value_that_cannot_be_displayed_is_rejected_before_anything_is_sent() {
    let server = Server::start([]).await;
    let client = client(&server);
    let settings = BTreeMap::from([(vec![1], 2)]);
    assert_eq!(build_error(client.send(&Unwritable { settings }).await).field_name(), Some("settings"));
    assert_eq!(build_error(client.send(&BrokenSegment { id: Broken }).await).field_name(), Some("id"));
    assert_eq!(build_error(client.send(&BrokenQuery { id: Broken, etag: None }).await).field_name(), Some("id"));
    let first = build_error(client.send(&BrokenQuery { id: Broken, etag: Some(Broken) }).await);
    assert_eq!(first.field_name(), Some("id"), "the first one is named");
    assert_eq!(server.connections(), 0);
}
