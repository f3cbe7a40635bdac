//! HTTP/1.1 over raw TCP, no more of it than the tests need.

use std::{
    io,
    sync::{Arc, Mutex},
};

use http::StatusCode;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use super::{
    Answer, Request, State,
    answer::{Action, End},
    chunked::chunks,
    lock,
};
use crate::capture;

/// Serves every connection, until it is dropped.
pub(super) async fn accept(listener: TcpListener, state: Arc<Mutex<State>>) {
    // Dropped with the task, which ends the connections.
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        lock(&state).connections += 1;
        // Head and body are written one after the other, and the second is not to wait for an acknowledgement.
        let _ = stream.set_nodelay(true);
        let state = Arc::clone(&state);
        connections.spawn(async move {
            // A client that goes away is no fault of the server.
            let _ = serve(stream, &state).await;
        });
    }
}

async fn serve(mut stream: TcpStream, state: &Mutex<State>) -> io::Result<()> {
    let mut read = Vec::new();
    loop {
        if take_reset_on_connect(state) {
            return stream.set_zero_linger();
        }
        let Some(request) = read_request(&mut stream, &mut read, state).await? else {
            return Ok(());
        };
        let answer = record(state, request);
        tokio::time::sleep(answer.delay).await;
        match answer.action {
            Action::Respond { status, headers, body, end } => {
                stream.write_all(&head(status, &headers, body.len())).await?;
                match end {
                    End::KeepAlive => stream.write_all(&body).await?,
                    End::CutAfter(bytes) => return stream.write_all(&body[..bytes]).await,
                    End::StallAfter(bytes) => {
                        stream.write_all(&body[..bytes]).await?;
                        return hang(&mut stream).await;
                    }
                }
            }
            Action::Raw(bytes) => return stream.write_all(&bytes).await,
            Action::Reset | Action::ResetOnConnect => return stream.set_zero_linger(),
            Action::Hang => return hang(&mut stream).await,
        }
    }
}

fn take_reset_on_connect(state: &Mutex<State>) -> bool {
    lock(state).script.pop_front_if(|answer| matches!(answer.action, Action::ResetOnConnect)).is_some()
}

fn record(state: &Mutex<State>, request: Request) -> Answer {
    for (name, value) in &request.headers {
        if name.eq_ignore_ascii_case("authorization") || name.eq_ignore_ascii_case("proxy-authorization") {
            capture::secret(value.rsplit(' ').next().unwrap_or_default());
        }
    }
    let mut state = lock(state);
    state.requests.push(request);
    state.script.pop_front().unwrap_or_else(|| Answer::body(418, "the script has ended"))
}

/// Waits until the client goes away.
async fn hang(stream: &mut TcpStream) -> io::Result<()> {
    while stream.read(&mut [0; 1024]).await? > 0 {}
    Ok(())
}

/// Reads one request; `read` holds what was read of the next one. None where the client has closed the connection.
async fn read_request(stream: &mut TcpStream, read: &mut Vec<u8>, state: &Mutex<State>) -> io::Result<Option<Request>> {
    let end_of_head = loop {
        if let Some(at) = read.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(read).await? == 0 {
            return Ok(None);
        }
    };
    let (method, target, headers) = parse(&String::from_utf8_lossy(&read[..end_of_head]));
    let header =
        |name: &str| headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    let is_chunked = header("transfer-encoding").is_some_and(|encoding| encoding == "chunked");
    let length = header("content-length").map_or(0, |length| length.parse().expect("a length"));
    let end_of_body = |read: &[u8]| {
        if is_chunked {
            chunks(read, end_of_head).last().filter(|last| last.is_empty()).map(|last| last.end + 2)
        } else {
            Some(end_of_head + length).filter(|end| *end <= read.len())
        }
    };
    let end = loop {
        if let Some(end) = end_of_body(read) {
            break Some(end);
        }
        if !matches!(stream.read_buf(read).await, Ok(1..)) {
            break None;
        }
    };
    let raw: Vec<u8> = read.drain(..end.unwrap_or(read.len())).collect();
    let chunks = if is_chunked { chunks(&raw, end_of_head) } else { Vec::new() };
    let body = if is_chunked {
        chunks.iter().flat_map(|chunk| &raw[chunk.clone()]).copied().collect()
    } else {
        raw[end_of_head..].to_vec()
    };
    let chunks = chunks.into_iter().map(|chunk| chunk.len()).filter(|size| *size > 0).collect();
    let request = Request { method, target, headers, body, chunks, raw };
    if end.is_none() {
        lock(state).broken.push(request);
        return Ok(None);
    }
    Ok(Some(request))
}

/// The method, the target and the headers of a request.
fn parse(head: &str) -> (String, String, Vec<(String, String)>) {
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
