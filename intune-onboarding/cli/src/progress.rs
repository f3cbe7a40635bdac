//! What the program waits for, on standard error: one line on a terminal, which disappears, and with `--verbose` a line for
//! each request and response.

use std::{
    io::{self, IsTerminal, Write},
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use graph_runtime::{
    Error,
    client::{AttemptHook, AttemptOutcome, AttemptRequest},
};
use terminal_size::{Width, terminal_size_of};
use tokio::time::{sleep, timeout};

use crate::output::{bounded, plain};

/// How often the line is written.
const TICK: Duration = Duration::from_secs(1);
/// The width of a terminal that does not tell it.
const COLUMNS: usize = 80;
/// Goes to the start of the line and erases it.
const ERASE: &str = "\r\u{1b}[K";

/// What the program waits for.
#[derive(Clone)]
pub(crate) struct Progress {
    state: Arc<Mutex<State>>,
    is_verbose: bool,
    is_terminal: bool,
}

#[derive(Default)]
struct State {
    phase: Option<Phase>,
    /// Whether the line is on the terminal.
    is_shown: bool,
}

/// A part of a call, and when it began.
struct Phase {
    began: Instant,
    what: What,
}

enum What {
    /// A request is sent; the program waits for the response.
    Attempt { action: &'static str, host: String, number: u32 },
    /// An attempt has failed; the program waits before the next one, for as long as the service asks for.
    Pause { reason: String, wait: Option<Duration> },
    /// The service works on something; the program looks again after a while.
    Work(String),
}

impl Progress {
    /// Writes to standard error; the line only if that is a terminal that can erase it.
    pub(crate) fn new(is_verbose: bool) -> Self {
        let can_erase = std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        Self { state: Arc::default(), is_verbose, is_terminal: can_erase && io::stderr().is_terminal() }
    }

    /// Waits for a call, and shows what it waits for if that takes longer than a second.
    pub(crate) async fn watch<F: Future>(&self, call: F) -> F::Output {
        if !self.is_terminal {
            return call.await;
        }
        let mut call = pin!(call);
        let outcome = loop {
            match timeout(TICK, &mut call).await {
                Ok(outcome) => break outcome,
                Err(_) => self.show(),
            }
        };
        let mut state = self.state();
        state.phase = None;
        erase(&mut state);
        outcome
    }

    /// Waits for a while, and shows for what since when: the service works on it.
    pub(crate) async fn wait(&self, what: &str, since: Instant, wait: Duration) {
        self.state().phase = Some(Phase { began: since, what: What::Work(what.to_owned()) });
        self.watch(sleep(wait)).await;
    }

    fn show(&self) {
        let mut state = self.state();
        let Some(phase) = &state.phase else { return };
        let columns = terminal_size_of(io::stderr()).map_or(COLUMNS, |(Width(columns), _)| columns.into());
        let line = bounded(&plain(&phase.line()), columns.saturating_sub(1));
        let _ = write!(io::stderr(), "{ERASE}{line}");
        state.is_shown = true;
    }

    /// Writes a line that stays, with `--verbose`, before anything is sent.
    pub(crate) fn tell(&self, line: &str) {
        self.note(&mut self.state(), line);
    }

    /// Writes a line that stays, with `--verbose`.
    fn note(&self, state: &mut State, line: &str) {
        if self.is_verbose {
            erase(state);
            let _ = writeln!(io::stderr(), "{}", plain(line));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn erase(state: &mut State) {
    if std::mem::take(&mut state.is_shown) {
        let _ = write!(io::stderr(), "{ERASE}");
    }
}

impl AttemptHook for Progress {
    fn before(&self, request: &mut AttemptRequest<'_>) -> Result<(), Error> {
        let mut state = self.state();
        let (action, number) = (request.action(), request.number() + 1);
        let (method, url, id) = (action.method, request.url(), request.client_request_id());
        self.note(&mut state, &format!("> {method} {url} (attempt {number}, client-request-id {id})"));
        let what = What::Attempt { action: action.name, host: host(url).to_owned(), number };
        state.phase = Some(Phase { began: Instant::now(), what });
        Ok(())
    }

    fn after(&self, outcome: &AttemptOutcome<'_>) {
        let mut state = self.state();
        let result = match (outcome.error(), outcome.status()) {
            (Some(error), _) => error.to_string(),
            (None, Some(status)) => status.to_string(),
            (None, None) => "no response".to_owned(),
        };
        self.note(&mut state, &format!("< {result} (after {:.1} s)", outcome.elapsed().as_secs_f64()));
        state.phase = outcome.error().map(|error| {
            let reason = match outcome.status().map(|status| status.as_u16()) {
                Some(429) => "throttled".to_owned(),
                Some(status) => format!("the service responded with {status}"),
                None => "no response".to_owned(),
            };
            Phase { began: Instant::now(), what: What::Pause { reason, wait: error.retry_after() } }
        });
    }
}

impl Phase {
    fn line(&self) -> String {
        let waited = self.began.elapsed();
        match &self.what {
            What::Attempt { action, host, number } => {
                let attempt = if *number > 1 { format!(", attempt {number}") } else { String::new() };
                format!("{action}: waiting for {host}{attempt}, {} s", waited.as_secs())
            }
            What::Pause { reason, wait: Some(wait) } => {
                format!("{reason}; the next attempt is in {} s", wait.saturating_sub(waited).as_secs_f64().ceil())
            }
            What::Work(what) => format!("waiting until {what}, {} s", waited.as_secs()),
            What::Pause { reason, wait: None } => format!("{reason}; the next attempt is soon"),
        }
    }
}

/// Returns the host and port of a URL.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}
