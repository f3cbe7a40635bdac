//! Sign-in: how the program gets its access token.

mod azure;
mod certificate;
mod choice;
mod config;
mod device_code;
mod http;
mod oauth;
mod options;
mod settings;
mod store;

use std::path::PathBuf;

use graph_runtime::{
    Cloud, Secret,
    auth::{AccessToken, TokenError, TokenFuture, TokenProvider, TokenRequest},
};

use self::{certificate::Certificate, oauth::Application};
pub(crate) use self::{
    choice::{choose, cloud, login_target},
    device_code::request as request_device_code,
    options::SignInOptions,
    settings::profile_name,
    store::{Login, Store, is_stored, remove as remove_login},
};
use crate::failure::Failure;

/// A way to sign in, with everything that it needs.
pub(crate) struct SignIn {
    pub(crate) way: Way,
    /// Why this way is taken, such as `--auth`.
    pub(crate) because: String,
    pub(crate) cloud: Cloud,
}

/// The ways to sign in.
pub(crate) enum Way {
    /// A token that the user has obtained.
    Token(Secret<String>),
    ClientSecret(Application, Secret<String>),
    ClientCertificate(Application, Box<Certificate>),
    /// The file has a token of another identity provider, such as Kubernetes.
    WorkloadIdentity(Application, PathBuf),
    ManagedIdentity {
        client_id: Option<String>,
    },
    AzureCli {
        tenant: Option<String>,
    },
    DeviceCode(Application),
    /// What `login` has stored.
    Login(Login, Store),
}

impl SignIn {
    /// Describes the way, for a person.
    pub(crate) fn describe(&self) -> String {
        format!("signing in with {}, because of {}", self.way.name(), self.because)
    }

    /// Obtains a token for Microsoft Graph.
    pub(crate) async fn access_token(&self) -> Result<Secret<String>, Failure> {
        let request = TokenRequest::new([self.cloud.scope()]);
        match self.obtain(&request).await {
            Ok(token) => Ok(token.secret().clone()),
            Err(reason) => Err(Failure::sign_in(format!("no access token: {}: {reason}", self.way.name()))),
        }
    }

    async fn obtain(&self, request: &TokenRequest) -> Result<AccessToken, String> {
        match &self.way {
            Way::Token(token) => Ok(AccessToken::new(token.expose().clone())),
            Way::ClientSecret(application, secret) => application.with_secret(secret, request).await,
            Way::ClientCertificate(application, certificate) => {
                let assertion = certificate.assertion(application.client_id(), &application.token_url())?;
                application.with_assertion(&assertion, request).await
            }
            Way::WorkloadIdentity(application, file) => {
                // The file is replaced now and then, so that it is read each time.
                let assertion = std::fs::read_to_string(file)
                    .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
                application.with_assertion(&Secret::new(assertion.trim().to_owned()), request).await
            }
            Way::ManagedIdentity { client_id } => azure::managed_identity(client_id.clone(), request).await,
            Way::AzureCli { tenant } => azure::azure_cli(tenant.clone(), request).await,
            Way::DeviceCode(application) => {
                Ok(device_code::request(application, &request.scopes, false).await?.access_token)
            }
            Way::Login(login, store) => store::refreshed(login, store, request).await,
        }
    }
}

impl Way {
    /// Returns the name of the way, as `--auth` takes it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Token(_) => "token",
            Self::ClientSecret(..) => "client-secret",
            Self::ClientCertificate(..) => "client-certificate",
            Self::WorkloadIdentity(..) => "workload-identity",
            Self::ManagedIdentity { .. } => "managed-identity",
            Self::AzureCli { .. } => "azure-cli",
            Self::DeviceCode(_) => "device-code",
            Self::Login(..) => "the stored login",
        }
    }
}

impl TokenProvider for SignIn {
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        Box::pin(async move {
            let obtained = self.obtain(&request).await;
            obtained.map_err(|reason| TokenError::new(format!("{}: {reason}", self.way.name())))
        })
    }
}
