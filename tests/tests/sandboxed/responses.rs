//! How the mock responds, and what the client makes of it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use graph_runtime::{
    Bytes, Error, GraphClient, Page, QueryOptions, graph_action,
    odata::{ODataValue, PlainText},
    testing::{GraphError, MockResponse},
};
use serde_json::json;

use crate::{
    CountUsers, DeleteUser, GetUser, ListUsers, PutPhoto, Revoke, UsersDelta, not_expected, once, report, start, thing,
    user,
};

#[tokio::test]
async fn values_are_sent_as_the_action_returns_them() {
    let mock = start();
    mock.expect::<GetUser>().once().respond(json!({"id": "7", "more": 1}));
    mock.expect::<GetUser>().once().respond_status(203, thing("8"));
    mock.expect::<ListUsers>().once().respond([thing("1"), thing("2")]);
    mock.expect::<ListUsers>().once().respond(json!({"value": [], "@odata.count": 7}));
    mock.expect::<Revoke>().once().respond(true);
    mock.expect::<Revoke>().once().respond(ODataValue { value: false });
    mock.expect::<CountUsers>().once().respond(PlainText(17));
    mock.expect::<PutPhoto>().once().respond(vec![1_u8, 2]);
    mock.expect::<DeleteUser>().once().respond(());
    mock.expect::<DeleteUser>().once().respond_status(202, ());
    mock.expect::<DeleteUser>().once().respond(json!({"ignored": true}));
    let graph = mock.client();
    let response = graph.call(&user("7")).send_detailed().await.expect("a user");
    assert_eq!(
        (response.status.as_u16(), &response.headers["content-type"]),
        (200, &"application/json".parse().expect("text"))
    );
    assert_eq!(graph.call(&user("7")).send_detailed().await.expect("a user").status.as_u16(), 203);
    let list = ListUsers { options: QueryOptions::new() };
    assert_eq!(graph.send(&list).await.expect("a page").value.len(), 2);
    assert_eq!(graph.send(&list).await.expect("a page").count, Some(7));
    let revoke = Revoke { id: "1".into() };
    assert!(graph.send(&revoke).await.expect("a value").value);
    assert!(!graph.send(&revoke).await.expect("a value").value);
    let count = graph.call(&CountUsers).send_detailed().await.expect("a number");
    assert_eq!((count.value, &count.headers["content-type"]), (PlainText(17), &"text/plain".parse().expect("text")));
    let photo = PutPhoto { id: "1".into(), content: Bytes::new() };
    assert_eq!(graph.send(&photo).await.expect("bytes"), &[1, 2][..]);
    let delete = DeleteUser { id: "1".into() };
    for status in [204, 202, 200] {
        assert_eq!(graph.call(&delete).send_detailed().await.expect("a success").status.as_u16(), status);
    }
}

#[tokio::test]
async fn none_is_an_empty_response() {
    macro_rules! respond_none {
        ($($returns:ty),+) => {$({
            #[graph_action(PATCH, "/users/1", perms = none, returns = Option<$returns>)]
            struct UpdateUser;

            let mock = start();
            mock.expect::<UpdateUser>().once().respond(None::<String>);
            let response = mock.client().call(&UpdateUser).send_detailed().await.expect("a success");
            assert_eq!((response.value, response.status.as_u16()), (None, 204));
        })+};
    }

    respond_none!(String, Bytes, PlainText<u8>, ODataValue<u8>, Page<u8>);
}

#[tokio::test]
async fn a_value_that_the_action_could_not_decode_is_rejected_at_the_expectation() {
    let mock = start();
    let rejection = |respond: &dyn Fn()| {
        let panic = catch_unwind(AssertUnwindSafe(respond)).expect_err("it does not fit");
        panic.downcast_ref::<String>().expect("it says why").clone()
    };
    let said = rejection(&|| mock.expect::<GetUser>().respond(json!({"name": "x"})));
    assert!(said.starts_with("GetUser cannot read this response: missing field `id`"), "{said}");
    assert!(rejection(&|| mock.expect::<CountUsers>().respond("many")).contains("CountUsers"));
    assert!(rejection(&|| mock.expect::<CountUsers>().respond([1])).contains("it returns text"));
    assert!(rejection(&|| mock.expect::<PutPhoto>().respond([256])).contains("it returns bytes"));
    assert!(rejection(&|| mock.expect::<ListUsers>().respond_pages([[1]])).contains("ListUsers"));
    let said = rejection(&|| drop(mock.expect::<GetUser>().parameter("upn", 1)));
    assert_eq!(said, "GetUser has no path parameter `upn`: its path is /users/<id>");
    let said = rejection(&|| drop(mock.expect::<GetUser>().matching(&user(".."))));
    assert!(said.starts_with("cannot build GetUser: `id`"), "{said}");
}

