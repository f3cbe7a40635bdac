//! HTTP/1.1 over raw TCP, or over TLS, no more of it than the tests need.

use std::io;

use http::StatusCode;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tokio_rustls::server::TlsStream;

use super::{
    Request, Response, Shared,
    chunked::chunks,
    response::{Action, End, Moment},
};
use crate::tls::Identity;

/// Serves every connection, until it is dropped.
pub(super) async fn accept(listener: TcpListener, identity: Option<Identity>, shared: Shared) {
    // Dropped with the task, which ends the connections.
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        // Those that have ended would take memory as long as the server runs.
        while connections.try_join_next().is_some() {}
        // Head and body are written one after the other, and the second is not to wait for an acknowledgement.
        let _ = stream.set_nodelay(true);
        let (shared, identity) = (shared.connected(), identity.clone());
        connections.spawn(async move {
            // A client that goes away is no fault of the server.
            let _ = match identity {
                None => serve(stream, &shared).await,
                Some(identity) => serve_tls(stream, identity, &shared).await,
            };
        });
    }
}

/// A connection that can be broken.
trait Connection: AsyncRead + AsyncWrite + Unpin {
    /// Has it end in a TCP reset when it is dropped.
    fn reset(&self) -> io::Result<()>;
}

impl Connection for TcpStream {
    fn reset(&self) -> io::Result<()> {
        self.set_zero_linger()
    }
}

impl Connection for TlsStream<TcpStream> {
    fn reset(&self) -> io::Result<()> {
        self.get_ref().0.set_zero_linger()
    }
}

async fn serve_tls(mut stream: TcpStream, identity: Identity, shared: &Shared) -> io::Result<()> {
    if shared.take_if(|response| matches!(response.moment, Moment::Connected)).is_some() {
        // The client has begun the handshake then.
        stream.read_u8().await?;
        return stream.reset();
    }
    serve(identity.0.accept(stream).await?, shared).await
}

async fn serve(mut stream: impl Connection, shared: &Shared) -> io::Result<()> {
    let mut read = Vec::new();
    loop {
        if shared.take_if(|response| matches!(response.moment, Moment::Connected)).is_some() {
            return stream.reset();
        }
        let end = loop {
            if let Some(end) = end_of_request(&read) {
                break end;
            }
            if !matches!(stream.read_buf(&mut read).await, Ok(1..)) {
                if end_of_head(&read).is_some() {
                    shared.broken(request(read));
                }
                return Ok(());
            }
            let early = |response: &mut Response| matches!(response.moment, Moment::Read(bytes) if read.len() >= bytes);
            if let Some(response) = shared.take_if(early) {
                act(&mut stream, response, shared).await?;
                return Ok(());
            }
        };
        let response = shared.response(request(read.drain(..end).collect()));
        if !act(&mut stream, response, shared).await? {
            return Ok(());
        }
    }
}

/// Responds, or does what is to be done instead. Returns whether the connection waits for another request.
async fn act(stream: &mut impl Connection, response: Response, shared: &Shared) -> io::Result<bool> {
    if let Some(gate) = response.gate {
        gate.pass().await;
    }
    if !response.delay.is_zero() {
        tokio::time::sleep(response.delay).await;
    }
    match response.action {
        Action::Respond { status, headers, body, end } => {
            stream.write_all(&head(status, &headers, body.len())).await?;
            let (End::CutAfter(bytes) | End::ResetAfter(bytes) | End::StallAfter(bytes)) = end else {
                stream.write_all(&body).await?;
                stream.flush().await?;
                return Ok(true);
            };
            stream.write_all(&body[..bytes]).await?;
            stream.flush().await?;
            match end {
                End::ResetAfter(_) => stream.reset()?,
                End::StallAfter(_) => hang(stream).await?,
                End::CutAfter(_) | End::KeepAlive => stream.shutdown().await?,
            }
        }
        Action::Raw { start, chunk, times, pause } => {
            stream.write_all(&start).await?;
            for _ in 0..times {
                if !pause.is_zero() {
                    tokio::time::sleep(pause).await;
                }
                stream.write_all(&chunk).await?;
                shared.wrote(chunk.len());
            }
            stream.shutdown().await?;
        }
        Action::Reset => stream.reset()?,
        Action::Hang => hang(stream).await?,
    }
    Ok(false)
}

/// Waits until the client goes away.
async fn hang(stream: &mut impl Connection) -> io::Result<()> {
    while stream.read(&mut [0; 1024]).await? > 0 {}
    Ok(())
}

fn end_of_head(read: &[u8]) -> Option<usize> {
    read.windows(4).position(|bytes| bytes == b"\r\n\r\n").map(|at| at + 4)
}

/// If the request ends, if all of it has come.
fn end_of_request(read: &[u8]) -> Option<usize> {
    let end_of_head = end_of_head(read)?;
    let (_, _, headers) = parse(&read[..end_of_head]);
    if is_chunked(&headers) {
        return chunks(read, end_of_head).last().filter(|last| last.is_empty()).map(|last| last.end + 2);
    }
    let length = header(&headers, "content-length").map_or(0, |length| length.parse().expect("a length"));
    Some(end_of_head + length).filter(|end| *end <= read.len())
}

/// A request of these bytes, of which the head at least is complete.
fn request(raw: Vec<u8>) -> Request {
    let end_of_head = end_of_head(&raw).expect("a head");
    let (method, target, headers) = parse(&raw[..end_of_head]);
    let chunks = if is_chunked(&headers) { chunks(&raw, end_of_head) } else { Vec::new() };
    let body = if is_chunked(&headers) {
        chunks.iter().flat_map(|chunk| &raw[chunk.clone()]).copied().collect()
    } else {
        raw[end_of_head..].to_vec()
    };
    let chunks = chunks.into_iter().map(|chunk| chunk.len()).filter(|size| *size > 0).collect();
    Request { method, target, headers, body, chunks, raw }
}

fn is_chunked(headers: &[(String, String)]) -> bool {
    header(headers, "transfer-encoding") == Some("chunked")
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// The method, the target and the headers of a request.
fn parse(head: &[u8]) -> (String, String, Vec<(String, String)>) {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.trim_end().split("\r\n");
    let mut start = lines.next().unwrap_or_default().split(' ').map(str::to_owned);
    let mut next = || start.next().unwrap_or_default();
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
    (next(), next(), headers)
}

fn head(status: u16, headers: &[(String, String)], length: usize) -> Vec<u8> {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Unknown");
    let mut head = format!("HTTP/1.1 {status} {reason}\r\n");
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    let has_length = headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case("content-length") || name.eq_ignore_ascii_case("transfer-encoding"));
    if !has_length && status != 204 {
        head.extend(["Content-Length: ", &length.to_string(), "\r\n"]);
    }
    head.push_str("\r\n");
    head.into_bytes()
}
