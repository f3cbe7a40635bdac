//! The addresses of Microsoft Graph: the national clouds, and any other base URL.

use std::{borrow::Cow, fmt, net::IpAddr};

use url::{Host, Position, Url};

use crate::error::{Error, build::BuildError, redirect::NotFollowed};

/// The maximum length of a link that is followed, in bytes: that of the URL of a request.
const MAX_LINK: usize = 32 * 1024;

/// A Microsoft cloud: the addresses of its Microsoft Graph and its sign-in service.
///
/// | Cloud | Microsoft Graph | Authority |
/// |---|---|---|
/// | [`Global`](Cloud::Global) | `graph.microsoft.com` | `login.microsoftonline.com` |
/// | [`UsGovernment`](Cloud::UsGovernment) (L4, GCC High) | `graph.microsoft.us` | `login.microsoftonline.us` |
/// | [`UsGovernmentDod`](Cloud::UsGovernmentDod) (L5) | `dod-graph.microsoft.us` | `login.microsoftonline.us` |
/// | [`China`](Cloud::China) (21Vianet) | `microsoftgraph.chinacloudapi.cn` | `login.chinacloudapi.cn` |
/// | [`custom`](Cloud::custom) | any | any |
///
/// ```
/// use graph_runtime::Cloud;
///
/// assert_eq!(Cloud::default().graph(), "https://graph.microsoft.com");
/// assert_eq!(Cloud::China.scope(), "https://microsoftgraph.chinacloudapi.cn/.default");
/// ```
///
/// See [national cloud deployments](https://learn.microsoft.com/graph/deployments).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cloud {
    /// The worldwide cloud.
    #[default]
    Global,
    /// US government L4 (GCC High).
    UsGovernment,
    /// US government L5 (Department of Defense).
    UsGovernmentDod,
    /// China, operated by 21Vianet.
    China,
    /// Any other cloud: see [`Cloud::custom`].
    Custom(CustomCloud),
}

/// A cloud with other addresses than the public ones, created by [`Cloud::custom`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CustomCloud {
    graph: Cow<'static, str>,
    authority: Cow<'static, str>,
}

impl Cloud {
    /// Creates a cloud from the address of its Microsoft Graph, without the version, and that of its sign-in service.
    ///
    /// Both must be HTTPS, except on loopback; [`GraphClientBuilder::build`](crate::client::GraphClientBuilder::build) checks this.
    ///
    /// ```
    /// use graph_runtime::{Cloud, GraphClient};
    ///
    /// let cloud = Cloud::custom("https://graph.cloud.example", "https://login.cloud.example");
    /// assert_eq!(cloud.scope(), "https://graph.cloud.example/.default");
    /// let graph = GraphClient::builder().cloud(cloud).token("eyJ0…").build()?;
    /// # Ok::<(), graph_runtime::Error>(())
    /// ```
    #[must_use]
    pub fn custom(graph: impl Into<Cow<'static, str>>, authority: impl Into<Cow<'static, str>>) -> Self {
        Self::Custom(CustomCloud { graph: graph.into(), authority: authority.into() })
    }

    /// Returns the address of Microsoft Graph, without the version.
    #[must_use]
    pub fn graph(&self) -> &str {
        match self {
            Self::Global => "https://graph.microsoft.com",
            Self::UsGovernment => "https://graph.microsoft.us",
            Self::UsGovernmentDod => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
            Self::Custom(custom) => &custom.graph,
        }
    }

    /// Returns the address of the sign-in service.
    #[must_use]
    pub fn authority(&self) -> &str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovernment | Self::UsGovernmentDod => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
            Self::Custom(custom) => &custom.authority,
        }
    }

    /// Returns the scope for access tokens: all permissions granted to the application.
    #[must_use]
    pub fn scope(&self) -> String {
        format!("{}/.default", self.graph().trim_end_matches('/'))
    }

    /// Checks that the addresses are valid.
    pub(crate) fn check(&self) -> Result<(), Error> {
        for (name, address) in [("Graph", self.graph()), ("authority", self.authority())] {
            BaseUrl::read(address)
                .map_err(|reason| BuildError::client("cloud", format_args!("is invalid: its {name} URL {reason}")))?;
        }
        Ok(())
    }
}

