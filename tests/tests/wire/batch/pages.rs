//! Responses to batches that have several pages.

use graph_runtime::Error;
use graph_tests::{
    fixtures::{
        CREATE, GET, TOKEN,
        batch::{at_once, thing},
        client,
    },
    server::{Response, Server, unused_address},
};
use serde_json::{Value, json};

/// A server whose responses may name its own address, as `{url}`.
async fn serve(bodies: impl IntoIterator<Item = Value>) -> Server {
    let address = unused_address().await;
    let url = format!("http://{address}");
    let responses = bodies.into_iter().map(|body| at_once(body.to_string().replace("{url}", &url).as_bytes()));
    Server::start_on(address, responses.collect::<Vec<_>>()).await
}

#[tokio::test]
async fn a_response_of_several_pages_is_read_to_its_end() {
    let server = serve([
        json!({"responses": [thing(2)], "@odata.nextLink": "{url}/v1.0/$batch?$skiptoken=x%2Fy"}),
        json!({"responses": [], "nextLink": "{url}/v1.0/$batch?$skiptoken=2"}),
        json!({"responses": [thing(1), thing(2)], "@odata.nextLink": "{url}/v1.0/not-needed"}),
    ])
    .await;
    let mut items = client(&server).batch();
    let (one, two) = (items.add(&GET), items.add(&GET));
    let mut responses = items.send().await.expect("responses");
    assert_eq!(responses.take(one).expect("a thing").id, "1");
    assert_eq!(responses.take(two).expect("a thing").id, "2");
    let requests = server.requests();
    let sent: Vec<_> = requests.iter().map(|request| (request.method.as_str(), request.target.as_str())).collect();
    assert_eq!(
        sent,
        [("POST", "/v1.0/$batch"), ("GET", "/v1.0/$batch?$skiptoken=x%2Fy"), ("GET", "/v1.0/$batch?$skiptoken=2")]
    );
    for request in &requests[1..] {
        assert_eq!(request.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
        assert_eq!((request.header("content-type"), request.body.len()), (None, 0));
    }
}

#[tokio::test]
async fn a_next_link_that_must_not_be_followed_fails_only_the_missing_items() {
    let elsewhere = Server::start([]).await;
    for (link, why) in [
        (format!("{}/v1.0/$batch", elsewhere.url()), "points to another host, which must not receive the token"),
        ("https://example.com/v1.0/$batch".to_owned(), "points to another host, which must not receive the token"),
        ("/v1.0/$batch?$skiptoken=1".to_owned(), "is not a valid URL"),
        ("{url}/v1.0/again".to_owned(), "points to a page that was already read"),
    ] {
        let again = json!({"responses": [], "@odata.nextLink": "{url}/v1.0/again"});
        let server = serve([json!({"responses": [thing(1)], "@odata.nextLink": link}), again]).await;
        let mut items = client(&server).batch();
        let (get, create) = (items.add(&GET), items.add(&GET));
        let mut responses = items.send().await.expect("responses");
        responses.take(get).expect("a thing");
        match responses.take(create).expect_err("missing") {
            Error::Decode(error) => assert!(error.reason().ends_with(&format!("and the next link {why}")), "{error}"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn endless_pages_are_not_followed_forever() {
    let pages = (0..150).map(|n| json!({"responses": [], "@odata.nextLink": format!("{{url}}/v1.0/{n}")}));
    let server = serve(pages).await;
    let mut items = client(&server).batch();
    let get = items.add(&GET);
    let error = items.send().await.expect("a response").take(get).expect_err("none");
    assert!(error.to_string().ends_with("and it has too many pages"), "{error}");
    assert_eq!(server.requests().len(), 101);
}

#[tokio::test]
async fn an_unreadable_page_does_not_resend_the_items() {
    let address = unused_address().await;
    let first = json!({"responses": [thing(1)], "@odata.nextLink": format!("http://{address}/v1.0/rest")});
    let script = [Response::json(200, first.to_string()), Response::empty(404)];
    let server = Server::start_on(address, script).await;
    let mut items = client(&server).batch();
    let (get, create) = (items.item(&GET).version(graph_runtime::ApiVersion::Beta).add(), items.add(&CREATE));
    let mut responses = items.send().await.expect("responses");
    responses.take(get).expect("a thing");
    let error = responses.take(create).expect_err("missing");
    assert!(matches!(error, Error::Decode(_)), "it may have been acted upon: {error:?}");
    assert!(error.to_string().contains("the next page could not be read: Batch: 404"), "{error}");
    assert_eq!(server.requests().len(), 2);
}
