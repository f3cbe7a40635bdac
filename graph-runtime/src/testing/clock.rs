//! A clock under the control of a test.

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::{Duration, Instant, SystemTime},
};

use crate::retry::clock::Clock;

/// A clock that does not advance by itself, so that tests need not wait.
///
/// Pass it to a client with [`GraphClientBuilder::clock`](crate::client::GraphClientBuilder::clock). The client uses it to measure
/// how long a call has taken, how far away a date in `Retry-After` is and when a token expires, and to wait before a retry or
/// for a limit of [writes](crate::limits::Limits::writes).
/// Time-outs do not use it; they use tokio's time.
///
/// A clock made by [`new`](TestClock::new) ends each wait at once and advances by it. The waits can be inspected
/// afterwards:
///
/// ```
/// use std::time::Duration;
///
/// # use graph_runtime::graph_action;
/// use graph_runtime::testing::{GraphError, GraphMock, TestClock};
///
/// # #[graph_action(DELETE, "/groups/<id>", perms = "Group.ReadWrite.All")]
/// # struct DeleteGroup { id: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), graph_runtime::Error> {
/// let mock = GraphMock::start();
/// let busy = GraphError::new(429, "TooManyRequests", "Try again later.").retry_after(Duration::from_secs(120));
/// mock.expect::<DeleteGroup>().once().respond_error(busy);
/// mock.expect::<DeleteGroup>().once().respond(());
///
/// let clock = TestClock::new();
/// let graph = mock.client_builder().clock(clock.clone()).build()?;
/// DeleteGroup::builder().id("7").send(&graph).await?;
/// assert_eq!(clock.waits(), [Duration::from_secs(120)]);
/// # Ok(())
/// # }
/// ```
///
/// One made by [`manual`](TestClock::manual) advances only by [`advance`](TestClock::advance), for tests of what happens
/// during a wait. Clones are the same clock.
#[derive(Clone)]
pub struct TestClock {
    started: Instant,
    state: Arc<Mutex<State>>,
}

struct State {
    /// The date when nothing has elapsed.
    began: SystemTime,
    elapsed: Duration,
    /// Whether waits advance the clock.
    automatic: bool,
    waits: Vec<Duration>,
    waiting: Vec<Waker>,
}

impl TestClock {
    /// Creates a clock that shows the current time and that each wait advances to its end, at once.
    ///
    /// If several calls wait at the same time, the clock advances to the latest of the ends, and the next wait begins
    /// there.
    #[must_use]
    pub fn new() -> Self {
        Self::of(true)
    }

    /// Creates a clock that shows the current time and advances only by [`advance`](TestClock::advance).
    #[must_use]
    pub fn manual() -> Self {
        Self::of(false)
    }

    fn of(automatic: bool) -> Self {
        let state = State {
            began: SystemTime::now(),
            elapsed: Duration::ZERO,
            automatic,
            waits: Vec::new(),
            waiting: Vec::new(),
        };
        Self { started: Instant::now(), state: Arc::new(Mutex::new(state)) }
    }

    /// Sets the date at which the clock begins.
    #[must_use]
    pub fn starting_at(self, date: SystemTime) -> Self {
        self.state().began = date;
        self
    }

    /// Returns the date that the clock shows.
    #[must_use]
    pub fn date(&self) -> SystemTime {
        let state = self.state();
        // The clock does not pass the last date that can be represented.
        state.began.checked_add(state.elapsed).unwrap_or(state.began)
    }

    /// Advances the clock, and ends the waits that are over by then.
    pub fn advance(&self, time: Duration) {
        let mut state = self.state();
        state.elapsed = state.elapsed.saturating_add(time);
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Returns the waits so far, in the order in which they began, including those in progress or canceled.
    #[must_use]
    pub fn waits(&self) -> Vec<Duration> {
        self.state().waits.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for TestClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("TestClock")
            .field("elapsed", &state.elapsed)
            .field("automatic", &state.automatic)
            .field("waits", &state.waits)
            .finish_non_exhaustive()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        self.started.checked_add(self.state().elapsed).unwrap_or(self.started)
    }

    fn date(&self) -> SystemTime {
        self.date()
    }

    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let mut state = self.state();
        state.waits.push(wait);
        let until = state.elapsed.saturating_add(wait);
        let automatic = state.automatic;
        drop(state);
        Box::pin(Sleep { clock: self.clone(), until, automatic, is_begun: false })
    }
}

/// A wait.
struct Sleep {
    clock: TestClock,
    /// The elapsed time at which it ends.
    until: Duration,
    /// Whether it advances the clock.
    automatic: bool,
    is_begun: bool,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.automatic && !std::mem::replace(&mut self.is_begun, true) {
            // Other tasks run first, as during any wait, and may begin to wait as well.
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.automatic {
            let left = self.until.saturating_sub(self.clock.state().elapsed);
            self.clock.advance(left);
        }
        let mut state = self.clock.state();
        if state.elapsed >= self.until {
            return Poll::Ready(());
        }
        state.waiting.push(context.waker().clone());
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_over(sleep: &mut Pin<Box<dyn Future<Output = ()> + Send>>) -> bool {
        sleep.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    #[tokio::test]
    async fn a_wait_advances_the_clock() {
        let clock = TestClock::new();
        let (now, date) = (clock.now(), clock.date());
        clock.sleep(Duration::from_hours(1)).await;
        clock.sleep(Duration::from_secs(1)).await;
        assert_eq!(clock.now() - now, Duration::from_secs(3601));
        assert_eq!(clock.date().duration_since(date).expect("later"), Duration::from_secs(3601));
        assert_eq!(clock.waits(), [3600, 1].map(Duration::from_secs));
    }

    #[tokio::test]
    async fn waits_that_begin_together_end_with_the_longest() {
        let clock = TestClock::new();
        let now = clock.now();
        tokio::join!(clock.sleep(Duration::from_mins(3)), clock.sleep(Duration::from_mins(1)));
        assert_eq!(clock.now() - now, Duration::from_mins(3));
    }

    #[test]
    fn a_manual_clock_ends_the_waits_that_are_over() {
        let clock = TestClock::manual();
        let (mut short, mut long) = (clock.sleep(Duration::from_secs(1)), clock.sleep(Duration::from_secs(2)));
        assert!(!is_over(&mut short) && !is_over(&mut long));
        clock.clone().advance(Duration::from_secs(1));
        assert!(is_over(&mut short) && !is_over(&mut long));
        clock.advance(Duration::MAX);
        assert!(is_over(&mut long));
        assert_eq!(clock.now(), clock.started, "no panic");
    }

    #[tokio::test]
    async fn a_wait_that_is_over_is_woken() {
        let clock = TestClock::manual();
        let waiting = tokio::spawn(clock.sleep(Duration::from_secs(5)));
        tokio::task::yield_now().await;
        clock.advance(Duration::from_secs(5));
        waiting.await.expect("no panic");
    }

    #[test]
    fn a_clock_begins_where_it_is_told_to() {
        let clock = TestClock::new().starting_at(SystemTime::UNIX_EPOCH);
        clock.advance(Duration::from_secs(7));
        assert_eq!(clock.date(), SystemTime::UNIX_EPOCH + Duration::from_secs(7));
    }
}
