//! The one place where a call meets time.

use std::{
    fmt,
    pin::Pin,
    time::{Duration, Instant, SystemTime},
};

/// Tells the time and lets it pass.
pub(crate) trait Clock: fmt::Debug + Send + Sync {
    /// A time to measure from.
    fn now(&self) -> Instant;

    /// The time of day.
    fn date(&self) -> SystemTime;

    /// Ends when at least `wait` has passed.
    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// The computer's own clock.
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
