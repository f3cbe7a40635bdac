//! The changes of a collection.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use http::{StatusCode, header};
use serde::de::DeserializeOwned;
use url::Url;

use super::{
    change::{Change, Item, Reset},
    link::DeltaLink,
};
use crate::{
    client::shared::Shared,
    error::{Error, api_error::ApiError},
    exchange::outgoing::Outgoing,
    odata::page::Page,
    paging::Pages,
};

/// The changes of a collection since an earlier request, or all its items at the first one. Returned by
/// [`Call::changes`](crate::client::Call::changes).
///
/// The pages are requested on demand, like those of [`Pages`]. When all changes were returned, [`link`](Changes::link) is the
/// position from which the next round continues. Store it, and pass it to
/// [`Call::changes_from`](crate::client::Call::changes_from).
///
/// If the service cannot continue from a link, because it is too old, it responds with 410. `Changes` then returns
/// [`Change::Reset`], and enumerates the collection anew from where the `Location` of the response says, or else with the
/// action's own request.
///
/// Get the changes one by one with [`next`](Changes::next), or use `Changes` as a `Stream`.
///
/// ```no_run
/// use graph_runtime::{Error, GraphClient, Page, delta::{Change, DeltaLink}, graph_action};
///
/// #[graph_action(GET, "/users/delta", returns = Page<serde_json::Value>, perms = "User.Read.All")]
/// struct UsersDelta;
///
/// async fn synchronize(graph: &GraphClient, stored: Option<DeltaLink>) -> Result<Option<DeltaLink>, Error> {
///     let call = graph.call(&UsersDelta);
///     let mut changes = match &stored {
///         Some(link) => call.changes_from(link),
///         None => call.changes(),
///     };
///     while let Some(change) = changes.next().await {
///         match change? {
///             Change::Present(user) => println!("store {user}"),
///             Change::Removed(user) => println!("remove {:?}", user.id),
///             Change::Reset(_) => println!("mark all users as unknown"),
///             _ => {}
///         }
///     }
///     Ok(changes.link())
/// }
/// ```
///
/// # Errors
///
/// The errors are the same as those of [`Pages`]. A second 410 without a page in between is [`Error::Api`], and so is one whose
/// `Location` must not receive the token. No change follows an error; [`link`](Changes::link) is then the page that failed.
///
/// See [change notifications by delta query](https://learn.microsoft.com/graph/delta-query-overview).
#[must_use = "nothing is sent until a change is requested"]
pub struct Changes<T> {
    client: Shared,
    /// The action's own request, with which an enumeration starts; `None` if it could not be built.
    first: Option<Outgoing>,
    pages: Pages<Item<T>>,
    max_pages: Option<usize>,
    /// The rest of the current page.
    page: std::vec::IntoIter<Item<T>>,
    /// The link of the current page, and the one after it.
    current: Option<String>,
    after: Option<String>,
    /// Whether the enumeration has just started anew.
    was_reset: bool,
}

impl<T: DeserializeOwned + Send + 'static> Changes<T> {
    pub(crate) fn new(client: Shared, first: Result<Outgoing, Error>) -> Self {
        let again = first.as_ref().ok().map(|first| first.for_page(first.prepared.url.clone()));
        let pages = Pages::new::<Page<Item<T>>>(client.clone(), first);
        Self::of(client, again, pages, None)
    }

    pub(crate) fn from_link(client: Shared, first: Result<Outgoing, Error>, link: &DeltaLink) -> Self {
        let again = first.as_ref().ok().map(|first| first.for_page(first.prepared.url.clone()));
        let pages = Pages::from_link::<Page<Item<T>>>(client.clone(), first, link.as_str());
        Self::of(client, again, pages, Some(link.as_str().to_owned()))
    }

    fn of(client: Shared, first: Option<Outgoing>, pages: Pages<Item<T>>, after: Option<String>) -> Self {
        let page = Vec::new().into_iter();
        Self { client, first, pages, max_pages: None, page, current: None, after, was_reset: false }
    }

    /// Requests the enumeration that begins with this page.
    fn restart(&mut self, first: Outgoing) {
        self.after = Some(first.prepared.url.as_str().to_owned());
        self.pages = Pages::new::<Page<Item<T>>>(self.client.clone(), Ok(first));
        if let Some(pages) = self.max_pages {
            self.pages.set_max_pages(pages);
        }
    }

    /// Starts anew after the status 410, if that is possible.
    fn reset(&mut self, error: Box<ApiError>) -> Result<Reset, Error> {
        let is_new = !std::mem::replace(&mut self.was_reset, true);
        match self.first.as_ref().filter(|_| is_new).and_then(|first| anew(&self.client, first, &error)) {
            Some(request) => {
                self.restart(request);
                Ok(Reset { code: error.code().map(str::to_owned) })
            }
            None => Err(error.into()),
        }
    }

    /// Returns the next change, and requests the next page if necessary. Returns `None` after the last change.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] of any variant. Later calls then return `None`.
    pub async fn next(&mut self) -> Option<Result<Change<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T> Changes<T> {
    /// Sets the maximum number of pages of an enumeration; see [`Pages::max_pages`].
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.max_pages = Some(pages);
        self.pages.set_max_pages(pages);
        self
    }

    /// Returns the position to continue from.
    ///
    /// After the last change, this is the delta link, with which the next round starts; `None` if the service sent none.
    /// Before, it is the current page, until all changes on it were returned, and then the next page: whoever continues from
    /// there may get some changes once more, but misses none that were returned.
    #[must_use]
    pub fn link(&self) -> Option<DeltaLink> {
        let link = if self.page.as_slice().is_empty() { &self.after } else { &self.current };
        link.clone().map(DeltaLink::new)
    }
}

/// Returns the request with which the enumeration starts anew, or `None` if the service names one that must not have the token.
fn anew(client: &Shared, first: &Outgoing, error: &ApiError) -> Option<Outgoing> {
    let url: Url = match error.headers().get(header::LOCATION) {
        Some(location) => client.base.follow(location.to_str().ok()?).ok()?,
        None => first.prepared.url.clone(),
    };
    Some(first.for_page(url))
}

// No field is structurally pinned.
impl<T> Unpin for Changes<T> {}

impl<T: DeserializeOwned + Send + 'static> Stream for Changes<T> {
    type Item = Result<Change<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(Item(change)) = self.page.next() {
                return Poll::Ready(Some(Ok(change)));
            }
            let link = self.pages.link().map(str::to_owned);
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                None => return Poll::Ready(None),
                Some(Ok(page)) => {
                    self.was_reset = false;
                    self.current = link;
                    self.after = page.delta_link.or_else(|| self.pages.link().map(str::to_owned));
                    self.page = page.value.into_iter();
                }
                Some(Err(Error::Api(error))) if error.status() == StatusCode::GONE => {
                    return Poll::Ready(Some(self.reset(error).map(Change::Reset)));
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

impl<T> fmt::Debug for Changes<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes").field("pages", &self.pages).finish_non_exhaustive()
    }
}
