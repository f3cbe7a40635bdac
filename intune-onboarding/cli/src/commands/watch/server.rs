//! The gauges over HTTP, on loopback.

use std::{
    future::ready,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use graph_runtime::{
    Bytes,
    loopback::{self, Listener, Request, Response},
};

use crate::failure::Failure;

/// The format of the gauges.
const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// A server with the gauges of the last round.
pub(super) struct Server {
    gauges: Arc<Mutex<String>>,
    server: loopback::Server,
}

impl Server {
    /// Listens on a port of 127.0.0.1; 0 is a free one.
    pub(super) fn start(port: u16) -> Result<Self, Failure> {
        let unusable =
            |error: std::io::Error| Failure::input(format!("--listen 127.0.0.1:{port} cannot be used: {error}"));
        let gauges = Arc::new(Mutex::new(String::new()));
        let shown = Arc::clone(&gauges);
        let listener = Listener::bind_port(port).map_err(unusable)?;
        let server = listener.serve(move |request| ready(Some(respond(&request, &shown)))).map_err(unusable)?;
        Ok(Self { gauges, server })
    }

    /// Returns the address of the gauges.
    pub(super) fn url(&self) -> String {
        format!("{}/metrics", self.server.url())
    }

    /// Sets the gauges that are served from now on.
    pub(super) fn publish(&self, gauges: String) {
        *self.gauges.lock().unwrap_or_else(PoisonError::into_inner) = gauges;
    }
}

fn respond(request: &Request<Bytes>, gauges: &Mutex<String>) -> Response<Bytes> {
    let text = |status: u16, text: String| {
        let mut response = Response::new(Bytes::from(text));
        if let Ok(status) = status.try_into() {
            *response.status_mut() = status;
        }
        if let Ok(value) = CONTENT_TYPE.try_into() {
            response.headers_mut().insert("content-type", value);
        }
        response
    };
    match (request.method().as_str(), request.uri().path()) {
        ("GET" | "HEAD", "/metrics") => text(200, gauges.lock().unwrap_or_else(PoisonError::into_inner).clone()),
        (_, "/metrics") => text(405, "only GET\n".to_owned()),
        _ => text(404, "the gauges are at /metrics\n".to_owned()),
    }
}

/// Reads a port, or an address on this computer with a port.
pub(super) fn port(text: &str) -> Result<u16, String> {
    if let Ok(port) = text.parse() {
        return Ok(port);
    }
    let address = text.strip_prefix("localhost:").map_or_else(|| text.to_owned(), |port| format!("127.0.0.1:{port}"));
    match address.parse::<SocketAddr>() {
        Ok(address) if address.ip() == Ipv4Addr::LOCALHOST => Ok(address.port()),
        Ok(_) => Err("only 127.0.0.1 is served: the names of tokens are not for the network".to_owned()),
        Err(_) => Err("give a port, such as 9184, or 127.0.0.1:9184".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_is_served() {
        for text in ["9184", "127.0.0.1:9184", "localhost:9184"] {
            assert_eq!(port(text), Ok(9184), "{text}");
        }
        for text in ["0.0.0.0:9184", "192.0.2.1:9184", "[::]:9184", "example.com:9184", "65536", ":9184", ""] {
            assert!(port(text).is_err(), "{text}");
        }
    }
}
