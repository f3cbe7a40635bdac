//! A server on loopback that responds to every request alike.

use std::io;

use graph_runtime::{
    Bytes,
    loopback::{self, Listener, Response},
};
use tokio::sync::watch;

/// The server. It stops when it is dropped.
#[derive(Debug)]
pub struct Server {
    /// Its address as a base URL: `http://127.0.0.1:<port>`.
    pub url: String,
    /// How many requests have come.
    pub received: watch::Receiver<usize>,
    /// Whether requests get a response. They are kept waiting while they do not.
    pub responses: watch::Sender<bool>,
    _running: loopback::Server,
}

impl Server {
    /// Starts a server that responds with this JSON. It keeps connections open.
    ///
    /// # Errors
    ///
    /// If there is no free port.
    pub fn start(json: &'static str) -> io::Result<Self> {
        let (count, received) = watch::channel(0);
        let (responses, open) = watch::channel(true);
        let server = Listener::bind()?.serve(move |_| {
            count.send_modify(|count| *count += 1);
            let mut open = open.clone();
            async move {
                // When the program ends, nobody waits for the response.
                let _ = open.wait_for(|open| *open).await;
                let response = Response::builder().header("Content-Type", "application/json");
                response.body(Bytes::from_static(json.as_bytes())).ok()
            }
        })?;
        Ok(Self { url: server.url().to_owned(), received, responses, _running: server })
    }
}
