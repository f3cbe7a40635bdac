//! What arrives.

use std::{convert::Infallible, sync::atomic::Ordering};

use futures_util::stream;
use graph_runtime::{Bytes, Error, GraphAction, GraphClient, Secret, graph_action, upload::UploadBody};
use graph_tests::{
    fixtures::upload::{content, file, in_chunks, repeatable, replace, slowly},
    server::{Response, Server},
};
use tempfile::NamedTempFile;

use super::{Append, client, send, stalled};

/// What can be a body, in memory or not, of these bytes.
async fn bodies(bytes: &Bytes, file: &NamedTempFile) -> Vec<(&'static str, UploadBody, Option<u64>)> {
    let length = bytes.len() as u64;
    let from_file = UploadBody::file(file.path()).await.expect("a file");
    let once = || UploadBody::once(in_chunks(bytes, 1000));
    vec![
        ("bytes", bytes.clone().into(), Some(length)),
        ("vector", bytes.to_vec().into(), Some(length)),
        ("slice", bytes.as_ref().into(), Some(length)),
        ("file", from_file, Some(length)),
        ("repeatable", repeatable(bytes, 1000).0, None),
        ("repeatable with length", repeatable(bytes, 1000).0.with_length(length), Some(length)),
        ("once", once(), None),
        ("once with length", once().with_length(length), Some(length)),
    ]
}

#[tokio::test]
async fn a_body_arrives_byte_for_byte_and_its_length_is_sent_if_known() {
    for size in [0, 1, 1000, 300_001] {
        let bytes = content(size);
        let file = file(&bytes);
        for (kind, body, length) in bodies(&bytes, &file).await {
            assert_eq!(body.length(), length, "{kind} of {size}");
            let server = Server::start([Response::empty(204)]).await;
            send(&server, body).await.expect(kind);
            let request = server.request();
            assert!(request.body == bytes, "{kind} of {size}");
            // That there is nothing is known as soon as it is looked for.
            let length = length.or((size == 0).then_some(0)).map(|length| length.to_string());
            assert_eq!(request.header("content-length"), length.as_deref(), "{kind} of {size}");
            let is_chunked = request.header("transfer-encoding") == Some("chunked");
            assert_eq!(is_chunked, length.is_none(), "{kind} of {size}");
            assert_eq!(request.header("content-type"), Some("application/octet-stream"));
        }
    }
}

#[tokio::test]
async fn text_is_a_body_too() {
    for body in ["grüße".into(), String::from("grüße").into()] {
        let body: UploadBody = body;
        let server = Server::start([Response::empty(204)]).await;
        send(&server, body).await.expect("a success");
        assert_eq!(server.request().text(), "grüße");
    }
}

#[tokio::test]
async fn a_stream_is_sent_in_its_own_chunks_and_an_empty_one_does_not_end_it() {
    let chunks = ["ab", "", "c", "", "", "defg", ""].map(Ok::<_, Infallible>);
    let server = Server::start([Response::empty(204), Response::empty(204)]).await;
    send(&server, UploadBody::once(stream::iter(chunks))).await.expect("a success");
    send(&server, UploadBody::once(stream::iter(chunks)).with_length(7)).await.expect("a success");
    let requests = server.requests();
    assert_eq!((requests[0].text(), requests[1].text()), ("abcdefg", "abcdefg"));
    assert_eq!(requests[0].chunks, [2, 1, 4]);
}

#[tokio::test]
async fn a_pending_stream_is_awaited() {
    let slow = || slowly(in_chunks(&content(10), 3));
    let server = Server::start([Response::empty(204), Response::empty(204)]).await;
    send(&server, UploadBody::repeatable(slow)).await.expect("a success");
    send(&server, UploadBody::once(slow()).with_length(10)).await.expect("a success");
    assert!(server.requests().iter().all(|request| request.body == content(10)));
}

/// A body that is left out, or must not be shown.
#[graph_action(PUT, "/x", perms = none)]
struct Maybe {
    #[graph(raw_body = "image/png")]
    content: Option<UploadBody>,
}

#[graph_action(PUT, "/x", perms = none)]
struct Hidden {
    #[graph(secret)]
    #[graph(raw_body = "text/plain")]
    content: UploadBody,
}

#[graph_action(PUT, "/x", perms = none)]
struct Wrapped {
    #[graph(raw_body = "text/plain")]
    content: Secret<UploadBody>,
}

#[tokio::test]
async fn a_body_may_be_left_out() {
    let server = Server::start([Response::empty(204), Response::empty(204)]).await;
    client(&server).send(&Maybe { content: None }).await.expect("a success");
    client(&server).send(&Maybe { content: Some(repeatable(&content(3), 1).0) }).await.expect("a success");
    let requests = server.requests();
    assert_eq!((requests[0].header("content-length"), requests[0].header("content-type")), (Some("0"), None));
    assert_eq!((requests[1].body.as_slice(), requests[1].header("content-type")), (&*content(3), Some("image/png")));
}

