//! The server under the mock, which is wiremock's. It only carries requests and answers; which answer it is, the registry
//! says.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

use wiremock::{Match, Mock, MockServer, ResponseTemplate, matchers::any};

use super::{Answer, received::Request, registry::Registry};

/// Starts a server that answers as the registry says.
///
/// wiremock takes a mock that closes the connection and one that answers for two. It asks them one after the other, and
/// one request after the other; so the first finds the answer, and leaves it to the second unless it is none.
pub(super) async fn start(registry: &Arc<Registry>) -> MockServer {
    // No pool: a server that is used again would keep connections of another test.
    let server = MockServer::builder().disable_request_recording().start().await;
    let found = Arc::default();
    let finder = Finder { registry: Arc::clone(registry), found: Arc::clone(&found) };
    let broken = |_: &wiremock::Request| io::Error::from(io::ErrorKind::ConnectionReset);
    Mock::given(finder).respond_with_err(broken).with_priority(1).mount(&server).await;
    let respond = move |_: &wiremock::Request| found.take().unwrap_or_else(|| ResponseTemplate::new(500));
    Mock::given(any()).respond_with(respond).with_priority(2).mount(&server).await;
    server
}

/// An answer on its way from the one mock to the other.
#[derive(Default)]
struct Found(Mutex<Option<ResponseTemplate>>);

impl Found {
    fn put(&self, answer: ResponseTemplate) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }

    fn take(&self) -> Option<ResponseTemplate> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

struct Finder {
    registry: Arc<Registry>,
    found: Arc<Found>,
}

impl Match for Finder {
    /// Whether the connection is to be closed.
    fn matches(&self, request: &wiremock::Request) -> bool {
        let request = Arc::new(Request::new(request));
        let answer: Answer = self.registry.answer(&request);
        if !answer.is_broken() {
            self.found.put(answer.to_request(&request));
        }
        answer.is_broken()
    }
}
