//! One upload in ranges, by the library and by the same loop with bare reqwest.

use std::{
    convert::Infallible,
    fs::File,
    io::{Read, Seek, SeekFrom},
    ops::Range,
    path::Path,
    sync::Arc,
};

use graph_runtime::{
    Bytes, GraphClient, graph_action,
    loopback::{self, Listener, Response},
    upload::{UploadBody, UploadSession},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// The length of a range, the library's default.
pub const RANGE: usize = 10 * 1024 * 1024;

#[graph_action(
    POST, "/drives/<drive>/items/<item>/createUploadSession",
    perms = "Files.ReadWrite.All",
    returns = UploadSession,
)]
struct Create {
    drive: &'static str,
    item: &'static str,
}

/// What the service says after a range.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Expected {
    next_expected_ranges: Vec<String>,
}

/// The two clients, and the service, which takes every range.
#[expect(missing_debug_implementations, reason = "nobody shows it")]
pub struct Uploads {
    graph: GraphClient,
    http: reqwest::Client,
    service: loopback::Server,
}

impl Uploads {
    /// Starts the service, on a thread of its own, and makes the clients.
    ///
    /// # Errors
    ///
    /// If there is no free port, or reqwest makes no client.
    ///
    /// # Panics
    ///
    /// If the library makes no client.
    pub fn start() -> Result<Self, Box<dyn std::error::Error>> {
        let listener = Listener::bind()?;
        let url = format!("{}/session/7", listener.url());
        let service = listener.serve(move |request| {
            let response = response(&request, &url);
            async move { response }
        })?;
        let graph = GraphClient::builder().base_url(service.url()).token("token").build()?;
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
        Ok(Self { graph, http, service })
    }

    /// Uploads a body by the library.
    ///
    /// # Panics
    ///
    /// If it fails.
    pub async fn library(&self, body: UploadBody) {
        let create = Create { drive: "d", item: "i" };
        let item = self.graph.upload(&create, body).range_size(RANGE).send::<Value>().await.expect("uploaded");
        assert_eq!(item.value["id"], "7");
    }

    /// Uploads what is in memory with bare reqwest.
    ///
    /// # Panics
    ///
    /// If it fails.
    pub async fn bare(&self, content: &Bytes) {
        self.send(content.len(), async |range| content.slice(range)).await;
    }

    /// Uploads a file with bare reqwest.
    ///
    /// # Panics
    ///
    /// If it fails.
    pub async fn bare_file(&self, path: &Arc<Path>, length: usize) {
        self.send(length, async |range| {
            let path = Arc::clone(path);
            tokio::task::spawn_blocking(move || read(&path, range)).await.expect("no panic")
        })
        .await;
    }

    /// Sends all ranges, as it is done by hand.
    async fn send(&self, total: usize, read: impl AsyncFn(Range<usize>) -> Bytes) {
        let url = format!("{}/v1.0/drives/d/items/i/createUploadSession", self.service.url());
        let opened = self.http.post(url).bearer_auth("token").send().await.expect("a session");
        let session: UploadSession = opened.json().await.expect("a session");
        let mut first = 0;
        loop {
            let end = (first + RANGE).min(total);
            let range = format!("bytes {first}-{}/{total}", end - 1);
            let put = self.http.put(session.url()).header("Content-Range", range);
            let put = put.header("Content-Type", "application/octet-stream").body(read(first..end).await);
            let response = put.send().await.and_then(reqwest::Response::error_for_status).expect("a response");
            if response.status() == reqwest::StatusCode::CREATED {
                let item: Value = response.json().await.expect("an item");
                assert_eq!(item["id"], "7");
                return;
            }
            let expected: Expected = response.json().await.expect("the next range");
            let next = expected
                .next_expected_ranges
                .first()
                .and_then(|range| range.trim_end_matches('-').parse::<usize>().ok());
            first = next.expect("a range");
        }
    }
}

fn read(path: &Path, range: Range<usize>) -> Bytes {
    let mut file = File::open(path).expect("a file");
    file.seek(SeekFrom::Start(range.start.try_into().expect("a place"))).expect("a place");
    let mut content = Vec::with_capacity(range.len());
    file.take(range.len().try_into().expect("a length")).read_to_end(&mut content).expect("content");
    content.into()
}

/// Opens a session, or takes a range.
fn response(request: &http::Request<Bytes>, url: &str) -> Option<Response<Bytes>> {
    let json = |status: u16, body: Value| {
        let response = Response::builder().status(status).header("Content-Type", "application/json");
        response.body(Bytes::from(body.to_string())).ok()
    };
    let Some(range) = request.headers().get("content-range").and_then(|range| range.to_str().ok()) else {
        return json(200, json!({ "uploadUrl": url, "nextExpectedRanges": ["0-"] }));
    };
    let (range, total) = range.strip_prefix("bytes ")?.split_once('/')?;
    let next = range.split_once('-')?.1.parse::<u64>().ok()? + 1;
    if next == total.parse::<u64>().ok()? {
        return json(201, json!({ "id": "7" }));
    }
    json(202, json!({ "nextExpectedRanges": [format!("{next}-")] }))
}

/// A stream of so many bytes, in chunks of 64 KiB that are made when they are read.
///
/// # Panics
///
/// If the length is more than there can be.
#[must_use]
pub fn chunks(length: usize) -> UploadBody {
    const CHUNK: usize = 64 * 1024;

    let stream = move || {
        let chunk = move |place: usize| Ok::<Vec<u8>, Infallible>(vec![7; CHUNK.min(length - place)]);
        futures_util::stream::iter((0..length).step_by(CHUNK).map(chunk))
    };
    UploadBody::repeatable(stream).with_length(length.try_into().expect("a length"))
}
