//! The adapter with a fake credential and with a credential of `azure_identity`.
//!
//! The latter rejects a sign-in service without TLS, so it gets a fake transport instead of a server.

use std::sync::Mutex;

use azure_core::{
    Bytes,
    credentials::{AccessToken as AzureToken, Secret, TokenRequestOptions},
    http::{AsyncRawResponse, Body, ClientOptions, HttpClient, Request, StatusCode, Transport, headers::Headers},
    time::OffsetDateTime,
};
use azure_identity::{ClientSecretCredential, ClientSecretCredentialOptions};

use super::*;

const SCOPE: &str = "https://graph.microsoft.com/.default";
const TOKEN: &str = "eyJ0eXAiOiJKV1QifQ.e30.c2VjcmV0";

/// A credential that returns an error for any scope other than that of Graph.
#[derive(Debug)]
struct Fake {
    expires_on: OffsetDateTime,
}

#[async_trait::async_trait]
impl TokenCredential for Fake {
    async fn get_token(&self, scopes: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AzureToken> {
        if scopes != [SCOPE] {
            return Err(azure_core::Error::with_message(ErrorKind::Credential, "AADSTS70011: no such scope\nTrace: 1"));
        }
        Ok(AzureToken::new(TOKEN, self.expires_on))
    }
}

fn fake(seconds: i64) -> AzureCredential {
    let expires_on = OffsetDateTime::from_unix_timestamp(seconds).expect("a time");
    AzureCredential::new(Arc::new(Fake { expires_on }))
}

#[tokio::test]
async fn token_and_expiry_are_those_of_the_credential() {
    for (seconds, expected) in [(1_800_000_000, 1_800_000_000), (-5, 0)] {
        let token = fake(seconds).token(TokenRequest::new([SCOPE]).with_claims("{}")).await.expect("a token");
        assert_eq!(token.secret().expose(), TOKEN);
        assert_eq!(token.expiry(), Some(SystemTime::UNIX_EPOCH + Duration::from_secs(expected)));
    }
}

#[tokio::test]
async fn an_error_of_the_credential_is_reported_in_one_line() {
    let error = fake(0).token(TokenRequest::new(["other"])).await.expect_err("no token");
    assert_eq!(error.to_string(), "no access token: AADSTS70011: no such scope Trace: 1");
    assert!(std::error::Error::source(&error).is_some_and(<dyn std::error::Error>::is::<azure_core::Error>));
}

/// A sign-in service that sends the same response to all requests.
#[derive(Debug)]
struct SignIn {
    status: StatusCode,
    response: String,
    requests: Mutex<Vec<(String, String)>>,
}

#[async_trait::async_trait]
impl HttpClient for SignIn {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let Body::Bytes(body) = request.body() else { panic!("{request:?}") };
        let body = String::from_utf8_lossy(body).into_owned();
        self.requests.lock().expect("not poisoned").push((request.url().to_string(), body));
        Ok(AsyncRawResponse::from_bytes(self.status, Headers::new(), Bytes::from(self.response.clone())))
    }
}

fn client_secret(status: StatusCode, response: String) -> (AzureCredential, Arc<SignIn>) {
    graph_tests::capture::install();
    graph_tests::capture::secret(TOKEN);
    let service = Arc::new(SignIn { status, response, requests: Mutex::default() });
    let transport = Transport::new(Arc::<SignIn>::clone(&service));
    let client_options = ClientOptions { transport: Some(transport), ..ClientOptions::default() };
    let options = ClientSecretCredentialOptions { client_options };
    let credential = ClientSecretCredential::new("contoso", "app".to_owned(), Secret::new("hunter2"), Some(options));
    (AzureCredential::new(credential.expect("a credential")), service)
}

#[tokio::test]
async fn a_client_secret_is_exchanged_for_a_token() {
    let response =
        format!(r#"{{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"{TOKEN}"}}"#);
    let (provider, service) = client_secret(StatusCode::Ok, response);
    let token = provider.token(TokenRequest::new([SCOPE])).await.expect("a token");
    assert_eq!(token.secret().expose(), TOKEN);
    let left = token.expiry().expect("a time").duration_since(SystemTime::now()).expect("in the future");
    assert!((3500..3600).contains(&left.as_secs()), "{left:?}");

    let requests = service.requests.lock().expect("not poisoned");
    let [(url, body)] = requests.as_slice() else { panic!("{requests:?}") };
    assert_eq!(url, "https://login.microsoftonline.com/contoso/oauth2/v2.0/token");
    assert_eq!(
        body,
        "client_id=app&client_secret=hunter2&grant_type=client_credentials\
         &scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
    );
}

#[tokio::test]
async fn an_error_contains_the_message_of_the_sign_in_service_but_no_secret() {
    let error = r#"{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}"#;
    for (status, response, expected) in [
        (StatusCode::Unauthorized, error.to_owned(), "AADSTS7000215: Invalid client secret provided."),
        (
            StatusCode::Ok,
            format!(r#"{{"token_type":"Bearer","expires_in":3599,"access_token":"{TOKEN}"#),
            "could not read the response",
        ),
        (
            StatusCode::Ok,
            format!(r#"{{"token_type":"Bearer","expires_in":"{TOKEN}","access_token":"{TOKEN}"}}"#),
            "could not read the response",
        ),
    ] {
        let (provider, _) = client_secret(status, response);
        let error = provider.token(TokenRequest::new([SCOPE])).await.expect_err("no token");
        assert!(error.to_string().contains(expected), "{error}");
        let causes: Vec<_> =
            std::iter::successors(std::error::Error::source(&error), |&cause| cause.source()).collect();
        let causes = format!("{causes:?}") + &causes.iter().map(ToString::to_string).collect::<String>();
        let shown = format!("{error} {error:?} {provider:?} {causes}");
        assert!(!shown.contains("hunter2") && !shown.contains(TOKEN), "{shown}");
    }
}
