//! A server on loopback with the files of Microsoft's servers.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

/// The server. Its thread ends with the process.
pub(crate) struct Server {
    pub(crate) url: String,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    /// The responses by path: status, body.
    files: BTreeMap<String, (u16, Vec<u8>)>,
    /// What was asked for: the path, and the `ETag` that the client has.
    requests: Vec<(String, Option<String>)>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let shared = Arc::<Mutex<Shared>>::default();
        let of_thread = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&of_thread);
                // A client that goes away is of no interest to the test.
                thread::spawn(move || respond(stream, &shared));
            }
        });
        Self { url, shared }
    }

    /// Puts a file on the server. Its `ETag` is its length.
    pub(crate) fn put(&self, path: &str, status: u16, body: impl Into<Vec<u8>>) {
        self.lock().files.insert(path.to_owned(), (status, body.into()));
    }

    /// Returns what was asked for since the last time.
    pub(crate) fn requests(&self) -> Vec<(String, Option<String>)> {
        std::mem::take(&mut self.lock().requests)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn respond(stream: TcpStream, shared: &Mutex<Shared>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    loop {
        let mut first = String::new();
        if reader.by_ref().take(4096).read_line(&mut first)? == 0 {
            return Ok(());
        }
        let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut known = None;
        loop {
            let mut header = String::new();
            reader.by_ref().take(4096).read_line(&mut header)?;
            let header = header.trim_end();
            if header.is_empty() {
                break;
            }
            if let Some((name, value)) = header.split_once(": ")
                && name.eq_ignore_ascii_case("if-none-match")
            {
                known = Some(value.to_owned());
            }
        }
        let (status, body) = {
            let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
            shared.requests.push((path.clone(), known.clone()));
            shared.files.get(&path).cloned().unwrap_or((404, Vec::new()))
        };
        let etag = format!("\"{}\"", body.len());
        let (status, body) =
            if status == 200 && known.as_ref() == Some(&etag) { (304, Vec::new()) } else { (status, body) };
        let length = if status == 304 { String::new() } else { format!("content-length: {}\r\n", body.len()) };
        write!(writer, "HTTP/1.1 {status} x\r\netag: {etag}\r\n{length}\r\n")?;
        writer.write_all(&body)?;
    }
}
