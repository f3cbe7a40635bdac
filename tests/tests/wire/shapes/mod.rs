//! Every shape that an operation of Microsoft Graph can have: what a server receives, byte for byte, and what its
//! response is decoded as.

mod bodies;
mod constants;
mod keys_of_bodies;
mod lists;
mod paths;
mod query_and_headers;
mod responses;

use graph_runtime::{Error, GraphAction, GraphClient, retry::RetryPolicy};
use graph_tests::{
    fixtures::TOKEN,
    server::{Request, Response, Server},
};

fn client(server: &Server) -> GraphClient {
    GraphClient::builder().base_url(server.url()).token(TOKEN).retry(RetryPolicy::none()).build().expect("a client")
}

/// What a server receives of an action, and what the action makes of the response.
async fn exchange<A: GraphAction>(action: &A, response: Response) -> (Request, Result<A::Response, Error>) {
    let server = Server::start([response]).await;
    let outcome = client(&server).send(action).await;
    (server.request(), outcome)
}

/// What a server receives of an action: the request as it came, without what is in every one.
async fn received<A: GraphAction>(action: &A) -> String {
    let server = Server::start([Response::empty(204)]).await;
    // Whether the action accepts an empty response is another question.
    let _ = client(&server).send(action).await;
    own_part(&server, &server.request())
}

/// The request as it came, in lines, without the version of HTTP and the headers that every request has; these are
/// checked.
#[track_caller]
fn own_part(server: &Server, request: &Request) -> String {
    let text = std::str::from_utf8(&request.raw).expect("UTF-8");
    let (head, body) = text.split_once("\r\n\r\n").expect("an empty line");
    let mut lines: Vec<_> = head.split("\r\n").collect();
    lines[0] = lines[0].strip_suffix(" HTTP/1.1").expect("the version of HTTP");
    let id = request.header("client-request-id").expect("an id of the call");
    assert_eq!(id.len(), 36, "{id} is a UUID");
    for common in [
        format!("client-request-id: {id}"),
        concat!("user-agent: graph-runtime/", env!("CARGO_PKG_VERSION")).to_owned(),
        format!("authorization: Bearer {TOKEN}"),
        format!("host: {}", server.url().strip_prefix("http://").expect("the scheme")),
    ] {
        let at = lines.iter().position(|line| *line == common);
        lines.remove(at.unwrap_or_else(|| panic!("`{common}` is in every request, but not in {text}")));
    }
    // Sent with the feature `gzip`, which may be on.
    lines.retain(|line| *line != "accept-encoding: gzip");
    format!("{}\n\n{body}", lines.join("\n"))
}
