//! Credentials of the Azure SDK as token providers.

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

/// A [`TokenProvider`] that obtains its tokens from a credential of [`azure_core`], such as those of the crate
/// `azure_identity`. Requires the feature `azure-identity`.
///
/// For an application with a client secret:
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
/// With a certificate in PKCS #12 format, which requires the feature `client_certificate` of `azure_identity`, and
/// OpenSSL:
///
/// ```ignore
/// let certificate = SecretBytes::new(std::fs::read("contoso.pfx")?);
/// let credential = ClientCertificateCredential::new("contoso.onmicrosoft.com".into(), "9f2c…".into(), certificate, None)?;
/// ```
///
/// With a managed identity on Azure, with a workload identity in Kubernetes, and on a developer's computer as the user
/// who is signed in to the Azure CLI:
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
/// In a national [`Cloud`](crate::Cloud), the credential needs the authority of that cloud:
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
/// let mut configuration = CustomConfiguration::default();
/// configuration.authority_host = cloud.authority().to_owned();
/// let options = ClientSecretCredentialOptions {
///     client_options: ClientOptions { cloud: Some(Arc::new(configuration.into())), ..ClientOptions::default() },
/// };
/// let credential =
///     ClientSecretCredential::new("contoso.onmicrosoft.us", "9f2c…".to_owned(), secret, Some(options))?;
/// let graph = GraphClient::builder().cloud(cloud).token_provider(AzureCredential::new(credential)).build()?;
/// # Ok(graph)
/// # }
/// ```
///
/// `azure_core` has no way to pass on the claims of a challenge. After a challenge, the credential is asked for a token
/// without them; if it returns the rejected token, the call returns the error response. The credentials of
/// `azure_identity` do not declare to Microsoft Entra that they support claims challenges, so Graph is not expected to
/// send one.
///
/// The feature `azure-identity` adds no HTTP client and no TLS implementation. `azure_identity` includes both by
/// default.
#[derive(Debug, Clone)]
pub struct AzureCredential(Arc<dyn TokenCredential>);

impl AzureCredential {
    /// Creates a provider from a credential.
    #[must_use]
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self(credential)
    }
}

impl TokenProvider for AzureCredential {
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        Box::pin(async move {
            let scopes: Vec<_> = request.scopes.iter().map(String::as_str).collect();
            let token = self.0.get_token(&scopes, None).await.map_err(token_error)?;
            let seconds = u64::try_from(token.expires_on.unix_timestamp()).unwrap_or_default();
            let expiry = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
            let token = AccessToken::new(token.token.secret());
            Ok(match expiry {
                Some(expiry) => token.with_expiry(expiry),
                None => token,
            })
        })
    }
}

/// Converts an error of the credential. Its message is that of the sign-in service if the service sent a response.
fn token_error(error: azure_core::Error) -> TokenError {
    let mut causes = std::iter::successors(Some(&error as &dyn std::error::Error), |&cause| cause.source());
    // The message of a deserialization error quotes the value, which may be a token.
    if causes.any(is_deserialization_error) {
        return TokenError::new("the credential could not read the response of the sign-in service");
    }
    TokenError::new(error.to_string()).with_source(error)
}

fn is_deserialization_error(cause: &(dyn std::error::Error + 'static)) -> bool {
    let kind = cause.downcast_ref::<azure_core::Error>().map(azure_core::Error::kind);
    matches!(kind, Some(ErrorKind::DataConversion)) || cause.is::<serde_json::Error>()
}
