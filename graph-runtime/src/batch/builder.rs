//! The builders for a batch and its items.

use std::{
    fmt,
    marker::PhantomData,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use super::{
    request,
    response::{BatchHandle, BatchResponse},
    run::{Item, Run},
};
use crate::{
    action::GraphAction,
    call::options::Options,
    client::shared::Shared,
    error::{Error, build::BuildError},
    metadata::action_metadata::{ActionMetadata, ApiVersion},
    prepare::prepared::{Prepared, Secrets},
    secret::sent::SentSecrets,
};

/// Several actions that are sent together, as [JSON batches](https://learn.microsoft.com/graph/json-batching). Created
/// by [`GraphClient::batch`](crate::GraphClient::batch).
///
/// ```no_run
/// use graph_runtime::{Error, GraphClient, graph_action};
///
/// /// Creates a group.
/// #[graph_action(POST, "/groups", returns = Group, perms = "Group.ReadWrite.All")]
/// pub struct CreateGroup {
///     pub display_name: String,
///     pub mail_enabled: bool,
///     pub mail_nickname: String,
///     pub security_enabled: bool,
/// }
///
/// /// Reads a user.
/// #[graph_action(GET, "/users/<id>", returns = User, perms = "User.Read.All")]
/// pub struct GetUser {
///     /// Id or user principal name.
///     pub id: String,
/// }
///
/// # #[derive(serde::Deserialize)] pub struct Group { id: String }
/// # #[derive(serde::Deserialize)] pub struct User { id: String }
/// # async fn call(graph: &GraphClient, create: CreateGroup, names: &[&str]) -> Result<(), Error> {
/// let mut batch = graph.batch();
/// let group = batch.add(&create);
/// let users: Vec<_> = names.iter().map(|&id| batch.add(&GetUser { id: id.into() })).collect();
///
/// let mut response = batch.send().await?;
/// let group = response.take(group)?;
/// for (user, name) in users.into_iter().zip(names) {
///     match response.take(user) {
///         Ok(user) => println!("{name} is {}", user.id),
///         Err(Error::Api(error)) if error.status() == 404 => println!("{name} does not exist"),
///         Err(error) => return Err(error),
///     }
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Requests
///
/// The request of an item is built when the item is added. It has the same path, query, headers and body as in a call
/// of its own, but no token: only the batch request has one. If the request of an item cannot be built, that item
/// results in [`Error::Build`], and the other items are still sent.
///
/// Graph accepts at most 20 items in one request. If there are more, the batch sends several requests, one after the
/// other. Items of `v1.0` and of `beta` are sent in separate requests.
///
/// An action that returns a [`Page`](crate::Page) returns the first page of its collection. To get the other pages, use
/// [`Call::pages_from`](crate::client::Call::pages_from).
///
/// Graph responds to the download of a file with a redirect. Such an item results in [`Error::Api`] with the status
/// 302; the URL of the file is in its [`headers`](crate::ApiError::headers).
///
/// # Order
///
/// The order of the items is not specified, unless an item [depends on](BatchItem::depends_on) another one. It is then
/// sent only after the other item has succeeded. If the other item fails, it results in [`Error::Api`] with the status
/// 424. Because an item can depend only on items that were added before it, there are no cycles.
///
/// Graph itself respects an order only if all items of a request form one chain. Other dependencies (of one item on
/// several items, of several items on one item, across versions, or in a chain of more than 20 items) are respected by
/// sending the dependent items in a later request.
///
/// # Retries
///
/// The client's [`RetryPolicy`](crate::retry::RetryPolicy) applies to items and requests:
///
/// - An item is retried after the status 429, 503 or 509, and so are items that depend on it and failed with 424. An
///   [idempotent](ActionMetadata::idempotent) item is also retried after 408, 500, 502 and 504. No other item is
///   retried. The number of retries and the total time are counted for each item separately. Items that are retried
///   together wait for the longest of their waits, so no wait is shortened. A `Retry-After` longer than the policy's
///   [`max_delay`](crate::retry::RetryPolicy::max_delay) ends only its own item.
/// - If the outcome of a request is unknown, the request is retried only if every item in it is idempotent.
#[must_use = "a batch does nothing until `.send()`"]
pub struct Batch {
    client: Shared,
    id: u64,
    options: Options,
    items: Vec<Item>,
}

impl Batch {
    pub(crate) fn new(client: Shared) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        Self { client, id, options: Options::default(), items: Vec::new() }
    }

    /// Sets the time-out for each attempt of a request. The default is the
    /// [client's](crate::client::GraphClientBuilder::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets the ID of all requests of this batch. By default, each request gets a new UUID. See
    /// [`Call::client_request_id`](crate::client::Call::client_request_id).
    pub fn client_request_id(mut self, id: impl AsRef<str>) -> Self {
        self.options.client_request_id(id.as_ref());
        self
    }

    /// Adds an action, and returns the handle with which its response is [taken](BatchResponse::take).
    pub fn add<A: GraphAction>(&mut self, action: &A) -> BatchHandle<A::Response> {
        self.item(action).add()
    }

    /// Starts an item with options of its own, or with dependencies on other items. [`BatchItem::add`] adds it.
    pub fn item<'b, A: GraphAction>(&'b mut self, action: &'b A) -> BatchItem<'b, A> {
        BatchItem { batch: self, action, options: Options::default(), after: Vec::new() }
    }

    /// Returns the number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns `true` if the batch has no items. Nothing is sent for such a batch.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Sends the items, with retries.
    ///
    /// If a request fails as a whole, no further request is sent. If there was no response to any request by then, this
    /// method returns the error of the request. Otherwise, the responses are kept, and each of the remaining items
    /// results in an error of its own, which says whether the item may have reached the service.
    ///
    /// The future borrows nothing, so it can be spawned. If it is dropped, nothing more is sent, but a request that is
    /// being sent may still be processed.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] of any variant if a request failed before there was a response to any request of the batch.
    /// Returns [`Error::Build`], and sends nothing, if the [`client_request_id`](Batch::client_request_id) of the batch
    /// is invalid.
    pub async fn send(self) -> Result<BatchResponse, Error> {
        let Self { client, id, options, items } = self;
        if let Some(reason) = options.error {
            return Err(BuildError::action("Batch", reason).into());
        }
        let run = Run::new(client, options.timeout, options.client_request_id, items);
        // Boxed, because the future is large.
        let outcomes = Box::pin(run.run()).await?;
        Ok(BatchResponse { batch: id, outcomes: outcomes.into_iter().map(Some).collect() })
    }
}

