//! What is shown of a client, of a call, and of what cannot be built.

use std::time::{Duration, SystemTime};

use graph_runtime::{
    ApiVersion, Cloud, GraphClient, Secret,
    auth::{AccessToken, StaticToken, TokenRequest},
    graph_action,
};
use graph_tests::server::{Response, Server};

use super::{
    READABLE_TOKEN, builder, client,
    shown::{assert_clean, assert_debug_is_clean, assert_error_is_clean, assert_text_is_clean},
    vault::{Unwritable, fill, list, open, read},
};

#[tokio::test]
async fn clients_and_their_parts_show_no_token() {
    let server = Server::start([]).await;
    let owned = READABLE_TOKEN.to_owned();
    for builder in [
        builder(&server),
        builder(&server).header("X-Gateway-Key", "hunter2-gateway"),
        builder(&server).token_provider(StaticToken::new(READABLE_TOKEN)),
        builder(&server).token_fn(move |_| std::future::ready(Ok(AccessToken::from(owned.as_str())))),
        builder(&server).cloud(Cloud::China),
    ] {
        assert_debug_is_clean(&builder);
        let client = builder.build().expect("a client");
        assert_debug_is_clean(&client);
        assert_debug_is_clean(&client.clone());
    }
    let token = AccessToken::from(READABLE_TOKEN).with_expiry(SystemTime::now() + Duration::from_mins(1));
    assert_debug_is_clean(&token);
    assert_debug_is_clean(&token.secret());
    assert_debug_is_clean(&token.granted().expect("a token that can be read"));
    assert_debug_is_clean(&StaticToken::new(READABLE_TOKEN));
    assert_debug_is_clean(&Secret::new(READABLE_TOKEN));
    assert_debug_is_clean(&TokenRequest::new(["https://graph.microsoft.com/.default"]));
}

#[test]
fn actions_show_no_secret() {
    assert_debug_is_clean(&open());
    assert_debug_is_clean(&fill());
    assert_debug_is_clean(&read());
    assert_debug_is_clean(&list());
}

#[tokio::test]
async fn calls_show_no_secret_before_they_are_sent() {
    let server = Server::start([]).await;
    let client = client(&server);
    let (open, fill, read, list) = (open(), fill(), read(), list());
    for call in [
        client.call(&open),
        client.call(&open).header("X-Call-Key", "hunter2-call").version(ApiVersion::Beta),
        client.call(&open).timeout(Duration::from_secs(1)),
    ] {
        assert_debug_is_clean(&call);
        assert_debug_is_clean(&call.send());
    }
    assert_debug_is_clean(&client.call(&open).send_detailed());
    assert_debug_is_clean(&client.call(&list).pages());
    assert_debug_is_clean(&client.call(&list).items());
    assert_debug_is_clean(&client.call(&list).pages_from(format!("{}/v1.0/vaults?code=hunter2", server.url())));
    let prepared = client.prepare(&open).expect("a request");
    assert_debug_is_clean(prepared.headers());
    let mut batch = client.batch();
    let handle = batch.add(&open);
    assert_debug_is_clean(&handle);
    assert_debug_is_clean(&batch.item(&read).depends_on(&handle).header("X-Call-Key", "hunter2-call"));
    let _ = batch.add(&fill);
    assert_debug_is_clean(&batch);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_preview_shows_what_is_not_secret() {
    let server = Server::start([]).await;
    let client = client(&server);
    let (open, fill, read, list) = (open(), fill(), read(), list());
    for preview in [
        client.call(&open).preview(),
        client.call(&fill).preview(),
        client.call(&read).preview(),
        client.call(&list).preview(),
    ] {
        let preview = preview.expect("a preview");
        assert_clean(&preview);
        assert_text_is_clean(preview.url());
        assert_text_is_clean(preview.body().unwrap_or_default());
        for (_, value) in preview.headers() {
            assert_text_is_clean(value);
        }
        assert!(preview.to_string().contains("[redacted]"), "{preview}");
    }
}

/// Values that cannot be sent, each of which says a secret when it is asked.
#[graph_action(POST, "/things/<id>", perms = none)]
struct Invalid {
    #[graph(secret)]
    id: String,
    #[graph(query, secret)]
    search: Option<Unwritable>,
    #[graph(header = "X-Key", secret)]
    key: Option<String>,
    #[graph(header = "X-Other")]
    other: Option<Secret<String>>,
    #[graph(secret)]
    property: Option<Unwritable>,
    nested: Option<Secret<Unwritable>>,
}

fn invalid() -> Invalid {
    Invalid { id: "hunter2".into(), search: None, key: None, other: None, property: None, nested: None }
}

#[tokio::test]
async fn a_build_error_says_why_without_the_value() {
    let server = Server::start([Response::empty(204)]).await;
    let client = client(&server);
    for action in [
        Invalid { id: "hunter2".repeat(10_000), ..invalid() },
        Invalid { search: Some(Unwritable), ..invalid() },
        Invalid { key: Some("hunter2\r\nX-Admin: 1".into()), ..invalid() },
        Invalid { other: Some("hunter2\0".into()), ..invalid() },
        Invalid { property: Some(Unwritable), ..invalid() },
        Invalid { nested: Some(Unwritable.into()), ..invalid() },
    ] {
        assert_error_is_clean(&client.send(&action).await.expect_err("it cannot be built"));
        assert_error_is_clean(&client.prepare(&action).expect_err("it cannot be built"));
        assert_error_is_clean(&client.call(&action).preview().err().unwrap_or_else(|| {
            // What is redacted can always be shown.
            client.prepare(&action).expect_err("it cannot be built")
        }));
        let mut batch = client.batch();
        let handle = batch.add(&action);
        let _ = batch.add(&fill());
        let mut responses = match batch.send().await {
            Ok(responses) => responses,
            Err(error) => {
                assert_error_is_clean(&error);
                continue;
            }
        };
        assert_debug_is_clean(&responses);
        assert_error_is_clean(&responses.take(handle).expect_err("it cannot be built"));
    }
    for call in [
        client.call(&open()).header("X-Key", "hunter2\r\n"),
        client.call(&open()).header("Authorization", format!("Bearer {READABLE_TOKEN}")),
        client.call(&open()).client_request_id("hunter2\n"),
    ] {
        assert_debug_is_clean(&call);
        assert_error_is_clean(&call.send().await.expect_err("it cannot be built"));
    }
    for builder in [
        GraphClient::builder().header("Authorization", format!("Bearer {READABLE_TOKEN}")),
        GraphClient::builder().header("X-Key", "hunter2\r\n"),
        GraphClient::builder().user_agent("hunter2\n"),
        GraphClient::builder().base_url("https://it:hunter2@graph.microsoft.com"),
        GraphClient::builder().base_url("https://graph.microsoft.com/?code=hunter2"),
        GraphClient::builder().base_url("hunter2 hunter2"),
        GraphClient::builder().cloud(Cloud::custom("https://it:hunter2@graph.example", "https://login.example")),
    ] {
        assert_error_is_clean(&builder.build().expect_err("it cannot be used"));
    }
}
