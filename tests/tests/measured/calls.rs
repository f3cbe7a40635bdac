//! The calls whose throughput and memory are compared send the same.

use graph_tests::{
    measure::calls::{Calls, VPP_TOKEN},
    server::{Request, Response, Server},
};

/// The headers but for the id of the call, which bare reqwest has none of, sorted.
#[track_caller]
fn headers(request: &Request) -> Vec<(String, String)> {
    let mut headers = request.headers.clone();
    headers.retain(|(name, _)| name != "client-request-id");
    headers.sort();
    headers
}

#[tokio::test]
async fn the_call_with_bare_reqwest_is_the_same() {
    let server = Server::start([Response::json(200, VPP_TOKEN), Response::json(200, VPP_TOKEN)]).await;
    let calls = Calls::to(&server.url()).expect("a client");
    assert_eq!(calls.library().await, calls.bare().await);
    let requests = server.requests();
    let [library, bare] = requests.as_slice() else { panic!("{requests:#?}") };
    assert_eq!((&library.method, &library.target), (&bare.method, &bare.target));
    assert_eq!(headers(library), headers(bare));
    assert!(library.header("authorization").is_some_and(|value| value.len() > 1_000), "{library:?}");
    assert_eq!(library.json(), bare.json());
}
