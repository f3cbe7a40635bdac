//! Requests by hand, where the client would not send them.

use intune_onboarding::sandbox::Sandbox;
use reqwest::{Method, StatusCode, header};
use serde_json::Value;

/// Sends requests by hand.
pub(crate) struct ByHand<'s> {
    sandbox: &'s Sandbox,
    client: reqwest::Client,
}

impl<'s> ByHand<'s> {
    pub(crate) fn to(sandbox: &'s Sandbox) -> Self {
        Self { sandbox, client: reqwest::Client::builder().no_proxy().build().expect("a client") }
    }

    /// A request with the token that may do everything.
    pub(crate) fn request(&self, method: Method, path: &str) -> Request {
        Request(self.anonymous(method, path).0.bearer_auth(self.sandbox.access_token().expose()))
    }

    pub(crate) fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    pub(crate) fn anonymous(&self, method: Method, path: &str) -> Request {
        Request(self.client.request(method, format!("{}{path}", self.sandbox.url())))
    }
}

/// A request by hand.
pub(crate) struct Request(pub(crate) reqwest::RequestBuilder);

pub(crate) struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: header::HeaderMap,
    pub(crate) body: Value,
}

impl Request {
    pub(crate) fn json(self, body: &Value) -> Self {
        self.text("application/json", &body.to_string())
    }

    pub(crate) fn text(self, content_type: &str, body: &str) -> Self {
        Self(self.0.header(header::CONTENT_TYPE, content_type).body(body.to_owned()))
    }

    pub(crate) async fn send(self) -> Response {
        let response = self.0.send().await.expect("a response");
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.expect("a body");
        Response { status, headers, body: serde_json::from_slice(&body).unwrap_or_default() }
    }

    /// Sends it, and expects it to be rejected with this status and code.
    pub(crate) async fn rejected(self, status: u16, code: &str) -> String {
        let response = self.send().await;
        assert_eq!(
            (response.status.as_u16(), &response.body["error"]["code"]),
            (status, &code.into()),
            "{}",
            response.body
        );
        response.body["error"]["message"].as_str().expect("a message").to_owned()
    }
}
