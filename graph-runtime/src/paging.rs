//! Paging through collections: [`Pages`] and [`Items`].

pub(crate) mod items;

use std::{
    collections::HashSet,
    fmt,
    future::poll_fn,
    hash::{BuildHasher, RandomState},
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
pub use items::Items;
use serde::de::DeserializeOwned;
use url::Url;

use crate::{
    action::ActionResponse,
    client::shared::Shared,
    error::{Error, build::BuildError, decode::DecodeError},
    exchange::{decode::decode, outgoing::Outgoing, response::RawResponse, sending::Sending},
    odata::page::Page,
};

/// The default of the maximum number of pages.
const MAX_PAGES: usize = 100_000;

/// The maximum number of pages without items in a row.
const MAX_EMPTY_PAGES: usize = 1000;

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
/// `Pages` follows each `@odata.nextLink` unchanged, with the headers of the first request, but only if it begins with
/// the client's base URL, or with an address that is
/// [mapped](crate::client::GraphClientBuilder::map_links_from) to it. It skips pages without items, except for the last page, which may have a
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
/// A page can result in an [`Error`] of any variant. After a page whose next link must not be followed, the next one is
/// [`Error::Decode`]. This is the case if the link is no valid URL, points to another host, which must not receive the
/// token, or points to a page that was already read, which would be an endless loop. Paging also ends in
/// [`Error::Decode`] after 1,000 pages without items in a row, and after [`max_pages`](Pages::max_pages).
///
/// No page follows an error. [`link`](Pages::link) then returns the URL of the page that failed or whose next link must not
/// be followed, or of the first page beyond a limit. [`Call::pages_from`](crate::client::Call::pages_from) continues from
/// there.
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
    /// The hashes of the URLs of the pages that were read. The URLs themselves would take much more memory.
    seen: HashSet<u64>,
    hasher: RandomState,
    max_pages: usize,
    /// The number of pages without items since the last one with items.
    empty_pages: usize,
    state: State,
}

enum State {
    Idle,
    /// A page is being requested, or was received and is being read.
    Requesting(Sending),
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
        let pager = Pager {
            client,
            first,
            link,
            seen: HashSet::new(),
            hasher: RandomState::new(),
            max_pages: MAX_PAGES,
            empty_pages: 0,
            state,
        };
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

    /// Sets the maximum number of pages that are read, including those without items. The default is 100,000.
    ///
    /// If there are more, paging ends in [`Error::Decode`]. Continue from its [`link`](Pages::link) if the collection is
    /// really that long.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.set_max_pages(pages);
        self
    }

    pub(crate) fn set_max_pages(&mut self, pages: usize) {
        self.pager.max_pages = pages;
    }

    /// Returns the URL of the next page, of the page that failed, or of the page whose next link must not be followed.
    /// Returns `None` after the last page.
    ///
    /// You can store the URL and resume later with [`Call::pages_from`](crate::client::Call::pages_from). It may
    /// contain values of the action's fields.
    #[must_use]
    pub fn link(&self) -> Option<&str> {
        self.pager.link.as_ref().map(Url::as_str)
    }

    /// Converts the pages to their items.
    pub fn items(self) -> Items<T> {
        Items::new(self)
    }
}

impl Pager {
    /// Polls for the response with the next page.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Box<RawResponse>, Error>>> {
        if let State::Idle = self.state {
            match (&self.first, &self.link) {
                (Some(first), Some(link)) => {
                    let outgoing = first.for_page(link.clone());
                    self.state = State::Requesting(Sending::new(outgoing));
                }
                _ => self.state = State::Ended,
            }
        }
        if let State::Requesting(request) = &mut self.state {
            let outcome = ready!(Pin::new(request).poll(context));
            if outcome.is_err() {
                self.state = State::Ended;
            }
            return Poll::Ready(Some(outcome));
        }
        Poll::Ready(match std::mem::replace(&mut self.state, State::Ended) {
            State::Failed(error) => Some(Err(*error)),
            _ => None,
        })
    }

    /// Moves on to the page after one that was read: to the link `next`, or to the end if there is none. If the link must
    /// not be followed, returns the reason, and stays at the page.
    fn follow(&mut self, next: Option<&str>, is_empty: bool) -> Result<(), String> {
        let Some(next) = next else {
            self.link = None;
            return Ok(());
        };
        let next = self.client.base.follow(next).map_err(|reason| format!("the next link {reason}"))?;
        self.seen.extend(self.link.iter().map(|read| self.hasher.hash_one(read)));
        if self.seen.contains(&self.hasher.hash_one(&next)) {
            return Err("the next link points to a page that was already read".to_owned());
        }
        self.empty_pages = if is_empty { self.empty_pages + 1 } else { 0 };
        let (limit, which) = if self.seen.len() >= self.max_pages {
            (self.max_pages, "pages")
        } else if self.empty_pages >= MAX_EMPTY_PAGES {
            (MAX_EMPTY_PAGES, "pages without items in a row")
        } else {
            self.link = Some(next);
            return Ok(());
        };
        // To be continued there by a caller who wants to.
        self.link = Some(next);
        Err(format!("the collection has more than {limit} {which}"))
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
            let page = match (self.decode)(response.clone()) {
                Ok(page) => page,
                Err(error) => {
                    if let State::Requesting(request) = &mut self.pager.state
                        && request.again(&error)
                    {
                        continue;
                    }
                    self.pager.state = State::Ended;
                    return Poll::Ready(Some(Err(error)));
                }
            };
            let is_empty = page.value.is_empty();
            self.pager.state = match self.pager.follow(page.next_link.as_deref(), is_empty) {
                Ok(()) => State::Idle,
                Err(reason) => State::Failed(Box::new(Box::new(DecodeError::new(*response, reason)).into())),
            };
            // The items that came are returned before the error.
            if !is_empty || page.next_link.is_none() {
                return Poll::Ready(Some(Ok(page)));
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
