//! Requests for permissions: the scopes of a sign-in and the URL for admin consent.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{access::Caller, least::LeastPrivilege};
use crate::{cloud::Cloud, error::build::BuildError};

/// All characters except the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl LeastPrivilege {
    /// Returns the parameter `scope` of a sign-in: the permissions as full scopes of Microsoft Graph in this cloud,
    /// separated by spaces.
    ///
    /// An application cannot request individual permissions for itself. For [`Caller::Application`], the scope is
    /// therefore `.default`, which stands for all permissions that the application was granted. For the other caller
    /// types, the text is empty if no permission is needed. It does not include OpenID Connect scopes, such as `openid`
    /// and `offline_access`.
    ///
    /// See [Scopes and permissions in the Microsoft identity
    /// platform](https://learn.microsoft.com/entra/identity-platform/scopes-oidc).
    ///
    /// ```
    /// # use graph_runtime::graph_action;
    /// use graph_runtime::{Cloud, permissions::Caller, permissions_for};
    ///
    /// # #[graph_action(GET, "/users", perms = ["User.Read.All", "Directory.Read.All"])]
    /// # struct ListUsers;
    /// # #[graph_action(GET, "/groups", perms = ["Group.Read.All", "Directory.Read.All"])]
    /// # struct ListGroups;
    /// let set = permissions_for![ListUsers, ListGroups];
    /// assert_eq!(
    ///     set.least_privilege(Caller::Delegated).scope(&Cloud::Global),
    ///     "https://graph.microsoft.com/Group.Read.All https://graph.microsoft.com/User.Read.All",
    /// );
    /// assert_eq!(
    ///     set.least_privilege(Caller::Application).scope(&Cloud::China),
    ///     "https://microsoftgraph.chinacloudapi.cn/.default",
    /// );
    /// ```
    #[must_use]
    pub fn scope(&self, cloud: &Cloud) -> String {
        match self.caller() {
            Caller::Application => cloud.scope(),
            Caller::Delegated | Caller::Personal => {
                let graph = cloud.graph().trim_end_matches('/');
                let scopes = self.permissions().map(|permission| format!("{graph}/{}", permission.name));
                scopes.collect::<Vec<_>>().join(" ")
            }
        }
    }
}

/// A builder for the URL of the page on which an administrator consents to the permissions of an application for the
/// whole tenant.
///
/// ```
/// # use graph_runtime::graph_action;
/// use graph_runtime::{Cloud, permissions::{AdminConsent, Caller}, permissions_for};
///
/// # #[graph_action(GET, "/users", perms = ["User.Read.All", "Directory.Read.All"])]
/// # struct ListUsers;
/// let least = permissions_for![ListUsers].least_privilege(Caller::Delegated);
/// let consent = AdminConsent::new("535fb089-9ff3-47b6-9bfb-4f1264799865", "http://localhost/permissions")
///     .tenant("contoso.onmicrosoft.com")
///     .state("12345");
/// assert_eq!(
///     consent.url(&least, &Cloud::Global)?,
///     "https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0/adminconsent\
///      ?client_id=535fb089-9ff3-47b6-9bfb-4f1264799865\
///      &scope=https%3A%2F%2Fgraph.microsoft.com%2FUser.Read.All\
///      &redirect_uri=http%3A%2F%2Flocalhost%2Fpermissions\
///      &state=12345",
/// );
/// # Ok::<(), graph_runtime::error::BuildError>(())
/// ```
///
/// See [Admin consent on the Microsoft identity
/// platform](https://learn.microsoft.com/entra/identity-platform/v2-admin-consent).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminConsent {
    client_id: String,
    redirect_uri: String,
    tenant: String,
    state: Option<String>,
}

impl AdminConsent {
    /// Creates a builder for the application with this client ID. After the consent, the browser is sent to the
    /// redirect URI, which must be registered for the application.
    #[must_use]
    pub fn new(client_id: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            redirect_uri: redirect_uri.into(),
            tenant: "organizations".to_owned(),
            state: None,
        }
    }

    /// Sets the tenant, by its ID or by one of its domains. The default is `organizations`: the tenant of the
    /// administrator who signs in.
    #[must_use]
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = tenant.into();
        self
    }

    /// Sets a text that is returned with the response, so that the application can match it to its request. By default,
    /// none is sent.
    #[must_use]
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.state = Some(state.into());
        self
    }

    /// Returns the URL of the page in this cloud.
    ///
    /// For [`Caller::Application`], the page asks for all permissions, both scopes and app roles, that the
    /// application's [manifest](crate::permissions::RequiredResourceAccess) lists. Permissions that the manifest does
    /// not list are not requested.
    ///
    /// # Errors
    ///
    /// Returns an error if the client ID, the redirect URI or the tenant is invalid, if there are no permissions to
    /// consent to, or if the permissions are those of a personal account, for which an administrator cannot consent.
    pub fn url(&self, permissions: &LeastPrivilege, cloud: &Cloud) -> Result<String, BuildError> {
        let invalid = |field, predicate| Err(BuildError::field("AdminConsent", field, predicate));
        let scope = permissions.scope(cloud);
        if permissions.caller() == Caller::Personal {
            return invalid("permissions", "must not be those of a personal account, which has no administrator");
        }
        if scope.is_empty() {
            return invalid("permissions", "must not be empty");
        }
        if !is_name(&self.client_id) {
            return invalid("client_id", "must be the application (client) ID");
        }
        if !is_name(&self.tenant) || self.tenant.starts_with('.') {
            return invalid("tenant", "must be the ID of a tenant, one of its domains, or `organizations`");
        }
        if url::Url::parse(&self.redirect_uri).is_err() {
            return invalid("redirect_uri", "must be an absolute URI");
        }
        let encoded = |text| utf8_percent_encode(text, RESERVED);
        let mut url = format!(
            "{}/{}/v2.0/adminconsent?client_id={}&scope={}&redirect_uri={}",
            cloud.authority().trim_end_matches('/'),
            self.tenant,
            self.client_id,
            encoded(&scope),
            encoded(&self.redirect_uri),
        );
        if let Some(state) = &self.state {
            url.push_str("&state=");
            url.extend(encoded(state));
        }
        Ok(url)
    }
}

/// Whether a text consists of characters that are allowed in an ID or a domain.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
}
