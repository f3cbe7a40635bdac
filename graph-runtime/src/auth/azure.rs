//! Azure's credentials as token sources.

#[cfg(test)]
mod tests;

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use azure_core::{credentials::TokenCredential, error::ErrorKind};

use super::{
    access_token::AccessToken,
    provider::{TokenFuture, TokenProvider, TokenRequest},
    token_error::TokenError,
};

/// A credential of [`azure_core`] as a token provider, such as those of the crate `azure_identity`. Needs the feature
/// `azure-identity`.
///
/// An application with a client secret:
///
/// ```no_run
/// use azure_core::credentials::Secret;
/// use azure_identity::ClientSecretCredential;
/// use graph_runtime::{GraphClient, auth::AzureCredential};
///
/// # fn client() -> Result<GraphClient, Box<dyn std::error::Error>> {
/// let secret = Secret::new(std::env::var("AZURE_CLIENT_SECRET")?);
/// let credential = ClientSecretCredential::new("contoso.onmicrosoft.com", "9f2c…".to_owned(), secret, None)?;
/// let graph = GraphClient::builder().token_provider(AzureCredential::new(credential)).build()?;
/// # Ok(graph)
/// # }
/// ```
///
/// With a certificate, in PKCS#12, which needs `azure_identity`'s feature `client_certificate` and with it OpenSSL:
///
/// ```ignore
/// let certificate = SecretBytes::new(std::fs::read("contoso.pfx")?);
/// let credential = ClientCertificateCredential::new("contoso.onmicrosoft.com".into(), "9f2c…".into(), certificate, None)?;
/// ```
///
/// On Azure, with a managed identity; in Kubernetes, with a workload identity; on a developer's computer, as who is signed
/// in with the Azure CLI:
///
/// ```no_run
/// use azure_identity::{AzureCliCredential, ManagedIdentityCredential, WorkloadIdentityCredential};
/// use graph_runtime::auth::AzureCredential;
///
/// # fn providers() -> azure_core::Result<[AzureCredential; 3]> {
/// let managed = AzureCredential::new(ManagedIdentityCredential::new(None)?);
/// let workload = AzureCredential::new(WorkloadIdentityCredential::new(None)?);
/// let developer = AzureCredential::new(AzureCliCredential::new(None)?);
/// # Ok([managed, workload, developer])
/// # }
/// ```
///
/// In another [`Cloud`](crate::Cloud), the credential has to know who signs in there:
///
/// ```no_run
/// # use std::sync::Arc;
/// use azure_core::{
///     cloud::{CloudConfiguration, CustomConfiguration},
///     credentials::Secret,
///     http::ClientOptions,
/// };
/// use azure_identity::{ClientSecretCredential, ClientSecretCredentialOptions};
/// use graph_runtime::{Cloud, GraphClient, auth::AzureCredential};
///
/// # fn client(secret: Secret) -> Result<GraphClient, Box<dyn std::error::Error>> {
/// let cloud = Cloud::UsGovernment;
/// let mut there = CustomConfiguration::default();
/// there.authority_host = cloud.authority().to_owned();
/// let options = ClientSecretCredentialOptions {
///     client_options: ClientOptions { cloud: Some(Arc::new(there.into())), ..ClientOptions::default() },
/// };
/// let credential =
///     ClientSecretCredential::new("contoso.onmicrosoft.us", "9f2c…".to_owned(), secret, Some(options))?;
/// let graph = GraphClient::builder().cloud(cloud).token_provider(AzureCredential::new(credential)).build()?;
/// # Ok(graph)
/// # }
/// ```
///
/// `azure_core` has no way to hand on the claims of a challenge. The credential is asked again all the same; where it
/// gives the token that was refused, the call ends in that refusal. Its credentials do not tell Microsoft Entra that they
/// understand such challenges, so that Graph is not expected to send one.
///
/// This feature brings neither HTTP nor TLS. `azure_identity` has both by default.
#[derive(Debug, Clone)]
pub struct AzureCredential(Arc<dyn TokenCredential>);

impl AzureCredential {
    /// Takes the credential.
    #[must_use]
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self(credential)
    }
}

impl TokenProvider for AzureCredential {
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        Box::pin(async move {
            let scopes: Vec<_> = request.scopes.iter().map(String::as_str).collect();
            let token = self.0.get_token(&scopes, None).await.map_err(refused)?;
            let seconds = u64::try_from(token.expires_on.unix_timestamp()).unwrap_or_default();
            let expiry = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
            let text = AccessToken::new(token.token.secret());
            Ok(match expiry {
                Some(expiry) => text.with_expiry(expiry),
                None => text,
            })
        })
    }
}

/// The message of the credential, which is the one of the sign-in service where that has answered.
fn refused(error: azure_core::Error) -> TokenError {
    let mut causes = std::iter::successors(Some(&error as &dyn std::error::Error), |&cause| cause.source());
    // What cannot be read is repeated in the message, and may be a token.
    if causes.any(is_of_reading) {
        return TokenError::new("the credential did not understand what the sign-in service answered");
    }
    TokenError::new(error.to_string()).with_source(error)
}

fn is_of_reading(cause: &(dyn std::error::Error + 'static)) -> bool {
    let kind = cause.downcast_ref::<azure_core::Error>().map(azure_core::Error::kind);
    matches!(kind, Some(ErrorKind::DataConversion)) || cause.is::<serde_json::Error>()
}
