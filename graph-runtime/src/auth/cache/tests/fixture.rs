//! A cache with a provider that follows a script.

use std::{
    collections::VecDeque,
    pin::Pin,
    sync::atomic::{AtomicUsize, Ordering},
    task::{Context, Waker},
    time::Instant,
};

use tokio::sync::Notify;

use super::super::*;

pub(super) const LIMIT: Duration = Duration::from_secs(20);

/// Seconds since a beginning.
#[derive(Debug, Clone, Default)]
pub(super) struct TestClock(Arc<Mutex<Duration>>);

impl TestClock {
    pub(super) fn set(&self, time: Duration) {
        *self.0.lock().expect("no panic") = time;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + *self.0.lock().expect("no panic")
    }

    fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        unreachable!("the cache does not sleep")
    }
}

/// What the provider does with a request.
pub(super) enum Answer {
    /// A token of this text, that is good until then.
    Token(&'static str, Option<Duration>),
    Fails,
    PanicsAtOnce,
    PanicsLater,
    Hangs,
    /// Waits to be let go on, and gives a token.
    Gated(&'static str),
}

/// A provider with a script.
pub(super) struct Script {
    pub(super) answers: Mutex<VecDeque<Answer>>,
    pub(super) asked: Mutex<Vec<Option<String>>>,
    pub(super) gate: Notify,
    /// Requests that are under way.
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
        self.asked.lock().expect("no panic").push(request.claims);
        let answer = self.answers.lock().expect("no panic").pop_front().expect("an answer");
        assert_eq!(self.running.fetch_add(1, Ordering::SeqCst), 0, "one request at a time");
        let running = Running(&self.running);
        assert!(!matches!(answer, Answer::PanicsAtOnce), "eyJ0");
        Box::pin(async move {
            let _running = running;
            tokio::task::yield_now().await;
            let (text, expiry) = match answer {
                Answer::Token(text, expiry) => (text, expiry),
                Answer::Fails => return Err(TokenError::new("signed out")),
                Answer::Hangs => std::future::pending().await,
                Answer::Gated(text) => {
                    self.gate.notified().await;
                    (text, Some(Duration::from_hours(1)))
                }
                Answer::PanicsAtOnce | Answer::PanicsLater => panic!("eyJ0"),
            };
            let token = AccessToken::from(text);
            Ok(match expiry {
                Some(expiry) => token.with_expiry(SystemTime::UNIX_EPOCH + expiry),
                None => token,
            })
        })
    }
}

/// A cache before a script, with its clock.
pub(super) struct Fixture {
    pub(super) cache: TokenCache,
    pub(super) provider: Arc<Script>,
    pub(super) clock: TestClock,
}

impl Fixture {
    pub(super) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let provider = Arc::new(Script {
            answers: Mutex::new(answers.into_iter().collect()),
            asked: Mutex::default(),
            gate: Notify::new(),
            running: AtomicUsize::new(0),
        });
        let cache = TokenCache::new(Box::new(Arc::clone(&provider)), "scope".to_owned());
        Self { cache, provider, clock: TestClock::default() }
    }

    pub(super) async fn get(&self) -> Result<Authorization, TokenError> {
        self.cache.get(&self.clock, LIMIT).await
    }

    pub(super) async fn renew(
        &self,
        refused: &Authorization,
        claims: Option<&str>,
    ) -> Result<Option<Authorization>, TokenError> {
        self.cache.renew(refused, claims, &self.clock, LIMIT).await
    }

    /// The text of the token that a call gets at this time.
    pub(super) async fn at(&self, time: Duration) -> String {
        self.clock.set(time);
        text(&self.get().await.expect("a token"))
    }

    pub(super) fn asked(&self) -> usize {
        self.provider.asked.lock().expect("no panic").len()
    }
}

pub(super) fn text(authorization: &Authorization) -> String {
    authorization.held.token.secret().expose().clone()
}

pub(super) fn reason(outcome: Result<Authorization, TokenError>) -> String {
    outcome.err().expect("no token").reason().to_owned()
}

pub(super) fn poll<T>(future: Pin<&mut impl Future<Output = T>>) -> Poll<T> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}
