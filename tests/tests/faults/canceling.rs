//! A call is canceled: its future is dropped.

use std::{
    collections::BTreeSet,
    future::poll_fn,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
    time::Duration,
};

use graph_runtime::{Error, GraphClient, auth::AccessToken, limits::Limits, retry::RetryPolicy, testing::TestClock};
use graph_tests::{
    fixtures::{CREATE, GET, THING, TOKEN},
    server::{Request, Response, Server},
    time::{settle, until},
};
use tokio::runtime::Handle;

use crate::{Download, ListMembers};

/// Polls a future so many times, and drops it if it has not ended then: at once, or `late`, when others have done what
/// it waits for and it has not been told.
async fn canceled_after<T>(polls: usize, late: bool, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = polls;
    let outcome = poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await;
    if late {
        settle().await;
    }
    outcome
}

/// A service that rejects the first token of a call, throttles the first attempt with the second, and then succeeds.
fn response(request: &Request) -> Response {
    /// `{"access_token":{}}`
    const CLAIMS: &str = "eyJhY2Nlc3NfdG9rZW4iOnt9fQ==";
    if request.header("authorization").is_none_or(|token| token.ends_with("old")) {
        let challenge = format!(r#"Bearer realm="", error="insufficient_claims", claims="{CLAIMS}""#);
        return Response::empty(401).header("WWW-Authenticate", &challenge);
    }
    if request.header("retry-attempt").is_none() {
        return Response::empty(503).header("Retry-After", "120");
    }
    match request.target.as_str() {
        "/v1.0/drives/1/content" => Response::body(200, vec![b'x'; 300_000]),
        "/v1.0/$batch" | "/beta/$batch" => {
            Response::json(200, format!(r#"{{"responses": [{{"id": "1", "status": 200, "body": {THING}}}]}}"#))
        }
        "/v1.0/groups/1/members" => {
            let host = request.header("host").expect("a host");
            Response::json(200, format!(r#"{{"value": ["a"], "@odata.nextLink": "http://{host}/v1.0/next"}}"#))
        }
        "/v1.0/next" => Response::json(200, r#"{"value": ["b"]}"#),
        _ => Response::json(200, THING),
    }
}

/// What the tests of this module share.
struct Fixture {
    server: Server,
    client: GraphClient,
    clock: TestClock,
    /// How often a token was asked for.
    asked: Arc<AtomicUsize>,
    /// Requests for a token that are under way.
    asking: Arc<AtomicUsize>,
    /// The tasks that there are without a client.
    tasks: usize,
}

/// Counts a request for a token as long as it is under way.
struct Asking(Arc<AtomicUsize>);

impl Drop for Asking {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Fixture {
    async fn new() -> Self {
        Self::with(Limits::new()).await
    }

    /// The same with a client that observes limits.
    async fn with(limits: Limits) -> Self {
        let server = Server::start_with(response).await;
        let clock = TestClock::new();
        let (asked, asking) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (count, running, read) = (Arc::clone(&asked), Arc::clone(&asking), clock.clone());
        let builder = GraphClient::builder().base_url(server.url()).clock(clock.clone()).token_fn(move |request| {
            count.fetch_add(1, Ordering::SeqCst);
            assert_eq!(running.fetch_add(1, Ordering::SeqCst), 0, "one request at a time");
            let running = Asking(Arc::clone(&running));
            let expiry = read.date() + Duration::from_hours(1);
            async move {
                let _running = running;
                tokio::task::yield_now().await;
                tokio::task::yield_now().await;
                let kind = if request.claims.is_some() { "fresh" } else { "old" };
                Ok(AccessToken::new(format!("{TOKEN}-{kind}")).with_expiry(expiry))
            }
        });
        // So that waits of other calls do not use up the time for a call.
        let policy = RetryPolicy::new().max_total_time(Duration::MAX);
        let client = builder.retry(policy).limits(limits).build().expect("a client");
        let tasks = Handle::current().metrics().num_alive_tasks();
        Self { server, client, clock, asked, asking, tasks }
    }

    /// How far a call has come: tokens asked for, requests received, waits begun.
    fn progress(&self) -> [usize; 3] {
        [self.asked.load(Ordering::SeqCst), self.server.request_count(), self.clock.waits().len()]
    }

    /// Makes a call over and over, and cancels it a step later each time until it ends; after each time, the same client
    /// makes another call. Gives how far the calls had come that were canceled.
    async fn cancel_everywhere<T>(self, call: impl AsyncFn(&GraphClient) -> Result<T, Error>) -> BTreeSet<[usize; 3]> {
        let mut canceled = BTreeSet::new();
        // Twice the same number of times: dropped at once, and late.
        for step in 0.. {
            // Whatever token there was has expired.
            self.clock.advance(Duration::from_hours(2));
            let before = self.progress();
            let outcome = canceled_after(step / 2, step % 2 == 1, call(&self.client)).await;
            if let Some(outcome) = outcome {
                outcome.expect("a response");
                break;
            }
            let after = self.progress();
            canceled.insert(std::array::from_fn(|at| after[at] - before[at]));
            let is_asking = self.asking.load(Ordering::SeqCst) > 0;
            let asked = self.progress()[0];
            self.client.send(&CREATE).await.expect("the client serves other calls");
            assert_eq!(self.asking.load(Ordering::SeqCst), 0, "another call ended the request for a token");
            // For the token, and for one with the claims of the challenge.
            let expected = if is_asking { 0..=1 } else { 0..=2 };
            assert!(expected.contains(&(self.progress()[0] - asked)), "it is not made again");
            until("what was canceled is closed", || self.server.open_connections() <= 2).await;
        }
        let Self { server, client, tasks, .. } = self;
        drop(client);
        until("no connection is left", || server.open_connections() == 0).await;
        until("no task is left", || Handle::current().metrics().num_alive_tasks() == tasks).await;
        canceled
    }
}

/// Whether calls were canceled at each of their stages.
#[track_caller]
fn assert_everywhere(canceled: &BTreeSet<[usize; 3]>) {
    for (stage, came) in [
        ("before anything", [0, 0, 0]),
        ("while a token is asked for", [1, 0, 0]),
        ("before the first response", [1, 1, 0]),
        ("while a fresh token is asked for", [2, 1, 0]),
        ("before the second response", [2, 2, 0]),
        ("while it waits to retry", [2, 2, 1]),
        ("before the last response", [2, 3, 1]),
    ] {
        assert!(canceled.contains(&came), "{stage}: {canceled:?}");
    }
}

#[tokio::test]
async fn a_call_may_be_canceled_at_every_point() {
    assert_everywhere(&Fixture::new().await.cancel_everywhere(async |client| client.send(&GET).await).await);
}

#[tokio::test]
async fn a_call_that_is_canceled_at_any_point_gives_its_place_back() {
    let limits = Limits::new().concurrent_calls(1);
    assert_everywhere(&Fixture::with(limits).await.cancel_everywhere(async |client| client.send(&GET).await).await);
}

#[tokio::test]
async fn a_write_may_be_canceled_at_every_point_of_its_waits_for_limits() {
    let limits = Limits::new().concurrent_calls(1).writes(1, Duration::from_secs(20));
    let canceled = Fixture::with(limits).await.cancel_everywhere(async |client| client.send(&CREATE).await).await;
    // The attempt with a fresh token waits for the limit, and that after the wait to retry.
    for (stage, came) in [("while it waits for the limit", [2, 1, 1]), ("while it waits to retry", [2, 2, 2])] {
        assert!(canceled.contains(&came), "{stage}: {canceled:?}");
    }
}

#[tokio::test]
async fn a_batch_may_be_canceled_at_every_point() {
    let send = async |client: &GraphClient| {
        let mut batch = client.batch();
        let thing = batch.add(&GET);
        batch.send().await?.take(thing)
    };
    assert_everywhere(&Fixture::new().await.cancel_everywhere(send).await);
}

#[tokio::test]
async fn paging_may_be_canceled_at_every_point() {
    let read_pages = async |client: &GraphClient| {
        let mut items = ListMembers::builder().id("1").items(client);
        let mut members = Vec::new();
        while let Some(member) = items.next().await {
            members.push(member?);
        }
        assert_eq!(members, ["a", "b"]);
        Ok(())
    };
    let canceled = Fixture::new().await.cancel_everywhere(read_pages).await;
    assert_everywhere(&canceled);
    assert!(canceled.contains(&[2, 5, 2]), "in the second page: {canceled:?}");
}

#[tokio::test]
async fn a_streamed_response_may_be_canceled_at_every_point() {
    let download = async |client: &GraphClient| {
        let mut body = client.call(&Download { id: "1".to_owned() }).stream().await?;
        let mut read = 0;
        while let Some(chunk) = body.chunk().await? {
            read += chunk.len();
        }
        assert_eq!(read, 300_000);
        Ok(())
    };
    assert_everywhere(&Box::pin(Fixture::new().await.cancel_everywhere(download)).await);
}

#[tokio::test]
async fn calls_waiting_for_a_token_succeed_even_if_the_call_that_requests_it_is_canceled() {
    let all = Fixture::new().await;
    for polls in 0..20 {
        // Whatever token there was has expired.
        all.clock.advance(Duration::from_hours(2));
        let (canceled, first, second) = tokio::join!(
            canceled_after(polls, polls % 2 == 1, all.client.send(&GET)),
            all.client.send(&GET),
            all.client.send(&CREATE)
        );
        first.expect("a thing");
        second.expect("a thing");
        if let Some(outcome) = canceled {
            outcome.expect("a thing");
        }
        assert_eq!(all.asking.load(Ordering::SeqCst), 0);
    }
}
