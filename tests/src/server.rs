//! A scripted HTTP/1.1 server on loopback, which can misbehave.
//!
//! It speaks raw TCP, so that it can break a connection at any point, and records every request byte for byte. Each
//! request takes the next [`Response`] of the script, whatever connection it comes on. A request beyond the end of the
//! script is recorded too, and gets a 418.
//!
//! ```
//! use graph_tests::server::{Response, Server};
//!
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! let server = Server::start([
//!     Response::empty(429).header("Retry-After", "0"),
//!     Response::reset(),
//!     Response::json(200, r#"{"value": []}"#),
//! ])
//! .await;
//! // … make calls to `server.url()`, then look at what came:
//! assert!(server.requests().is_empty());
//! # });
//! # Ok::<(), std::io::Error>(())
//! ```

mod chunked;
mod connection;
mod response;

use std::{
    collections::VecDeque,
    fmt,
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::{net::TcpListener, task::JoinHandle};

pub use response::{Gate, Response};

use crate::{capture, tls::Identity};

/// A server that follows a script. It stops, and closes its connections, when it is dropped.
///
/// From the first one on, what is traced and logged is [searched](capture) for secrets.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Shared,
    task: JoinHandle<()>,
}

/// What the server and its connections share.
#[derive(Debug, Clone)]
struct Shared {
    state: Arc<Mutex<State>>,
    /// A clone is in each open connection.
    open: Arc<()>,
    /// Bytes of chunks.
    written: Arc<AtomicU64>,
}

#[derive(Debug)]
struct State {
    script: Script,
    keeps_requests: bool,
    requests: Vec<Request>,
    broken: Vec<Request>,
    connections: usize,
}

/// If the responses come from.
enum Script {
    Responses(VecDeque<Response>),
    Function(Box<dyn FnMut(&Request) -> Response + Send>),
}

impl Server {
    /// Starts a server on a free port of 127.0.0.1.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub async fn start(script: impl IntoIterator<Item = Response>) -> Self {
        Self::start_on(SocketAddr::from(([127, 0, 0, 1], 0)), script).await
    }

    /// Starts a server on this address; see [`unused_address`].
    ///
    /// # Panics
    ///
    /// If the address is in use.
    pub async fn start_on(address: SocketAddr, script: impl IntoIterator<Item = Response>) -> Self {
        Self::serve(address, None, Script::Responses(script.into_iter().collect()), true).await
    }

    /// Starts a server that speaks TLS, with this identity.
    ///
    /// # Panics
    ///
    /// If there is no free port.
    pub async fn start_tls(identity: Identity, script: impl IntoIterator<Item = Response>) -> Self {
        let script = Script::Responses(script.into_iter().collect());
        Self::serve(SocketAddr::from(([127, 0, 0, 1], 0)), Some(identity), script, true).await
    }

    /// Starts a server that computes the response from the request.
    ///
    /// # Panics
    ///
    /// If there is no free port.
    pub async fn start_with(response: impl FnMut(&Request) -> Response + Send + 'static) -> Self {
        let script = Script::Function(Box::new(response));
        Self::serve(SocketAddr::from(([127, 0, 0, 1], 0)), None, script, true).await
    }

    /// Starts a server like [`start_with`](Self::start_with) that keeps no request, and does not have what is traced
    /// searched, so that it can run for long.
    ///
    /// # Panics
    ///
    /// If there is no free port.
    pub async fn start_for_long(response: impl FnMut(&Request) -> Response + Send + 'static) -> Self {
        let script = Script::Function(Box::new(response));
        Self::serve(SocketAddr::from(([127, 0, 0, 1], 0)), None, script, false).await
    }

    async fn serve(address: SocketAddr, identity: Option<Identity>, script: Script, keeps_requests: bool) -> Self {
        if keeps_requests {
            capture::install();
        }
        let listener = TcpListener::bind(address).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State {
            script,
            keeps_requests,
            requests: Vec::new(),
            broken: Vec::new(),
            connections: 0,
        }));
        let shared = Shared { state, open: Arc::default(), written: Arc::default() };
        let task = tokio::spawn(connection::accept(listener, identity, shared.clone()));
        Self { address, shared, task }
    }

    /// Its address as a base URL: `http://127.0.0.1:<port>`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests that came so far, each as soon as it has come completely.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.shared.state().requests.clone()
    }

    /// The only request that came.
    ///
    /// # Panics
    ///
    /// If none came, or several.
    #[must_use]
    #[track_caller]
    pub fn request(&self) -> Request {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "one request was to come, not {requests:#?}");
        requests.remove(0)
    }

    /// The requests whose connection ended before they had come completely, with as much of the body as came.
    #[must_use]
    pub fn broken_requests(&self) -> Vec<Request> {
        self.shared.state().broken.clone()
    }

    /// How many requests came so far.
    #[must_use]
    pub fn request_count(&self) -> usize {
        self.shared.state().requests.len()
    }

    /// How many connections were made.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.state().connections
    }

    /// How many connections are open, as far as the server knows.
    #[must_use]
    pub fn open_connections(&self) -> usize {
        // There is one here, too, and one in the task that accepts connections.
        Arc::strong_count(&self.shared.open) - 2
    }

    /// How many bytes were written of the chunks that came [then](Response::then).
    #[must_use]
    pub fn written(&self) -> u64 {
        self.shared.written.load(Ordering::SeqCst)
    }

    /// How many responses of the script are left.
    #[must_use]
    pub fn responses_left(&self) -> usize {
        match &self.shared.state().script {
            Script::Responses(responses) => responses.len(),
            Script::Function(_) => 0,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a connection; it is open until the returned value is dropped.
    fn connected(&self) -> Self {
        self.state().connections += 1;
        self.clone()
    }

    fn wrote(&self, bytes: usize) {
        self.written.fetch_add(bytes as u64, Ordering::SeqCst);
    }

    /// Records a request that did not come completely.
    fn broken(&self, request: Request) {
        let mut state = self.state();
        if state.keeps_requests {
            state.broken.push(request);
        }
    }

    /// Takes the next response of the script, if it is such a one.
    fn take_if(&self, is_such: impl FnOnce(&mut Response) -> bool) -> Option<Response> {
        match &mut self.state().script {
            Script::Responses(responses) => responses.pop_front_if(is_such),
            Script::Function(_) => None,
        }
    }

    /// Records a request, and returns the response.
    fn response(&self, request: Request) -> Response {
        let mut state = self.state();
        for (name, value) in request.headers.iter().filter(|_| state.keeps_requests) {
            if name.eq_ignore_ascii_case("authorization") || name.eq_ignore_ascii_case("proxy-authorization") {
                capture::secret(value.rsplit(' ').next().unwrap_or_default());
            }
        }
        let response = match &mut state.script {
            Script::Responses(responses) => responses.pop_front(),
            Script::Function(response) => Some(response(&request)),
        };
        if state.keeps_requests {
            state.requests.push(request);
        }
        response.unwrap_or_else(|| Response::body(418, "the script has ended"))
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Responses(responses) => f.debug_tuple("Responses").field(responses).finish(),
            Self::Function(_) => f.debug_tuple("Function").finish_non_exhaustive(),
        }
    }
}

/// An address on loopback on which nobody listens.
///
/// # Panics
///
/// If there is none.
pub async fn unused_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    listener.local_addr().expect("an address")
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method, such as `POST`.
    pub method: String,
    /// The path and query as they were sent, such as `/beta/users?$top=1`.
    pub target: String,
    /// The headers in the order and spelling in which they were sent.
    pub headers: Vec<(String, String)>,
    /// The body; if it came in chunks, what was in them.
    pub body: Vec<u8>,
    /// The sizes of the chunks, if the body came in chunks.
    pub chunks: Vec<usize>,
    /// All of it, byte for byte.
    pub raw: Vec<u8>,
}

impl Request {
    /// The value of a header, whatever case its name is in.
    ///
    /// # Panics
    ///
    /// If the header was sent more than once.
    #[must_use]
    #[track_caller]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let value = values.next().map(|(_, value)| value.as_str());
        assert!(values.next().is_none(), "the header {name} was sent twice: {self:?}");
        value
    }

    /// The body as text.
    ///
    /// # Panics
    ///
    /// If it is not UTF-8.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    /// The body as JSON.
    ///
    /// # Panics
    ///
    /// If it is not JSON.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}
