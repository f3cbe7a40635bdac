//! The misbehaving service: what it does with a request is drawn by lot, and what it promises is counted.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use bytes::Bytes;
use graph_tests::server::{Request, Response, Server};
use serde_json::{Value, json};

/// How each token starts, so that a request without one of this client's is noticed.
pub(crate) const TOKEN: &str = "soak-token-";

/// What the service has done, by its own account.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) requests: AtomicU64,
    /// Requests that the service acted upon, although they are not idempotent.
    pub(crate) changes: AtomicU64,
    /// The names of things that were created more than once.
    pub(crate) changes_twice: AtomicU64,
    /// Requests of each misbehavior.
    faults: Mutex<HashMap<&'static str, u64>>,
    /// Requests to another host with a token.
    pub(crate) tokens_elsewhere: AtomicU64,
    pub(crate) elsewhere: AtomicU64,
    created: Mutex<HashSet<u64>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Counts {
    fn fault(&self, name: &'static str) {
        *lock(&self.faults).entry(name).or_default() += 1;
    }

    /// Notes that a thing was created.
    fn created(&self, name: u64) {
        self.changes.fetch_add(1, Ordering::Relaxed);
        if !lock(&self.created).insert(name) {
            self.changes_twice.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The misbehaviors and how often each occurred.
    pub(crate) fn faults(&self) -> Vec<(&'static str, u64)> {
        let mut faults: Vec<_> = lock(&self.faults).iter().map(|(name, count)| (*name, *count)).collect();
        faults.sort_unstable();
        faults
    }
}

/// Starts the host that the service redirects to, which must get no token.
pub(crate) async fn other_host(counts: Arc<Counts>) -> Server {
    Server::start_for_long(move |request| {
        counts.elsewhere.fetch_add(1, Ordering::Relaxed);
        if String::from_utf8_lossy(&request.raw).contains(TOKEN) {
            counts.tokens_elsewhere.fetch_add(1, Ordering::Relaxed);
        }
        match fastrand::u8(..4) {
            0 => Response::json(401, "{}"),
            1 => Response::reset(),
            _ => Response::body(200, "content"),
        }
    })
    .await
}

/// Starts the service.
pub(crate) async fn service(counts: Arc<Counts>, elsewhere: String) -> Server {
    let large = Bytes::from(json!({"value": vec!["x".repeat(1000); 2000]}).to_string());
    Server::start_for_long(move |request| respond(&counts, &elsewhere, &large, request)).await
}

fn respond(counts: &Counts, elsewhere: &str, large: &Bytes, request: &Request) -> Response {
    counts.requests.fetch_add(1, Ordering::Relaxed);
    if !request.header("authorization").is_some_and(|value| value.contains(TOKEN)) {
        counts.fault("request without a token");
        return Response::json(401, "{}");
    }
    // Half of the requests are received in peace.
    if fastrand::bool()
        && let Some(response) = misbehave(counts, request)
    {
        return response;
    }
    act(counts, elsewhere, large, request)
}

/// A response of a request that is not acted upon, or `None` if it is.
fn misbehave(counts: &Counts, request: &Request) -> Option<Response> {
    let error = |status, code: &str| {
        let message = format!("The request with `{}` failed.", request.header("authorization").unwrap_or_default());
        Response::json(status, json!({"error": {"code": code, "message": message}}).to_string())
    };
    let (name, response) = match fastrand::u8(..14) {
        0 => ("429 with Retry-After", error(429, "TooManyRequests").header("Retry-After", "0.005")),
        1 => ("429 without", error(429, "TooManyRequests")),
        2 => ("503 with Retry-After", error(503, "ServiceUnavailable").header("Retry-After", "0")),
        3 => ("503 without", Response::body(503, "<html>")),
        4 => ("Retry-After of an hour", error(429, "TooManyRequests").header("Retry-After", "3600")),
        5 => ("401", error(401, "InvalidAuthenticationToken")),
        6 => (
            "401 with claims",
            error(401, "InvalidAuthenticationToken").header(
                "WWW-Authenticate",
                "Bearer error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7fX19\"",
            ),
        ),
        7 => ("403", error(403, "Forbidden")),
        8 => ("an error of 1 MB", Response::body(400, "x".repeat(1 << 20))),
        9 => ("half an error", error(400, "BadRequest").cut_after(20)),
        10 => ("Retry-After that is none", error(503, "ServiceUnavailable").header("Retry-After", "soon")),
        _ => return None,
    };
    counts.fault(name);
    Some(response)
}

/// Does what is asked for. The response to it may get lost.
fn act(counts: &Counts, elsewhere: &str, large: &Bytes, request: &Request) -> Response {
    let host = request.header("host").unwrap_or_default();
    let path = request.target.split('?').next().unwrap_or_default();
    let response = match (request.method.as_str(), path.rsplit('/').next().unwrap_or_default()) {
        ("POST", "$batch") => return batch(counts, request),
        ("POST", "things") => {
            if let Some(name) =
                serde_json::from_slice::<Value>(&request.body).ok().and_then(|body| body["name"].as_u64())
            {
                counts.created(name);
            }
            Response::json(201, r#"{"id": "7"}"#)
        }
        (_, "members") => return page(counts, host, large, request),
        (_, "content") => match fastrand::u8(..4) {
            0 => Response::empty(302).header("Location", &format!("{elsewhere}/file")),
            1 => Response::empty(302).header("Location", &format!("http://{host}/v1.0/drives/1/file")),
            2 => Response::empty(307).header("Location", &format!("http://{host}{}", request.target)),
            _ => Response::body(200, large.clone()),
        },
        ("PATCH", _) if fastrand::bool() => Response::empty(204),
        _ => Response::json(200, r#"{"id": "7"}"#),
    };
    spoil(counts, response)
}

/// The response as it is, or what is left of it.
fn spoil(counts: &Counts, response: Response) -> Response {
    let (name, response) = match fastrand::u8(..24) {
        0 => ("reset after the request", Response::reset()),
        1 => ("no response", Response::hang()),
        2 => ("not HTTP", Response::raw("220 smtp.example\r\n")),
        3 => ("504", Response::body(504, "")),
        4 => ("500", Response::json(500, r#"{"error": {"code": "InternalServerError"}}"#)),
        5 => ("half of a response", Response::json(200, r#"{"id": "7"}"#).cut_after(5)),
        6 => ("reset in a response", Response::json(200, r#"{"id": "7"}"#).reset_after(5)),
        7 => ("a response that stalls", Response::json(200, r#"{"id": "7"}"#).stall_after(5)),
        8 => ("JSON that ends early", Response::json(200, r#"{"id": "#)),
        9 => ("another type", Response::json(200, r#"{"id": [[["#.to_owned() + &"[".repeat(1000))),
        10 => (
            "a success that is broken off",
            Response::json(200, r#"{"value": ["a", {"error": {"code": "generalException"}}"#),
        ),
        11 => ("an empty success", Response::empty(200)),
        12 => (
            "a slow body",
            Response::raw("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"id\": \"7\"")
                .then("}", 1)
                .every(std::time::Duration::from_millis(5)),
        ),
        _ => return response,
    };
    counts.fault(name);
    response
}

/// A page, whose link may lead nowhere, to itself, or to another host.
fn page(counts: &Counts, host: &str, large: &Bytes, request: &Request) -> Response {
    let number = request.target.rsplit('=').next().and_then(|number| number.parse().ok()).unwrap_or(0_u32);
    let path = request.target.split('?').next().unwrap_or_default();
    let link = |number: u32| format!("http://{host}{path}?$skiptoken={number}");
    let (name, next) = match fastrand::u8(..16) {
        0 => ("a link to its own page", link(number)),
        1 => ("a link to another host", "https://graph.example/v1.0/groups".to_owned()),
        2 => ("a link to the first page", format!("http://{host}{path}")),
        3 => ("an empty link", String::new()),
        4 => {
            counts.fault("a large page");
            return Response::json(200, large.clone());
        }
        5..8 => return Response::json(200, r#"{"value": ["a"]}"#),
        _ => {
            return spoil(
                counts,
                Response::json(200, json!({"value": ["a"], "@odata.nextLink": link(number + 1)}).to_string()),
            );
        }
    };
    counts.fault(name);
    Response::json(200, json!({"value": ["a", "b"], "@odata.nextLink": next}).to_string())
}

/// Acts upon the items of a batch, some of which are throttled, and some of whose responses get lost.
fn batch(counts: &Counts, request: &Request) -> Response {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let mut responses = Vec::new();
    for item in body["requests"].as_array().into_iter().flatten() {
        match fastrand::u8(..8) {
            0 => {
                counts.fault("a throttled item");
                responses.push(json!({"id": item["id"], "status": 429, "headers": {"Retry-After": "0"}}));
                continue;
            }
            1 => {
                counts.fault("an item with 401");
                responses.push(json!({"id": item["id"], "status": 401}));
                continue;
            }
            _ => {}
        }
        if let (Some("POST"), Some(name)) = (item["method"].as_str(), item["body"]["name"].as_u64()) {
            counts.created(name);
        }
        match fastrand::u8(..8) {
            0 => counts.fault("a missing item"),
            1 => responses.push(json!({"id": item["id"], "status": 504})),
            _ => responses.push(json!({"id": item["id"], "status": 200, "body": {"id": "7"}})),
        }
    }
    spoil(counts, Response::json(200, json!({"responses": responses}).to_string()))
}
