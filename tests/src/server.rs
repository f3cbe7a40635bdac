//! A scripted HTTP/1.1 server on loopback, which can misbehave.
//!
//! It speaks raw TCP, so that it can break a connection at any point, and records every request byte for byte. Each
//! request takes the next [`Answer`] of the script, whatever connection it comes on. A request beyond the end of the
//! script is recorded too, and answered with 418.
//!
//! ```
//! use graph_tests::server::{Answer, Server};
//!
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! let server = Server::start([
//!     Answer::empty(429).header("Retry-After", "0"),
//!     Answer::reset(),
//!     Answer::json(200, r#"{"value": []}"#),
//! ])
//! .await;
//! // … make calls to `server.url()`, then look at what came:
//! assert!(server.requests().is_empty());
//! # });
//! # Ok::<(), std::io::Error>(())
//! ```

mod answer;
mod chunked;
mod connection;

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::{net::TcpListener, task::JoinHandle};

use crate::capture;

pub use answer::Answer;

/// A server that follows a script. It stops, and closes its connections, when it is dropped.
///
/// From the first one on, what is traced and logged is [searched](capture) for secrets.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct State {
    script: VecDeque<Answer>,
    requests: Vec<Request>,
    broken: Vec<Request>,
    connections: usize,
}

impl Server {
    /// Starts a server on a free port of 127.0.0.1.
    ///
    /// # Panics
    ///
    /// Where there is none.
    pub async fn start(script: impl IntoIterator<Item = Answer>) -> Self {
        Self::start_on(SocketAddr::from(([127, 0, 0, 1], 0)), script).await
    }

    /// Starts a server on this address; see [`unused_address`].
    ///
    /// # Panics
    ///
    /// Where the address is in use.
    pub async fn start_on(address: SocketAddr, script: impl IntoIterator<Item = Answer>) -> Self {
        capture::install();
        let listener = TcpListener::bind(address).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state =
            State { script: script.into_iter().collect(), requests: Vec::new(), broken: Vec::new(), connections: 0 };
        let state = Arc::new(Mutex::new(state));
        let task = tokio::spawn(connection::accept(listener, Arc::clone(&state)));
        Self { address, state, task }
    }

    /// Its address as a base URL: `http://127.0.0.1:<port>`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests that came so far, each as soon as it has come completely.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.state).requests.clone()
    }

    /// The only request that came.
    ///
    /// # Panics
    ///
    /// Where none came, or several.
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
        lock(&self.state).broken.clone()
    }

    /// How many connections were made.
    #[must_use]
    pub fn connections(&self) -> usize {
        lock(&self.state).connections
    }

    /// How many answers of the script are left.
    #[must_use]
    pub fn answers_left(&self) -> usize {
        lock(&self.state).script.len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// An address on loopback on which nobody listens.
///
/// # Panics
///
/// Where there is none.
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
    /// The body; where it came in chunks, what was in them.
    pub body: Vec<u8>,
    /// The sizes of the chunks, where the body came in chunks.
    pub chunks: Vec<usize>,
    /// All of it, byte for byte.
    pub raw: Vec<u8>,
}

impl Request {
    /// The value of a header, whatever case its name is in.
    ///
    /// # Panics
    ///
    /// Where the header was sent more than once.
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
    /// Where it is not UTF-8.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    /// The body as JSON.
    ///
    /// # Panics
    ///
    /// Where it is not JSON.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