/// The base URL, without the version. It is checked once, so that no token can be sent in the clear.
#[derive(Clone)]
pub(crate) struct BaseUrl {
    url: Url,
    /// The address without a trailing slash.
    prefix: Box<str>,
    /// The length of the address before its path, in bytes.
    origin: usize,
}

impl BaseUrl {
    /// Parses an HTTPS address, or an HTTP address on loopback.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        Self::read(text).map_err(|reason| BuildError::client("base_url", reason).into())
    }

    /// Parses an address, or returns what is wrong with it.
    fn read(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("is not a valid URL: {error}"))?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => {
                return Err(
                    "must start with `https://`: a token must not be sent in clear text, except to loopback".into()
                );
            }
            _ => return Err("must start with `https://`".into()),
        }
        if has_user(&url) {
            return Err("must not contain a user name or password".into());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("must not have a query or fragment".into());
        }
        let path = url.path().trim_end_matches('/');
        if let Some(version) = ["/v1.0", "/beta"].into_iter().find(|version| path.ends_with(version)) {
            return Err(format!("must not end with `{version}`: each action adds its own version"));
        }
        let origin = url[..Position::BeforePath].len();
        let prefix = url.as_str().trim_end_matches('/').into();
        Ok(Self { url, prefix, origin })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.prefix
    }

    /// Parses a link in a response. If a request to it must not have the token, returns the reason, as the predicate of a
    /// sentence.
    pub(crate) fn follow(&self, link: &str) -> Result<Url, &'static str> {
        if link.len() > MAX_LINK {
            return Err("is too long");
        }
        let Ok(url) = Url::parse(link) else {
            return Err("is not a valid URL");
        };
        if has_user(&url) {
            return Err("contains a user name or password");
        }
        if !self.is_own(&url) {
            return Err("points to another host, which must not receive the token");
        }
        Ok(url)
    }

    /// Returns the target of a redirect if it may be followed: over HTTPS, or without it from loopback to loopback.
    pub(crate) fn redirect(&self, from: &Url, location: &str) -> Result<Url, NotFollowed> {
        let to = from.join(location).map_err(|_| NotFollowed::InvalidLocation)?;
        let is_plain = |url: &Url| url.scheme() == "http" && is_loopback(url);
        if to.scheme() != "https" && !(is_plain(&to) && is_plain(from) && is_plain(&self.url)) {
            return Err(NotFollowed::Insecure);
        }
        if has_user(&to) { Err(NotFollowed::UserName) } else { Ok(to) }
    }

    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// Returns the scope for access tokens.
    pub(crate) fn scope(&self) -> String {
        format!("{}/.default", self.url.origin().ascii_serialization())
    }

    /// Returns whether a request to `url` may carry this client's token: whether it has the same scheme, host and port, and
    /// no user name or password.
    pub(crate) fn is_own(&self, url: &Url) -> bool {
        let own = &self.url;
        url.scheme() == own.scheme()
            && url.host() == own.host()
            && url.port_or_known_default() == own.port_or_known_default()
            && !has_user(url)
    }

    /// Returns the address from its path on, without a trailing slash.
    pub(crate) fn path(&self) -> &str {
        &self.prefix[self.origin..]
    }

    /// Returns the address before its path: scheme, host and port.
    fn origin(&self) -> &str {
        &self.prefix[..self.origin]
    }

    /// Returns the length of the address before its path, in bytes.
    pub(crate) fn origin_len(&self) -> usize {
        self.origin
    }

    /// Returns the URL with another path, which begins with the [`path`](BaseUrl::path) of this one.
    pub(crate) fn with_path(&self, path: &str) -> Result<Url, url::ParseError> {
        if path.starts_with("//") {
            // Alone, it would be read as an address without a scheme.
            return Url::parse(&format!("{}{path}", self.origin()));
        }
        // Scheme, host and port need not be parsed again.
        Url::options().base_url(Some(&self.url)).parse(path)
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.prefix, f)
    }
}

fn has_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests;
