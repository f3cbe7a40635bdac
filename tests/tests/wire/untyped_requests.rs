//! Requests of operations that are not declared.

use graph_runtime::{ApiVersion, Error, GraphClient, metadata::Method, retry::RetryPolicy};
use graph_tests::server::{Response, Server};
use serde_json::{Value, json};

fn client(server: &Server) -> GraphClient {
    let retry = RetryPolicy::default().base_delay(std::time::Duration::ZERO);
    GraphClient::builder().base_url(server.url()).token("hunter2-token").retry(retry).build().expect("a client")
}

fn reason(outcome: Result<impl Sized, Error>) -> String {
    match outcome {
        Err(Error::Build(error)) => error.to_string(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("the request was built"),
    }
}

#[tokio::test]
async fn method_path_query_headers_and_body_are_sent_as_given() {
    let server = Server::start([Response::json(201, r#"{"id":"7"}"#).header("request-id", "r-1")]).await;
    let request = client(&server)
        .request(Method::Post, "/users/megan%40contoso.com/messages?$select=id")
        .version(ApiVersion::Beta)
        .query("$filter", "a eq 'b&c'")
        .header("Prefer", "return=minimal")
        .client_request_id("mine")
        .json(&json!({ "subject": "Hello" }))
        .send_json::<Value>()
        .await
        .expect("a message");
    assert_eq!((request.status.as_u16(), &request.value["id"]), (201, &json!("7")));
    assert_eq!(request.request_id(), Some("r-1"));

    let sent = server.request();
    assert_eq!(sent.method, "POST");
    let target = "/beta/users/megan%40contoso.com/messages?$select=id&$filter=a%20eq%20%27b%26c%27";
    assert_eq!(sent.target, target);
    assert_eq!(sent.text(), r#"{"subject":"Hello"}"#);
    for (name, value) in [
        ("authorization", "Bearer hunter2-token"),
        ("content-type", "application/json"),
        ("accept", "application/json"),
        ("prefer", "return=minimal"),
        ("client-request-id", "mine"),
    ] {
        assert_eq!(sent.header(name), Some(value), "{name}");
    }
}

#[tokio::test]
async fn the_response_of_any_kind_is_returned_as_bytes() {
    let server = Server::start([Response::body(200, "42"), Response::empty(204), Response::json(404, "{}")]).await;
    let graph = client(&server);
    let count = graph.request(Method::Get, "/users/$count").send().await.expect("a number");
    assert_eq!(count.value, "42");
    let deleted = graph.request(Method::Delete, "/users/7").send().await.expect("no content");
    assert_eq!((deleted.status.as_u16(), deleted.value.len()), (204, 0));
    let error = graph.request(Method::Get, "/users/8").send().await.expect_err("no such user");
    assert_eq!(error.to_string(), "UntypedRequest: 404 Not Found");
    assert_eq!(server.requests()[1].header("content-type"), None);
}

#[tokio::test]
async fn a_post_is_not_retried_after_a_server_error_and_a_get_is() {
    let server = Server::start([Response::empty(500), Response::empty(500), Response::empty(204)]).await;
    let graph = client(&server);
    graph.request(Method::Post, "/users").json(&json!({})).send().await.expect_err("500");
    graph.request(Method::Get, "/users").send().await.expect("the second attempt");
    assert_eq!(server.request_count(), 3);
}

#[tokio::test]
async fn a_path_that_would_address_another_resource_is_not_sent() {
    let server = Server::start([]).await;
    let graph = client(&server);
    for path in [
        "",
        "users",
        "/",
        "/users/",
        "/users//messages",
        "//evil.example/users",
        "/users/..",
        "/users/./messages",
        "/users/%2e%2E/groups",
        "/users\\..\\groups",
        "/users#x",
        "/users\r\nX-Admin: 1",
        "/users?a=b\nc",
        "/v1.0/users",
        "/beta",
        "https://graph.microsoft.com/v1.0/users",
    ] {
        let message = reason(graph.request(Method::Get, path).send().await);
        assert!(message.contains("`path`"), "{path}: {message}");
        reason(graph.request(Method::Get, path).preview());
    }
    let long = format!("/users/{}", "a".repeat(33 * 1024));
    assert!(reason(graph.request(Method::Get, long).send().await).contains("the limit is"));
    reason(graph.request(Method::Get, "/users").header("Authorization", "x").send().await);
    reason(graph.request(Method::Put, "/x").body("a\r\nb", "x").send().await);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_preview_is_what_would_be_sent_and_debug_shows_no_value() {
    let graph = GraphClient::builder().token("hunter2-token").build().expect("a client");
    let request = || graph.request(Method::Put, "/drive/items/1:/a.txt:/content").body("text/plain", "hello");
    let preview = request().preview().expect("a preview").to_string();
    assert!(preview.starts_with("PUT https://graph.microsoft.com/v1.0/drive/items/1:/a.txt:/content\n"), "{preview}");
    assert!(preview.contains("content-type: text/plain") && preview.ends_with("\n\nhello"), "{preview}");
    assert!(!preview.contains("hunter2"));
    assert_eq!(format!("{:?}", request()), "UntypedRequest { method: Put, .. }");
}

#[tokio::test]
async fn path_parameters_are_encoded_for_their_positions() {
    let graph = GraphClient::builder().token("hunter2-token").build().expect("a client");
    let url = |path: &str, parameters: &[(&str, &str)]| {
        let request = graph.request(Method::Get, path);
        let request = parameters.iter().fold(request, |request, (name, value)| request.parameter(*name, value));
        request.preview().map(|preview| preview.url().trim_start_matches("https://graph.microsoft.com").to_owned())
    };
    for (path, parameters, expected) in [
        ("/users/<id>/messages", &[("id", "a/b c")][..], "/v1.0/users/a%2Fb%20c/messages"),
        ("/users/<id>?$select=id", &[("id", "../admin?x#y")], "/v1.0/users/..%2Fadmin%3Fx%23y?$select=id"),
        ("/reports/f(period='<period>')", &[("period", "O'7")], "/v1.0/reports/f(period='O''7')"),
        ("/workbook/itemAt(index=<i>)", &[("i", "7")], "/v1.0/workbook/itemAt(index=7)"),
        ("/root:/<path..>:/content", &[("path", "a b/c:d")], "/v1.0/root:/a%20b/c%3Ad:/content"),
        ("/users/<id>/<id>", &[("id", "lost"), ("id", "7")], "/v1.0/users/7/7"),
    ] {
        assert_eq!(url(path, parameters).expect(path), expected);
    }
    for (path, parameters, named) in [
        ("/users/<id>", &[][..], "`<id>` has no value"),
        ("/users/<id>", &[("id", "")], "`id` must not be empty"),
        ("/users/<id>", &[("id", "..")], "`id` must not be `.` or `..`"),
        ("/users/<id>", &[("id", "$count")], "`id` must not begin with `$`"),
        ("/users/<id>", &[("id", "7"), ("other", "8")], "no placeholder `<other>`"),
        ("/itemAt(index=<i>)", &[("i", "1,b=2")], "`i` must consist of letters"),
        ("/root:/<path..>:/content", &[("path", "a//b")], "`path` must not be empty or contain an empty segment"),
        ("/users/<id", &[("id", "7")], "`path` must contain `<` and `>` only in placeholders"),
    ] {
        let message = reason(url(path, parameters));
        assert!(message.contains(named), "{path}: {message}");
    }
}
