//! A server for bodies of any size: it counts what comes, and keeps nothing of it.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// When the response is sent.
#[derive(Debug, Clone, Copy)]
pub(crate) enum When {
    AfterBody,
    /// Before the body, of which the rest is read all the same.
    AfterHead,
    /// Before the body, of which nothing is read; then the connection is closed.
    InsteadOfBody,
}

/// A request as far as it has come.
#[derive(Debug, Clone, Default)]
pub(crate) struct Received {
    pub(crate) head: String,
    /// What came after the head, with the sizes of the chunks, if there are any.
    pub(crate) bytes: u64,
    pub(crate) is_whole: bool,
    /// It will not become more.
    pub(crate) has_ended: bool,
}

#[derive(Debug)]
pub(crate) struct Sink {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    task: JoinHandle<()>,
}

impl Sink {
    pub(crate) async fn start(when: When, response: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let received = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&received);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mut request = Note::begin(&noted);
                let _ = serve(stream, &mut request, when, response).await;
                request.set(|request| request.has_ended = true);
            }
        });
        Self { address, received, task }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().expect("no panic").clone()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The place in which a request is noted.
struct Note {
    all: Arc<Mutex<Vec<Received>>>,
    place: usize,
}

impl Note {
    fn begin(all: &Arc<Mutex<Vec<Received>>>) -> Self {
        let mut received = all.lock().expect("no panic");
        received.push(Received::default());
        Self { all: Arc::clone(all), place: received.len() - 1 }
    }

    fn set(&mut self, change: impl FnOnce(&mut Received)) {
        change(&mut self.all.lock().expect("no panic")[self.place]);
    }
}

/// Serves one request, and closes the connection.
async fn serve(mut stream: TcpStream, note: &mut Note, when: When, response: &str) -> io::Result<()> {
    let mut read = Vec::new();
    let end_of_head = loop {
        if let Some(at) = read.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut read).await? == 0 {
            return Ok(());
        }
    };
    let head = String::from_utf8_lossy(&read[..end_of_head]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<u64>().ok());
    note.set(|request| request.head = head);
    if !matches!(when, When::AfterBody) {
        stream.write_all(response.as_bytes()).await?;
    }
    if let When::InsteadOfBody = when {
        return Ok(());
    }
    // The last few bytes, in which the last chunk shows.
    let mut tail = read.split_off(end_of_head);
    let mut count = tail.len() as u64;
    let mut chunk = vec![0; 256 * 1024];
    loop {
        let is_whole = length.map_or(tail.ends_with(b"0\r\n\r\n"), |length| count == length);
        note.set(|request| {
            request.bytes = count;
            request.is_whole = is_whole;
        });
        if is_whole {
            break;
        }
        let more = stream.read(&mut chunk).await?;
        if more == 0 {
            return Ok(());
        }
        count += more as u64;
        tail.extend_from_slice(&chunk[more.saturating_sub(5)..more]);
        tail.drain(..tail.len().saturating_sub(5));
    }
    if let When::AfterBody = when {
        stream.write_all(response.as_bytes()).await?;
    }
    Ok(())
}
