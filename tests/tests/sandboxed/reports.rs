//! What is said of requests that came otherwise than expected.

use std::panic::{AssertUnwindSafe, catch_unwind};

use graph_runtime::{ApiVersion, Bytes, Patch, QueryOptions, graph_action, testing::GraphMock};
use serde_json::json;

use crate::{
    Account, ChangeThing, CountUsers, DeleteUser, GetUser, OpenVault, Part, PutPhoto, Revoke, change, not_expected,
    report, start, thing, user, vault,
};

#[tokio::test]
async fn a_request_that_differs_anywhere_is_reported_with_every_difference() {
    let mock = start();
    mock.expect::<ChangeThing>().matching(&change()).respond(thing("7"));
    let other = ChangeThing {
        id: "8".into(),
        name: "O''Brien".into(),
        index: 4,
        path: "a b".into(),
        top: None,
        search_for: "a b".into(),
        if_match: "*".into(),
        display_name: Patch::Clear,
        parts: vec![Part { number: 2, pin: Some("1234".into()) }],
        key: "hunter3".into(),
    };
    let graph = mock.client();
    let call = graph.call(&other).version(ApiVersion::Beta).send();
    assert_eq!(call.await.expect_err("it differs").status().map(|status| status.as_u16()), Some(501));
    assert_eq!(
        report(&mock),
        r##"Microsoft Graph was not called as expected.

ChangeThing: expected at least 1 call, got none
  PATCH /things/<id>/f(name='<name>',index=<index>)/root:/<path..>:/content
  version: v1.0
  path parameter `id`: "dep 1/é"
  path parameter `name`: "O'Brien"
  path parameter `index`: "3"
  path parameter `path`: "a b/c.txt"
  query: `$top`: "5", `searchFor`: "a+b &c"
  header `if-match`: "W/\"1\""
  header `accept`: "application/json"
  header `content-type`: "application/json"
  body: {"@odata.type":"#microsoft.graph.thing","displayName":"Name","key":"[redacted]","parts":[{"number":1,"pin":null}]}
  expectation at

unexpected request: PATCH /beta/things/8/f(name='O''''Brien',index=4)/root:/a b:/content
  closest expectation: ChangeThing, at
  version: expected v1.0, got beta
  path parameter `id`: expected "dep 1/é", got "8"
  path parameter `name`: expected "O'Brien", got "O''Brien"
  path parameter `index`: expected "3", got "4"
  path parameter `path`: expected "a b/c.txt", got "a b"
  query parameter `$top`: expected "5", got none
  query parameter `searchFor`: expected "a+b &c", got "a b"
  header `if-match`: expected "W/\"1\"", got "*"
  property `/displayName`: expected "Name", got null
  property `/key`: differs (secret values are not shown)
  property `/parts/0/number`: expected 1, got 2
  property `/parts/0/pin`: expected null, got "1234""##
    );
}

#[tokio::test]
async fn no_report_and_no_response_shows_a_secret() {
    let mock = start();
    mock.expect::<OpenVault>().matching(&vault("hunter2")).respond(());
    mock.expect::<OpenVault>()
        .parameter("vault", "hunter2")
        .query("code", "hunter2")
        .header("X-Key", "hunter2")
        .header("Authorization", "hunter2")
        .property("pin", "hunter2")
        .property("/account/login", "nobody")
        .body(json!({"pin": "hunter2"}))
        .body_containing(vault("hunter2").account)
        .respond(());
    let message = not_expected(&mock.client(), &vault("hunter3")).await;
    let mut shown = vec![message, format!("{:?}", mock.received::<OpenVault>()), format!("{mock:?}")];
    shown.push(report(&mock));
    shown.push(format!("{:?}", mock.expect::<OpenVault>().matching(&vault("hunter2")).query("code", "hunter2")));
    for text in &shown {
        assert!(!text.contains("hunter") && !text.contains(GraphMock::TOKEN), "{text}");
    }
    let report = &shown[3];
    for line in [
        "unexpected request: POST /v1.0/vaults/[redacted]/open",
        "  path parameter `vault`: [redacted]",
        "  path parameter `vault`: differs (secret values are not shown)",
        "  query parameter `code`: differs (secret values are not shown)",
        "  header `x-key`: differs (secret values are not shown)",
        "  property `/pin`: differs (secret values are not shown)",
        "  property `/account/password`: differs (secret values are not shown)",
    ] {
        assert!(report.lines().any(|found| found == line), "{line} is missing in\n{report}");
    }
}

#[tokio::test]
async fn too_few_calls_and_too_many_are_reported() {
    let mock = start();
    mock.expect::<GetUser>().parameter("id", "1").times(3).respond(thing("1"));
    mock.expect::<GetUser>().parameter("id", "2").once().respond(thing("2"));
    mock.expect::<GetUser>().parameter("id", "3").never();
    mock.expect::<GetUser>().parameter("id", "4").at_least(2).at_most(3).respond(thing("4"));
    mock.expect::<DeleteUser>().at_most(1).respond(());
    mock.expect::<GetUser>().parameter("id", "3").at_least(0).respond(thing("never before this"));
    let graph = mock.client();
    graph.send(&user("1")).await.expect("a user");
    graph.send(&user("2")).await.expect("a user");
    let twice = not_expected(&graph, &user("2")).await;
    assert_eq!(
        twice,
        "GraphMock: unexpected request: GET /v1.0/users/2; closest expectation: GetUser (no further call is expected after \
         the first)"
    );
    not_expected(&graph, &user("3")).await;
    assert_eq!(
        report(&mock),
        r#"Microsoft Graph was not called as expected.

GetUser: expected 3 calls, got 1
  GET /users/<id>
  path parameter `id`: "1"
  expectation at

GetUser: expected 2 to 3 calls, got none
  GET /users/<id>
  path parameter `id`: "4"
  expectation at

unexpected request: GET /v1.0/users/2
  closest expectation: GetUser, at
  no further call is expected after the first

unexpected request: GET /v1.0/users/3
  closest expectation: GetUser, at
  no call is expected"#
    );
}

#[tokio::test]
async fn an_unexpected_request_is_compared_with_the_closest_expectation() {
    let mock = start();
    mock.expect::<GetUser>().respond(thing("1"));
    mock.expect::<Revoke>().respond(true);
    let graph = mock.client();
    not_expected(&graph, &DeleteUser { id: "a b".into() }).await;
    let photo = PutPhoto { id: "1".into(), content: Bytes::new() };
    not_expected(&graph, &photo).await;
    not_expected(&graph, &vault("x")).await;
    let reported = report(&mock);
    let unexpected = reported.split_once("unexpected request: DELETE").expect("it is reported").1;
    assert_eq!(
        unexpected,
        r" /v1.0/users/a b
  closest expectation: GetUser, at
  method: expected GET, got DELETE

unexpected request: PUT /v1.0/users/1/photo/$value
  closest expectation: GetUser, at
  method: expected GET, got PUT
  path: expected /users/<id>

unexpected request: POST /v1.0/vaults/x-vault/open
  no expectation has a similar path"
    );
}

#[tokio::test]
async fn a_report_says_that_no_request_was_received() {
    let mock = start();
    mock.expect::<CountUsers>().respond(1);
    assert_eq!(
        report(&mock),
        "Microsoft Graph was not called as expected.\n\nCountUsers: expected at least 1 call, got none\n  \
         GET /users/$count\n  expectation at\n\nNo request was received."
    );
}

#[tokio::test]
async fn a_mock_reports_once_and_not_while_a_test_panics() {
    let mock = start();
    mock.expect::<CountUsers>().respond(1);
    let panic = catch_unwind(AssertUnwindSafe(move || drop(mock))).expect_err("it was not called");
    assert!(
        panic.downcast_ref::<String>().is_some_and(|report| report.contains("CountUsers: expected at least 1 call"))
    );

    let mock = start();
    mock.expect::<CountUsers>().respond(1);
    let panic = catch_unwind(AssertUnwindSafe(move || {
        let _mock = mock;
        panic!("the test's own reason");
    }));
    let panic = panic.expect_err("it panics");
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"the test's own reason"));

    let mock = start();
    mock.expect::<CountUsers>().respond(1);
    report(&mock);
    drop(mock);
}

#[tokio::test]
async fn a_request_without_version_is_reported() {
    let mock = start();
    mock.expect::<GetUser>().at_least(0).respond(thing("7"));
    let request = reqwest::Client::new().get(format!("{}/users/7", mock.url())).bearer_auth(GraphMock::TOKEN);
    assert_eq!(request.send().await.expect("a response").status(), 501);
    assert!(report(&mock).contains("unexpected request: GET /users/7\n"));
}

#[tokio::test]
async fn whole_bodies_and_query_options_can_be_secret() {
    #[graph_action(POST, "/exports", perms = none)]
    struct Export {
        #[graph(query_options, secret)]
        options: QueryOptions,
        #[graph(body, secret)]
        account: Account,
    }

    let export = |secret: &str| Export {
        options: QueryOptions::new().filter(format!("a eq '{secret}'")),
        account: Account { login: secret.into(), password: String::new().into() },
    };
    let mock = start();
    mock.expect::<Export>()
        .query("$filter", "hunter2")
        .body(json!({"login": "hunter2", "password": ""}))
        .property("login", "hunter2")
        .respond(());
    let message = not_expected(&mock.client(), &export("hunter3")).await;
    let report = report(&mock);
    assert!(!message.contains("hunter") && !report.contains("hunter"), "{message}\n{report}");
    assert!(report.contains("\n  body: \"[redacted]\"\n  property `/login`: \"[redacted]\"\n"), "{report}");
    assert!(report.ends_with("property `/login`: differs (secret values are not shown)"), "{report}");
}
