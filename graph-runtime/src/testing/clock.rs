//! A clock that a test moves.

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::{Duration, Instant, SystemTime},
};

use crate::retry::clock::Clock;

/// A clock that stands still until a test moves it, so that no test waits for real.
///
/// It is given to a client with [`GraphClientBuilder::clock`](crate::client::GraphClientBuilder::clock). The client reads from it
/// how long a call has taken, how far away a date in `Retry-After` is and when a token runs out, and waits by it before it
/// repeats an attempt. Time-outs are not measured by it but by tokio's own time.
///
/// A [new](TestClock::new) one ends each wait at once and moves on by it; the waits can be looked at afterwards:
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
/// let mock = GraphMock::start().await;
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
/// A [manual](TestClock::manual) one is moved by [`advance`](TestClock::advance) alone, for tests of what happens during a
/// wait. Clones are the same clock.
#[derive(Clone)]
pub struct TestClock {
    started: Instant,
    state: Arc<Mutex<State>>,
}

struct State {
    began: SystemTime,
    /// Since the beginning.
    elapsed: Duration,
    /// A wait moves the clock itself.
    automatic: bool,
    waits: Vec<Duration>,
    waiting: Vec<Waker>,
}

impl TestClock {
    /// A clock that shows the present, and that each wait moves on to its end, at once. Where several calls wait, the end
    /// that is furthest away is where it stands then; a wait that begins later begins there.
    #[must_use]
    pub fn new() -> Self {
        Self::of(true)
    }

    /// A clock that shows the present, and that [`advance`](TestClock::advance) alone moves on.
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

    /// The same clock, begun at this time of day.
    #[must_use]
    pub fn starting_at(self, date: SystemTime) -> Self {
        self.state().began = date;
        self
    }

    /// The time of day that it shows.
    #[must_use]
    pub fn date(&self) -> SystemTime {
        let state = self.state();
        // A time that the computer cannot tell is not reached.
        state.began.checked_add(state.elapsed).unwrap_or(state.began)
    }

    /// Moves it on, and ends the waits that are then over.
    pub fn advance(&self, time: Duration) {
        let mut state = self.state();
        state.elapsed = state.elapsed.saturating_add(time);
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }

    /// How long calls have waited so far, each wait as it was begun, those included that go on or were cancelled.
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
        Box::pin(Sleep { clock: self.clone(), until, moves: automatic, is_begun: false })
    }
}

/// A wait until so long after the beginning.
struct Sleep {
    clock: TestClock,
    until: Duration,
    /// It moves the clock itself.
    moves: bool,
    is_begun: bool,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.moves && !std::mem::replace(&mut self.is_begun, true) {
            // Others get their turn, as in any wait, and may begin to wait themselves.
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.moves {
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
    async fn a_wait_moves_the_clock_by_itself() {
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
