//! The service: responds to requests.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use graph_runtime::Bytes;
use http::Response;

use super::{
    ReceivedRequest,
    access::Access,
    request::Request,
    response::{ErrorResponse, Ids, Success},
    routes,
    tenant::Tenant,
};

/// The longest request body that the service accepts, in bytes.
const MAX_BODY: usize = 4 * 1024 * 1024;

/// The state of the service.
pub(super) struct Service {
    pub(super) url: String,
    pub(super) access: Access,
    tenant: Mutex<Tenant>,
    throttling: Mutex<Throttling>,
    omits_updated_entities: AtomicBool,
    received: Mutex<Vec<ReceivedRequest>>,
}

#[derive(Default)]
struct Throttling {
    requests: u32,
    retry_after: Option<Duration>,
}

impl Service {
    pub(super) fn new(url: String) -> Self {
        Self {
            url,
            access: Access::default(),
            tenant: Mutex::new(Tenant::sample()),
            throttling: Mutex::default(),
            omits_updated_entities: AtomicBool::new(false),
            received: Mutex::default(),
        }
    }

    pub(super) fn tenant(&self) -> MutexGuard<'_, Tenant> {
        lock(&self.tenant)
    }

    pub(super) fn throttle(&self, requests: u32, retry_after: Option<Duration>) {
        *lock(&self.throttling) = Throttling { requests, retry_after };
    }

    pub(super) fn omit_updated_entities(&self) {
        self.omits_updated_entities.store(true, Ordering::Relaxed);
    }

    /// Whether the response to an update is empty.
    pub(super) fn omits_updated_entities(&self) -> bool {
        self.omits_updated_entities.load(Ordering::Relaxed)
    }

    pub(super) fn received(&self) -> Vec<ReceivedRequest> {
        lock(&self.received).clone()
    }

    /// Returns an error for a request that is to be throttled.
    fn admit(&self) -> Result<(), ErrorResponse> {
        let mut throttling = lock(&self.throttling);
        if throttling.requests == 0 {
            return Ok(());
        }
        throttling.requests -= 1;
        Err(ErrorResponse::throttled(throttling.retry_after))
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
            Request::new(parts, body).and_then(|request| self.run(&request))
        };
        let response = match outcome {
            Ok(success) => success.into_response(&ids),
            Err(error) => error.into_response(&ids),
        };
        lock(&self.received).push(ReceivedRequest { method, target, status: response.status().as_u16() });
        response
    }

    fn run(&self, request: &Request) -> Result<Success, ErrorResponse> {
        self.admit()?;
        let caller = self.access.check(&request.headers)?;
        let operation = routes::find(request)?;
        caller.require(operation)?;
        (operation.run)(self, request)
    }
}

/// Locks a mutex, even if a request has panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
