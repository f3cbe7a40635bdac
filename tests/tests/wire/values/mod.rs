//! Values arrive unchanged in every position of a request, or are rejected before anything is sent.

mod positions;
mod random;
mod read;
mod rejected;
mod table;
mod written;

use graph_runtime::GraphClient;
use graph_tests::{fixtures::TOKEN, server::Server};

fn client(server: &Server) -> GraphClient {
    GraphClient::builder().base_url(server.url()).token(TOKEN).build().expect("a client")
}
