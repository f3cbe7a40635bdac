//! How permissions are asked for when somebody signs in or consents.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{access::Caller, least::LeastPrivilege};
use crate::{cloud::Cloud, error::build::BuildError};

/// All but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl LeastPrivilege {
    /// The parameter `scope` of a sign-in: the permissions as whole scopes of this cloud's Graph, separated by spaces.
    ///
    /// A program that acts for itself cannot choose: it asks for `.default`, which is everything that it was granted. Where
    /// nothing has to be granted to one that acts for a user, the text is empty. Scopes of sign-in itself, such as
    /// `openid` and `offline_access`, are not in it.
    ///
    /// See [scopes and permissions](https://learn.microsoft.com/entra/identity-platform/scopes-oidc).
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

/// The page on which an administrator consents to an application's permissions for the whole tenant.
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
/// See [admin consent on the Microsoft identity platform](https://learn.microsoft.com/entra/identity-platform/v2-admin-consent).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminConsent {
    client_id: String,
    redirect_uri: String,
    tenant: String,
    state: Option<String>,
}

impl AdminConsent {
    /// For the application with this client id. Afterwards the browser goes to the redirect URI, which has to be one that
    /// the application has registered.
    #[must_use]
    pub fn new(client_id: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            redirect_uri: redirect_uri.into(),
            tenant: "organizations".to_owned(),
            state: None,
        }
    }

    /// The tenant, by its id or by one of its domains; by default `organizations`, which is that of whoever signs in.
    #[must_use]
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = tenant.into();
        self
    }

    /// A text that comes back with the answer, by which the application knows its own request again.
    #[must_use]
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.state = Some(state.into());
        self
    }

    /// The address of the page in this cloud.
    ///
    /// For a program that acts for itself it asks for all that the application's manifest
    /// [asks for](crate::permissions::RequiredResourceAccess), of both kinds; a manifest that asks for less leaves the rest out.
    ///
    /// # Errors
    ///
    /// Where the client id, the redirect URI or the tenant cannot be one, nothing is asked for, or the permissions are those
    /// of a personal account, for which no administrator can consent.
    pub fn url(&self, permissions: &LeastPrivilege, cloud: &Cloud) -> Result<String, BuildError> {
        let refuse = |field, reason: &str| Err(BuildError::field("AdminConsent", field, reason));
        let scope = permissions.scope(cloud);
        if permissions.caller() == Caller::Personal {
            return refuse("permissions", "no administrator consents for personal accounts");
        }
        if scope.is_empty() {
            return refuse("permissions", "there are none to consent to");
        }
        if !is_name(&self.client_id) {
            return refuse("client_id", "it has to be the application's (client) id");
        }
        if !is_name(&self.tenant) || self.tenant.starts_with('.') {
            return refuse("tenant", "it has to be the id of a tenant, one of its domains, or `organizations`");
        }
        if url::Url::parse(&self.redirect_uri).is_err() {
            return refuse("redirect_uri", "it has to be a whole URI");
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

/// Whether a text can be an id or a domain.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
}
