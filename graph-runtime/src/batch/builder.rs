//! A batch, and its items, before they are sent.

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
};

/// Several actions that are sent together, as [JSON batches](https://learn.microsoft.com/graph/json-batching): what
/// [`GraphClient::batch`](crate::GraphClient::batch) starts.
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
/// let mut answers = batch.send().await?;
/// let group = answers.take(group)?;
/// for (user, name) in users.into_iter().zip(names) {
///     match answers.take(user) {
///         Ok(user) => println!("{name} is {}", user.id),
///         Err(Error::Api(refusal)) if refusal.status() == 404 => println!("there is no {name}"),
///         Err(error) => return Err(error),
///     }
/// }
/// # Ok(())
/// # }
/// ```
///
/// # What is sent
///
/// Each item is built when it is added, and has the path, query, headers and body of a call of its own; the token is in
/// the request that carries it, never in an item. An item that cannot be built is not sent, and ends in its own
/// [`Error::Build`]; the others are sent all the same.
///
/// Graph takes at most 20 items in one request. More are split, and the requests are sent one after the other. Items of
/// `v1.0` and of `beta` go into requests of their own.
///
/// A [`Page`](crate::Page) is the first of its collection;
/// [`Call::pages_from`](crate::client::Call::pages_from) goes on with the others.
///
/// Graph answers the download of a file with a redirect, which ends the item in [`Error::Api`] with the status 302; the
/// address is in its [`headers`](crate::ApiError::headers).
///
/// # Order
///
/// Items have no order, unless one [depends on](BatchItem::depends_on) another: then it is sent only when the other has
/// succeeded, and ends in [`Error::Api`] with the status 424 if it has not. Since an item can only depend on one that was
/// added before, there are no cycles.
///
/// Graph itself keeps an order only in a request that is one chain of items. Other dependencies (on several items, of
/// several items on one, across versions, in a chain of more than 20) are kept by sending what depends on an item in a
/// later request.
///
/// # What is sent again
///
/// By the client's [`RetryPolicy`](crate::retry::RetryPolicy):
///
/// - An item that is answered with 429, 503 or 509 is sent again, and so are those that failed with 424 because they
///   depend on it. An [idempotent](ActionMetadata::idempotent) one is also sent again after 500, 502 and 504. No other
///   item is. Each has its own count of repeats and its own time. The wait is the longest of those that are sent again
///   together, so that none is shortened; a `Retry-After` beyond the policy's ceiling ends its item alone.
/// - A request of which it is not known what happened is sent again only if every item in it is idempotent.
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

    /// How long each attempt at a request may take, instead of the [client's](crate::client::GraphClientBuilder::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// The id of all requests of this batch, instead of a fresh UUID for each; see
    /// [`Call::client_request_id`](crate::client::Call::client_request_id).
    pub fn client_request_id(mut self, id: impl Into<String>) -> Self {
        self.options.client_request_id(&id.into());
        self
    }

    /// Adds an action. Its answer is [taken](BatchResponse::take) with the handle.
    pub fn add<A: GraphAction>(&mut self, action: &A) -> BatchHandle<A::Response> {
        self.item(action).add()
    }

    /// Starts an item that has options of its own, or depends on another.
    pub fn item<'b, A: GraphAction>(&'b mut self, action: &'b A) -> BatchItem<'b, A> {
        BatchItem { batch: self, action, options: Options::default(), after: Vec::new() }
    }

    /// How many items it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether it has no items. Nothing is sent then.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Sends the items, again where that is due, until each has ended.
    ///
    /// A request that fails as a whole ends the batch: no further one is sent. If no item has been answered by then, its
    /// error is that of the batch. Otherwise what was answered is kept, and each of the others ends in an error of its
    /// own, which says whether it may have reached the service.
    ///
    /// The future borrows nothing, so it can be spawned. Dropping it sends nothing more; a request that is already on
    /// its way may still be acted upon.
    ///
    /// # Errors
    ///
    /// Any variant of [`Error`], where not one item was answered. Nothing is sent where the batch's own
    /// [`client_request_id`](Batch::client_request_id) cannot be.
    pub async fn send(self) -> Result<BatchResponse, Error> {
        let Self { client, id, options, items } = self;
        if let Some(reason) = options.error {
            return Err(BuildError::action("Batch", reason).into());
        }
        let run = Run::new(client, options.timeout, options.client_request_id, items);
        // A long future, which the caller's should not hold.
        let outcomes = Box::pin(run.run()).await?;
        Ok(BatchResponse { batch: id, outcomes: outcomes.into_iter().map(Some).collect() })
    }
}

impl fmt::Debug for Batch {
    /// Shows which actions there are, not with which values: there may be secrets among them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items: Vec<_> = self.items.iter().map(|item| item.metadata.name).collect();
        f.debug_struct("Batch").field("items", &items).finish_non_exhaustive()
    }
}

/// One item of a batch, with options of its own: what [`Batch::item`] starts.
///
/// ```no_run
/// # use graph_runtime::{ApiVersion, Error, GraphAction, GraphClient};
/// # async fn call<A: GraphAction, B: GraphAction>(graph: &GraphClient, create: &A, assign: &B) -> Result<(), Error> {
/// let mut batch = graph.batch();
/// let created = batch.add(create);
/// let assigned = batch.item(assign).version(ApiVersion::Beta).depends_on(&created).add();
/// let mut answers = batch.send().await?;
/// let (created, assigned) = (answers.take(created)?, answers.take(assigned)?);
/// # Ok(())
/// # }
/// ```
#[must_use = "an item is part of the batch when it is added with `.add()`"]
pub struct BatchItem<'b, A> {
    batch: &'b mut Batch,
    action: &'b A,
    options: Options,
    after: Vec<usize>,
}

impl<A: GraphAction> BatchItem<'_, A> {
    /// The version to call, instead of the first that the action declares. One that it does not declare is
    /// [`Error::Build`] for this item.
    pub fn version(mut self, version: ApiVersion) -> Self {
        self.options.version = Some(version);
        self
    }

    /// Sends a header with this item; see [`Call::header`](crate::client::Call::header).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.options.header(name.as_ref(), value.as_ref());
        self
    }

    /// Has this item sent only when another has succeeded; with several, when all have. An item of another batch is
    /// [`Error::Build`] for this one.
    pub fn depends_on<R>(mut self, earlier: &BatchHandle<R>) -> Self {
        if earlier.batch == self.batch.id {
            self.after.push(earlier.index);
        } else {
            self.options.refuse("it depends on an item of another batch".to_owned());
        }
        self
    }

    /// Adds it to the batch.
    pub fn add(self) -> BatchHandle<A::Response> {
        let Self { batch, action, options, after } = self;
        let prepared = options.prepare(&batch.client, A::METADATA, Secrets::Written, &action);
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
        let written = prepared.and_then(|prepared| Ok(request::item(&prepared, base)?));
        self.items.push(Item { metadata, version, written, after });
    }
}

impl<A: GraphAction> fmt::Debug for BatchItem<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchItem").field("action", &A::METADATA.name).finish_non_exhaustive()
    }
}
