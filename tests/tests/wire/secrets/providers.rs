//! What is shown if there is no token, or no other.

use std::time::{Duration, SystemTime};

use graph_runtime::{
    Error,
    auth::{AccessToken, TokenError},
    client::GraphClientBuilder,
};
use graph_tests::{
    fixtures::{GET, THING},
    server::{Response, Server},
};

use super::{
    READABLE_TOKEN, builder,
    shown::{assert_debug_is_clean, assert_error_is_clean},
};

/// Calls twice, so that a token that was got at first is renewed.
async fn calls(builder: GraphClientBuilder) -> Vec<Error> {
    let client = builder.timeout(Duration::from_millis(100)).build().expect("a client");
    let mut errors = Vec::new();
    for _ in 0..2 {
        errors.extend(client.send(&GET).await.err());
        let mut batch = client.batch();
        let handle = batch.add(&GET);
        errors.extend(match batch.send().await {
            Ok(mut responses) => responses.take(handle).err(),
            Err(error) => Some(error),
        });
    }
    assert_debug_is_clean(&client);
    errors
}

#[tokio::test]
async fn a_provider_that_fails_in_any_way_shows_no_token() {
    let server = Server::start([]).await;
    let builder = || builder(&server);
    let soon = || SystemTime::now() + Duration::from_millis(1);
    for (failing, expected) in [
        (builder().token(""), "the token is empty"),
        (builder().token(format!("Bearer {READABLE_TOKEN}")), "a character that is not allowed in a token"),
        (builder().token(format!("{READABLE_TOKEN}\r\n")), "a character that is not allowed in a token"),
        (builder().token_fn(|_| async { Err(TokenError::new("signed out")) }), "signed out"),
        (builder().token_fn(|_| std::future::pending()), "did not respond"),
        (builder().token_fn(|_| -> std::future::Ready<_> { std::panic::panic_any(READABLE_TOKEN) }), "panicked"),
        (builder().token_fn(|_| async { std::panic::panic_any(READABLE_TOKEN) }), "panicked"),
    ] {
        assert_debug_is_clean(&failing);
        let errors = calls(failing).await;
        assert_eq!(errors.len(), 4);
        for error in errors {
            assert!(matches!(&error, Error::Token(error) if error.reason().contains(expected)), "{error}");
            assert_error_is_clean(&error);
        }
    }
    assert_eq!(server.connections(), 0);
    let short_lived =
        builder().token_fn(move |_| std::future::ready(Ok(AccessToken::from(READABLE_TOKEN).with_expiry(soon()))));
    for error in calls(short_lived).await {
        assert_error_is_clean(&error);
    }
}

#[tokio::test]
async fn a_rejected_token_is_not_shown() {
    let challenge = r#"Bearer claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ==""#;
    let unauthorized = || Response::empty(401).header("WWW-Authenticate", challenge);
    for script in [
        vec![unauthorized(), unauthorized()],
        vec![unauthorized(), Response::json(200, THING)],
        vec![Response::json(200, THING), Response::empty(401), Response::empty(403)],
    ] {
        let server = Server::start(script).await;
        let asked = std::sync::atomic::AtomicUsize::new(0);
        let provider = builder(&server).token_fn(move |request| {
            assert_debug_is_clean(&request);
            let number = asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            std::future::ready(match number {
                0..=2 => Ok(AccessToken::from(format!("{READABLE_TOKEN}-{number}"))),
                _ => Err(TokenError::new("no more of them").with_source("the reason")),
            })
        });
        for error in calls(provider).await {
            assert_error_is_clean(&error);
        }
        for error in calls(builder(&server)).await {
            assert_error_is_clean(&error);
        }
    }
}
