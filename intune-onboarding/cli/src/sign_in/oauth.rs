//! An application at the sign-in service, by OAuth 2.0.

use std::{fmt, time::SystemTime};

use graph_runtime::{
    Cloud, Secret,
    auth::{AccessToken, TokenRequest},
    reqwest::{Request, Url},
};
use oauth2::{
    AuthType, ClientId, ClientSecret, DeviceAuthorizationUrl, EndpointNotSet, EndpointSet, ErrorResponse, HttpRequest,
    HttpResponse, RefreshToken, RequestTokenError, Scope, StandardErrorResponse, TokenResponse, TokenUrl,
    basic::{BasicClient, BasicTokenResponse},
};
use serde::{Deserialize, Serialize};

use super::http;
use crate::output::{bounded, plain};

const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// The longest message of the sign-in service that is shown, in columns.
const MAX_MESSAGE: usize = 240;

/// The sign-in service of a cloud.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Authority(String);

/// An application of a tenant.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Application {
    authority: Authority,
    tenant: String,
    client_id: String,
}

/// An access token, and what a new one can be obtained with.
pub(crate) struct Tokens {
    pub(crate) access_token: AccessToken,
    pub(crate) refresh_token: Option<Secret<String>>,
}

type Client = BasicClient<EndpointNotSet, EndpointSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

impl Authority {
    /// The sign-in service of a cloud.
    pub(super) fn of(cloud: &Cloud) -> Self {
        Self(cloud.authority().trim_end_matches('/').to_owned())
    }

    /// Checks a URL: it is HTTPS, unless it is of this computer. The error is the predicate of a sentence.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim().trim_end_matches('/');
        let url = Url::parse(text).map_err(|_| "must be a URL, such as https://login.microsoftonline.com")?;
        let is_plain = url.username().is_empty() && url.query().is_none() && url.fragment().is_none();
        if !is_plain || !(url.scheme() == "https" || (url.scheme() == "http" && http::is_local(&url))) {
            return Err("must be an https URL without user, query and fragment");
        }
        Ok(Self(text.to_owned()))
    }
}

impl Application {
    /// Creates an application of a tenant, whose names are checked.
    pub(super) fn new(authority: Authority, tenant: String, client_id: String) -> Self {
        Self { authority, tenant, client_id }
    }

    /// Checks the ID of an application, or the ID or domain of a tenant. The error is the predicate of a sentence.
    pub(super) fn check_name(text: &str) -> Result<(), &'static str> {
        let is_valid = |character: char| character.is_ascii_alphanumeric() || "-._".contains(character);
        if text.is_empty() || text.starts_with('.') || !text.chars().all(is_valid) {
            return Err("must be an ID or a domain");
        }
        Ok(())
    }

    pub(crate) fn tenant(&self) -> &str {
        &self.tenant
    }

    pub(crate) fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(super) fn token_url(&self) -> String {
        self.url("token")
    }

    fn url(&self, endpoint: &str) -> String {
        format!("{}/{}/oauth2/v2.0/{endpoint}", self.authority.0, self.tenant)
    }

    pub(super) fn client(&self) -> Result<Client, String> {
        let invalid = |_| "the authority is no URL".to_owned();
        Ok(BasicClient::new(ClientId::new(self.client_id.clone()))
            .set_auth_type(AuthType::RequestBody)
            .set_token_uri(TokenUrl::new(self.token_url()).map_err(invalid)?)
            .set_device_authorization_url(DeviceAuthorizationUrl::new(self.url("devicecode")).map_err(invalid)?))
    }

    /// Obtains a token for the application itself, with a client secret.
    pub(super) async fn with_secret(
        &self,
        secret: &Secret<String>,
        request: &TokenRequest,
    ) -> Result<AccessToken, String> {
        let client = self.client()?.set_client_secret(ClientSecret::new(secret.expose().clone()));
        let exchange = client.exchange_client_credentials().add_scopes(scopes(&request.scopes));
        let claims = request.claims.iter().map(|claims| ("claims", claims.clone()));
        let exchange = claims.fold(exchange, |exchange, (name, value)| exchange.add_extra_param(name, value));
        let response = exchange.request_async(&send).await.map_err(|error| describe(&error))?;
        Ok(Tokens::from(&response).access_token)
    }

    /// Obtains a token for the application itself, with a signed assertion.
    pub(super) async fn with_assertion(
        &self,
        assertion: &Secret<String>,
        request: &TokenRequest,
    ) -> Result<AccessToken, String> {
        let client = self.client()?;
        let exchange = client.exchange_client_credentials().add_scopes(scopes(&request.scopes));
        let exchange = exchange
            .add_extra_param("client_assertion_type", ASSERTION)
            .add_extra_param("client_assertion", assertion.expose().clone());
        let claims = request.claims.iter().map(|claims| ("claims", claims.clone()));
        let exchange = claims.fold(exchange, |exchange, (name, value)| exchange.add_extra_param(name, value));
        let response = exchange.request_async(&send).await.map_err(|error| describe(&error))?;
        Ok(Tokens::from(&response).access_token)
    }

    /// Obtains a token for a user who has signed in before.
    pub(super) async fn with_refresh_token(
        &self,
        refresh_token: &Secret<String>,
        request: &TokenRequest,
    ) -> Result<Tokens, String> {
        let client = self.client()?;
        let refresh_token = RefreshToken::new(refresh_token.expose().clone());
        let exchange = client.exchange_refresh_token(&refresh_token).add_scopes(scopes(&request.scopes));
        let claims = request.claims.iter().map(|claims| ("claims", claims.clone()));
        let exchange = claims.fold(exchange, |exchange, (name, value)| exchange.add_extra_param(name, value));
        let response = exchange.request_async(&send).await.map_err(|error| describe(&error))?;
        Ok(Tokens::from(&response))
    }
}

