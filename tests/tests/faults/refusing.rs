//! An HTTP/2 server that refuses streams: it says that it has not processed their requests.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use graph_runtime::{Bytes, Error, GraphClient, reqwest, testing::TestClock};
use graph_tests::fixtures::THING;
use h2::{Reason, server::SendResponse};
use tokio::net::TcpListener;

use crate::{call, http, may_have_been_sent, with_clock};

/// The values of `Retry-Attempt` of the requests that came.
type Attempts = Arc<Mutex<Vec<Option<String>>>>;

/// A server that resets so many streams for this reason before it responds.
async fn refusing(times: usize, reason: Reason) -> (GraphClient, TestClock, Attempts) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let attempts = Attempts::default();
    let came = Arc::clone(&attempts);
    let mut left = VecDeque::from(vec![reason; times]);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut connection = h2::server::handshake(stream).await.expect("HTTP/2");
            while let Some(Ok((request, respond))) = connection.accept().await {
                let number =
                    request.headers().get("retry-attempt").map(|number| number.to_str().expect("text").to_owned());
                came.lock().expect("not poisoned").push(number);
                respond_or_refuse(respond, left.pop_front());
            }
        }
    });
    let http = http().http2_prior_knowledge().retry(reqwest::retry::never()).build().expect("a client");
    let (client, clock) = with_clock(GraphClient::builder().base_url(url).http_client(http));
    (client, clock, attempts)
}

fn respond_or_refuse(mut respond: SendResponse<Bytes>, reason: Option<Reason>) {
    let Some(reason) = reason else {
        let mut body = respond.send_response(http::Response::new(()), false).expect("a stream");
        return body.send_data(Bytes::from_static(THING.as_bytes()), true).expect("a stream");
    };
    respond.send_reset(reason);
}

#[tokio::test]
async fn a_refused_stream_was_not_processed_and_is_retried_for_every_action() {
    for idempotent in [true, false] {
        let (client, clock, attempts) = refusing(2, Reason::REFUSED_STREAM).await;
        assert_eq!(call(&client, idempotent).await.expect("a thing").id, "7");
        let numbers = [None, Some("1".to_owned()), Some("2".to_owned())];
        assert_eq!(*attempts.lock().expect("not poisoned"), numbers);
        assert_eq!(clock.waits().len(), 2);
    }
}

#[tokio::test]
async fn a_stream_that_is_refused_for_good_is_sent_four_times() {
    for idempotent in [true, false] {
        let (client, clock, attempts) = refusing(100, Reason::REFUSED_STREAM).await;
        let error = call(&client, idempotent).await.expect_err("refused");
        assert!(matches!(error, Error::Transport(_)) && !may_have_been_sent(&error), "{error:?}");
        assert!(error.to_string().ends_with(": 127.0.0.1 refused the request without processing it"), "{error}");
        assert_eq!((attempts.lock().expect("not poisoned").len(), clock.waits().len()), (4, 3));
    }
    // Any other reset leaves it open.
    let (client, _, attempts) = refusing(1, Reason::INTERNAL_ERROR).await;
    let error = call(&client, false).await.expect_err("reset");
    assert!(may_have_been_sent(&error), "{error:?}");
    assert_eq!(attempts.lock().expect("not poisoned").len(), 1);
}
