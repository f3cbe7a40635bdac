//! What a request costs beside the same one written by hand, in allocations, which do not depend on the machine.

use graph_tests::measure::by_hand::{Operation, clients};
use reqwest::Request;

/// How many more than by hand there are at most.
const MOST_MORE: u64 = 2;

/// What is sent of a request, with its headers sorted.
fn sent(request: &Request) -> (String, Vec<(String, String)>, serde_json::Value) {
    let text = |value: &reqwest::header::HeaderValue| value.to_str().expect("ASCII").to_owned();
    let mut headers: Vec<_> = request.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    headers.sort();
    let body = request.body().and_then(reqwest::Body::as_bytes).expect("a body");
    (format!("{} {}", request.method(), request.url()), headers, serde_json::from_slice(body).expect("JSON"))
}

#[test]
fn the_request_by_hand_is_the_same() {
    let (graph, http) = clients();
    for operation in Operation::examples() {
        let (prepared, by_hand) = (operation.prepare(&graph), operation.by_hand(&http));
        assert_eq!(sent(&prepared), sent(&by_hand));
    }
}

#[test]
fn a_request_is_prepared_with_few_more_allocations_than_by_hand() {
    let (graph, http) = clients();
    for operation in Operation::examples() {
        let allocations = |build: &dyn Fn() -> Request| {
            // What is set up once is not counted.
            drop(build());
            allocation_counter::measure(|| drop(build())).count_total
        };
        let prepared = allocations(&|| operation.prepare(&graph));
        let by_hand = allocations(&|| operation.by_hand(&http));
        let name = operation.name();
        assert!(by_hand > 0, "{name}: nothing is counted");
        assert!(prepared <= by_hand + MOST_MORE, "{name}: {prepared} allocations, {by_hand} by hand");
    }
}