#[tokio::test]
async fn errors_have_the_format_of_graph() {
    let mock = start();
    let error = GraphError::new(404, "ResourceNotFound", "There is none.")
        .target("id")
        .detail("InvalidId", "id", "It is no id.")
        .inner_code("Missing");
    mock.expect::<GetUser>().once().respond_error(error);
    mock.expect::<GetUser>()
        .once()
        .respond_error(GraphError::new(403, "Forbidden", "Not authorized.").with_intune_format());
    let graph = mock.client();
    let call = graph.call(&user("1")).client_request_id("from-the-test").send();
    let Error::Api(error) = call.await.expect_err("404") else { panic!("an error response") };
    assert_eq!((error.status().as_u16(), error.code()), (404, Some("ResourceNotFound")));
    assert_eq!((error.message(), error.target()), (Some("There is none."), Some("id")));
    assert_eq!(error.details()[0].code.as_deref(), Some("InvalidId"));
    let inner = &error.inner_errors()[0];
    assert_eq!((inner.code.as_deref(), inner.client_request_id.as_deref()), (Some("Missing"), Some("from-the-test")));
    assert!(inner.date.as_deref().is_some_and(|date| date.len() == 19), "{inner:?}");
    assert_eq!(error.headers()["client-request-id"], "from-the-test");
    assert_eq!(error.headers()["request-id"].to_str().ok(), error.request_id());
    assert!(error.headers().contains_key("date"));
    let error = graph.send(&user("1")).await.expect_err("403");
    let Error::Api(error) = error else { panic!("an error response") };
    assert!(error.message().is_some_and(|message| message.starts_with("Not authorized. - Operation ID")), "{error:?}");
    assert!(error.to_string().starts_with("GetUser: 403 Forbidden: Forbidden: Not authorized."), "{error}");
}

#[tokio::test]
async fn throttling_precedes_the_response_and_does_not_count() {
    let mock = start();
    mock.expect::<GetUser>().once().throttle(2, None).respond(thing("7"));
    mock.expect::<Revoke>().once().throttle(1, Some(Duration::ZERO)).respond(true);
    mock.expect::<DeleteUser>().once().throttle(9, Some(Duration::from_millis(249))).respond(());
    let graph = mock.client();
    assert_eq!(graph.send(&user("7")).await.expect("a user"), thing("7"));
    assert!(graph.send(&Revoke { id: "7".into() }).await.expect("a value").value);
    assert_eq!((mock.received::<GetUser>().len(), mock.received::<Revoke>().len()), (3, 2));
    assert_eq!(mock.received::<GetUser>()[2].header("retry-attempt"), Some("2"));
    let error = once(&mock).send(&DeleteUser { id: "7".into() }).await.expect_err("throttled");
    assert_eq!((error.code(), error.retry_after()), (Some("TooManyRequests"), Some(Duration::from_millis(249))));
    let report = report(&mock);
    assert!(report.contains("DeleteUser: expected 1 call, got none, and 1 throttled request\n"), "{report}");
}

