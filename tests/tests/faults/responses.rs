//! The response is invalid, or does not end.

use std::{io::Write, time::Duration};

use flate2::{Compression, write::GzEncoder};
use graph_runtime::{Bytes, Error, GraphClient, graph_action, retry::RetryPolicy};
use graph_tests::{
    fixtures::{CREATE, GET, POKE, THING, TOKEN, Thing, batch::thing},
    server::{Request, Response, Server},
    time::{pass, settle, until},
};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::{
    Download, ListMembers, assert_retried_only_if_safe, call, clocked, http, impatient, may_have_been_sent, numbers,
    status, with_clock,
};

/// A thing that no server of these tests responds with, but that follows a response.
const FORGED: &str = "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"id\": \"evil\"}";

/// Starts a call; its time-out is a hundred seconds.
fn start(client: &GraphClient, idempotent: bool) -> JoinHandle<Result<Thing, Error>> {
    let client = client.clone();
    tokio::spawn(async move { call(&client, idempotent).await })
}

/// Lets time pass, second by second, until something is so; says how much.
async fn pass_until(is_so: impl Fn() -> bool) -> Duration {
    let mut passed = Duration::ZERO;
    while !is_so() {
        assert!(passed < Duration::from_hours(1), "it goes on and on");
        settle().await;
        pass(Duration::from_secs(1)).await;
        passed += Duration::from_secs(1);
    }
    passed
}

/// Has a server respond slowly and without end; such a response ends with the time-out of the attempt.
async fn assert_timed_out(endless: Response) {
    let server = Server::start([endless.clone(), Response::json(200, THING)]).await;
    let (client, _) = clocked(&server);
    let calling = start(&client, true);
    let passed = pass_until(|| calling.is_finished()).await;
    calling.await.expect("no panic").expect("the response to the retry");
    assert!((90..=110).contains(&passed.as_secs()), "{passed:?}");
    assert_eq!(numbers(&server.requests()), [None, Some("1")]);
    assert!(server.written() > 0, "some of it has come");

    let server = Server::start([endless, Response::json(200, THING)]).await;
    let (client, clock) = clocked(&server);
    let calling = start(&client, false);
    pass_until(|| calling.is_finished()).await;
    let error = calling.await.expect("no panic").expect_err("too slow");
    assert!(matches!(error, Error::Timeout(_)) && may_have_been_sent(&error), "{error:?}");
    assert_eq!((server.request_count(), clock.waits().len()), (1, 0));
    // The server notices when it writes more.
    pass_until(|| server.open_connections() == 0).await;
}

#[tokio::test]
async fn an_endless_slow_head_is_a_time_out() {
    let line = Response::raw("HTTP/1.1 200 OK\r\n").then("X-Filler: a\r\n", u64::MAX);
    assert_timed_out(line.every(Duration::from_secs(5))).await;
}

#[tokio::test]
async fn a_body_that_comes_too_slowly_is_a_time_out() {
    let byte = Response::raw("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n").then(" ", u64::MAX);
    assert_timed_out(byte.every(Duration::from_secs(5))).await;
    let chunk = Response::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").then("1\r\n \r\n", u64::MAX);
    assert_timed_out(chunk.every(Duration::from_secs(5))).await;
}

#[tokio::test]
async fn a_streamed_response_may_take_longer_in_total_than_the_time_out() {
    let slow =
        Response::raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n").then("x", 10).every(Duration::from_mins(1));
    let server = Server::start(vec![slow; 2]).await;
    for client in [impatient(&server), hurried(&server)] {
        let reading = tokio::spawn(async move {
            let mut body = client.call(&Download { id: "1".to_owned() }).stream().await?;
            let mut read = Vec::new();
            while let Some(chunk) = body.chunk().await? {
                read.extend_from_slice(&chunk);
            }
            Ok::<_, Error>(read)
        });
        let passed = pass_until(|| reading.is_finished()).await;
        assert!(passed >= Duration::from_mins(10), "{passed:?}");
        assert_eq!(reading.await.expect("no panic").expect("the body"), b"xxxxxxxxxx");
    }
}

/// A client that retries nothing, whose supplied HTTP client has a time-out of ten seconds.
fn hurried(server: &Server) -> GraphClient {
    let http = http().timeout(Duration::from_secs(10)).build().expect("a client");
    let builder = GraphClient::builder().base_url(server.url()).token(TOKEN);
    builder.retry(RetryPolicy::none()).http_client(http).build().expect("a client")
}

