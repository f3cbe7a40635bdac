//! Answers to batches, and what to look at in their requests.

#![allow(dead_code)]

use std::collections::BTreeMap;

use graph_runtime::Error;
use graph_tests::server::{Answer, Request};
use serde_json::{Value, json};

/// The answer to a batch with these answers in it.
pub(crate) fn batch(answers: impl IntoIterator<Item = Value>) -> Answer {
    let responses: Vec<_> = answers.into_iter().collect();
    Answer::json(200, json!({"responses": responses}).to_string())
}

/// An answer with this body, all in one piece, which is faster over and over than on a connection that is kept.
pub(crate) fn at_once(body: &[u8]) -> Answer {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    Answer::raw([head.as_bytes(), body].concat())
}

/// A thing that has the id of the item.
pub(crate) fn thing(id: usize) -> Value {
    let id = id.to_string();
    json!({"id": id, "status": 200, "headers": {"Content-Type": "application/json"}, "body": {"id": id}})
}

/// A refusal of an item.
pub(crate) fn refused(id: usize, status: u16) -> Value {
    let error = json!({"error": {"code": format!("code-{id}"), "message": "No."}});
    json!({"id": id.to_string(), "status": status, "headers": {}, "body": error})
}

/// A refusal that says how long to wait.
pub(crate) fn throttled(id: usize, wait: &str) -> Value {
    let mut refused = refused(id, 429);
    refused["headers"]["Retry-After"] = wait.into();
    refused
}

/// The ids of the items of a request, each with what it depends on.
pub(crate) fn items(request: &Request) -> BTreeMap<usize, Vec<usize>> {
    let number = |id: &Value| id.as_str().expect("a string").parse().expect("a number");
    let items = request.json()["requests"].as_array().expect("requests").clone();
    let after = |item: &Value| item["dependsOn"].as_array().map(|ids| ids.iter().map(number).collect());
    items.iter().map(|item| (number(&item["id"]), after(item).unwrap_or_default())).collect()
}

/// The ids of the items of each request, in the order of the requests.
pub(crate) fn ids(requests: &[Request]) -> Vec<Vec<usize>> {
    requests.iter().map(|request| items(request).into_keys().collect()).collect()
}

/// The status of a refusal.
pub(crate) fn status(error: &Error) -> Option<u16> {
    match error {
        Error::Api(refusal) => Some(refusal.status().as_u16()),
        _ => None,
    }
}
