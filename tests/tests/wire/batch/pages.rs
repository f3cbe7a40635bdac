//! Answers to batches that come on several pages.

use graph_runtime::Error;
use graph_tests::{
    fixtures::{
        CREATE, GET, TOKEN,
        batch::{at_once, thing},
        client,
    },
    server::{Answer, Server, unused_address},
};
use serde_json::{Value, json};

/// A server whose answers may name its own address, as `{url}`.
async fn serve(bodies: impl IntoIterator<Item = Value>) -> Server {
    let address = unused_address().await;
    let url = format!("http://{address}");
    let answers = bodies.into_iter().map(|body| at_once(body.to_string().replace("{url}", &url).as_bytes()));
    Server::start_on(address, answers.collect::<Vec<_>>()).await
}

#[tokio::test]
async fn an_answer_on_several_pages_is_read_to_its_end() {
    let server = serve([
        json!({"responses": [thing(2)], "@odata.nextLink": "{url}/v1.0/$batch?$skiptoken=x%2Fy"}),
        json!({"responses": [], "nextLink": "{url}/v1.0/$batch?$skiptoken=2"}),
        json!({"responses": [thing(1), thing(2)], "@odata.nextLink": "{url}/v1.0/not-needed"}),
    ])
    .await;
    let mut items = client(&server).batch();
    let (one, two) = (items.add(&GET), items.add(&GET));
    let mut answers = items.send().await.expect("answers");
    assert_eq!(answers.take(one).expect("a thing").id, "1");
    assert_eq!(answers.take(two).expect("a thing").id, "2");
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
async fn a_next_link_that_must_not_be_followed_costs_the_items_that_are_missing_alone() {
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
        let mut answers = items.send().await.expect("answers");
        answers.take(get).expect("a thing");
        match answers.take(create).expect_err("missing") {
            Error::Decode(error) => assert!(error.reason().ends_with(&format!("and the next link {why}")), "{error}"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn an_answer_without_end_is_not_followed_for_ever() {
    let pages = (0..150).map(|n| json!({"responses": [], "@odata.nextLink": format!("{{url}}/v1.0/{n}")}));
    let server = serve(pages).await;
    let mut items = client(&server).batch();
    let get = items.add(&GET);
    let error = items.send().await.expect("an answer").take(get).expect_err("none");
    assert!(error.to_string().ends_with("and it has too many pages"), "{error}");
    assert_eq!(server.requests().len(), 101);
}

#[tokio::test]
async fn a_rest_that_cannot_be_read_does_not_send_the_items_again() {
    let address = unused_address().await;
    let first = json!({"responses": [thing(1)], "@odata.nextLink": format!("http://{address}/v1.0/rest")});
    let script = [Answer::json(200, first.to_string()), Answer::empty(404)];
    let server = Server::start_on(address, script).await;
    let mut items = client(&server).batch();
    let (get, create) = (items.item(&GET).version(graph_runtime::ApiVersion::Beta).add(), items.add(&CREATE));
    let mut answers = items.send().await.expect("answers");
    answers.take(get).expect("a thing");
    let error = answers.take(create).expect_err("missing");
    assert!(matches!(error, Error::Decode(_)), "it may have been acted upon: {error:?}");
    assert!(error.to_string().contains("the next page could not be read: Batch: 404"), "{error}");
    assert_eq!(server.requests().len(), 2);
}