#[tokio::test]
async fn the_time_out_of_a_supplied_http_client_does_not_count() {
    let late = Response::json(200, THING).after(Duration::from_secs(90));
    let later = Response::json(200, THING).after(Duration::from_secs(110));
    let server = Server::start([late.clone(), late, later]).await;
    let client = hurried(&server);
    // The first call gets the token too, for which it has less time left.
    for is_in_time in [true, true, false] {
        let calling = start(&client, false);
        pass_until(|| calling.is_finished()).await;
        let outcome = calling.await.expect("no panic");
        assert_eq!(outcome.is_ok(), is_in_time, "{outcome:?}");
        assert!(matches!(outcome, Ok(_) | Err(Error::Timeout(_))), "{outcome:?}");
    }
}

#[tokio::test]
async fn redirects_share_the_time_out_of_their_attempt() {
    let longer = |request: &Request| format!("{}x", request.target);
    let onward = move |request: &Request| {
        Response::empty(302).header("Location", &longer(request)).after(Duration::from_secs(40))
    };
    let server = Server::start_with(onward).await;
    let client = impatient(&server);
    let calling = tokio::spawn(async move { client.call(&GET).follow_redirects().send().await });
    let passed = pass_until(|| calling.is_finished()).await;
    assert!((90..=110).contains(&passed.as_secs()), "{passed:?}");
    let error = calling.await.expect("no panic").expect_err("too slow");
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert_eq!(server.request_count(), 3);
}

#[tokio::test]
async fn a_time_out_after_a_redirect_is_that_of_the_other_host() {
    let other = Server::start_with(|_| Response::body(200, "content").after(Duration::from_secs(1000))).await;
    let leading = Response::empty(302).header("Location", &format!("{}/x", other.url()));
    let server = Server::start(vec![leading; 2]).await;
    let client = impatient(&server);
    let calling = tokio::spawn(async move {
        let download = Download { id: "1".to_owned() };
        let sent = client.call(&download).follow_redirects().send().await.err();
        (sent, client.call(&download).follow_redirects().stream().await.err())
    });
    pass_until(|| calling.is_finished()).await;
    let (sent, opened) = calling.await.expect("no panic");
    for error in [sent, opened] {
        let Some(Error::Timeout(error)) = error else { panic!("{error:?}") };
        assert_eq!(error.to_string(), "Download: timed out waiting for 127.0.0.1, which the service redirected to");
    }
}

#[tokio::test]
async fn a_head_that_is_too_large_ends_the_attempt() {
    let endless = || Response::raw("HTTP/1.1 200 OK\r\n").then(format!("X-Filler: {}\r\n", "a".repeat(8000)), u64::MAX);
    let server = Server::start([endless(), Response::json(200, THING)]).await;
    call(&clocked(&server).0, true).await.expect("a thing");
    assert_eq!(server.request_count(), 2);

    let server = Server::start([endless(), Response::json(200, THING)]).await;
    let error = call(&clocked(&server).0, false).await.expect_err("too large");
    assert!(matches!(error, Error::Transport(_)) && may_have_been_sent(&error), "{error:?}");
    assert_eq!(server.request_count(), 1);
    until("the connection is closed", || server.open_connections() == 0).await;
    // What the computer keeps between the two is the most of it.
    assert!(server.written() < 64 << 20, "{} bytes were read", server.written());
}

#[tokio::test]
async fn a_truncated_chunked_body_is_retried_only_if_that_is_safe() {
    let bodies = ["b\r\n{\"id\": \"7\"}\r\n", "b\r\n{\"id\":", "b", "", "b\r\n{\"id\": \"7\"}\r\nx\r\n", "-1\r\n"];
    let chunked = |body| Response::raw(format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body}"));
    assert_retried_only_if_safe(bodies.map(chunked)).await;
}

