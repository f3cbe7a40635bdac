//! The identities that the Azure SDK knows: that of a machine on Azure, and that of the user of the Azure CLI.

use std::sync::Arc;

use async_trait::async_trait;
use azure_core::{
    error::{Error, ErrorKind},
    http::{
        AsyncRawResponse, Body, ClientOptions, HttpClient, Request, Transport,
        headers::{HeaderName, HeaderValue, Headers},
    },
};
use azure_identity::{
    AzureCliCredential, AzureCliCredentialOptions, ManagedIdentityCredential, ManagedIdentityCredentialOptions,
    UserAssignedId,
};
use graph_runtime::{
    auth::{AccessToken, AzureCredential, TokenProvider, TokenRequest},
    reqwest::Method,
};

use super::http;
use crate::output::{bounded, plain};

/// The longest message of the Azure SDK that is shown, in columns.
const MAX_MESSAGE: usize = 300;

/// Obtains a token for the identity of a machine on Azure.
pub(super) async fn managed_identity(client_id: Option<String>, request: &TokenRequest) -> Result<AccessToken, String> {
    let transport = Transport::new(Arc::new(SignInClient));
    let credential = ManagedIdentityCredential::new(Some(ManagedIdentityCredentialOptions {
        user_assigned_id: client_id.map(UserAssignedId::ClientId),
        client_options: ClientOptions { transport: Some(transport), ..ClientOptions::default() },
    }));
    token(AzureCredential::new(credential.map_err(|error| line(&error.to_string()))?), request).await
}

/// Obtains a token for the user who is signed in to the Azure CLI.
pub(super) async fn azure_cli(tenant: Option<String>, request: &TokenRequest) -> Result<AccessToken, String> {
    let options = AzureCliCredentialOptions { tenant_id: tenant, ..AzureCliCredentialOptions::default() };
    let credential = AzureCliCredential::new(Some(options)).map_err(|error| line(&error.to_string()))?;
    token(AzureCredential::new(credential), request).await
}

async fn token(credential: AzureCredential, request: &TokenRequest) -> Result<AccessToken, String> {
    credential.token(request.clone()).await.map_err(|error| line(error.reason()))
}

/// Returns a message of the Azure SDK in one line, without its link to a troubleshooting guide.
fn line(message: &str) -> String {
    let message = message.split("\nTo troubleshoot").next().unwrap_or_default();
    bounded(plain(message).trim(), MAX_MESSAGE)
}

/// Sends the requests of the Azure SDK with the HTTP client of this program, so that there is only one.
#[derive(Debug)]
struct SignInClient;

#[async_trait]
impl HttpClient for SignInClient {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let fault = |reason: String| Error::with_message(ErrorKind::Other, reason);
        let url = request.url().clone();
        let method = request.method().to_string().parse::<Method>().map_err(|error| fault(error.to_string()))?;
        let mut sent = http::client(&url).map_err(fault)?.request(method, url.clone());
        for (name, value) in request.headers().iter() {
            sent = sent.header(name.as_str(), value.as_str());
        }
        if let Body::Bytes(body) = request.body() {
            sent = sent.body(body.clone());
        }
        let failed = |error| Error::with_message(ErrorKind::Io, http::describe(&error, &url));
        let response = sent.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        let mut headers = Headers::new();
        for (name, value) in response.headers() {
            if let Ok(value) = value.to_str() {
                headers.insert(HeaderName::from(name.as_str().to_owned()), HeaderValue::from(value.to_owned()));
            }
        }
        Ok(AsyncRawResponse::from_bytes(status.into(), headers, response.bytes().await.map_err(failed)?))
    }
}
