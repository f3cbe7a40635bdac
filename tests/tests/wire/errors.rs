//! What an error says of an error response, and what it keeps to itself.

use std::time::Duration;

use graph_runtime::{ApiError, Error, retry::RetryPolicy};
use graph_tests::{
    fixtures::{CREATE, GET, POKE, builder, client},
    server::{Response, Server},
};
use serde_json::{Value, json};

/// The error that a GET ends in.
async fn api_error(response: Response) -> Box<ApiError> {
    let server = Server::start([response]).await;
    let client = builder(&server).retry(RetryPolicy::none()).build().expect("a client");
    match client.send(&GET).await {
        Err(Error::Api(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn json_response(status: u16, body: &Value) -> Response {
    Response::json(status, body.to_string())
}

#[tokio::test]
async fn an_error_response_is_reported_in_full() {
    let body = json!({"error": {
        "code": "BadRequest",
        "message": "Invalid filter.\r\nsecond line",
        "target": "$filter",
        "details": [{"code": "syntax", "message": "at 3", "target": "x"}],
        "innerError": {
            "code": "outer",
            "date": "2026-01-02T03:04:05",
            "request-id": "r-1",
            "client-request-id": "c-1",
            "innererror": {"code": "inner"},
        },
    }});
    let error = api_error(json_response(400, &body).header("request-id", "r-2").header("X-Note", "kept")).await;
    assert_eq!(error.status(), 400);
    assert_eq!((error.code(), error.target()), (Some("BadRequest"), Some("$filter")));
    assert_eq!(error.message(), Some("Invalid filter.\r\nsecond line"));
    assert_eq!(error.details()[0].code.as_deref(), Some("syntax"));
    let codes: Vec<_> = error.inner_errors().iter().map(|inner| inner.code.as_deref()).collect();
    assert_eq!(codes, [Some("outer"), Some("inner")]);
    assert_eq!((error.request_id(), error.client_request_id()), (Some("r-1"), Some("c-1")));
    assert_eq!((error.date(), error.retry_after()), (Some("2026-01-02T03:04:05"), None));
    assert_eq!(error.body(), body.to_string().as_bytes());
    assert_eq!(error.headers()["x-note"], "kept");
    assert_eq!(error.to_string(), "GetThing: 400 Bad Request: BadRequest: Invalid filter. (request-id r-1)");

    let error = Error::from(error);
    assert_eq!((error.status().map(|status| status.as_u16()), error.code()), (Some(400), Some("BadRequest")));
    assert_eq!((error.request_id(), error.client_request_id()), (Some("r-1"), Some("c-1")));
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn ids_and_date_come_from_the_headers_if_the_body_has_none() {
    let headers = |response: Response| {
        response
            .header("request-id", "r-1")
            .header("client-request-id", "c-1")
            .header("Date", "Fri, 02 Jan 2026 03:04:05 GMT")
    };
    let error = api_error(headers(json_response(404, &json!({"error": {"code": "ResourceNotFound"}})))).await;
    assert_eq!((error.request_id(), error.client_request_id()), (Some("r-1"), Some("c-1")));
    assert_eq!(error.date(), Some("Fri, 02 Jan 2026 03:04:05 GMT"));
    assert_eq!(error.to_string(), "GetThing: 404 Not Found: ResourceNotFound (request-id r-1)");
}

#[tokio::test]
async fn an_error_response_without_an_id_has_the_one_that_was_sent() {
    let server = Server::start([Response::empty(404)]).await;
    let error = client(&server).call(&GET).client_request_id("mine").send().await.expect_err("an error");
    assert_eq!((error.request_id(), error.client_request_id()), (None, Some("mine")));
    assert_eq!(error.to_string(), "GetThing: 404 Not Found");
}

#[tokio::test]
async fn intunes_three_shapes_are_one_short_line() {
    let message =
        "Not licensed - Operation ID (for customer support): 0-0 - Activity ID: 1-1 - Url: https://fef.example/x";
    let intune = json!({
        "_version": 3, "Message": message, "CustomApiErrorPhrase": "", "RetryAfter": null,
        "ErrorSourceService": "", "HttpHeaders": "{\"WWW-Authenticate\":\"Bearer\"}",
    })
    .to_string();
    let nested = json!({"ErrorCode": "Forbidden", "Message": intune, "Target": null}).to_string();
    for (shape, code) in [
        (json!({"error": {"code": "BadRequest", "message": intune}}), "BadRequest"),
        (json!({"error": {"code": "UnknownError", "message": nested}}), "Forbidden"),
        (json!({"ErrorCode": "Forbidden", "Message": intune, "Target": null, "Details": null}), "Forbidden"),
    ] {
        let error = api_error(json_response(400, &shape)).await;
        assert_eq!(error.code(), Some(code));
        assert_eq!(error.message(), Some(message));
        assert_eq!(error.to_string(), format!("GetThing: 400 Bad Request: {code}: Not licensed"));
    }
}

#[tokio::test]
async fn an_error_response_may_have_any_body() {
    let cut = br#"{"error": {"code": "Bad"#;
    let bodies: [&[u8]; 7] = [
        b"",
        b"<html>\n<h1>Bad gateway</h1>",
        cut,
        b"\xff\xfe\x00\x80",
        b"[[[[",
        b"{\"error\": 3}",
        b"Too many requests",
    ];
    for body in bodies {
        let error = api_error(Response::body(400, body.to_vec()).header("request-id", "r-1")).await;
        assert_eq!((error.status().as_u16(), error.code(), error.message()), (400, None, None));
        assert_eq!(error.body(), body);
        assert_eq!(error.to_string(), "GetThing: 400 Bad Request (request-id r-1)");
    }
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert_eq!(api_error(Response::json(400, deep)).await.code(), None);
}

#[tokio::test]
async fn a_truncated_body_is_kept_as_far_as_it_was_received() {
    let body = json!({"error": {"code": "BadRequest"}});
    let error = api_error(json_response(400, &body).cut_after(10)).await;
    assert_eq!((error.status().as_u16(), error.code()), (400, None));
    assert_eq!(error.body(), &body.to_string().as_bytes()[..10]);
}

#[tokio::test]
async fn a_body_that_is_too_long_is_kept_in_part() {
    let error = api_error(Response::body(400, vec![b'a'; 300 * 1024])).await;
    assert_eq!((error.status().as_u16(), error.body().len()), (400, 256 * 1024));
}

#[tokio::test]
async fn a_403_says_what_the_action_needs() {
    let forbidden = || json_response(403, &json!({"error": {"code": "Forbidden", "message": "Access denied."}}));
    let server = Server::start(vec![forbidden(); 3]).await;
    let client = client(&server);
    let shown = |error: Error| error.to_string();
    assert_eq!(
        shown(client.send(&GET).await.expect_err("403")),
        "GetThing: 403 Forbidden: Forbidden: Access denied.; needs Things.Read.All"
    );
    assert_eq!(
        shown(client.send(&CREATE).await.expect_err("403")),
        "CreateThing: 403 Forbidden: Forbidden: Access denied.; \
         needs Things.Read.All (delegated), Things.ReadWrite.All (application)"
    );
    assert_eq!(
        shown(client.send(&POKE).await.expect_err("403")),
        "PokeThing: 403 Forbidden: Forbidden: Access denied.; needs Things.ReadWrite.All"
    );
}

#[tokio::test]
async fn the_message_is_one_line_without_control_characters() {
    let message = format!("\n\u{1b}[31mred\u{1b}[0m\u{7}\u{202e} {}\nsecond", "long ".repeat(1000));
    let body = json!({"error": {"code": "a\nb", "message": message, "innerError": {"request-id": "r\n1\u{1b}"}}});
    let error = api_error(json_response(400, &body)).await;
    let shown = error.to_string();
    assert!(!shown.chars().any(|character| character.is_control() || character == '\u{202e}'), "{shown:?}");
    assert!(shown.contains("[31mred[0m long") && shown.ends_with("… (request-id r)"), "{shown}");
    assert!(shown.chars().count() < 400, "{shown}");
    assert_eq!(error.message(), Some(message.as_str()), "the message itself is whole");
}

#[tokio::test]
async fn a_body_is_kept_but_not_shown() {
    let server = Server::start([
        json_response(400, &json!({"other": "hunter2"})),
        Response::json(200, r#"{"id": ["hunter2"]}"#),
    ])
    .await;
    let client = client(&server);
    let rejected = client.send(&GET).await.expect_err("400");
    let misread = client.send(&GET).await.expect_err("no thing");
    for error in [&rejected, &misread] {
        let shown = format!("{error} {error:?} {error:#?}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    match (rejected, misread) {
        (Error::Api(rejected), Error::Decode(misread)) => {
            assert!(rejected.body().ends_with(b"hunter2\"}"));
            assert!(misread.body().ends_with(b"hunter2\"]}"));
            assert_eq!(misread.reason(), "invalid type, expected a string at id (line 1, column 7)");
            assert_eq!(misread.status(), 200);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_response_that_cannot_be_decoded_is_not_retried() {
    for body in ["", "<html>", "{}", "null", r#"{"id": "7"} {"#] {
        let server = Server::start([Response::json(200, body).header("request-id", "r-1")]).await;
        let error = client(&server).send(&GET).await.expect_err("no thing");
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert_eq!((error.status().map(|status| status.as_u16()), error.request_id()), (Some(200), Some("r-1")));
        assert_eq!(error.client_request_id(), server.request().header("client-request-id"));
        assert!(error.to_string().starts_with("GetThing: unexpected response: "), "{error}");
        assert!(error.to_string().ends_with(" (request-id r-1)"), "{error}");
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn the_error_has_the_wait() {
    let error = api_error(Response::empty(429).header("Retry-After", "30")).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
    assert_eq!(error.to_string(), "GetThing: 429 Too Many Requests; retry after 30s");
}

#[tokio::test]
async fn an_id_of_the_service_is_shortened_to_visible_characters() {
    // The client reads 256 KiB of an error response.
    let long = "a".repeat(80_000);
    for (sent, expected) in
        [("r-1\u{1b}[31m\r\nX-Admin: 1", Some("r-1")), (long.as_str(), Some(&long[..128])), ("\u{202e}r-1", None)]
    {
        let inner = json!({"request-id": sent, "client-request-id": sent, "date": sent});
        let body = json!({"error": {"code": "BadRequest", "innerError": inner}});
        let error = api_error(json_response(400, &body)).await;
        assert_eq!(error.request_id(), expected);
        assert_eq!(error.inner_errors()[0].request_id.as_deref(), expected);
        assert_eq!(error.inner_errors()[0].client_request_id.as_deref(), expected);
        assert_eq!(error.inner_errors()[0].date.as_deref(), expected);
        assert!(error.client_request_id().is_some_and(|id| id.len() <= 128), "{error:?}");
    }
    let server = Server::start([Response::json(200, r#"{"id": "7"}"#).header("request-id", &long[..1000])]).await;
    let response = client(&server).call(&GET).send_detailed().await.expect("a thing");
    assert_eq!(response.request_id(), Some(&long[..128]));
}
