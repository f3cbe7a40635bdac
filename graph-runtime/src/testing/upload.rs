//! Upload sessions of a mock.

use std::{
    collections::BTreeMap,
    fmt,
    ops::Range,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use bytes::{Bytes, BytesMut};
use http::{Method, header};
use serde::Serialize;
use serde_json::json;

use super::{
    Expectation, MockResponse,
    graph_error::GraphError,
    received::Request,
    registry::{Link, Responses},
};
use crate::{action::GraphAction, upload_session::session::UploadSession};

/// What the length of each range but the last must be a multiple of.
const UNIT: u64 = 320 * 1024;

/// The other side of an upload in ranges: a mock of the host that receives them. See
/// [`respond_upload`](Expectation::respond_upload).
///
/// It behaves as Microsoft Graph does: it takes the ranges in order, each but the last with a multiple of 320 KiB, says
/// which ones it expects, responds to the last one with the file, and rejects a token. It can lose ranges and responses.
///
/// ```
/// use graph_runtime::{graph_action, testing::{GraphMock, MockUpload}, upload::UploadSession};
///
/// #[graph_action(
///     POST, "/drives/<drive>/root:/<path..>:/createUploadSession",
///     perms = "Files.ReadWrite.All",
///     returns = UploadSession,
/// )]
/// struct CreateUploadSession {
///     drive: String,
///     path: String,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mock = GraphMock::start();
/// let upload = MockUpload::returning(serde_json::json!({ "id": "7" })).lose_response(0);
/// mock.expect::<CreateUploadSession>().respond_upload(&upload);
///
/// let create = CreateUploadSession { drive: "b!7".into(), path: "video.mp4".into() };
/// let graph = mock.client();
/// let item = graph.upload(&create, vec![7; 500_000]).range_size(320 * 1024).send::<serde_json::Value>().await?;
/// assert_eq!(item.value["id"], "7");
/// assert_eq!(upload.content().as_deref(), Some(&[7; 500_000][..]));
/// assert_eq!(upload.ranges(), ["bytes 0-327679/500000", "bytes 327680-499999/500000"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct MockUpload {
    last: MockResponse,
    faults: BTreeMap<usize, Fault>,
    state: Arc<Mutex<State>>,
}

#[derive(Clone)]
enum Fault {
    Response(MockResponse),
    /// The range arrives, but the response to it does not.
    LostResponse,
    /// The session does not exist anymore.
    Expired,
}

#[derive(Default)]
struct State {
    sessions: Vec<Session>,
    /// The `Content-Range` of each request with a range.
    ranges: Vec<String>,
    content: Option<Bytes>,
    canceled: bool,
}

#[derive(Default)]
struct Session {
    /// What has arrived, from the beginning of the file.
    received: BytesMut,
    /// Whether it is complete, canceled or expired.
    has_ended: bool,
}

impl MockUpload {
    /// Creates an upload whose last range gets this response, with the status 201: usually the item that was made of the
    /// file. `()` is a response without a body.
    ///
    /// # Panics
    ///
    /// If the value cannot be serialized.
    #[track_caller]
    #[must_use]
    pub fn returning(value: impl Serialize) -> Self {
        let last = MockResponse::json(201, &value);
        let is_nothing = serde_json::to_value(&value).is_ok_and(|value| value.is_null());
        Self::responding(if is_nothing { MockResponse::empty(201) } else { last })
    }

    /// Creates an upload whose last range gets exactly this response.
    #[must_use]
    pub fn responding(last: impl Into<MockResponse>) -> Self {
        Self { last: last.into(), faults: BTreeMap::new(), state: Arc::default() }
    }

    /// Loses the range with this number, from 0, counting every request with a range: the connection is closed, and
    /// nothing has arrived.
    #[must_use]
    pub fn lose_range(self, number: usize) -> Self {
        self.respond_to_range(number, MockResponse::broken_connection())
    }

    /// Loses the response to the range with this number: the connection is closed, but the range has arrived.
    #[must_use]
    pub fn lose_response(mut self, number: usize) -> Self {
        self.faults.insert(number, Fault::LostResponse);
        self
    }

    /// Responds to the range with this number in another way, such as with 429, and does not take the range.
    #[must_use]
    pub fn respond_to_range(mut self, number: usize, response: impl Into<MockResponse>) -> Self {
        self.faults.insert(number, Fault::Response(response.into()));
        self
    }

    /// Lets the session expire before the range with this number: this request and later ones to the session get 404.
    #[must_use]
    pub fn expire_before_range(mut self, number: usize) -> Self {
        self.faults.insert(number, Fault::Expired);
        self
    }

    /// Returns the file of the last upload that was completed.
    #[must_use]
    pub fn content(&self) -> Option<Bytes> {
        self.state().content.clone()
    }

    /// Returns the `Content-Range` of each request with a range so far.
    #[must_use]
    pub fn ranges(&self) -> Vec<String> {
        self.state().ranges.clone()
    }

    /// Returns the number of sessions that were opened.
    #[must_use]
    pub fn sessions(&self) -> usize {
        self.state().sessions.len()
    }

