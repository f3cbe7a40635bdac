//! How far long work is, on standard error, and its end by Ctrl-C.

use std::{
    cell::Cell,
    future::poll_fn,
    io::{self, IsTerminal, Write},
    pin::pin,
    task::Poll,
    time::Duration,
};

use crate::failure::Failure;

/// Goes to the start of the line and erases it.
const ERASE: &str = "\r\u{1b}[K";
/// How long to wait after throttling if the service does not say.
const THROTTLED: Duration = Duration::from_secs(20);
/// The longest that the service can make the program wait.
const LONGEST: Duration = Duration::from_hours(1);

/// Reports steps: on a terminal in one line, which the next one replaces, and elsewhere in a line for each.
pub(crate) struct Steps {
    is_terminal: bool,
    is_shown: Cell<bool>,
}

impl Steps {
    pub(crate) fn new() -> Self {
        let can_erase = std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        Self { is_terminal: can_erase && io::stderr().is_terminal(), is_shown: Cell::new(false) }
    }

    pub(crate) fn report(&self, step: &str) {
        // The work goes on if nobody can read this.
        let _ = if self.is_terminal {
            self.is_shown.set(true);
            write!(io::stderr(), "{ERASE}{step}")
        } else {
            writeln!(io::stderr(), "{step}")
        };
    }

    /// Makes a call until the service does not throttle it.
    pub(crate) async fn patiently<T>(&self, call: impl AsyncFn() -> Result<T, Failure>) -> Result<T, Failure> {
        loop {
            match call().await {
                Err(failure) if failure.is_throttled() => self.wait_after(&failure).await,
                outcome => return outcome,
            }
        }
    }

    /// Waits as long as the service says.
    pub(crate) async fn wait_after(&self, failure: &Failure) {
        let wait = failure.retry_after().unwrap_or(THROTTLED).min(LONGEST);
        self.report(&format!("the service throttles requests; going on in {} s", wait.as_secs()));
        tokio::time::sleep(wait).await;
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        if self.is_shown.get() {
            let _ = write!(io::stderr(), "{ERASE}");
        }
    }
}

/// Reads something, unless the user presses Ctrl-C: then the failure says that nothing was written.
pub(crate) async fn reading<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let interrupted = || Failure::interrupted("interrupted: nothing was written");
    until_interrupted(work).await.unwrap_or_else(|| Err(interrupted()))
}

/// Does some work until the user presses Ctrl-C: then `None`.
pub(crate) async fn until_interrupted<F: Future>(work: F) -> Option<F::Output> {
    let mut work = pin!(work);
    let mut interrupted = pin!(tokio::signal::ctrl_c());
    poll_fn(|context| match (work.as_mut().poll(context), interrupted.as_mut().poll(context)) {
        (Poll::Ready(outcome), _) => Poll::Ready(Some(outcome)),
        (Poll::Pending, Poll::Ready(_)) => Poll::Ready(None),
        (Poll::Pending, Poll::Pending) => Poll::Pending,
    })
    .await
}
