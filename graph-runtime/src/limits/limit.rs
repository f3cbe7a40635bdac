//! One limit that calls wait for.

use std::{fmt, sync::Arc};

use tokio::sync::OwnedSemaphorePermit;

use super::{
    concurrency::Concurrency,
    settings::Limits,
    window::{Window, Writes},
};
use crate::retry::clock::Clock;

/// One limit of a client. Clones are the same limit.
#[derive(Debug, Clone)]
pub(crate) enum Limit {
    Writes(Arc<Window>),
    Calls(Arc<Concurrency>),
}

/// What an attempt occupies of a limit. It is free again when this is dropped.
#[derive(Debug)]
#[expect(dead_code, reason = "only its drop matters")]
pub(crate) enum Place {
    Writes(Writes),
    Call(Option<OwnedSemaphorePermit>),
}

impl Limit {
    /// Adds limits to those that a client already has, in the order in which calls have to take them: one that waits for
    /// its time to write does not hold the place of a call, and one that waits for a limit that more calls share holds no
    /// place of it. Since all calls take them in this order, they never wait for each other in a circle.
    ///
    /// Returns an error if a limit would never allow a call.
    pub(crate) fn add(limits: Limits, inherited: &[Self], clock: &Arc<dyn Clock>) -> Result<Vec<Self>, &'static str> {
        if limits.concurrent_calls == Some(0) {
            return Err("must allow at least one call at a time");
        }
        if matches!(limits.writes, Some((0, _))) {
            return Err("must allow at least one write");
        }
        let writes = limits.writes.map(|(max, window)| Arc::new(Window::new(max, window, Arc::clone(clock))));
        let calls = limits.concurrent_calls.map(|max| Arc::new(Concurrency::new(max)));
        let own = writes.map(Self::Writes).into_iter().chain(calls.map(Self::Calls));
        let mut all: Vec<_> = own.chain(inherited.iter().cloned()).collect();
        // Stable, so that the own limits stay before the inherited ones.
        all.sort_by_key(|limit| matches!(limit, Self::Calls(_)));
        Ok(all)
    }

    /// Takes a place for a request with this number of writes, unless it has to wait. `None` if it has to.
    pub(crate) fn try_take(&self, writes: usize) -> Option<Place> {
        match self {
            Self::Writes(window) => window.try_take(writes).map(Place::Writes),
            Self::Calls(calls) => calls.try_take().map(|place| Place::Call(Some(place))),
        }
    }

    /// Waits for a place.
    pub(crate) async fn take(&self, writes: usize) -> Place {
        match self {
            Self::Writes(window) => Place::Writes(window.take(writes).await),
            Self::Calls(calls) => Place::Call(calls.take().await),
        }
    }

    /// Whether it concerns a request with this number of writes.
    pub(crate) fn concerns(&self, writes: usize) -> bool {
        matches!(self, Self::Calls(_)) || writes > 0
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Writes(window) => {
                write!(f, "{} {} in {:?}", window.max, counted(window.max, "write", "writes"), window.time)
            }
            Self::Calls(calls) => write!(f, "{} {} at a time", calls.max, counted(calls.max, "call", "calls")),
        }
    }
}

fn counted(number: usize, one: &'static str, many: &'static str) -> &'static str {
    if number == 1 { one } else { many }
}
