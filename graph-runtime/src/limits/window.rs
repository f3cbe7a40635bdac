//! The limit of writes within a time.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::{Mutex as Turn, Notify};

use crate::retry::clock::Clock;

/// The writes that are in progress or ended within the last `time`.
#[derive(Debug)]
pub(crate) struct Window {
    pub(super) max: usize,
    pub(super) time: Duration,
    clock: Arc<dyn Clock>,
    /// Locked by the call that is next. Tokio's mutex is locked by the others in the order in which they wait.
    turn: Turn<()>,
    state: Mutex<State>,
    /// Wakes the call that is next when a write ends.
    ended: Notify,
}

#[derive(Debug, Default)]
struct State {
    in_progress: usize,
    /// When the other writes ended, the oldest first.
    ended: VecDeque<Instant>,
}

/// Writes that a call may make. They count until `time` of the window after this is dropped.
#[derive(Debug)]
pub(crate) struct Writes {
    window: Arc<Window>,
    count: usize,
}

/// Why writes cannot be made yet.
enum Wait {
    /// Enough of the others leave the window within this time.
    For(Duration),
    /// Too many are in progress.
    ForAnEnd,
}

impl Window {
    pub(super) fn new(max: usize, time: Duration, clock: Arc<dyn Clock>) -> Self {
        Self { max, time, clock, turn: Turn::default(), state: Mutex::default(), ended: Notify::new() }
    }

    /// Takes the place of `count` writes if there is one and no other call waits for it.
    pub(super) fn try_take(self: &Arc<Self>, count: usize) -> Option<Writes> {
        let _turn = self.turn.try_lock().ok()?;
        self.start(count).ok()
    }

    /// Waits for the place of `count` writes.
    pub(super) async fn take(self: &Arc<Self>, count: usize) -> Writes {
        let _turn = self.turn.lock().await;
        loop {
            match self.start(count) {
                Ok(writes) => return writes,
                Err(Wait::For(wait)) => self.clock.sleep(wait).await,
                Err(Wait::ForAnEnd) => self.ended.notified().await,
            }
        }
    }

    fn start(self: &Arc<Self>, count: usize) -> Result<Writes, Wait> {
        // More than `max` at once, as a batch may have, wait for an empty window.
        let count = count.min(self.max);
        let now = self.clock.now();
        let mut state = self.state();
        while let Some(first) = state.ended.front()
            && now.saturating_duration_since(*first) >= self.time
        {
            state.ended.pop_front();
        }
        let too_many = (state.in_progress + state.ended.len() + count).saturating_sub(self.max);
        if too_many == 0 {
            state.in_progress += count;
            return Ok(Writes { window: Arc::clone(self), count });
        }
        let Some(last) = state.ended.get(too_many - 1) else {
            return Err(Wait::ForAnEnd);
        };
        Err(Wait::For(self.time.saturating_sub(now.saturating_duration_since(*last))))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Writes {
    fn drop(&mut self) {
        let now = self.window.clock.now();
        let mut state = self.window.state();
        state.in_progress -= self.count;
        state.ended.extend(std::iter::repeat_n(now, self.count));
        drop(state);
        self.window.ended.notify_one();
    }
}
