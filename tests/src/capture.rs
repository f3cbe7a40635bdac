//! Everything that is traced and logged in a run of tests, searched for secrets.
//!
//! From [`install`] on, every line at every level is taken, whoever wrote it: this workspace, reqwest, hyper-util, h2,
//! rustls. A line that holds a secret ends the process with a failure, from whatever thread it comes, so that no test can
//! overlook it. [`Server`](crate::server::Server) installs it, and makes a secret of every `Authorization` value that it
//! is sent; another secret of a test is named with [`secret`].
//!
//! What is shown otherwise is looked at with [`find`]:
//!
//! ```
//! use graph_tests::capture::find;
//!
//! assert_eq!(find("the password is hunter2"), Some("hunter2".to_owned()));
//! assert_eq!(find("aHVudGVyMg=="), Some("hunter2".to_owned()));
//! assert_eq!(find("the password is [redacted]"), None);
//! ```

use std::{
    collections::VecDeque,
    fmt::Write as _,
    io::{self, Write},
    process,
    sync::{Mutex, MutexGuard, Once, PoisonError},
};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use tracing_subscriber::fmt::{self, MakeWriter, format::FmtSpan};

/// What secret fields hold in the tests, and the token of `GraphMock`.
const KNOWN: [&str; 2] = ["hunter2", "graph-mock-token"];
/// What is shorter may stand somewhere by accident.
const MIN_LENGTH: usize = 7;
/// How much of what was written is kept, in bytes, to be searched for secrets that become known later.
const MAX_KEPT: usize = 32 * 1024 * 1024;

static CAPTURE: Mutex<Capture> = Mutex::new(Capture { secrets: Vec::new(), lines: VecDeque::new(), kept: 0 });

struct Capture {
    secrets: Vec<Secret>,
    lines: VecDeque<Line>,
    /// The length of all lines.
    kept: usize,
}

struct Line {
    text: String,
    /// The same without white space, in which secrets are looked for.
    compact: String,
}

struct Secret {
    text: String,
    /// Each way in which it may be written, without white space.
    forms: Vec<String>,
}

/// Takes every line from now on, in all threads of this process.
///
/// # Panics
///
/// If somebody else takes them already.
pub fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        fmt::Subscriber::builder()
            .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
            .with_span_events(FmtSpan::NEW | FmtSpan::CLOSE)
            .with_ansi(false)
            .without_time()
            .with_writer(Lines)
            .try_init()
            .unwrap_or_else(|error| panic!("nobody else takes the lines: {error}"));
        drop(lock());
    });
}

/// Makes a text a secret of this run, in the lines to come and in those that came.
///
/// A text too short to be told from others ends the process as a leak does.
pub fn secret(text: &str) {
    if text.len() < MIN_LENGTH {
        end(&format!("`{text}` is too short for a secret, which is looked for in every line: take a longer one"));
    }
    let mut capture = lock();
    if capture.secrets.iter().any(|known| text.contains(&known.text)) {
        return;
    }
    let secret = Secret::new(text);
    let leak = capture.lines.iter().find(|line| secret.is_in(&line.compact)).map(|line| line.text.clone());
    capture.secrets.push(secret);
    drop(capture);
    if let Some(line) = leak {
        end(&told(text, &line));
    }
}

/// The secret that a text holds: as it is, escaped, percent-encoded, in base64 or base64url, or as a list of bytes.
#[must_use]
pub fn find(text: &str) -> Option<String> {
    lock().find(&compact(text))
}

/// The lines that were written so far.
#[must_use]
pub fn lines() -> Vec<String> {
    lock().lines.iter().map(|line| line.text.clone()).collect()
}

fn lock() -> MutexGuard<'static, Capture> {
    let mut capture = CAPTURE.lock().unwrap_or_else(PoisonError::into_inner);
    if capture.secrets.is_empty() {
        capture.secrets.extend(KNOWN.map(Secret::new));
    }
    capture
}

impl Capture {
    /// The secret that a text without white space holds.
    fn find(&self, compact: &str) -> Option<String> {
        self.secrets.iter().find(|secret| secret.is_in(compact)).map(|secret| secret.text.clone())
    }

    fn keep(&mut self, line: Line) {
        self.kept += line.text.len();
        self.lines.push_back(line);
        while self.kept > MAX_KEPT
            && let Some(oldest) = self.lines.pop_front()
        {
            self.kept -= oldest.text.len();
        }
    }
}

impl Secret {
    fn new(text: &str) -> Self {
        let mut forms = vec![
            text.to_owned(),
            text.escape_debug().to_string(),
            bytes(text, |form, byte| match byte {
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => form.push(byte.into()),
                other => write!(form, "%{other:02X}").expect("a `String` takes all"),
            }),
            bytes(text, |form, byte| write!(form, "%{byte:02X}").expect("a `String` takes all")),
            bytes(text, |form, byte| write!(form, "%{byte:02x}").expect("a `String` takes all")),
            bytes(text, |form, byte| write!(form, "{byte:02X}").expect("a `String` takes all")),
            bytes(text, |form, byte| write!(form, "{byte:02x}").expect("a `String` takes all")),
            bytes(text, |form, byte| write!(form, "{byte},").expect("a `String` takes all")),
        ];
        // Its place among other bytes decides how its own are cut.
        for before in 0..3 {
            let bytes = [&[0; 2][..before], text.as_bytes()].concat();
            let from = (before * 8).div_ceil(6);
            let to = bytes.len() * 8 / 6;
            forms.extend([&STANDARD_NO_PAD, &URL_SAFE_NO_PAD].map(|engine| engine.encode(&bytes)[from..to].to_owned()));
        }
        let mut forms: Vec<_> =
            forms.iter().map(|form| compact(form.trim_end_matches(','))).filter(|form| !form.is_empty()).collect();
        forms.sort_unstable();
        forms.dedup();
        Self { text: text.to_owned(), forms }
    }

    /// Whether it stands in a text without white space.
    fn is_in(&self, text: &str) -> bool {
        self.forms.iter().any(|form| text.contains(form))
    }
}

fn bytes(text: &str, write: impl Fn(&mut String, u8)) -> String {
    let mut form = String::new();
    text.bytes().for_each(|byte| write(&mut form, byte));
    form
}

/// A text without white space, which `{:#?}` and MIME put into the middle of things.
fn compact(text: &str) -> String {
    text.split_whitespace().collect()
}

fn told(secret: &str, line: &str) -> String {
    format!("a line that was traced or logged holds the secret `{secret}`:\n{line}")
}

/// Ends the process; a panic would stay in its thread.
fn end(why: &str) -> ! {
    // Not `eprintln!`, which goes to the output of a test that is never shown.
    let _ = writeln!(io::stderr(), "\n{why}");
    process::exit(101)
}

/// If the lines go.
struct Lines;

impl<'w> MakeWriter<'w> for Lines {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        Self
    }
}

impl Write for Lines {
    /// Is given each line whole.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(line).into_owned();
        let compact = compact(&text);
        let mut capture = lock();
        if let Some(secret) = capture.find(&compact) {
            drop(capture);
            end(&told(&secret, &text));
        }
        capture.keep(Line { text, compact });
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
