//! The items of all pages.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::Pages;
use crate::error::Error;

/// The items of all pages of a collection. Returned by [`Call::items`](crate::client::Call::items).
///
/// A page is requested when all items of the previous one were returned. The errors are the same as those of [`Pages`].
///
/// Get the items one by one with [`next`](Items::next), or use `Items` as a `Stream`.
///
/// ```no_run
/// # use graph_runtime::{Error, GraphClient, Page, graph_action};
/// # #[graph_action(GET, "/users", returns = Page<serde_json::Value>, perms = "User.Read.All")]
/// # pub struct ListUsers;
/// # async fn list(graph: &GraphClient) -> Result<(), Error> {
/// let mut users = ListUsers::builder().items(graph);
/// while let Some(user) = users.next().await {
///     println!("{}", user?);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until an item is requested"]
pub struct Items<T> {
    pages: Pages<T>,
    page: std::vec::IntoIter<T>,
}

impl<T> Items<T> {
    pub(super) fn new(pages: Pages<T>) -> Self {
        Self { pages, page: Vec::new().into_iter() }
    }

    /// Returns the next item, and requests the next page if necessary. Returns `None` after the last item.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] of any variant. Later calls then return `None`.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

// No field is structurally pinned.
impl<T> Unpin for Items<T> {}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => self.page = page.value.into_iter(),
            }
        }
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
