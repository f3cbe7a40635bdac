//! An HTTP server on loopback, for tests (feature `loopback`).
//!
//! `testing::GraphMock` runs on it. Use it directly for what the mock does not imitate, such as a gateway or a sign-in
//! service.
//!
//! ```
//! use graph_runtime::{Bytes, GraphClient, graph_action, loopback::{Listener, Response}, odata::PlainText};
//!
//! #[graph_action(GET, "/users/$count", returns = PlainText<u64>, perms = "User.Read.All")]
//! struct CountUsers;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Listener::bind()?.serve(|request| async move {
//!     assert_eq!(request.uri(), "/v1.0/users/$count");
//!     Some(Response::new(Bytes::from_static(b"17")))
//! })?;
//!
//! let graph = GraphClient::builder().base_url(server.url()).token("8c51").build()?;
//! assert_eq!(CountUsers.send(&graph).await?, PlainText(17));
//! # Ok(())
//! # }
//! ```

use std::{
    any::Any,
    convert::Infallible,
    error::Error,
    fmt,
    future::poll_fn,
    io,
    net::{Ipv4Addr, TcpListener},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    sync::{Arc, Weak},
    task::Poll,
    thread,
    time::Duration,
};

use bytes::Bytes;
use http::StatusCode;
#[doc(no_inline)]
pub use http::{Request, Response};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited, combinators::BoxBody};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{rt::TokioIo, server::graceful::GracefulShutdown};
use tokio::{
    runtime,
    sync::oneshot,
    time::{sleep, timeout},
};

/// The longest body that is read, in bytes: that of the largest file that Microsoft Graph takes in one request.
const MAX_BODY: usize = 250 * 1024 * 1024;

/// How long a server that stops waits for the rest of a request, and then again for each request in progress.
const PATIENCE: Duration = Duration::from_secs(1);

type Body = BoxBody<Bytes, Infallible>;

type Handler = dyn Fn(Request<Bytes>) -> Pin<Box<dyn Future<Output = Option<Response<Bytes>>> + Send>> + Send + Sync;

/// A free port of `127.0.0.1`, with no server yet.
#[derive(Debug)]
pub struct Listener {
    listener: TcpListener,
    url: String,
}

impl Listener {
    /// Binds a free port of `127.0.0.1`. Connections wait until [`serve`](Listener::serve) is called.
    ///
    /// # Errors
    ///
    /// If no port is free.
    pub fn bind() -> io::Result<Self> {
        Self::bind_port(0)
    }

    /// Binds a port of `127.0.0.1`; 0 stands for a free one.
    ///
    /// # Errors
    ///
    /// If the port is not free.
    pub fn bind_port(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}", listener.local_addr()?);
        Ok(Self { listener, url })
    }

    /// Returns the address, such as `http://127.0.0.1:49152`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Starts a server that responds to each request as `handler` says, and closes the connection if that returns `None`.
    ///
    /// The server speaks HTTP/1.1 and keeps connections open. It runs on a thread of its own, so it works with any
    /// runtime, even while a test blocks it. All requests share that thread: a handler that blocks delays the others.
    ///
    /// A request whose body exceeds 250 MiB gets 413 and does not reach the handler. If the handler panics, the request
    /// gets 500, with the panic message as the body.
    ///
    /// # Errors
    ///
    /// If the thread cannot be started.
    pub fn serve<H, F>(self, handler: H) -> io::Result<Server>
    where
        H: Fn(Request<Bytes>) -> F + Send + Sync + 'static,
        F: Future<Output = Option<Response<Bytes>>> + Send + 'static,
    {
        self.start(MAX_BODY, Arc::new(move |request| Box::pin(handler(request))))
    }

    fn start(self, max_body: usize, handler: Arc<Handler>) -> io::Result<Server> {
        let Self { listener, url } = self;
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _context = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        let (stop, stopping) = oneshot::channel();
        let (running, stopped) = oneshot::channel();
        thread::Builder::new().name("loopback".to_owned()).spawn(move || {
            runtime.block_on(run(listener, max_body, handler, stopping));
            // Closes the connections that are left.
            drop(runtime);
            drop::<oneshot::Sender<Infallible>>(running);
        })?;
        Ok(Server { url, stop, stopped })
    }
}

