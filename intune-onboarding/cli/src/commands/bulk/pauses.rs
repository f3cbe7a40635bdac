//! Pauses between two looks at something that takes its time.

use std::time::{Duration, Instant};

/// The longest pause.
const PAUSE: Duration = Duration::from_secs(10);

/// Pauses that become longer, within a time.
pub(crate) struct Pauses {
    began: Instant,
    within: Duration,
    pause: Duration,
}

impl Pauses {
    pub(crate) fn new(within: Duration) -> Self {
        Self { began: Instant::now(), within, pause: Duration::from_secs(1) }
    }

    /// Whether there is time for another pause.
    pub(crate) fn is_due(&self) -> bool {
        self.began.elapsed() < self.within
    }

    /// Pauses, if there is time for it.
    pub(crate) async fn next(&mut self) -> bool {
        let left = self.within.saturating_sub(self.began.elapsed());
        if left.is_zero() {
            return false;
        }
        tokio::time::sleep(self.pause.min(left)).await;
        self.pause = (self.pause * 2).min(PAUSE);
        true
    }
}
