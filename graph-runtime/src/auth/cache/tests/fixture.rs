//! A token cache whose provider follows a script.

use std::{
    collections::VecDeque,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker},
    time::{Duration, Instant, SystemTime},
};

use tokio::sync::Notify;

use crate::{
    auth::{
        access_token::AccessToken,
        authorization::Authorization,
        cache::TokenCache,
        provider::{TokenFuture, TokenProvider, TokenRequest},
        token_error::TokenError,
    },
    retry::clock::Clock,
};

pub(super) const LIMIT: Duration = Duration::from_secs(20);
/// How often a request is polled before it looks at its step.
pub(super) const POLLS: usize = 8;

/// A clock that is set by hand; its value is the time since the Unix epoch.
#[derive(Debug, Clone)]
pub(super) struct TestClock {
    started: Instant,
    time: Arc<Mutex<Duration>>,
}

impl TestClock {
    pub(super) fn set(&self, time: Duration) {
        *self.time.lock().expect("not poisoned") = time;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        self.started + *self.time.lock().expect("not poisoned")
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + *self.time.lock().expect("not poisoned")
    }

    fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        unreachable!("the cache does not sleep")
    }
}

/// What the provider does with a token request.
pub(super) enum Step {
    /// Returns a token with this text and this expiry.
    Return(&'static str, Option<Duration>),
    Fail,
    PanicBeforeFuture,
    PanicInFuture,
    Hang,
    /// Returns a token with this text, whose expiry is unknown, after this time.
    ReturnAfter(&'static str, Duration),
    /// Waits until the gate is opened, then returns a token with this text, valid for an hour.
    ReturnWhenOpened(&'static str),
}

/// A provider that follows a script.
pub(super) struct Script {
    pub(super) steps: Mutex<VecDeque<Step>>,
    pub(super) requested: Mutex<Vec<Option<String>>>,
    pub(super) gate: Notify,
    /// The number of pending token requests.
    pub(super) running: AtomicUsize,
}

struct Running<'a>(&'a AtomicUsize);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl TokenProvider for Script {
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        assert_eq!(request.scopes, ["scope"]);
        self.requested.lock().expect("not poisoned").push(request.claims);
        let step = self.steps.lock().expect("not poisoned").pop_front().expect("another step");
        assert_eq!(self.running.fetch_add(1, Ordering::SeqCst), 0, "one request at a time");
        let running = Running(&self.running);
        assert!(!matches!(step, Step::PanicBeforeFuture), "eyJ0");
        Box::pin(async move {
            let _running = running;
            // Several calls can join it before it is done.
            for _ in 0..POLLS {
                tokio::task::yield_now().await;
            }
            let (text, expiry) = match step {
                Step::Return(text, expiry) => (text, expiry),
                Step::Fail => return Err(TokenError::new("signed out")),
                Step::Hang => std::future::pending().await,
                Step::ReturnAfter(text, time) => {
                    tokio::time::sleep(time).await;
                    (text, None)
                }
                Step::ReturnWhenOpened(text) => {
                    self.gate.notified().await;
                    (text, Some(Duration::from_hours(1)))
                }
                Step::PanicBeforeFuture | Step::PanicInFuture => panic!("eyJ0"),
            };
            let token = AccessToken::from(text);
            Ok(match expiry {
                Some(expiry) => token.with_expiry(SystemTime::UNIX_EPOCH + expiry),
                None => token,
            })
        })
    }
}

/// A cache, with its provider and clock.
pub(super) struct Fixture {
    pub(super) cache: TokenCache,
    pub(super) provider: Arc<Script>,
    pub(super) clock: TestClock,
}

impl Fixture {
    pub(super) fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        let provider = Arc::new(Script {
            steps: Mutex::new(steps.into_iter().collect()),
            requested: Mutex::default(),
            gate: Notify::new(),
            running: AtomicUsize::new(0),
        });
        let cache = TokenCache::new(Box::new(Arc::clone(&provider)), "scope".to_owned());
        Self { cache, provider, clock: TestClock { started: Instant::now(), time: Arc::default() } }
    }

    pub(super) async fn get(&self) -> Result<Authorization, TokenError> {
        self.cache.get(&self.clock, LIMIT).await
    }

    pub(super) async fn renew(
        &self,
        rejected: &Authorization,
        claims: Option<&str>,
    ) -> Result<Option<Authorization>, TokenError> {
        self.cache.renew(rejected, claims, &self.clock, LIMIT).await
    }

    /// Returns the text of the token that a call gets at this time.
    pub(super) async fn at(&self, time: Duration) -> String {
        self.clock.set(time);
        text(&self.get().await.expect("a token"))
    }

    pub(super) fn requested(&self) -> usize {
        self.provider.requested.lock().expect("not poisoned").len()
    }

    /// The number of pending token requests.
    pub(super) fn running(&self) -> usize {
        self.provider.running.load(Ordering::SeqCst)
    }
}

pub(super) fn text(authorization: &Authorization) -> String {
    authorization.issued.token.secret().expose().clone()
}

pub(super) fn reason(outcome: Result<Authorization, TokenError>) -> String {
    outcome.expect_err("no token").reason().to_owned()
}

pub(super) fn poll<T>(future: Pin<&mut impl Future<Output = T>>) -> Poll<T> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}
