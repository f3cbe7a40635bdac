//! A server on loopback, on a thread of its own, that answers every request alike.

use std::{convert::Infallible, io, net::TcpListener, thread};

use http_body_util::{BodyExt, Full};
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
    header::{CONTENT_TYPE, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::sync::watch;

/// The server. It ends with the program.
#[derive(Debug)]
pub struct Server {
    /// Its address as a base URL: `http://127.0.0.1:<port>`.
    pub url: String,
    /// How many requests have come.
    pub received: watch::Receiver<usize>,
    /// Whether requests are answered. They are kept waiting while they are not.
    pub answers: watch::Sender<bool>,
}

impl Server {
    /// Starts a server that answers with this JSON. It keeps connections open.
    ///
    /// # Errors
    ///
    /// If there is no free port.
    pub fn start(json: &'static str) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}", listener.local_addr()?);
        let (count, received) = watch::channel(0);
        let (answers, open) = watch::channel(true);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::spawn(move || runtime.block_on(serve(listener, json, count, open)));
        Ok(Self { url, received, answers })
    }
}

async fn serve(
    listener: TcpListener,
    json: &'static str,
    count: watch::Sender<usize>,
    open: watch::Receiver<bool>,
) -> io::Result<Infallible> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        let (connection, _) = listener.accept().await?;
        connection.set_nodelay(true)?;
        let (count, open) = (count.clone(), open.clone());
        let service = service_fn(move |request| answer(request, json, count.clone(), open.clone()));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(connection), service));
    }
}

async fn answer(
    request: Request<Incoming>,
    json: &'static str,
    count: watch::Sender<usize>,
    mut open: watch::Receiver<bool>,
) -> Result<Response<Full<Bytes>>, hyper::Error> {
    request.into_body().collect().await?;
    count.send_modify(|count| *count += 1);
    // Where the program ends there is nobody to answer.
    let _ = open.wait_for(|open| *open).await;
    let mut response = Response::new(Full::new(Bytes::from_static(json.as_bytes())));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
