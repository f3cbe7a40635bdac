//! What is answered to a request that is expected.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use http::header;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    Answer, Expectation, GraphError, Received,
    answer::returning,
    received::Request,
    registry::{Reply, Respond},
};
use crate::{action::GraphAction, paging::Paged};

/// What is answered. Each of these puts the expectation in place.
impl<A: GraphAction> Expectation<A> {
    /// Answers with a value, as the action returns it: `()` where it returns nothing, the items of a
    /// [`Page`](crate::Page), what is inside a [`ODataValue`](crate::odata::ODataValue) or a [`PlainText`](crate::odata::PlainText), bytes or text for
    /// [`Bytes`](crate::Bytes), and otherwise whatever is written as the JSON that the action reads. With it go the status
    /// (204 or 200) and the `Content-Type`.
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
    /// let mock = GraphMock::start().await;
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
    /// Where the action could not read it; to answer so all the same, there is [`answer`](Expectation::answer).
    #[track_caller]
    pub fn respond(self, value: impl Serialize) {
        let answer = returning::<A>(None, &value);
        self.answer(answer);
    }

    /// The same, with another status: 201, 202, 206.
    ///
    /// # Panics
    ///
    /// Where the action could not read the value, or `status` is no HTTP status.
    #[track_caller]
    pub fn respond_status(self, status: u16, value: impl Serialize) {
        let answer = returning::<A>(Some(status), &value);
        self.answer(answer);
    }

    /// Answers with an error, as Graph writes it.
    pub fn respond_error(self, error: GraphError) {
        self.answer(error);
    }

    /// Answers with what the test makes of the request.
    ///
    /// ```
    /// # use graph_runtime::{graph_action, testing::{Answer, GraphMock}};
    /// # #[graph_action(GET, "/users/<id>", perms = "User.Read.All", returns = serde_json::Value)]
    /// # struct GetUser { id: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), graph_runtime::Error> {
    /// # let mock = GraphMock::start().await;
    /// mock.expect::<GetUser>()
    ///     .respond_with(|request| Answer::json(200, &serde_json::json!({"id": request.parameter("id")})));
    /// assert_eq!(GetUser { id: "7".into() }.send(&mock.client()).await?["id"], "7");
    /// # Ok(())
    /// # }
    /// ```
    pub fn respond_with<T: Into<Answer>>(self, respond: impl Fn(&Received<A>) -> T + Send + Sync + 'static) {
        let delay = self.delay;
        self.register(Box::new(move |request, parameters| {
            let answer = respond(&Received::new(Arc::clone(request), Arc::clone(parameters))).into();
            answer.after_at_least(delay).into()
        }));
    }

    /// Answers with this, whether or not it is what the action returns.
    ///
    /// ```
    /// # use graph_runtime::{Error, graph_action, testing::{Answer, GraphMock}};
    /// # #[graph_action(POST, "/users/<id>/revokeSignInSessions", perms = "User.RevokeSessions.All")]
    /// # struct RevokeSignInSessions { id: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let mock = GraphMock::start().await;
    /// mock.expect::<RevokeSignInSessions>().once().answer(Answer::broken_connection());
    /// let error = RevokeSignInSessions { id: "7".into() }.send(&mock.client()).await.expect_err("a broken connection");
    /// assert!(matches!(error, Error::Transport(_)), "a POST is not repeated, since it may have been acted upon");
    /// # }
    /// ```
    pub fn answer(self, answer: impl Into<Answer>) {
        let answer = answer.into().after_at_least(self.delay);
        self.register(Box::new(move |_, _| answer.clone().into()));
    }
}

/// Answers that come in pages.
impl<A: GraphAction<Response: Paged>> Expectation<A> {
    /// Answers with several pages: all but the last have an `@odata.nextLink` to the next one, on the mock's own address.
    ///
    /// The requests for the further pages, which are recorded too, need not fulfil the conditions, and do not count as
    /// calls; they may come any number of times, or not at all.
    ///
    /// ```
    /// # use graph_runtime::{Page, graph_action, testing::GraphMock};
    /// # #[graph_action(GET, "/users", perms = "User.ReadBasic.All", returns = Page<u32>)]
    /// # struct ListUsers;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), graph_runtime::Error> {
    /// # let mock = GraphMock::start().await;
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
    /// Where the action could not read a page.
    #[track_caller]
    pub fn respond_pages<P: IntoIterator<Item: Serialize>>(self, pages: impl IntoIterator<Item = P>) {
        self.pages(pages, None);
    }

    /// The same, with an `@odata.deltaLink` on the last page: the action's path with this `$deltatoken`, which a further
    /// expectation can ask for.
    ///
    /// # Panics
    ///
    /// Where the action could not read a page.
    #[track_caller]
    pub fn respond_delta_pages<P: IntoIterator<Item: Serialize>>(
        self,
        pages: impl IntoIterator<Item = P>,
        delta_token: impl Into<String>,
    ) {
        self.pages(pages, Some(delta_token.into()));
    }

    #[track_caller]
    fn pages<P: IntoIterator<Item: Serialize>>(self, pages: impl IntoIterator<Item = P>, delta_token: Option<String>) {
        let items = |page: P| page.into_iter().map(|item| to_value::<A>(&item)).collect();
        let mut pages: Vec<Vec<Value>> = pages.into_iter().map(items).collect();
        if pages.is_empty() {
            pages.push(Vec::new());
        }
        for page in &pages {
            // Said here, where the test stands, and not when it is asked for.
            let _ = returning::<A>(None, page);
        }
        let delay = self.delay;
        let respond: Respond = Box::new(move |request, _| {
            let mut answers = linked(request, &pages, delta_token.as_deref()).into_iter();
            let (_, first) = answers.next().unwrap_or_else(|| (String::new(), Answer::empty(200)));
            Reply { answer: first.after_at_least(delay), links: answers.collect() }
        });
        self.register(respond);
    }
}

#[track_caller]
fn to_value<A: GraphAction>(item: &impl Serialize) -> Value {
    match serde_json::to_value(item) {
        Ok(value) => value,
        Err(error) => panic!("the answer for {} cannot be written as JSON: {error}", A::METADATA.name),
    }
}

/// The pages as answers, each with the path and query by which it is asked for.
fn linked(request: &Request, pages: &[Vec<Value>], delta_token: Option<&str>) -> Vec<(String, Answer)> {
    /// Told apart, so that no walk comes upon another one's pages.
    static WALKS: AtomicU64 = AtomicU64::new(1);

    let walk = WALKS.fetch_add(1, Ordering::Relaxed);
    let path = request.versioned_path();
    let query = request.raw_query.as_ref().map_or_else(String::new, |query| format!("{query}&"));
    let target = |page: usize| format!("{path}?{query}$skiptoken={walk}-{page}");
    let base = format!("http://{}", request.header(header::HOST.as_str()).unwrap_or_default());
    let answer = |(index, items): (usize, &Vec<Value>)| {
        let mut body = Map::new();
        body.insert("value".into(), items.clone().into());
        if index + 1 < pages.len() {
            body.insert("@odata.nextLink".into(), format!("{base}{}", target(index + 1)).into());
        } else if let Some(token) = delta_token {
            let token = utf8_percent_encode(token, NON_ALPHANUMERIC);
            body.insert("@odata.deltaLink".into(), format!("{base}{path}?$deltatoken={token}").into());
        }
        (target(index), Answer::json(200, &body))
    };
    pages.iter().enumerate().map(answer).collect()
}
