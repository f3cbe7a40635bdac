//! How much the tests do: a part by default, everything with `GRAPH_TESTS=full`.

use std::{
    env,
    io::{self, Write},
};

/// The value of the environment variable `GRAPH_TESTS` with which the tests do everything.
const FULL: &str = "full";

/// Returns how many of something a test does, and writes it to standard output, where it is shown even if the test
/// succeeds.
///
/// # Panics
///
/// If `GRAPH_TESTS` has another value than `full`, or if standard output is closed.
#[must_use]
pub fn extent(what: &str, part: usize, full: usize) -> usize {
    let setting = env::var("GRAPH_TESTS").ok();
    let chosen = match setting.as_deref() {
        None => part,
        Some(FULL) => full,
        Some(other) => panic!("GRAPH_TESTS is `{other}`; it can only be `{FULL}`"),
    };
    let hint = if chosen < full { " (all with GRAPH_TESTS=full)" } else { "" };
    writeln!(io::stdout(), "{chosen} of {full} {what}{hint}").expect("an open output");
    chosen
}
