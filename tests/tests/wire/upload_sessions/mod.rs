//! Uploads in ranges: what is sent where, how an upload goes on after a fault, and how it is resumed.

mod errors;
mod ranges;
mod resuming;

use graph_runtime::{GraphClient, graph_action, retry::RetryPolicy, upload::UploadSession};
use graph_tests::{
    fixtures::TOKEN,
    server::{Request, Response, Server},
};
use serde_json::json;

/// The smallest size of a range.
const UNIT: usize = 320 * 1024;

/// What makes the URL of a session as good as a token.
const SECRET: &str = "hunter2-upload";

#[graph_action(
    POST, "/drives/<drive>/items/<item>/createUploadSession",
    perms = "Files.ReadWrite.All",
    returns = UploadSession,
)]
struct Create {
    drive: &'static str,
    item: &'static str,
}

const CREATE: Create = Create { drive: "d", item: "i" };

/// Microsoft Graph, which opens any number of sessions, and the host to which their URLs lead.
struct Service {
    graph: Server,
    uploads: Server,
    client: GraphClient,
}

impl Service {
    async fn start(script: impl IntoIterator<Item = Response>) -> Self {
        let uploads = Server::start(script).await;
        let url = url(&uploads);
        let graph = Server::start_with(move |_| opened(&url)).await;
        let retry = RetryPolicy::new().base_delay(std::time::Duration::ZERO);
        let client =
            GraphClient::builder().base_url(graph.url()).token(TOKEN).retry(retry).header("x-tenant", "contoso");
        Self { client: client.build().expect("a client"), graph, uploads }
    }

    /// Method and `Content-Range` of each request to the URL of a session.
    fn sent(&self) -> Vec<(String, Option<String>)> {
        let range = |sent: Request| (sent.method.clone(), sent.header("content-range").map(str::to_owned));
        self.uploads.requests().into_iter().map(range).collect()
    }
}

fn url(uploads: &Server) -> String {
    format!("{}/up/1?sig={SECRET}", uploads.url())
}

fn opened(url: &str) -> Response {
    let session =
        json!({ "uploadUrl": url, "expirationDateTime": "2026-12-01T08:30:00.1234567Z", "nextExpectedRanges": ["0-"] });
    Response::json(200, session.to_string())
}

/// The service expects more.
fn expects(ranges: &[&str]) -> Response {
    Response::json(202, json!({ "nextExpectedRanges": ranges }).to_string())
}

/// The same, as the response to a question.
fn missing(ranges: &[&str]) -> Response {
    Response::json(200, json!({ "nextExpectedRanges": ranges }).to_string())
}

fn done() -> Response {
    Response::json(201, r#"{"id": "item-7"}"#)
}

/// What was sent, as it is written in the tests.
fn put(range: &str) -> (String, Option<String>) {
    ("PUT".to_owned(), Some(format!("bytes {range}")))
}

fn asked() -> (String, Option<String>) {
    ("GET".to_owned(), None)
}
