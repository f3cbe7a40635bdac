//! The service: responds to requests.

use std::sync::{Mutex, MutexGuard, PoisonError};

use graph_runtime::Bytes;
use http::{Method, Response};

use super::{
    ReceivedRequest,
    access::Access,
    batch,
    context::Context,
    faults::Faults,
    request::Request,
    resources,
    response::{ErrorResponse, Ids, Success},
    routes::{self, Route},
    store::Store,
};

/// The longest request body that the service accepts, in bytes.
const MAX_BODY: usize = 4 * 1024 * 1024;

/// The state of the service.
pub(super) struct Service {
    pub(super) url: String,
    pub(super) access: Access,
    pub(super) faults: Faults,
    store: Mutex<Store>,
    received: Mutex<Vec<ReceivedRequest>>,
}

impl Service {
    pub(super) fn new(url: String, store: Store) -> Self {
        Self {
            url,
            access: Access::default(),
            faults: Faults::default(),
            store: Mutex::new(store),
            received: Mutex::default(),
        }
    }

    /// Returns the state, with the changes whose time has come.
    pub(super) fn store(&self) -> MutexGuard<'_, Store> {
        let mut store = lock(&self.store);
        store.settle(self.faults.now());
        store
    }

    pub(super) fn received(&self) -> Vec<ReceivedRequest> {
        lock(&self.received).clone()
    }

    /// Responds to a request, and records it.
    pub(super) fn respond(&self, request: http::Request<Bytes>) -> Response<Bytes> {
        let (parts, body) = request.into_parts();
        let ids = Ids::of(&parts.headers);
        let target = parts.uri.path_and_query().map_or_else(String::new, ToString::to_string);
        let method = parts.method.to_string();
        let outcome = if body.len() > MAX_BODY {
            Err(ErrorResponse::too_large())
        } else {
            Request::new(parts.method, &parts.uri, parts.headers, body).and_then(|request| self.run(&request))
        };
        let response = match outcome {
            Ok(success) => success.into_response(&ids),
            Err(error) => error.into_response(&ids),
        };
        lock(&self.received).push(ReceivedRequest { method, target, status: response.status().as_u16() });
        response
    }

    pub(super) fn run(&self, request: &Request) -> Result<Success, ErrorResponse> {
        let is_batch = request.segments == ["$batch"];
        self.faults.admit(!is_batch && request.method != Method::GET)?;
        let caller = self.access.check(&request.headers)?;
        if is_batch {
            return batch::run(self, request);
        }
        let Route { operation, arguments } = routes::find(request)?;
        caller.require(operation)?;
        let context = Context { service: self, request, operation, arguments };
        resources::run(&context, &mut self.store())
    }
}

/// Locks a mutex, even if a request has panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