#[tokio::test]
async fn a_body_shorter_than_its_content_length_is_retried_only_if_that_is_safe() {
    let short = [THING.len() + 1, 5000]
        .map(|length| Response::raw(format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{THING}")));
    assert_retried_only_if_safe(short).await;
}

#[tokio::test]
async fn bytes_beyond_the_content_length_are_not_taken_for_the_next_response() {
    for idempotent in [true, false] {
        let long = Response::json(200, format!("{THING}{FORGED}")).header("Content-Length", &THING.len().to_string());
        let server = Server::start([long, Response::json(200, THING)]).await;
        let (client, _) = clocked(&server);
        for _ in 0..2 {
            assert_eq!(call(&client, idempotent).await.expect("a thing").id, "7");
        }
        assert_eq!((server.request_count(), server.connections()), (2, 2), "the connection is not used again");
    }
}

#[tokio::test]
async fn json_that_ends_early_is_requested_once_more_if_that_is_safe() {
    let cut = || Response::json(200, THING).header("Content-Length", "4");
    let whole = || Response::json(200, THING);

    let server = Server::start([cut(), whole()]).await;
    let (client, clock) = clocked(&server);
    assert_eq!(call(&client, true).await.expect("the response to the retry").id, "7");
    assert_eq!((numbers(&server.requests()), clock.waits().len()), (vec![None, Some("1")], 1));
    let ids: Vec<_> =
        server.requests().iter().map(|request| request.header("client-request-id").map(str::to_owned)).collect();
    assert_eq!(ids[0], ids[1]);

    for (idempotent, builder, requests) in [
        (true, GraphClient::builder(), 2),
        (true, GraphClient::builder().retry(RetryPolicy::none()), 1),
        (false, GraphClient::builder(), 1),
    ] {
        let server = Server::start([cut(), cut(), whole()]).await;
        let (client, _) = with_clock(builder.base_url(server.url()));
        let error = call(&client, idempotent).await.expect_err("a part of a thing");
        assert!(error.is_retryable(), "the caller may decide otherwise");
        assert!(matches!(&error, Error::Decode(error) if error.body() == &THING.as_bytes()[..4]), "{error:?}");
        assert!(matches!(&error, Error::Decode(error) if error.ends_early()), "{error:?}");
        assert_eq!(server.request_count(), requests);
    }
}

#[tokio::test]
async fn a_page_and_a_batch_that_end_early_are_requested_once_more() {
    let cut = |body: &str| Response::json(200, body[..body.len() - 2].to_owned());
    let page = r#"{"value": ["a"]}"#;
    let server = Server::start([cut(page), Response::json(200, page), cut(page), cut(page)]).await;
    let (client, _) = clocked(&server);
    let list = ListMembers { id: "1".to_owned() };
    let mut pages = client.call(&list).pages();
    assert_eq!(pages.next().await.expect("a page").expect("the response to the retry").value, ["a"]);
    assert!(pages.next().await.is_none());
    let error = client.call(&list).items().next().await.expect("an end").expect_err("a part of a page");
    assert!(matches!(&error, Error::Decode(error) if error.ends_early()), "{error:?}");
    assert_eq!(server.request_count(), 4);

    let whole = json!({"responses": [thing(1)]}).to_string();
    for (idempotent, requests) in [(true, 2), (false, 1)] {
        let server = Server::start([cut(&whole), Response::json(200, whole.clone())]).await;
        let (client, _) = clocked(&server);
        let mut batch = client.batch();
        let item = if idempotent { batch.add(&GET) } else { batch.add(&CREATE) };
        match batch.send().await {
            Ok(mut responses) => {
                assert_eq!((idempotent, responses.take(item).expect("a thing").id.as_str()), (true, "1"));
            }
            Err(error) => assert!(!idempotent && error.is_retryable(), "{error:?}"),
        }
        assert_eq!(server.request_count(), requests);
    }
}

#[tokio::test]
async fn a_response_that_the_service_broke_off_tells_its_error() {
    let error = r#"{"error": {"code": "generalException", "message": "The store is gone."}}"#;
    for (body, is_page) in [
        (format!(r#"{{"value": ["a", "b"{error}"#), true),
        (format!(r#"{{"value": ["a", "b{error}]}}"#), true),
        (format!(r#"{{"value": ["a"], {}"#, &error[1..]), true),
        (error.to_owned(), true),
        (error.to_owned(), false),
        (format!(r#"{{"id": "7{error}"#), false),
    ] {
        let server = Server::start([Response::json(200, body.clone())]).await;
        let (client, _) = clocked(&server);
        let error = if is_page {
            client.send(&ListMembers { id: "1".to_owned() }).await.expect_err("broken off")
        } else {
            call(&client, true).await.expect_err("broken off")
        };
        let expected = "unexpected response: the service broke the response off with an error: \
                        generalException: The store is gone.";
        assert!(error.to_string().ends_with(expected), "{body}: {error}");
        assert_eq!((error.code(), error.is_retryable()), (Some("generalException"), false), "{body}");
        assert!(matches!(&error, Error::Decode(error) if error.body() == body.as_bytes()), "{body}");
        assert_eq!(server.request_count(), 1, "{body}");
    }
}

#[tokio::test]
async fn an_invalid_content_length_is_retried_only_if_that_is_safe() {
    let lengths = ["Content-Length: 11\r\nContent-Length: 12", "Content-Length: eleven", "Content-Length: -11"];
    let wrong = |lengths| Response::raw(format!("HTTP/1.1 200 OK\r\n{lengths}\r\n\r\n{THING}"));
    assert_retried_only_if_safe(lengths.map(wrong)).await;
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

fn gzipped(status: u16, body: Vec<u8>) -> Response {
    Response::json(status, body).header("Content-Encoding", "gzip")
}

/// What is not gzip, with what is wrong with it.
fn invalid() -> [(&'static str, Vec<u8>); 4] {
    let whole = gzip(THING.as_bytes());
    let (mut altered, mut sum) = (whole.clone(), whole.clone());
    altered[12] ^= 0xff;
    let length = sum.len();
    sum[length - 6] ^= 0xff;
    [
        ("no gzip at all", THING.into()),
        ("cut off", whole[..whole.len() - 12].to_vec()),
        ("altered", altered),
        ("a wrong check sum", sum),
    ]
}

#[tokio::test]
async fn invalid_gzip_cannot_be_decoded() {
    let server = Server::start([gzipped(200, gzip(THING.as_bytes()))]).await;
    assert_eq!(call(&clocked(&server).0, true).await.expect("a thing").id, "7");
    for (fault, body) in invalid() {
        let success = gzipped(200, body.clone());
        let error_response = gzipped(400, body).header("request-id", "r-1");
        let server = Server::start([success.clone(), success.clone(), success, error_response]).await;
        let (client, clock) = clocked(&server);
        for idempotent in [true, false] {
            match call(&client, idempotent).await.expect_err(fault) {
                Error::Decode(error) => assert_eq!(error.reason(), "the body cannot be decompressed", "{fault}"),
                other => panic!("{fault}: {other:?}"),
            }
        }
        let mut stream = client.call(&Download { id: "1".to_owned() }).stream().await.expect("a head");
        let error = loop {
            match stream.chunk().await {
                Ok(chunk) => assert!(chunk.is_some(), "{fault}: it has no end"),
                Err(error) => break error,
            }
        };
        assert!(matches!(&error, Error::Decode(_)), "{fault}: {error:?}");
        let error = call(&client, true).await.expect_err("400");
        assert_eq!((status(&error), error.request_id()), (400, Some("r-1")), "{fault}");
        assert_eq!((server.request_count(), clock.waits().len()), (4, 0), "{fault}: none is asked for again");
    }
}

#[tokio::test]
async fn gzip_of_several_members_is_read_to_its_end() {
    let (start, end) = THING.split_at(4);
    let body = [gzip(start.as_bytes()), gzip(b""), gzip(end.as_bytes())].concat();
    let server = Server::start(vec![gzipped(200, body); 2]).await;
    let (client, _) = clocked(&server);
    assert_eq!(call(&client, true).await.expect("a thing").id, "7");
    let mut stream = client.call(&Download { id: "1".to_owned() }).stream().await.expect("a head");
    let mut read = Vec::new();
    while let Some(chunk) = stream.chunk().await.expect("a chunk") {
        read.extend_from_slice(&chunk);
    }
    assert_eq!(read, THING.as_bytes());
}

#[tokio::test]
async fn a_compressed_redirect_leads_to_where_it_says() {
    let moved = gzipped(302, gzip(b"<html>moved</html>")).header("Location", "/v1.0/moved");
    let server = Server::start([moved, Response::json(200, THING)]).await;
    let (client, _) = clocked(&server);
    let download = Download { id: "1".to_owned() };
    assert_eq!(client.call(&download).follow_redirects().send().await.expect("the content"), THING);
    assert_eq!(server.requests()[1].target, "/v1.0/moved");
}

#[tokio::test]
async fn a_connection_broken_within_a_compressed_body_is_retried_only_if_that_is_safe() {
    let body = gzip(&[b"[\"".as_slice(), &vec![b'a'; 100_000], b"\"]"].concat());
    let broken = [gzipped(200, body.clone()).cut_after(20), gzipped(200, body).reset_after(20)];
    assert_retried_only_if_safe(broken).await;
}

#[tokio::test]
async fn a_body_that_decompresses_beyond_the_limit_is_not_buffered() {
    let body = gzip(&vec![b' '; 32 << 20]);
    assert!(body.len() < 1 << 20);
    let server = Server::start([gzipped(200, body)]).await;
    let client = GraphClient::builder().base_url(server.url()).token(TOKEN).max_response_bytes(1 << 20);
    match client.build().expect("a client").send(&GET).await.expect_err("too long") {
        Error::Decode(error) => assert_eq!(error.body().len(), 1 << 20, "{error}"),
        other => panic!("{other:?}"),
    }
}

/// A gigabyte, of which the server holds one chunk.
fn gigabyte() -> Response {
    const PIECE: usize = 1 << 16;
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", 1 << 30);
    Response::raw(head).then(vec![b' '; PIECE], (1 << 30) / PIECE as u64)
}

#[tokio::test]
async fn a_gigabyte_is_buffered_up_to_the_limit() {
    for idempotent in [true, false] {
        let server = Server::start([gigabyte(), Response::json(200, THING)]).await;
        match call(&clocked(&server).0, idempotent).await.expect_err("too long") {
            Error::Decode(error) => {
                assert!(error.reason().contains("longer than 67108864 bytes"), "{error}");
                assert_eq!(error.body().len(), 64 << 20);
            }
            other => panic!("{other:?}"),
        }
        until("the connection is closed", || server.open_connections() == 0).await;
        assert_eq!(server.request_count(), 1);
        // What the computer keeps between the two is the most of it.
        assert!(server.written() < 128 << 20, "{} bytes were read", server.written());
    }
}

#[tokio::test]
async fn a_gigabyte_is_streamed_without_being_buffered() {
    let server = Server::start([gigabyte()]).await;
    let mut body = impatient(&server).call(&Download { id: "1".to_owned() }).stream().await.expect("a body");
    let (mut read, mut longest) = (0, 0);
    while let Some(chunk) = body.chunk().await.expect("a chunk") {
        read += chunk.len();
        longest = longest.max(chunk.len());
        // The server cannot be further ahead than what the computer keeps between the two.
        assert!(
            server.written() < (read + (64 << 20)) as u64,
            "{} bytes are in memory",
            server.written() - read as u64
        );
    }
    assert_eq!(read, 1 << 30);
    assert!(longest <= 1 << 20, "a chunk of {longest} bytes");
}

#[graph_action(GET, "/things/<id>/maybe", returns = Option<String>, perms = none)]
struct GetMaybe {
    id: u8,
}

#[tokio::test]
async fn the_body_of_a_204_is_ignored_and_not_taken_for_the_next_response() {
    let bodies = [THING.to_owned(), FORGED.to_owned(), format!("{THING}{FORGED}")];
    for body in bodies {
        let with_length = Response::body(204, body.clone()).header("Content-Length", &body.len().to_string());
        for response in [Response::body(204, body.clone()), with_length] {
            let script = [response.clone(), response.clone(), response.clone(), Response::json(200, THING)];
            let server = Server::start(script).await;
            let (client, clock) = clocked(&server);
            client.send(&POKE).await.expect("nothing is what it returns");
            assert_eq!(client.send(&GetMaybe { id: 1 }).await.expect("nothing is one of the two"), None);
            let error = call(&client, false).await.expect_err("a thing is due");
            assert!(matches!(&error, Error::Decode(error) if error.body().is_empty()), "{error:?}");
            assert_eq!(status(&error), 204);
            assert_eq!(call(&client, true).await.expect("a thing").id, "7");
            assert_eq!((server.request_count(), clock.waits().len()), (4, 0));
        }
    }
}

#[tokio::test]
async fn a_200_without_a_body_is_a_success_only_if_no_body_is_required() {
    let empty = [
        Response::empty(200),
        Response::raw("HTTP/1.1 200 OK\r\n\r\n"),
        Response::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ];
    for response in empty {
        let server = Server::start(vec![response.clone(); 5]).await;
        let (client, clock) = clocked(&server);
        client.send(&POKE).await.expect("nothing is what it returns");
        assert_eq!(client.send(&GetMaybe { id: 1 }).await.expect("nothing is one of the two"), None);
        assert_eq!(client.send(&Download { id: "1".to_owned() }).await.expect("no bytes are bytes"), Bytes::new());
        for idempotent in [true, false] {
            let error = call(&client, idempotent).await.expect_err("a thing is due");
            let expected =
                if idempotent { "the body is empty" } else { "the body is empty, but the change was made; " };
            assert!(matches!(&error, Error::Decode(error) if error.reason().starts_with(expected)), "{error:?}");
        }
        assert_eq!((server.request_count(), clock.waits().len()), (5, 0), "{response:?}");
    }
}
