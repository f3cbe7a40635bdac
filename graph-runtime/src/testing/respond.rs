//! The responses of an expectation.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    Expectation, GraphError, MockResponse, Received,
    mock_response::returning,
    received::Request,
    registry::{Link, Respond, Responses},
};
use crate::{action::GraphAction, paging::Paged, prepare::json};

/// The response. Each of these methods registers the expectation.
impl<A: GraphAction> Expectation<A> {
    /// Responds with a value that the action returns, with the status 200 or 204 and its `Content-Type`.
    ///
    /// The value is `()` if the action returns nothing, the items of a [`Page`](crate::Page), the value inside a
    /// [`Value`](crate::odata::ODataValue) or [`Text`](crate::odata::PlainText), bytes or text for [`Bytes`](crate::Bytes), and otherwise whatever
    /// serializes to JSON that the action can read. For an `Option`, `None` is an empty response.
    ///
    /// ```
    /// use graph_runtime::{Bytes, graph_action, odata::{ODataValue, PlainText}, testing::GraphMock};
    ///
    /// #[graph_action(GET, "/users/$count", returns = PlainText<u64>, perms = "User.Read.All")]
    /// struct CountUsers;
    ///
    /// #[graph_action(POST, "/users/<id>/revokeSignInSessions", returns = ODataValue<bool>, perms = "User.RevokeSessions.All")]
    /// struct RevokeSignInSessions { id: String }
    ///
    /// #[graph_action(GET, "/me/photo/$value", returns = Bytes, perms(delegated = "User.Read"))]
    /// struct GetPhoto;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), graph_runtime::Error> {
    /// let mock = GraphMock::start();
    /// mock.expect::<CountUsers>().respond(17);
    /// mock.expect::<RevokeSignInSessions>().respond(true);
    /// mock.expect::<GetPhoto>().respond(Bytes::from_static(b"\xff\xd8"));
    ///
    /// let graph = mock.client();
    /// assert_eq!(CountUsers.send(&graph).await?, PlainText(17));
    /// assert!(RevokeSignInSessions { id: "7".into() }.send(&graph).await?.value);
    /// assert_eq!(GetPhoto.send(&graph).await?, &b"\xff\xd8"[..]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If the action cannot read the value. For such a response, use [`respond_raw`](Expectation::respond_raw).
    #[track_caller]
    pub fn respond(self, value: impl Serialize) {
        let response = returning::<A>(None, &value);
        self.respond_raw(response);
    }

    /// Responds like [`respond`](Expectation::respond), with another status such as 201 or 202.
    ///
    /// # Panics
    ///
    /// If the action cannot read the value, or `status` is not a valid HTTP status.
    #[track_caller]
    pub fn respond_status(self, status: u16, value: impl Serialize) {
        let response = returning::<A>(Some(status), &value);
        self.respond_raw(response);
    }

    /// Responds with an error in Microsoft Graph's format.
    pub fn respond_error(self, error: GraphError) {
        self.respond_raw(error);
    }

    /// Responds with what a closure makes of each request.
    ///
    /// ```
    /// # use graph_runtime::{graph_action, testing::{GraphMock, MockResponse}};
    /// # #[graph_action(GET, "/users/<id>", perms = "User.Read.All", returns = serde_json::Value)]
    /// # struct GetUser { id: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), graph_runtime::Error> {
    /// # let mock = GraphMock::start();
    /// mock.expect::<GetUser>()
    ///     .respond_with(|request| MockResponse::json(200, &serde_json::json!({"id": request.parameter("id")})));
    /// assert_eq!(GetUser { id: "7".into() }.send(&mock.client()).await?["id"], "7");
    /// # Ok(())
    /// # }
    /// ```
    pub fn respond_with<T: Into<MockResponse>>(self, respond: impl Fn(&Received<A>) -> T + Send + Sync + 'static) {
        let delay = self.delay;
        self.register(Box::new(move |request, parameters| {
            let response = respond(&Received::new(Arc::clone(request), Arc::clone(parameters))).into();
            response.after_at_least(delay).into()
        }));
    }

    /// Responds with exactly this, whether or not the action can read it.
    ///
    /// ```
    /// # use graph_runtime::{Error, graph_action, testing::{GraphMock, MockResponse}};
    /// # #[graph_action(POST, "/users/<id>/revokeSignInSessions", perms = "User.RevokeSessions.All")]
    /// # struct RevokeSignInSessions { id: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let mock = GraphMock::start();
    /// mock.expect::<RevokeSignInSessions>().once().respond_raw(MockResponse::broken_connection());
    /// let error = RevokeSignInSessions { id: "7".into() }.send(&mock.client()).await.expect_err("a broken connection");
    /// assert!(matches!(error, Error::Transport(_)), "a POST is not retried, since it may have been processed");
    /// # }
    /// ```
    pub fn respond_raw(self, response: impl Into<MockResponse>) {
        let response = response.into().after_at_least(self.delay);
        self.register(Box::new(move |_, _| response.clone().into()));
    }
}

