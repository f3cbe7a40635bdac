//! Ctrl-C in commands that take long: one line says what is done and what is not.

use std::{future::poll_fn, io, pin::pin, task::Poll};

use crate::failure::Failure;

/// Does some work, unless Ctrl-C or a request to terminate ends it before; then returns `failure()`.
pub(crate) async fn until_interrupted<T>(
    work: impl Future<Output = Result<T, Failure>>,
    failure: impl Fn() -> Failure,
) -> Result<T, Failure> {
    let mut work = pin!(work);
    let mut interrupted = pin!(interruption());
    poll_fn(|context| {
        // The work comes first: what is complete counts, even if Ctrl-C was pressed meanwhile.
        if let Poll::Ready(outcome) = work.as_mut().poll(context) {
            return Poll::Ready(outcome);
        }
        match interrupted.as_mut().poll(context) {
            Poll::Ready(Ok(())) => Poll::Ready(Err(failure())),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error.into())),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Waits for Ctrl-C, or for SIGTERM, with which service managers and containers end a program.
#[cfg(unix)]
async fn interruption() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    poll_fn(|context| match (interrupt.poll_recv(context), terminate.poll_recv(context)) {
        (Poll::Pending, Poll::Pending) => Poll::Pending,
        _ => Poll::Ready(()),
    })
    .await;
    Ok(())
}

#[cfg(not(unix))]
async fn interruption() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
