//! Values arrive as they were given, wherever they stand in a request, or are refused before anything is sent.

mod positions;
mod random;
mod refused;
mod table;

use graph_runtime::GraphClient;
use graph_tests::{fixtures::TOKEN, server::Server};

fn client(server: &Server) -> GraphClient {
    GraphClient::builder().base_url(server.url()).token(TOKEN).build().expect("a client")
}
