//! The limits as an application sets them.

use std::time::Duration;

/// Limits that a client observes, so that the service does not have to throttle it. There are none by default. Set them
/// with [`GraphClientBuilder::limits`](crate::client::GraphClientBuilder::limits) for all calls of a client and its clones,
/// or with [`GraphClient::with_limits`](crate::GraphClient::with_limits) for a part of them, such as those for one mailbox.
///
/// Each attempt waits until the limits allow it, in the order in which the calls arrived; so retries count too. The
/// [time-out](crate::client::GraphClientBuilder::timeout) of the attempt starts when the wait is over. The wait counts
/// towards [`max_total_time`](crate::retry::RetryPolicy::max_total_time): if it exceeds what is left of that, the call ends
/// in [`Error::Timeout`](crate::Error::Timeout), and nothing was sent.
/// [`limit_wait`](crate::error::TimeoutError::limit_wait) is how long it waited. A call that is dropped while it waits
/// leaves the queue. Like any future, a call goes on only while it is polled; one that is not polled when its turn comes
/// delays those behind it.
///
/// A batch is one call, and as many writes as it has items with a method other than GET. The body of a
/// [stream](crate::client::ByteStream) is part of its call. Redirects that are followed are part of the attempt.
///
/// ```
/// use std::time::Duration;
///
/// use graph_runtime::{GraphClient, limits::Limits};
///
/// // Intune takes 100 writes of an application in a tenant within 20 seconds.
/// let intune = Limits::new().writes(100, Duration::from_secs(20));
/// let graph = GraphClient::builder().limits(intune).build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
///
/// See [Microsoft Graph service-specific throttling limits](https://learn.microsoft.com/graph/throttling-limits).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    pub(crate) concurrent_calls: Option<usize>,
    pub(crate) writes: Option<(usize, Duration)>,
}

impl Limits {
    /// Creates limits without a limit.
    #[must_use]
    pub const fn new() -> Self {
        Self { concurrent_calls: None, writes: None }
    }

    /// Sets the maximum number of calls at a time. An attempt counts from when its request is sent until its response is
    /// complete, and not while the call waits for a retry.
    #[must_use]
    pub const fn concurrent_calls(mut self, max: usize) -> Self {
        self.concurrent_calls = Some(max);
        self
    }

    /// Sets the maximum number of writes within a time: of requests with a method other than GET.
    ///
    /// A write counts from when its request is sent until `window` after its response is complete. So the service never
    /// receives more than `max` within `window`, however long a request takes to arrive. Requests to other hosts, such as
    /// those to the URL of an upload session, do not count.
    #[must_use]
    pub const fn writes(mut self, max: usize, window: Duration) -> Self {
        self.writes = Some((max, window));
        self
    }
}
