//! Faults that a test asks the tenant for, and the limit of writes.

use std::{
    collections::VecDeque,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicI32, Ordering},
    },
    time::{Duration, Instant},
};

use super::response::ErrorResponse;

/// Intune accepts this many writes of an application in a tenant within [`WINDOW`].
const WRITES: usize = 100;
const WINDOW: Duration = Duration::from_secs(20);

/// The faults of a tenant.
#[derive(Default)]
pub(super) struct Faults {
    throttling: Mutex<Throttling>,
    writes: Mutex<VecDeque<Instant>>,
    omits_updated_entities: AtomicBool,
    /// 0 if synchronizations succeed.
    sync_error: AtomicI32,
    sync_duration: Mutex<Duration>,
    /// How much more time has passed for the tenant than really has.
    ahead: Mutex<Duration>,
}

#[derive(Default)]
struct Throttling {
    requests: u32,
    retry_after: Option<Duration>,
}

impl Faults {
    pub(super) fn throttle(&self, requests: u32, retry_after: Option<Duration>) {
        *self.throttling.lock().unwrap_or_else(PoisonError::into_inner) = Throttling { requests, retry_after };
    }

    pub(super) fn omit_updated_entities(&self) {
        self.omits_updated_entities.store(true, Ordering::Relaxed);
    }

    pub(super) fn fail_syncs(&self, code: i32) {
        self.sync_error.store(code, Ordering::Relaxed);
    }

    pub(super) fn slow_syncs(&self, duration: Duration) {
        *self.sync_duration.lock().unwrap_or_else(PoisonError::into_inner) = duration;
    }

    /// Lets time pass for the tenant.
    pub(super) fn advance(&self, time: Duration) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        *ahead = ahead.saturating_add(time);
    }

    /// Returns the tenant's time.
    pub(super) fn now(&self) -> Instant {
        let now = Instant::now();
        now.checked_add(*self.ahead.lock().unwrap_or_else(PoisonError::into_inner)).unwrap_or(now)
    }

    /// Returns an error for a request that is to be throttled, or that is one write too many.
    pub(super) fn admit(&self, is_write: bool) -> Result<(), ErrorResponse> {
        let mut throttling = self.throttling.lock().unwrap_or_else(PoisonError::into_inner);
        if throttling.requests > 0 {
            throttling.requests -= 1;
            return Err(ErrorResponse::throttled(throttling.retry_after));
        }
        if !is_write {
            return Ok(());
        }
        let mut writes = self.writes.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.now();
        while writes.front().is_some_and(|first| now.duration_since(*first) >= WINDOW) {
            writes.pop_front();
        }
        match writes.front() {
            Some(first) if writes.len() >= WRITES => {
                // In whole seconds, after which the oldest write has left the window.
                let wait = WINDOW.saturating_sub(now.duration_since(*first)).as_secs() + 1;
                Err(ErrorResponse::throttled(Some(Duration::from_secs(wait))))
            }
            _ => {
                writes.push_back(now);
                Ok(())
            }
        }
    }

    /// Whether the response to an update is empty.
    pub(super) fn omits_updated_entities(&self) -> bool {
        self.omits_updated_entities.load(Ordering::Relaxed)
    }

    /// The error code with which synchronizations end.
    pub(super) fn sync_error(&self) -> Option<i32> {
        Some(self.sync_error.load(Ordering::Relaxed)).filter(|code| *code != 0)
    }

    /// How long a synchronization takes.
    pub(super) fn sync_duration(&self) -> Duration {
        *self.sync_duration.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
