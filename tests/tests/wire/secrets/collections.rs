//! What is shown of pages and of batches.

use std::time::Duration;

use graph_runtime::retry::RetryPolicy;
use graph_tests::server::{Answer, Server, unused_address};
use serde_json::{Value, json};

use super::{
    builder, client, http,
    shown::{assert_debug_is_clean, assert_error_is_clean, assert_text_is_clean},
    vault::{fill, list, open, read},
};

/// A page with a secret in it, and a link to the next.
fn page(next: &str) -> Answer {
    let page = json!({"value": [{"content": "hunter2"}], "@odata.nextLink": next});
    Answer::json(200, page.to_string())
}

#[tokio::test]
async fn no_page_shows_a_secret() {
    let http = http();
    for end in [
        page("https://hunter2.example/v1.0/vaults?token=hunter2"),
        page("hunter2"),
        Answer::json(200, r#"{"value": [{"content": ["hunter2"]}]}"#),
        Answer::json(200, r#"{"value": "hunter2"}"#),
        Answer::empty(403),
        Answer::reset(),
    ] {
        let address = unused_address().await;
        let first = page(&format!("http://{address}/v1.0/vaults/second?token=hunter2"));
        let third = Answer::json(200, r#"{"value": [], "@odata.deltaLink": "https://hunter2.example/"}"#);
        let server = Server::start_on(address, [first, end, third]).await;
        let client = builder(&server).http_client(http.clone()).retry(RetryPolicy::none()).build().expect("a client");
        let list = list();
        let mut pages = client.call(&list).pages();
        assert_debug_is_clean(&pages.next().await.expect("a page").expect("read").value);
        assert_error_is_clean(&pages.next().await.expect("an end").expect_err("it fails"));
        assert_debug_is_clean(&pages);
        let link = pages.link().expect("the page that failed").to_owned();
        let mut rest = client.call(&list).pages_from(link).items();
        assert!(rest.next().await.is_none(), "the third page has no items");
        assert_debug_is_clean(&rest);
    }
    let server = Server::start([]).await;
    for link in ["https://hunter2.example/v1.0/vaults?token=hunter2", "hunter2"] {
        let error = client(&server).call(&list()).pages_from(link).next().await.expect("an end");
        assert_error_is_clean(&error.expect_err("refused"));
    }
}

/// The answer to one item.
fn answer(id: u32, status: u16, body: &Value) -> Value {
    let headers = json!({"Set-Cookie": "session=hunter2", "Location": "https://hunter2.example/?token=hunter2"});
    json!({"id": id.to_string(), "status": status, "headers": headers, "body": body})
}

#[tokio::test]
async fn no_batch_shows_a_secret() {
    let http = http();
    let good = json!({"content": "hunter2"});
    let refused = json!({"error": {"code": "Denied", "message": "No.", "token": "hunter2"}});
    let responses = |answers: Value| Answer::json(200, json!({"responses": answers}).to_string());
    for script in [
        vec![responses(json!([answer(1, 200, &good), answer(2, 204, &Value::Null), answer(3, 302, &Value::Null)]))],
        vec![responses(json!([answer(1, 403, &refused), answer(2, 400, &json!("hunter2")), answer(3, 404, &refused)]))],
        vec![responses(
            json!([answer(1, 200, &json!({"content": ["hunter2"]})), {"id": "2"}, {"id": "3", "status": 200, "body": "#hunter2"}]),
        )],
        vec![
            responses(json!([answer(1, 429, &refused), answer(2, 503, &refused), answer(3, 500, &refused)])),
            responses(json!([answer(1, 200, &good), answer(2, 424, &refused)])),
        ],
        vec![responses(json!([answer(1, 200, &good), {"id": "hunter2", "status": 200}]))],
        vec![Answer::json(
            200,
            json!({"responses": [], "@odata.nextLink": "https://hunter2.example/?token=hunter2"}).to_string(),
        )],
        vec![responses(json!("hunter2"))],
        vec![Answer::body(200, "hunter2")],
        vec![Answer::json(401, refused.to_string())],
        vec![Answer::json(403, refused.to_string())],
        vec![responses(json!([answer(1, 200, &good), answer(3, 503, &refused)])), Answer::reset()],
        vec![Answer::reset()],
        vec![Answer::hang()],
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
        let mut answers = match batch.send().await {
            Ok(answers) => answers,
            Err(error) => {
                assert_error_is_clean(&error);
                continue;
            }
        };
        assert_debug_is_clean(&answers);
        match answers.take_detailed(opened) {
            Ok(opened) => assert_debug_is_clean(&opened),
            Err(error) => assert_error_is_clean(&error),
        }
        for error in [answers.take(filled).err(), answers.take(read).err()].into_iter().flatten() {
            assert_error_is_clean(&error);
        }
        assert_text_is_clean(&format!("{answers:?}"));
    }
}
