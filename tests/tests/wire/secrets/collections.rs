//! What is shown of pages and of batches.

use std::time::Duration;

use graph_runtime::retry::RetryPolicy;
use graph_tests::server::{Response, Server, unused_address};
use serde_json::{Value, json};

use super::{
    builder, client, http,
    shown::{assert_debug_is_clean, assert_error_is_clean, assert_text_is_clean},
    vault::{fill, list, open, read},
};

/// A page with a secret in it, and a link to the next.
fn page(next: &str) -> Response {
    let page = json!({"value": [{"content": "hunter2"}], "@odata.nextLink": next});
    Response::json(200, page.to_string())
}

#[tokio::test]
async fn no_page_shows_a_secret() {
    let http = http();
    for end in [
        page("https://hunter2.example/v1.0/vaults?token=hunter2"),
        page("hunter2"),
        Response::json(200, r#"{"value": [{"content": ["hunter2"]}]}"#),
        Response::json(200, r#"{"value": "hunter2"}"#),
        Response::empty(403),
        Response::reset(),
    ] {
        let address = unused_address().await;
        let first = page(&format!("http://{address}/v1.0/vaults/second?token=hunter2"));
        let third = Response::json(200, r#"{"value": [], "@odata.deltaLink": "https://hunter2.example/"}"#);
        let server = Server::start_on(address, [first, end, third]).await;
        let client = builder(&server).http_client(http.clone()).retry(RetryPolicy::none()).build().expect("a client");
        let list = list();
        let mut pages = client.call(&list).pages();
        assert_debug_is_clean(&pages.next().await.expect("a page").expect("read").value);
        let error = loop {
            match pages.next().await.expect("an end") {
                Ok(page) => assert_debug_is_clean(&page.value),
                Err(error) => break error,
            }
        };
        assert_error_is_clean(&error);
        assert_debug_is_clean(&pages);
        let link = pages.link().expect("the page that failed").to_owned();
        let mut rest = client.call(&list).pages_from(link).items();
        assert!(rest.next().await.is_none(), "the third page has no items");
        assert_debug_is_clean(&rest);
    }
    let server = Server::start([]).await;
    for link in ["https://hunter2.example/v1.0/vaults?token=hunter2", "hunter2"] {
        let error = client(&server).call(&list()).pages_from(link).next().await.expect("an end");
        assert_error_is_clean(&error.expect_err("an error"));
    }
}

/// The response to one item.
fn response(id: u32, status: u16, body: &Value) -> Value {
    let headers = json!({"Set-Cookie": "session=hunter2", "Location": "https://hunter2.example/?token=hunter2"});
    json!({"id": id.to_string(), "status": status, "headers": headers, "body": body})
}

#[tokio::test]
async fn no_batch_shows_a_secret() {
    let http = http();
    let good = json!({"content": "hunter2"});
    let denied = json!({"error": {"code": "Denied", "message": "No.", "token": "hunter2"}});
    let responses = |responses: Value| Response::json(200, json!({"responses": responses}).to_string());
    for script in [
        vec![responses(json!([
            response(1, 200, &good),
            response(2, 204, &Value::Null),
            response(3, 302, &Value::Null)
        ]))],
        vec![responses(json!([
            response(1, 403, &denied),
            response(2, 400, &json!("hunter2")),
            response(3, 404, &denied)
        ]))],
        vec![responses(
            json!([response(1, 200, &json!({"content": ["hunter2"]})), {"id": "2"}, {"id": "3", "status": 200, "body": "#hunter2"}]),
        )],
        vec![
            responses(json!([response(1, 429, &denied), response(2, 503, &denied), response(3, 500, &denied)])),
            responses(json!([response(1, 200, &good), response(2, 424, &denied)])),
        ],
        vec![responses(json!([response(1, 200, &good), {"id": "hunter2", "status": 200}]))],
        vec![Response::json(
            200,
            json!({"responses": [], "@odata.nextLink": "https://hunter2.example/?token=hunter2"}).to_string(),
        )],
        vec![responses(json!("hunter2"))],
        vec![Response::body(200, "hunter2")],
        vec![Response::json(401, denied.to_string())],
        vec![Response::json(403, denied.to_string())],
        vec![responses(json!([response(1, 200, &good), response(3, 503, &denied)])), Response::reset()],
        vec![Response::reset()],
        vec![Response::hang()],
    ] {
        let server = Server::start(script).await;
        let retry = RetryPolicy::new().max_retries(1).base_delay(Duration::ZERO);
        let client = builder(&server)
            .http_client(http.clone())
            .timeout(Duration::from_millis(100))
            .retry(retry)
            .build()
            .expect("a client");
        let mut batch = client.batch();
        let opened = batch.add(&open());
        let filled = batch.item(&fill()).header("X-Key", "hunter2").depends_on(&opened).add();
        let read = batch.add(&read());
        let mut responses = match batch.send().await {
            Ok(responses) => responses,
            Err(error) => {
                assert_error_is_clean(&error);
                continue;
            }
        };
        assert_debug_is_clean(&responses);
        match responses.take_detailed(opened) {
            Ok(opened) => assert_debug_is_clean(&opened),
            Err(error) => assert_error_is_clean(&error),
        }
        for error in [responses.take(filled).err(), responses.take(read).err()].into_iter().flatten() {
            assert_error_is_clean(&error);
        }
        assert_text_is_clean(&format!("{responses:?}"));
    }
}