impl fmt::Debug for Batch {
    /// Writes the names of the actions, but no values, because they may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items: Vec<_> = self.items.iter().map(|item| item.metadata.name).collect();
        f.debug_struct("Batch").field("items", &items).finish_non_exhaustive()
    }
}

/// The builder for one item of a batch, with options of its own. Created by [`Batch::item`].
///
/// ```no_run
/// # use graph_runtime::{ApiVersion, Error, GraphAction, GraphClient};
/// # async fn call<A: GraphAction, B: GraphAction>(graph: &GraphClient, create: &A, assign: &B) -> Result<(), Error> {
/// let mut batch = graph.batch();
/// let created = batch.add(create);
/// let assigned = batch.item(assign).version(ApiVersion::Beta).depends_on(&created).add();
/// let mut response = batch.send().await?;
/// let (created, assigned) = (response.take(created)?, response.take(assigned)?);
/// # Ok(())
/// # }
/// ```
#[must_use = "an item is not part of the batch until `.add()` is called"]
pub struct BatchItem<'b, A> {
    batch: &'b mut Batch,
    action: &'b A,
    options: Options,
    after: Vec<usize>,
}

impl<A: GraphAction> BatchItem<'_, A> {
    /// Sets the version to call. The default is the first version that the action declares.
    ///
    /// If the action does not declare `version`, the item results in [`Error::Build`].
    pub fn version(mut self, version: ApiVersion) -> Self {
        self.options.version = Some(version);
        self
    }

    /// Sets a header of this item; see [`Call::header`](crate::client::Call::header).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.options.header(name.as_ref(), value.as_ref());
        self
    }

    /// Changes the resource only if it still has this entity tag; see
    /// [`Call::if_match`](crate::client::Call::if_match).
    pub fn if_match(self, etag: impl AsRef<str>) -> Self {
        self.header("if-match", etag)
    }

    /// Makes this item depend on an earlier one: it is sent only after that one has succeeded.
    ///
    /// An item can depend on several items. If `earlier` is an item of another batch, this item results in
    /// [`Error::Build`].
    pub fn depends_on<R>(mut self, earlier: &BatchHandle<R>) -> Self {
        if earlier.batch == self.batch.id {
            self.after.push(earlier.index);
        } else {
            self.options.reject("it depends on an item of another batch".to_owned());
        }
        self
    }

    /// Adds the item to the batch, and returns the handle with which its response is [taken](BatchResponse::take).
    pub fn add(self) -> BatchHandle<A::Response> {
        let Self { batch, action, options, after } = self;
        let prepared = options.prepare(&batch.client, A::METADATA, Secrets::Noted, &action);
        let handle = BatchHandle { batch: batch.id, index: batch.items.len(), response: PhantomData };
        batch.push(A::METADATA, prepared, after);
        handle
    }
}

impl Batch {
    fn push(
        &mut self,
        metadata: &'static ActionMetadata,
        prepared: Result<Box<Prepared>, Error>,
        mut after: Vec<usize>,
    ) {
        after.sort_unstable();
        after.dedup();
        let base = self.client.base.as_str();
        let version = prepared.as_ref().map_or_else(|_| metadata.default_version(), |prepared| prepared.version);
        let secrets = prepared.as_ref().map_or_else(|_| SentSecrets::default(), |prepared| prepared.secrets.clone());
        let written = prepared.and_then(|prepared| Ok(request::item(&prepared, base)?));
        self.items.push(Item { metadata, version, written, secrets, after });
    }
}

impl<A: GraphAction> fmt::Debug for BatchItem<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchItem").field("action", &A::METADATA.name).finish_non_exhaustive()
    }
}
