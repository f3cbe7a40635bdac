//! Paging through collections: [`Pages`] and [`Items`].

use std::{
    collections::HashSet,
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use serde::de::DeserializeOwned;
use url::Url;

use crate::{
    action::ActionResponse,
    client::shared::Shared,
    error::{Error, build::BuildError, decode::DecodeError},
    exchange::{
        decode::decode,
        outgoing::Outgoing,
        response::RawResponse,
        send::{RawFuture, send},
    },
    odata::page::Page,
};

/// A response that consists of pages: [`Page<T>`](Page). [`Call::pages`](crate::client::Call::pages) is available only
/// for actions with such a response.
///
/// This trait is sealed and cannot be implemented for other types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a response with pages",
    label = "is not a `Page<T>`",
    note = "an action that returns pages is declared with `returns = Page<T>`, where `Page` is `graph_runtime::Page`; another type named `Page` in scope has to be renamed"
)]
pub trait Paged: ActionResponse + sealed::Sealed {
    /// The type of the items on the pages.
    type Item: Send + 'static;

    #[doc(hidden)]
    fn into_page(self) -> Page<Self::Item>;
}

mod sealed {
    pub trait Sealed {}
    impl<T> Sealed for crate::odata::page::Page<T> {}
}

impl<T: DeserializeOwned + Send + 'static> Paged for Page<T> {
    type Item = T;

    fn into_page(self) -> Self {
        self
    }
}

/// The pages of a collection, each of which is requested on demand. Returned by
/// [`Call::pages`](crate::client::Call::pages).
///
/// `Pages` follows each `@odata.nextLink` unchanged, with the headers of the first request, but only to the scheme,
/// host and port of the client. It skips pages without items, except for the last page, which may have a
/// [`delta_link`](Page::delta_link). Each page is a call of its own, with the client's retries.
///
/// Get the pages one by one with [`next`](Pages::next), or use `Pages` as a `Stream`.
///
/// ```no_run
/// # use graph_runtime::{Error, GraphClient, Page, graph_action};
/// # #[graph_action(GET, "/users/delta", returns = Page<serde_json::Value>, perms = "User.Read.All")]
/// # pub struct UsersDelta;
/// # async fn list(graph: &GraphClient) -> Result<Option<String>, Error> {
/// let mut pages = UsersDelta::builder().pages(graph);
/// let mut delta_link = None;
/// while let Some(page) = pages.next().await {
///     let page = page?;
///     println!("{} users", page.value.len());
///     delta_link = page.delta_link;
/// }
/// # Ok(delta_link)
/// # }
/// ```
///
/// # Errors
///
/// A page can result in an [`Error`] of any variant. It results in [`Error::Decode`] if its next link points to another
/// host, which must not receive the token, or to a page that was already read, which would be an endless loop.
///
/// No page follows an error. [`link`](Pages::link) then returns the URL of the page that failed, and
/// [`Call::pages_from`](crate::client::Call::pages_from) continues from there.
#[must_use = "nothing is sent until a page is requested"]
pub struct Pages<T> {
    pager: Pager,
    decode: fn(Box<RawResponse>) -> Result<Page<T>, Error>,
}

/// The part of [`Pages`] that does not depend on the type of the items.
struct Pager {
    client: Shared,
    /// The request for the first page, from which those for the other pages differ only by their URL; `None` if it
    /// could not be built.
    first: Option<Outgoing>,
    /// The URL of the page that is requested next or is being requested.
    link: Option<Url>,
    seen: HashSet<Url>,
    state: State,
}

enum State {
    Idle,
    Requesting(RawFuture),
    Failed(Box<Error>),
    Ended,
}

impl<T> Pages<T> {
    pub(crate) fn new<R: Paged<Item = T>>(client: Shared, first: Result<Outgoing, Error>) -> Self {
        let (first, state) = match first {
            Ok(first) => (Some(first), State::Idle),
            Err(error) => (None, State::Failed(Box::new(error))),
        };
        let link = first.as_ref().map(|first| first.prepared.url.clone());
        let pager = Pager { client, first, link, seen: HashSet::new(), state };
        Self { pager, decode: |response| decode::<R>(response).map(R::into_page) }
    }

    /// Starts with the page at `link` instead of the first page.
    pub(crate) fn from_link<R: Paged<Item = T>>(client: Shared, first: Result<Outgoing, Error>, link: &str) -> Self {
        let first = first.and_then(|first| {
            let url = client.base.follow(link).map_err(|reason| {
                BuildError::action(first.prepared.metadata.name, format!("the page link {reason}"))
            })?;
            Ok(first.for_page(url))
        });
        Self::new::<R>(client, first)
    }

    /// Requests the next page. Returns `None` after the last page.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] of any variant. Later calls then return `None`.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the URL of the next page, or of the page that failed. Returns `None` after the last page, and after a
    /// next link to a page that was already read.
    ///
    /// You can store the URL and resume later with [`Call::pages_from`](crate::client::Call::pages_from). It may
    /// contain values of the action's fields.
    #[must_use]
    pub fn link(&self) -> Option<&str> {
        self.pager.link.as_ref().map(Url::as_str)
    }

    /// Converts the pages to their items.
    pub fn items(self) -> Items<T> {
        Items { pages: self, page: Vec::new().into_iter() }
    }
}

impl Pager {
    /// Polls for the response with the next page.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Box<RawResponse>, Error>>> {
        if let State::Idle = self.state {
            match (&self.first, &self.link) {
                (Some(first), Some(link)) => {
                    let outgoing = first.for_page(link.clone());
                    self.state = State::Requesting(Box::pin(send(outgoing)));
                }
                _ => self.state = State::Ended,
            }
        }
        if let State::Requesting(request) = &mut self.state {
            let outcome = ready!(request.as_mut().poll(context));
            self.state = if outcome.is_ok() { State::Idle } else { State::Ended };
            return Poll::Ready(Some(outcome));
        }
        Poll::Ready(match std::mem::replace(&mut self.state, State::Ended) {
            State::Failed(error) => Some(Err(*error)),
            _ => None,
        })
    }

    /// Moves on to the page at the link `next`, or to the end if there is none. Returns an error if the link must not
    /// be followed.
    fn follow(&mut self, next: Option<&str>, response: impl FnOnce() -> Box<RawResponse>) -> Result<(), Error> {
        let Some(next) = next else {
            self.link = None;
            return Ok(());
        };
        let invalid = |reason| DecodeError::new(*response(), format!("the next link {reason}"));
        let next = match self.client.base.follow(next) {
            Ok(next) => next,
            Err(reason) => return Err(Box::new(invalid(reason)).into()),
        };
        self.seen.extend(self.link.take());
        if self.seen.contains(&next) {
            return Err(Box::new(invalid("points to a page that was already read")).into());
        }
        self.link = Some(next);
        Ok(())
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let response = match ready!(self.pager.poll_next(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(response)) => response,
            };
            let read = (self.decode)(response.clone()).and_then(|page| {
                self.pager.follow(page.next_link.as_deref(), || response)?;
                Ok(page)
            });
            match read {
                Ok(page) if page.value.is_empty() && page.next_link.is_some() => {}
                Ok(page) => return Poll::Ready(Some(Ok(page))),
                Err(error) => {
                    self.pager.state = State::Ended;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

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

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let action = self.pager.first.as_ref().map(|first| first.prepared.metadata.name);
        f.debug_struct("Pages").field("action", &action).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
