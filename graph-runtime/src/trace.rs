//! The target of all spans and events of this crate, and the events of several modules. `docs/traces.md` lists them all.

use std::time::Duration;

use crate::error::Error;

/// The target by which a subscriber filters the spans and events of this crate.
pub(crate) const TARGET: &str = "graph_runtime";

/// The failed attempt with this number is followed by another one after a wait.
pub(crate) fn retrying(attempt: u32, wait: Duration, error: &Error) {
    let (wait_ms, status) = (milliseconds(wait), error.status().map(|status| status.as_u16()));
    if error.is_throttled() {
        tracing::warn!(target: TARGET, attempt, wait_ms, status, %error, "throttled, retrying after a wait");
    } else {
        tracing::info!(target: TARGET, attempt, wait_ms, status, %error, "retrying after a wait");
    }
}

/// Items of a batch are sent again after a wait; `error` is that of the item with the longest wait.
pub(crate) fn retrying_items(items: usize, wait: Duration, error: &Error) {
    let (wait_ms, status) = (milliseconds(wait), error.status().map(|status| status.as_u16()));
    if error.is_throttled() {
        tracing::warn!(target: TARGET, items, wait_ms, status, %error, "throttled, retrying items of a batch after a wait");
    } else {
        tracing::info!(target: TARGET, items, wait_ms, status, %error, "retrying items of a batch after a wait");
    }
}

/// Returns a duration as the fields of spans and events show it.
pub(crate) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