impl From<&BasicTokenResponse> for Tokens {
    fn from(response: &BasicTokenResponse) -> Self {
        let token = AccessToken::new(response.access_token().secret().clone());
        let expiry = response.expires_in().and_then(|seconds| SystemTime::now().checked_add(seconds));
        let refresh_token = response.refresh_token().map(|token| Secret::new(token.secret().clone()));
        Self { access_token: expiry.map_or(token.clone(), |expiry| token.with_expiry(expiry)), refresh_token }
    }
}

pub(super) fn scopes(scopes: &[String]) -> Vec<Scope> {
    scopes.iter().cloned().map(Scope::new).collect()
}

/// Why a request of the sign-in service had no response.
#[derive(Debug)]
pub(super) struct HttpError(String);

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for HttpError {}

/// Sends a request of the sign-in service.
pub(super) async fn send(request: HttpRequest) -> Result<HttpResponse, HttpError> {
    let request = Request::try_from(request).map_err(|error| HttpError(error.to_string()))?;
    let url = request.url().clone();
    let client = http::client(&url).map_err(HttpError)?;
    let failed = |error| HttpError(http::describe(&error, &url));
    let response = client.execute(request).await.map_err(failed)?;
    let (status, headers) = (response.status(), response.headers().clone());
    let mut received = HttpResponse::new(response.bytes().await.map_err(failed)?.to_vec());
    *received.status_mut() = status;
    *received.headers_mut() = headers;
    Ok(received)
}

/// Describes an error in one line. What the service has sent is shown only if it is an error of OAuth 2.0, since anything
/// else may contain a token.
pub(super) fn describe<E>(error: &RequestTokenError<HttpError, StandardErrorResponse<E>>) -> String
where
    E: oauth2::ErrorResponseType + fmt::Display + 'static,
    StandardErrorResponse<E>: ErrorResponse,
{
    match error {
        RequestTokenError::ServerResponse(response) => {
            let description = response.error_description().map_or("", String::as_str);
            // The lines below are IDs and a time.
            let description = description.lines().next().unwrap_or_default();
            let message = format!("{}: {description}", response.error());
            bounded(&plain(message.trim_end_matches([':', ' '])), MAX_MESSAGE)
        }
        RequestTokenError::Request(error) => error.to_string(),
        RequestTokenError::Parse(..) => "the response is not that of a sign-in service: see --authority".to_owned(),
        RequestTokenError::Other(message) => bounded(&plain(message), MAX_MESSAGE),
    }
}
