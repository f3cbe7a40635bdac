//! The server: takes requests from HTTP, gives answers back, and keeps what belongs to neither.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    body::{self, Body},
    extract::{Request, State},
    response::Response,
};

use super::{
    ReceivedRequest,
    access::Access,
    answer::{Answer, Ids, Refusal},
    exchange::Exchange,
    routes,
    tenant::Tenant,
};

/// The largest body that is read.
const MAX_BODY: usize = 4 * 1024 * 1024;

/// Everything that the server knows.
pub(super) struct Service {
    pub(super) url: String,
    pub(super) access: Access,
    tenant: Mutex<Tenant>,
    throttling: Mutex<Throttling>,
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
            received: Mutex::default(),
        }
    }

    pub(super) fn tenant(&self) -> MutexGuard<'_, Tenant> {
        lock(&self.tenant)
    }

    pub(super) fn throttle(&self, requests: u32, retry_after: Option<Duration>) {
        *lock(&self.throttling) = Throttling { requests, retry_after };
    }

    pub(super) fn received(&self) -> Vec<ReceivedRequest> {
        lock(&self.received).clone()
    }

    /// Refuses the request if it is one of those to be throttled.
    fn admit(&self) -> Result<(), Refusal> {
        let mut throttling = lock(&self.throttling);
        if throttling.requests == 0 {
            return Ok(());
        }
        throttling.requests -= 1;
        Err(Refusal::throttled(throttling.retry_after))
    }

    fn answer(&self, exchange: &Exchange) -> Result<Answer, Refusal> {
        self.admit()?;
        let caller = self.access.check(&exchange.headers)?;
        let operation = routes::find(exchange)?;
        caller.require(operation)?;
        (operation.run)(self, exchange)
    }
}

/// A request that panicked must not take the tenant with it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) fn router(service: Arc<Service>) -> Router {
    Router::new().fallback(serve).with_state(service)
}

async fn serve(State(service): State<Arc<Service>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let ids = Ids::of(&parts.headers);
    let target = parts.uri.path_and_query().map_or_else(String::new, ToString::to_string);
    let method = parts.method.to_string();
    let outcome = match read(body).await {
        Ok(body) => Exchange::new(parts, body).and_then(|exchange| service.answer(&exchange)),
        Err(refusal) => Err(refusal),
    };
    let response = match outcome {
        Ok(answer) => answer.into_response(&ids),
        Err(refusal) => refusal.into_response(&ids),
    };
    lock(&service.received).push(ReceivedRequest { method, target, status: response.status().as_u16() });
    response
}

async fn read(body: Body) -> Result<body::Bytes, Refusal> {
    body::to_bytes(body, MAX_BODY).await.map_err(|_| Refusal::too_large())
}