    /// Returns whether a session was canceled.
    #[must_use]
    pub fn is_canceled(&self) -> bool {
        self.state().canceled
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a session, and returns its number.
    fn open(&self) -> usize {
        let mut state = self.state();
        state.sessions.push(Session::default());
        state.sessions.len() - 1
    }

    fn respond(&self, session: usize, request: &Request) -> MockResponse {
        if request.headers.contains_key(header::AUTHORIZATION) {
            let message = "GraphMock: the URL of an upload session must not get a token.";
            return GraphError::new(401, "unauthenticated", message).into();
        }
        let mut state = self.state();
        if request.method == Method::PUT {
            return self.take(&mut state, session, request);
        }
        let State { sessions, canceled, .. } = &mut *state;
        let session = &mut sessions[session];
        match request.method {
            _ if session.has_ended => gone(),
            Method::GET => MockResponse::json(200, &session.expected()),
            Method::DELETE => {
                session.has_ended = true;
                *canceled = true;
                MockResponse::empty(204)
            }
            _ => GraphError::new(405, "methodNotAllowed", "The session takes PUT, GET and DELETE.").into(),
        }
    }

    /// Takes a range.
    fn take(&self, state: &mut State, session: usize, request: &Request) -> MockResponse {
        let State { sessions, ranges, content, .. } = state;
        let session = &mut sessions[session];
        let text = request.header(header::CONTENT_RANGE.as_str()).unwrap_or_default();
        ranges.push(text.to_owned());
        let fault = self.faults.get(&(ranges.len() - 1));
        match fault {
            Some(Fault::Response(response)) => return response.clone(),
            Some(Fault::Expired) => session.has_ended = true,
            Some(Fault::LostResponse) | None => {}
        }
        if session.has_ended {
            return gone();
        }
        let (range, total) = match session.check(text, &request.body) {
            Ok(range) => range,
            Err(error) => return (*error).into(),
        };
        session.received.extend_from_slice(&request.body);
        let is_last = range.end == total;
        if is_last {
            session.has_ended = true;
            *content = Some(session.received.split().freeze());
        }
        match fault {
            Some(_) => MockResponse::broken_connection(),
            None if is_last => self.last.clone(),
            None => MockResponse::json(202, &session.expected()),
        }
    }
}

impl Session {
    fn expected(&self) -> serde_json::Value {
        let next = format!("{}-", self.received.len());
        json!({ "expirationDateTime": "2099-12-31T23:59:59Z", "nextExpectedRanges": [next] })
    }

    /// Returns the range of a request and the length of the file, or an error if the range is not the one that is expected.
    fn check(&self, content_range: &str, body: &[u8]) -> Result<(Range<u64>, u64), Box<GraphError>> {
        let invalid = |reason: &str| Box::new(GraphError::new(400, "invalidRequest", format!("GraphMock: {reason}")));
        let Some((range, total)) = parse(content_range) else {
            return Err(invalid("`Content-Range` is not `bytes <first>-<last>/<length>`."));
        };
        if range.end > total || u64::try_from(body.len()) != Ok(range.end - range.start) {
            return Err(invalid("the body does not have the length that `Content-Range` says."));
        }
        if u64::try_from(self.received.len()) != Ok(range.start) {
            let message = "The range is not the next one that is expected.";
            return Err(Box::new(GraphError::new(416, "invalidRange", message)));
        }
        if range.end < total && (range.end - range.start) % UNIT != 0 {
            return Err(invalid("the length of a range is not a multiple of 320 KiB."));
        }
        Ok((range, total))
    }
}

/// Reads `bytes 0-9/100`.
fn parse(content_range: &str) -> Option<(Range<u64>, u64)> {
    let (range, total) = content_range.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let range = first.parse().ok()?..last.parse::<u64>().ok()?.checked_add(1)?;
    (range.start < range.end).then_some((range, total.parse().ok()?))
}

fn gone() -> MockResponse {
    GraphError::new(404, "itemNotFound", "The upload session was not found.").into()
}

/// Uploads in ranges.
impl<A: GraphAction<Response = UploadSession>> Expectation<A> {
    /// Responds with an upload session, whose URL is on the mock. `upload` is what it does with the ranges.
    ///
    /// The requests to the URL of the session are those of the upload: they need not be expected, and do not count as calls.
    pub fn respond_upload(self, upload: &MockUpload) {
        /// Distinguishes the sessions of one upload from those of another.
        static SESSIONS: AtomicU64 = AtomicU64::new(1);

        let (upload, delay) = (upload.clone(), self.delay);
        self.register(Box::new(move |request, _| {
            let session_number = upload.open();
            let target = format!("/graph-mock/uploads/{}", SESSIONS.fetch_add(1, Ordering::Relaxed));
            let session = json!({
                "uploadUrl": format!("{}{target}", request.own_url()),
                "expirationDateTime": "2099-12-31T23:59:59Z",
                "nextExpectedRanges": ["0-"],
            });
            let upload = upload.clone();
            let link = Link::public(target, move |request| upload.respond(session_number, request));
            Responses { first: MockResponse::json(200, &session).after_at_least(delay), links: vec![link] }
        }));
    }
}

impl fmt::Debug for MockUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockUpload").field("ranges", &self.ranges()).finish_non_exhaustive()
    }
}