/// A server on loopback, started by [`Listener::serve`].
///
/// It stops when it is dropped: it accepts no more connections, completes the requests in progress, and closes each
/// connection after that. A request that has not arrived whole within a second is not completed.
pub struct Server {
    url: String,
    /// Nothing is sent: the server stops when this is dropped.
    stop: oneshot::Sender<Infallible>,
    /// Nothing is received: the other end is dropped when the server has stopped.
    stopped: oneshot::Receiver<Infallible>,
}

impl Server {
    /// Returns the address, such as `http://127.0.0.1:49152`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops the server, and waits until the requests in progress are complete. A request that has not arrived whole
    /// within a second is not completed, so that half a request does not keep the server.
    pub async fn stop(self) {
        drop(self.stop);
        let Err(_) = self.stopped.await;
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("url", &self.url).finish_non_exhaustive()
    }
}

/// Serves connections until `stop` resolves, and then the requests in progress.
async fn run(
    listener: tokio::net::TcpListener,
    max_body: usize,
    handler: Arc<Handler>,
    mut stop: oneshot::Receiver<Infallible>,
) {
    let connections = GracefulShutdown::new();
    let in_progress = InProgress::default();
    let mut accepting = Box::pin(accept(listener, max_body, handler, &connections, &in_progress));
    let Err(_) = poll_fn(|context| {
        let Poll::Pending = accepting.as_mut().poll(context);
        Pin::new(&mut stop).poll(context)
    })
    .await;
    drop(accepting);
    let mut closed = pin!(connections.shutdown());
    while timeout(PATIENCE, &mut closed).await.is_err() {
        if in_progress.is_empty() {
            return;
        }
    }
}

/// Counts the requests in progress: those that have arrived whole, and whose response is not sent yet.
#[derive(Clone, Default)]
struct InProgress(Arc<()>);

impl InProgress {
    /// Notes a request, until the value is dropped.
    fn request(&self) -> Weak<()> {
        Arc::downgrade(&self.0)
    }

    fn is_empty(&self) -> bool {
        Arc::weak_count(&self.0) == 0
    }
}

async fn accept(
    listener: tokio::net::TcpListener,
    max_body: usize,
    handler: Arc<Handler>,
    connections: &GracefulShutdown,
    in_progress: &InProgress,
) -> Infallible {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Most likely, too many files are open at this moment.
            sleep(Duration::from_millis(10)).await;
            continue;
        };
        // A short packet need not wait for the acknowledgement of the one before it.
        let _ = stream.set_nodelay(true);
        let handler = Arc::clone(&handler);
        let in_progress = in_progress.clone();
        let service = service_fn(move |request| respond(request, max_body, Arc::clone(&handler), in_progress.clone()));
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        // The client sees for itself that a connection fails.
        tokio::spawn(connections.watch(connection));
    }
}

/// Returns the response to a request, or an error to close the connection.
async fn respond(
    request: Request<Incoming>,
    max_body: usize,
    handler: Arc<Handler>,
    in_progress: InProgress,
) -> Result<Response<Body>, Box<dyn Error + Send + Sync>> {
    let (parts, body) = request.into_parts();
    let body = match Limited::new(body, max_body).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            return Ok(text(StatusCode::PAYLOAD_TOO_LARGE, format!("the request body exceeds {max_body} bytes")));
        }
        Err(error) => return Err(error),
    };
    let request = in_progress.request();
    let mut response = pin!(async { handler(Request::from_parts(parts, body)).await });
    let response = poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| response.as_mut().poll(context))) {
        Ok(response) => response.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    })
    .await;
    match response {
        Ok(response) => {
            // The request is in progress until its response is sent and dropped.
            let body = |body| Full::new(body).map_err(move |error| in_progress_until(&request, error)).boxed();
            response.map(|response| response.map(body)).ok_or_else(|| "no response".into())
        }
        Err(panic) => {
            let message = panic_message(&*panic);
            Ok(text(StatusCode::INTERNAL_SERVER_ERROR, format!("the handler panicked: {message}")))
        }
    }
}

/// Keeps the request in the closure that calls this; the error does not exist.
fn in_progress_until(_request: &Weak<()>, error: Infallible) -> Infallible {
    error
}

fn text(status: StatusCode, text: String) -> Response<Body> {
    let mut response = Response::new(Full::from(text).boxed());
    *response.status_mut() = status;
    response
}

/// Returns the message of a panic.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message")
}

#[cfg(test)]
mod tests;