/// Responses in pages.
impl<A: GraphAction<Response: Paged>> Expectation<A> {
    /// Responds with several pages. Each has an `@odata.nextLink` to the next one, on the mock's own address.
    ///
    /// The requests for further pages are recorded, but need not meet the conditions and do not count as calls. They may be
    /// sent any number of times, or not at all.
    ///
    /// ```
    /// # use graph_runtime::{Page, graph_action, testing::GraphMock};
    /// # #[graph_action(GET, "/users", perms = "User.ReadBasic.All", returns = Page<u32>)]
    /// # struct ListUsers;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), graph_runtime::Error> {
    /// # let mock = GraphMock::start();
    /// mock.expect::<ListUsers>().once().respond_pages([vec![1, 2], vec![], vec![3]]);
    /// let graph = mock.client();
    /// let mut users = ListUsers::builder().items(&graph);
    /// let mut seen = Vec::new();
    /// while let Some(user) = users.next().await {
    ///     seen.push(user?);
    /// }
    /// assert_eq!(seen, [1, 2, 3]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If the action cannot read a page.
    #[track_caller]
    pub fn respond_pages<P: IntoIterator<Item: Serialize>>(self, pages: impl IntoIterator<Item = P>) {
        self.pages(pages, None);
    }

    /// Responds like [`respond_pages`](Expectation::respond_pages), with an `@odata.deltaLink` on the last page: the path
    /// of the request with this `$deltatoken`, which a further expectation can require.
    ///
    /// # Panics
    ///
    /// If the action cannot read a page.
    #[track_caller]
    pub fn respond_delta_pages<P: IntoIterator<Item: Serialize>>(
        self,
        pages: impl IntoIterator<Item = P>,
        delta_token: impl Into<String>,
    ) {
        self.pages(pages, Some(delta_token.into()));
    }

    /// Responds with 410, as Microsoft Graph does to a delta link that is too old. Without a `Location`, so that the client
    /// enumerates the collection anew with the action's own request, for which there has to be another expectation.
    ///
    /// ```
    /// # use graph_runtime::{Page, delta::{Change, DeltaLink}, graph_action, testing::GraphMock};
    /// # #[graph_action(GET, "/users/delta", perms = "User.Read.All", returns = Page<serde_json::Value>)]
    /// # struct UsersDelta;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), graph_runtime::Error> {
    /// # let mock = GraphMock::start();
    /// mock.expect::<UsersDelta>().query("$deltatoken", "old").once().respond_expired_delta();
    /// mock.expect::<UsersDelta>().respond_delta_pages([[serde_json::json!({"id": "7"})]], "new");
    ///
    /// let link = DeltaLink::new(format!("{}/v1.0/users/delta?$deltatoken=old", mock.url()));
    /// let graph = mock.client();
    /// let mut changes = graph.call(&UsersDelta).changes_from(&link);
    /// assert!(matches!(changes.next().await, Some(Ok(Change::Reset(_)))));
    /// assert!(matches!(changes.next().await, Some(Ok(Change::Present(_)))));
    /// # Ok(())
    /// # }
    /// ```
    pub fn respond_expired_delta(self) {
        self.respond_error(GraphError::new(410, "resyncRequired", "Resync required. Restart without a token."));
    }

    #[track_caller]
    fn pages<P: IntoIterator<Item: Serialize>>(self, pages: impl IntoIterator<Item = P>, delta_token: Option<String>) {
        let items = |page: P| page.into_iter().map(|item| to_value::<A>(&item)).collect();
        let mut pages: Vec<Vec<Value>> = pages.into_iter().map(items).collect();
        if pages.is_empty() {
            pages.push(Vec::new());
        }
        for page in &pages {
            // Panics here, in the test, rather than when the page is requested.
            let _ = returning::<A>(None, page);
        }
        let delay = self.delay;
        let respond: Respond = Box::new(move |request, _| {
            let Responses { first, links } = linked(request, &pages, delta_token.as_deref());
            Responses { first: first.after_at_least(delay), links }
        });
        self.register(respond);
    }
}

#[track_caller]
fn to_value<A: GraphAction>(item: &impl Serialize) -> Value {
    match json::to_value(item) {
        Ok(value) => value,
        Err(error) => panic!("cannot serialize the response for {}: {error}", A::METADATA.name),
    }
}

/// Returns the responses for pages, of which there is at least one.
fn linked(request: &Request, pages: &[Vec<Value>], delta_token: Option<&str>) -> Responses {
    /// Distinguishes the pages of one call from those of another.
    static CALLS: AtomicU64 = AtomicU64::new(1);

    let call = CALLS.fetch_add(1, Ordering::Relaxed);
    let path = request.versioned_path();
    let query = request.raw_query.as_ref().map_or_else(String::new, |query| format!("{query}&"));
    let target = |page: usize| format!("{path}?{query}$skiptoken={call}-{page}");
    let base = request.own_url();
    let response = |page: usize| {
        let mut body = Map::new();
        body.insert("value".into(), pages[page].clone().into());
        if page + 1 < pages.len() {
            body.insert("@odata.nextLink".into(), format!("{base}{}", target(page + 1)).into());
        } else if let Some(token) = delta_token {
            let token = utf8_percent_encode(token, NON_ALPHANUMERIC);
            body.insert("@odata.deltaLink".into(), format!("{base}{path}?$deltatoken={token}").into());
        }
        MockResponse::json(200, &body)
    };
    let link = |page: usize| {
        let response = response(page);
        Link::new(target(page), move |_| response.clone())
    };
    Responses { first: response(0), links: (1..pages.len()).map(link).collect() }
}
