//! The source of time for calls.

use std::{
    fmt,
    pin::Pin,
    time::{Duration, Instant, SystemTime},
};

/// A source of time, which tests can replace.
pub(crate) trait Clock: fmt::Debug + Send + Sync {
    /// Returns the current time, for measuring durations.
    fn now(&self) -> Instant;

    /// Returns the current date and time.
    fn date(&self) -> SystemTime;

    /// Waits until at least `wait` has elapsed.
    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// The clock of the operating system, with timers of tokio.
#[derive(Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn date(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(wait))
    }
}