#[tokio::test]
async fn the_content_of_a_body_is_shown_nowhere() {
    let file = file(b"hunter2");
    let path = file.path().to_str().expect("text");
    let graph = GraphClient::builder().build().expect("a client");
    let hunter = Bytes::from_static(b"hunter2");
    let stream = repeatable(&hunter, 2).0;
    let all = [
        ("[7 bytes]", "hunter2".into()),
        ("[stream of 7 bytes]", UploadBody::file(path).await.expect("a file")),
        ("[stream of 7 bytes]", stream.clone().with_length(7)),
        ("[stream of unknown length]", stream.clone()),
        ("[stream of unknown length]", UploadBody::once(in_chunks(&hunter, 2))),
    ];
    for (expected, body) in all {
        assert_eq!(format!("{body:?}"), format!("UploadBody({expected})"));
        assert_eq!(body.to_string(), expected);
        let replace = replace(body.clone());
        let shown =
            format!("{replace:?} {:?}", graph.call(&replace).preview().map(|preview| preview.to_string().len()));
        assert!(!shown.contains("hunter2") && !shown.contains(path), "{shown}");

        for preview in [
            graph.call(&Hidden { content: body.clone() }).preview().expect("a preview"),
            graph.call(&Wrapped { content: body.into() }).preview().expect("a preview"),
        ] {
            assert_eq!(preview.body(), Some("[redacted]"));
            let shown = format!("{preview} {preview:?}");
            assert!(!shown.contains("hunter2") && !shown.contains(path), "{shown}");
        }
    }
    assert_eq!(format!("{:?}", Hidden { content: stream }), "Hidden { content: [redacted] }");
}

#[tokio::test]
async fn a_preview_says_what_will_be_sent_and_reads_nothing() {
    let graph = GraphClient::builder().build().expect("a client");
    let (body, made) = repeatable(&content(7), 2);
    for (body, expected) in [
        (body.clone().with_length(12345), "\n\n[stream of 12345 bytes]"),
        (body, "\n\n[stream of unknown length]"),
        (content(9).into(), "\n\n[9 bytes]"),
        ("text".into(), "\n\ntext"),
    ] {
        let preview = graph.call(&replace(body)).preview().expect("a preview");
        assert!(preview.to_string().ends_with(expected), "{preview}");
        assert_eq!(preview.body().is_some(), expected.ends_with("text"));
    }
    assert_eq!(made.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_prepared_request_contains_its_body() {
    let graph = GraphClient::builder().build().expect("a client");
    let bytes = content(300_001);
    let file = file(&bytes);
    for (kind, body, length) in bodies(&bytes, &file).await {
        let server = Server::start([Response::empty(204)]).await;
        let mut request = graph.prepare(&replace(body)).expect("a request");
        request.url_mut().set_scheme("http").expect("a scheme");
        request.url_mut().set_ip_host([127, 0, 0, 1].into()).expect("a host");
        let port = server.url().rsplit_once(':').and_then(|(_, port)| port.parse().ok());
        request.url_mut().set_port(port).expect("a port");
        reqwest::Client::builder().no_proxy().build().expect("a client").execute(request).await.expect(kind);
        let received = server.request();
        assert!(received.body == bytes, "{kind}");
        let length = length.map(|length| length.to_string());
        assert_eq!(received.header("content-length"), length.as_deref(), "{kind}");
    }
}

#[tokio::test]
async fn a_prepared_request_fails_if_its_body_fails() {
    let graph = GraphClient::builder().build().expect("a client");
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let once = UploadBody::once(in_chunks(&content(5), 2));
    let good = repeatable(&content(5), 2).0;
    for (body, is_good) in [
        (once.clone(), true),
        (once, false),
        (good.clone().with_length(4), false),
        (good.clone().with_length(6), false),
        (good.clone().with_length(0), false),
        (repeatable(&Bytes::new(), 1).0.with_length(0), true),
        (good, true),
    ] {
        let server = Server::start([Response::empty(204)]).await;
        let mut request = graph.prepare(&replace(body)).expect("a request");
        *request.url_mut() = server.url().parse().expect("a URL");
        assert_eq!(http.execute(request).await.is_ok(), is_good);
        assert_eq!(server.requests().len(), usize::from(is_good));
    }
}

#[tokio::test]
async fn a_batch_rejects_a_stream_and_accepts_a_body_in_memory() {
    let server = Server::start([Response::json(
        200,
        r#"{"responses": [{"id": "1", "status": 204}, {"id": "3", "status": 204}]}"#,
    )])
    .await;
    let (stream, made) = repeatable(&content(7), 2);
    let graph = client(&server);
    let mut batch = graph.batch();
    let (first, second, third) =
        (batch.add(&replace("hi")), batch.add(&replace(stream)), batch.add(&replace(content(2))));
    let mut responses = batch.send().await.expect("responses");
    responses.take(first).expect("a success");
    responses.take(third).expect("a success");
    match responses.take(second) {
        Err(Error::Build(error)) => assert_eq!(
            error.to_string(),
            "cannot build Replace: its body is a stream, which a batch would have to buffer; send it in a call of its \
             own"
        ),
        other => panic!("{other:?}"),
    }
    let items = server.request().json();
    assert_eq!((&items["requests"][0]["body"], &items["requests"][1]["body"]), (&"aGk=".into(), &"AB8=".into()));
    assert_eq!(made.load(Ordering::Relaxed), 0);
}

#[test]
fn bodies_and_calls_of_them_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    fn sent<T: Send + 'static>(_: &T) {}
    let body = UploadBody::once(stalled());
    shared(&body);
    let graph = GraphClient::builder().build().expect("a client");
    sent(&graph.send(&replace(body)));
    assert!(Append::METADATA.body == graph_runtime::metadata::BodyKind::Raw("text/html"));
}