#[tokio::test]
async fn faults_end_in_errors_of_the_client() {
    let mock = start();
    mock.expect::<GetUser>().once().respond_raw(MockResponse::broken_connection());
    mock.expect::<GetUser>()
        .once()
        .respond_raw(MockResponse::body(502, "text/html", "<html>").header("X-Gateway", "1"));
    mock.expect::<GetUser>().once().respond_raw(MockResponse::body(200, "application/json", r#"{"id": "#));
    mock.expect::<GetUser>().once().after(Duration::from_mins(1)).respond(thing("late"));
    mock.expect::<GetUser>().once().after(Duration::from_millis(80)).respond(thing("in time"));
    let graph = once(&mock);
    assert!(matches!(graph.send(&user("1")).await, Err(Error::Transport(_))));
    let Err(Error::Api(gateway)) = graph.send(&user("1")).await else { panic!("an error response") };
    assert_eq!((gateway.status().as_u16(), gateway.code(), &gateway.body()[..]), (502, None, &b"<html>"[..]));
    assert_eq!(gateway.headers()["x-gateway"], "1");
    assert!(matches!(graph.send(&user("1")).await, Err(Error::Decode(_))));
    let late = graph.call(&user("1")).timeout(Duration::from_millis(50)).send().await;
    assert!(matches!(late, Err(Error::Timeout(_))), "{late:?}");
    let start = Instant::now();
    assert_eq!(graph.send(&user("1")).await.expect("a user"), thing("in time"));
    assert!(start.elapsed() >= Duration::from_millis(80));
}

#[tokio::test]
async fn a_broken_connection_is_retried_if_that_is_safe() {
    let mock = start();
    mock.expect::<GetUser>().once().respond_raw(MockResponse::broken_connection());
    mock.expect::<GetUser>().once().respond(thing("7"));
    mock.expect::<Revoke>().once().respond_raw(MockResponse::broken_connection());
    let graph = mock.client();
    assert_eq!(graph.send(&user("7")).await.expect("a user"), thing("7"));
    assert!(matches!(graph.send(&Revoke { id: "7".into() }).await, Err(Error::Transport(_))));
    assert_eq!(mock.received::<Revoke>().len(), 1);
}

#[tokio::test]
async fn a_response_can_be_computed_from_the_request() {
    let mock = start();
    mock.expect::<GetUser>().respond_with(|request| match request.parameter("id") {
        Some("nobody") => GraphError::new(404, "ResourceNotFound", "no").into(),
        Some("panic") => panic!("what is this"),
        id => MockResponse::json(200, &json!({ "id": id })),
    });
    let graph = mock.client();
    assert_eq!(graph.send(&user("a/b")).await.expect("a user"), thing("a/b"));
    assert_eq!(graph.send(&user("nobody")).await.expect_err("404").code(), Some("ResourceNotFound"));
    assert!(
        not_expected(&graph, &user("panic")).await.ends_with("(the closure for the response panicked: what is this)")
    );
    assert!(report(&mock).contains("the closure for the response panicked: what is this"));
}

#[tokio::test]
async fn next_links_lead_to_the_mocks_own_address() {
    let mock = start();
    let options = QueryOptions::new().top(2).filter("a eq 'b'");
    let list = ListUsers { options };
    mock.expect::<ListUsers>().matching(&list).once().respond_pages([
        vec![thing("1"), thing("2")],
        vec![],
        vec![thing("3")],
    ]);
    let graph = mock.client();
    let mut users = graph.call(&list).items();
    let mut ids = Vec::new();
    while let Some(user) = users.next().await {
        ids.push(user.expect("a user").id);
    }
    assert_eq!(ids, ["1", "2", "3"]);
    let received = mock.received::<ListUsers>();
    assert_eq!(received.len(), 3);
    assert!(received.iter().all(|page| page.query("$filter") == Some("a eq 'b'")));
    assert!(received[0].query("$skiptoken").is_none() && received[2].query("$skiptoken").is_some());
    mock.verify();
}

#[tokio::test]
async fn changes_are_requested_with_the_delta_link() {
    let mock = start();
    mock.expect::<UsersDelta>().once().respond_delta_pages([[thing("1")], [thing("2")]], "later/1");
    mock.expect::<UsersDelta>().query("$deltatoken", "later/1").once().respond([thing("3")]);
    let graph = mock.client();
    let mut pages = graph.call(&UsersDelta { delta_token: None }).pages();
    let mut link = None;
    while let Some(page) = pages.next().await {
        link = page.expect("a page").delta_link;
    }
    let link = link.expect("a delta link");
    assert!(link.starts_with(mock.url()), "{link}");
    let action = UsersDelta { delta_token: None };
    let changes = graph.call(&action).pages_from(link).next().await.expect("a page").expect("a page");
    assert_eq!(changes.value, [thing("3")]);
}

#[tokio::test]
async fn a_request_without_the_mocks_token_gets_graphs_401() {
    let mock = start();
    mock.expect::<GetUser>().once().respond(thing("7"));
    let stranger = GraphClient::builder().base_url(mock.url()).token("another").build().expect("a client");
    let error = stranger.send(&user("7")).await.expect_err("401");
    assert_eq!(
        (error.status().map(|status| status.as_u16()), error.code()),
        (Some(401), Some("InvalidAuthenticationToken"))
    );
    assert!(report(&mock).ends_with("1 request got 401, since it did not have the mock's token."));
}

#[tokio::test]
async fn concurrent_calls_are_all_counted() {
    let mock = start();
    mock.expect::<GetUser>()
        .times(50)
        .respond_with(|user| MockResponse::json(200, &json!({"id": user.parameter("id")})));
    let graph = mock.client();
    let calls: Vec<_> = (0..50)
        .map(|id| {
            let graph = graph.clone();
            tokio::spawn(async move { (id, graph.send(&user(&id.to_string())).await.expect("a user").id) })
        })
        .collect();
    for call in calls {
        let (id, received) = call.await.expect("it does not panic");
        assert_eq!(received, id.to_string());
    }
}
