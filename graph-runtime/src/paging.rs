//! Collections, page by page: [`Pages`] and [`Items`].

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

/// A response that comes in pages: [`Page<T>`](Page).
///
/// Says so by its type, so that [`Call::pages`](crate::client::Call::pages) exists for it and for no other.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not come in pages",
    label = "is not a `Page<T>`",
    note = "an action whose answers come in pages has `returns = Page<T>`, with `graph_runtime::Page`; a type of your own that is named `Page` needs another name there"
)]
pub trait Paged: ActionResponse + sealed::Sealed {
    /// What the pages hold.
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

/// The pages of a collection, each asked for when it is wanted: what [`Call::pages`](crate::client::Call::pages) gives.
///
/// Follows `@odata.nextLink` as the service wrote it, with the headers of the first request, on the client's own scheme,
/// host and port alone. A page without items is passed over, unless it is the last one, which may have a
/// [`delta_link`](Page::delta_link). Each page is a call of its own, with the client's retries. It is a `Stream` too.
///
/// ```no_run
/// # use graph_runtime::{Error, GraphClient, Page, graph_action};
/// # #[graph_action(GET, "/users/delta", returns = Page<serde_json::Value>, perms = "User.Read.All")]
/// # pub struct UsersDelta;
/// # async fn walk(graph: &GraphClient) -> Result<Option<String>, Error> {
/// let mut pages = UsersDelta::builder().pages(graph);
/// let mut changes = None;
/// while let Some(page) = pages.next().await {
///     let page = page?;
///     println!("{} users", page.value.len());
///     changes = page.delta_link;
/// }
/// # Ok(changes)
/// # }
/// ```
///
/// # Errors
///
/// A page ends in any variant of [`Error`]; in [`Error::Decode`] also where its next link leads to another host, which
/// must not get the token, or to a page that was read already, which would never end. Nothing comes after an error;
/// [`link`](Pages::link) then still says which page it was, and
/// [`Call::pages_from`](crate::client::Call::pages_from) goes on from there.
#[must_use = "nothing is sent until a page is asked for"]
pub struct Pages<T> {
    walk: Walk,
    decode: fn(Box<RawResponse>) -> Result<Page<T>, Error>,
}

/// What does not depend on the items.
struct Walk {
    client: Shared,
    /// What the first page is asked with, and the others but for their URL; none once it could not be built.
    first: Option<Outgoing>,
    /// The page to ask for next, or the one that is being asked for.
    link: Option<Url>,
    seen: HashSet<Url>,
    state: State,
}

enum State {
    Idle,
    Asking(RawFuture),
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
        let walk = Walk { client, first, link, seen: HashSet::new(), state };
        Self { walk, decode: |response| decode::<R>(response).map(R::into_page) }
    }

    /// The same, from a page whose link was kept.
    pub(crate) fn from_link<R: Paged<Item = T>>(client: Shared, first: Result<Outgoing, Error>, link: &str) -> Self {
        let first = first.and_then(|first| {
            let url = client.base.follow(link).map_err(|reason| {
                BuildError::action(first.prepared.metadata.name, format!("the link of the page {reason}"))
            })?;
            Ok(first.for_page(url))
        });
        Self::new::<R>(client, first)
    }

    /// The next page; none behind the last one.
    ///
    /// # Errors
    ///
    /// Any variant of [`Error`]; nothing comes after it.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The address of the page that is read next, or that could not be read; none behind the last one.
    ///
    /// It can be kept, and the walk resumed with [`Call::pages_from`](crate::client::Call::pages_from). It may hold values
    /// of the action's fields.
    #[must_use]
    pub fn link(&self) -> Option<&str> {
        self.walk.link.as_ref().map(Url::as_str)
    }

    /// The items of all pages, one by one.
    pub fn items(self) -> Items<T> {
        Items { pages: self, page: Vec::new().into_iter() }
    }
}

impl Walk {
    /// The answer of the next page.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Box<RawResponse>, Error>>> {
        if let State::Idle = self.state {
            match (&self.first, &self.link) {
                (Some(first), Some(link)) => {
                    let outgoing = first.for_page(link.clone());
                    self.state = State::Asking(Box::pin(send(outgoing)));
                }
                _ => self.state = State::Ended,
            }
        }
        if let State::Asking(answer) = &mut self.state {
            let answer = ready!(answer.as_mut().poll(context));
            self.state = if answer.is_ok() { State::Idle } else { State::Ended };
            return Poll::Ready(Some(answer));
        }
        Poll::Ready(match std::mem::replace(&mut self.state, State::Ended) {
            State::Failed(error) => Some(Err(*error)),
            _ => None,
        })
    }

    /// Goes on to the next page, if there is one that may be asked for.
    fn follow(&mut self, next: Option<&str>, response: impl FnOnce() -> Box<RawResponse>) -> Result<(), Error> {
        let Some(next) = next else {
            self.link = None;
            return Ok(());
        };
        let refused = |reason| DecodeError::new(*response(), format!("its next link {reason}"));
        let next = match self.client.base.follow(next) {
            Ok(next) => next,
            Err(reason) => return Err(Box::new(refused(reason)).into()),
        };
        self.seen.extend(self.link.take());
        if self.seen.contains(&next) {
            return Err(Box::new(refused("leads to a page that was read already")).into());
        }
        self.link = Some(next);
        Ok(())
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let response = match ready!(self.walk.poll_next(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(response)) => response,
            };
            let read = (self.decode)(response.clone()).and_then(|page| {
                self.walk.follow(page.next_link.as_deref(), || response)?;
                Ok(page)
            });
            match read {
                Ok(page) if page.value.is_empty() && page.next_link.is_some() => {}
                Ok(page) => return Poll::Ready(Some(Ok(page))),
                Err(error) => {
                    self.walk.state = State::Ended;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

/// The items of a collection, one by one over all its pages: what [`Call::items`](crate::client::Call::items) gives.
///
/// It asks for a page when the one before is used up. It is a `Stream` too, of the same items and errors as [`Pages`].
///
/// ```no_run
/// # use graph_runtime::{Error, GraphClient, Page, graph_action};
/// # #[graph_action(GET, "/users", returns = Page<serde_json::Value>, perms = "User.Read.All")]
/// # pub struct ListUsers;
/// # async fn walk(graph: &GraphClient) -> Result<(), Error> {
/// let mut users = ListUsers::builder().items(graph);
/// while let Some(user) = users.next().await {
///     println!("{}", user?);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until an item is asked for"]
pub struct Items<T> {
    pages: Pages<T>,
    page: std::vec::IntoIter<T>,
}

impl<T> Items<T> {
    /// The next item; none behind the last one.
    ///
    /// # Errors
    ///
    /// Any variant of [`Error`]; nothing comes after it.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

// Nothing in it is pinned.
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
        let action = self.walk.first.as_ref().map(|first| first.prepared.metadata.name);
        f.debug_struct("Pages").field("action", &action).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
