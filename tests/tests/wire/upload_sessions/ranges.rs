//! What is sent, and where.

use std::sync::{Arc, Mutex, atomic::Ordering};

use graph_runtime::{
    Error, GraphClient,
    client::{AttemptHook, AttemptRequest},
    upload::{UploadBody, UploadSession},
};
use graph_tests::{
    fixtures::{
        TOKEN,
        upload::{content, file, in_chunks, repeatable},
    },
    server::{Response, Server, unused_address},
};
use serde_json::{Value, json};

use super::{CREATE, SECRET, Service, UNIT, asked, done, expects, missing, opened, put};

const TOTAL: usize = 2 * UNIT + 5;

fn script() -> [Response; 3] {
    [expects(&["327680-"]), expects(&["655360-655364"]), done()]
}

fn spawnable<F: Future + Send>(future: F) -> F {
    future
}

#[tokio::test]
async fn any_body_is_sent_in_ranges_without_the_token() {
    let bytes = content(TOTAL);
    let file = file(&bytes);
    let length = TOTAL as u64;
    let (stream, made) = repeatable(&bytes, 100_000);
    for body in [
        bytes.clone().into(),
        UploadBody::file(file.path()).await.expect("a file"),
        stream.with_length(length),
        UploadBody::once(in_chunks(&bytes, 7000)).with_length(length),
        UploadBody::once(in_chunks(&bytes, TOTAL)).with_length(length),
    ] {
        let service = Service::start(script()).await;
        let upload = service.client.upload(&CREATE, body).range_size(UNIT);
        // It can be spawned, though the function that is told of the progress need not be shared.
        let outcome = upload.on_progress(|_| {}).send::<Value>();
        let item = spawnable(outcome).await.expect("an item");
        assert_eq!((item.status.as_u16(), &item.value["id"]), (201, &json!("item-7")));
        let ranges = [put("0-327679/655365"), put("327680-655359/655365"), put("655360-655364/655365")];
        assert_eq!(service.sent(), ranges);
        let sent = service.uploads.requests();
        assert_eq!(sent.iter().flat_map(|range| range.body.clone()).collect::<Vec<_>>(), bytes);
        for range in sent {
            assert_eq!(range.target, format!("/up/1?sig={SECRET}"));
            assert_eq!((range.header("authorization"), range.header("x-tenant")), (None, None));
            assert_eq!(range.header("content-type"), Some("application/octet-stream"));
        }
        let create = service.graph.request();
        assert_eq!(create.target, "/v1.0/drives/d/items/i/createUploadSession");
        assert_eq!(create.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    }
    assert_eq!(made.load(Ordering::Relaxed), 1, "the stream is read once");
}

#[tokio::test]
async fn a_session_at_the_clients_own_origin_gets_no_token_either() {
    let address = unused_address().await;
    let url = format!("http://{address}/v1.0/up/{SECRET}");
    let server = Server::start_on(address, [opened(&url), done(), Response::empty(204)]).await;
    let graph = GraphClient::builder().base_url(server.url()).token(TOKEN).build().expect("a client");
    graph.upload(&CREATE, "content").send::<()>().await.expect("uploaded");
    graph.cancel_upload(&UploadSession::new(url)).await.expect("canceled");
    let has_token: Vec<_> =
        server.requests().iter().map(|sent| (sent.method.clone(), sent.header("authorization").is_some())).collect();
    assert_eq!(has_token, [("POST".to_owned(), true), ("PUT".to_owned(), false), ("DELETE".to_owned(), false)]);
}

#[tokio::test]
async fn the_ranges_that_the_service_expects_are_sent_in_any_order_and_number() {
    let bytes = content(UNIT);
    let script = [expects(&["100-199", "300-309"]), expects(&["300-309"]), missing(&["9-9"]), done()];
    let service = Service::start(script).await;
    service.client.upload(&CREATE, bytes.clone()).range_size(UNIT).send::<Value>().await.expect("an item");
    let ranges = [put("0-327679/327680"), put("100-199/327680"), put("300-309/327680"), put("9-9/327680")];
    assert_eq!(service.sent(), ranges);
    assert_eq!(service.uploads.requests()[1].body, bytes[100..200]);
}

#[tokio::test]
async fn outlook_is_understood_and_the_location_of_the_attachment_is_in_the_response() {
    let more = Response::json(200, r#"{"ExpirationDateTime": "soon", "NextExpectedRanges": ["327680"]}"#);
    let script = [more, Response::empty(201).header("Location", "https://outlook.example/attachments('7')")];
    let service = Service::start(script).await;
    let attached = service.client.upload(&CREATE, content(UNIT + 1)).range_size(UNIT).send::<()>().await;
    let attached = attached.expect("an attachment");
    assert_eq!(attached.headers["location"], "https://outlook.example/attachments('7')");
    assert_eq!(service.sent(), [put("0-327679/327681"), put("327680-327680/327681")]);
}

#[tokio::test]
async fn a_session_that_waits_for_its_completion_is_completed() {
    let service = Service::start([expects(&[]), done()]).await;
    service.client.upload(&CREATE, "content").send::<Value>().await.expect("an item");
    assert_eq!(service.sent(), [put("0-6/7"), ("POST".to_owned(), None)]);
    let completed = service.uploads.requests().pop().expect("a POST");
    assert_eq!((completed.body.len(), completed.header("content-length")), (0, Some("0")));
}

#[tokio::test]
async fn a_service_that_does_not_say_what_it_expects_gets_the_next_range() {
    let service = Service::start([Response::empty(202), Response::json(202, "{}"), done()]).await;
    service.client.upload(&CREATE, content(TOTAL)).range_size(UNIT).send::<Value>().await.expect("an item");
    assert_eq!(service.sent().len(), 3);
}

#[tokio::test]
async fn the_progress_is_told_with_a_session_that_can_be_stored() {
    let service = Service::start(script()).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let teller = Arc::clone(&told);
    let upload = service.client.upload(&CREATE, content(TOTAL)).range_size(UNIT).on_progress(move |progress| {
        let stored = serde_json::to_value(progress.session).expect("JSON");
        let mut told = teller.lock().expect("no panic");
        told.push((progress.sent, progress.total, stored["nextExpectedRanges"][0].as_str().map(str::to_owned)));
    });
    assert!(!format!("{upload:?}").contains(SECRET));
    upload.send::<Value>().await.expect("an item");
    let total = TOTAL as u64;
    let range = |text: &str| Some(text.to_owned());
    let expected = [
        (0, total, range("0-")),
        (327_680, total, range("327680-")),
        (655_360, total, range("655360-655364")),
        (total, total, range("655360-655364")),
    ];
    assert_eq!(*told.lock().expect("no panic"), expected);
}

#[tokio::test]
async fn the_status_of_a_session_can_be_asked() {
    let service = Service::start([missing(&["5-"])]).await;
    let session = UploadSession::new(super::url(&service.uploads));
    let session = service.client.upload_status(&session).await.expect("a session");
    assert_eq!(session.next_expected_ranges(), ["5-"]);
    assert!(!format!("{session:?}").contains(SECRET));
    assert_eq!(service.sent(), [asked()]);
}

#[tokio::test]
async fn a_hook_sees_only_the_host_of_the_url_of_a_session() {
    struct Recorder(Arc<Mutex<Vec<String>>>);

    impl AttemptHook for Recorder {
        fn before(&self, request: &mut AttemptRequest<'_>) -> Result<(), Error> {
            self.0.lock().expect("no panic").push(request.url().to_owned());
            Ok(())
        }
    }

    let uploads = Server::start([done()]).await;
    let url = super::url(&uploads);
    let graph = Server::start_with(move |_| opened(&url)).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let client = GraphClient::builder().base_url(graph.url()).token(TOKEN).attempt_hook(Recorder(Arc::clone(&seen)));
    client.build().expect("a client").upload(&CREATE, "content").send::<Value>().await.expect("an item");
    let create = format!("{}/v1.0/drives/d/items/i/createUploadSession", graph.url());
    assert_eq!(*seen.lock().expect("no panic"), [create, uploads.url()]);
}
