//! How much the tests try: a part by default, everything with `GRAPH_TESTS=full`.

use std::{
    env,
    io::{self, Write},
};

/// What the environment variable `GRAPH_TESTS` is set to where everything is to be tried.
const FULL: &str = "full";

/// Returns how many of something a test tries, and writes it to standard output, where it is shown even of a test that
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
    let hint = if chosen < full { ", with GRAPH_TESTS=full all" } else { ", which is all" };
    writeln!(io::stdout(), "{chosen} of {full} {what}{hint}").expect("an open output");
    chosen
}
