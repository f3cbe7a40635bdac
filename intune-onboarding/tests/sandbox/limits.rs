//! A client that observes the tenant's limit of writes.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use futures_util::future::join_all;
use graph_runtime::{
    Error, GraphClient,
    client::{AttemptHook, AttemptRequest},
    limits::Limits,
    testing::TestClock,
};
use graph_tests::capture;
use intune_onboarding::{sandbox::Sandbox, vpp::UpdateVppToken};

/// Lets as much time pass for the tenant as has passed for the client.
struct SameTime {
    sandbox: Arc<Sandbox>,
    clock: TestClock,
    last: Mutex<SystemTime>,
}

impl AttemptHook for SameTime {
    fn before(&self, _: &mut AttemptRequest<'_>) -> Result<(), Error> {
        let mut last = self.last.lock().expect("no panic");
        let now = self.clock.date();
        self.sandbox.advance(now.duration_since(*last).expect("a clock goes forward"));
        *last = now;
        Ok(())
    }
}

/// Makes so many writes at the same time, and returns how many requests the tenant throttled, and how long the client waited.
async fn throttled(writes: usize, limits: Limits) -> (usize, Duration) {
    capture::install();
    let sandbox = Arc::new(Sandbox::start().expect("a free port"));
    let clock = TestClock::new();
    let began = clock.date();
    let graph = GraphClient::builder()
        .base_url(sandbox.url())
        .token(sandbox.access_token().into_inner())
        .attempt_hook(SameTime { sandbox: Arc::clone(&sandbox), clock: clock.clone(), last: Mutex::new(began) })
        .clock(clock.clone())
        .limits(limits)
        .build()
        .expect("a client");
    let update = UpdateVppToken::builder().id(Sandbox::VPP_TOKEN).apple_id("it@contoso.com").build();
    for outcome in join_all((0..writes).map(|_| graph.send(&update))).await {
        outcome.expect("an updated token");
    }
    let received = sandbox.received();
    assert_eq!(received.iter().filter(|request| request.status == 200).count(), writes);
    (received.len() - writes, clock.date().duration_since(began).expect("a clock goes forward"))
}

#[tokio::test]
async fn a_client_with_the_limit_of_the_tenant_is_not_throttled() {
    let (throttled, waited) = throttled(250, Limits::new().writes(100, Duration::from_secs(20))).await;
    assert_eq!(throttled, 0);
    assert!(waited >= Duration::from_secs(40), "two further windows: {waited:?}");
}

#[tokio::test]
async fn a_client_without_a_limit_is_throttled() {
    let (throttled, _) = throttled(110, Limits::new()).await;
    assert_eq!(throttled, 10);
}
