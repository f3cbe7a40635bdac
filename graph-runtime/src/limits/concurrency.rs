//! The limit of calls at a time.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The places of the calls at a time. They are given in the order in which calls wait for them.
#[derive(Debug)]
pub(crate) struct Concurrency {
    pub(super) max: usize,
    places: Arc<Semaphore>,
}

impl Concurrency {
    pub(super) fn new(max: usize) -> Self {
        let max = max.min(Semaphore::MAX_PERMITS);
        Self { max, places: Arc::new(Semaphore::new(max)) }
    }

    /// Takes a place if one is free and no other call waits for it.
    pub(super) fn try_take(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.places).try_acquire_owned().ok()
    }

    /// Waits for a place.
    pub(super) async fn take(&self) -> Option<OwnedSemaphorePermit> {
        // It is never closed.
        Arc::clone(&self.places).acquire_owned().await.ok()
    }
}
