//! Time that passes at once.

use std::time::Duration;

/// Lets so much of tokio's time pass, by which time-outs are measured; no more than an instant passes really. Tests of
/// several threads cannot do so.
///
/// # Panics
///
/// If tokio has several threads.
pub async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

/// Lets the other tasks of this thread do what they can do now; what one writes on loopback, another can read at once.
pub async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

/// Waits until something is so, which other tasks bring about.
///
/// # Panics
///
/// If it is not so within a minute.
pub async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = std::time::Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_mins(1), "it is still not so that {what}");
        tokio::task::yield_now().await;
    }
}
