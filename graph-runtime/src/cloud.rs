//! Where Microsoft Graph is: the national clouds, and any other base address.

use std::{fmt, net::IpAddr};

use url::{Host, Url};

use crate::error::{BuildError, Error};

/// A Microsoft cloud: where its Graph is and who signs in there.
///
/// | cloud | Graph | authority |
/// |---|---|---|
/// | [`Global`](Cloud::Global) | `graph.microsoft.com` | `login.microsoftonline.com` |
/// | [`UsGovernment`](Cloud::UsGovernment) (L4, GCC High) | `graph.microsoft.us` | `login.microsoftonline.us` |
/// | [`UsGovernmentDod`](Cloud::UsGovernmentDod) (L5) | `dod-graph.microsoft.us` | `login.microsoftonline.us` |
/// | [`China`](Cloud::China) (21Vianet) | `microsoftgraph.chinacloudapi.cn` | `login.chinacloudapi.cn` |
///
/// ```
/// use graph_runtime::Cloud;
///
/// assert_eq!(Cloud::default().graph(), "https://graph.microsoft.com");
/// assert_eq!(Cloud::China.scope(), "https://microsoftgraph.chinacloudapi.cn/.default");
/// ```
///
/// See [national cloud deployments](https://learn.microsoft.com/graph/deployments).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
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
}

impl Cloud {
    /// The address of its Graph, without the version.
    #[must_use]
    pub const fn graph(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com",
            Self::UsGovernment => "https://graph.microsoft.us",
            Self::UsGovernmentDod => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    /// The address of its sign-in service.
    #[must_use]
    pub const fn authority(self) -> &'static str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovernment | Self::UsGovernmentDod => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
        }
    }

    /// The scope to ask a token for: everything that the application was granted.
    #[must_use]
    pub fn scope(self) -> String {
        format!("{}/.default", self.graph())
    }
}

/// What stands before `/v1.0` and `/beta`: checked once, so that no token can leave in the clear.
#[derive(Clone)]
pub(crate) struct BaseUrl {
    url: Url,
    /// The address without a trailing slash.
    prefix: Box<str>,
}

impl BaseUrl {
    /// Takes an HTTPS address, or a plain one on a loopback host.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let refuse = |reason: &str| BuildError::client("base_url", reason.to_owned());
        let url = Url::parse(text).map_err(|error| refuse(&format!("it is not a URL: {error}")))?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => {
                return Err(refuse(
                    "a token would be sent in the clear: use `https://`; plain HTTP is for loopback alone",
                )
                .into());
            }
            _ => return Err(refuse("it has to start with `https://`").into()),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse("it must not hold a user name or password").into());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("it must not have a query or fragment").into());
        }
        let path = url.path().trim_end_matches('/');
        if let Some(version) = ["/v1.0", "/beta"].into_iter().find(|version| path.ends_with(version)) {
            return Err(refuse(&format!("leave `{version}` out: each action adds its own version")).into());
        }
        let prefix = url.as_str().trim_end_matches('/').into();
        Ok(Self { url, prefix })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.prefix
    }

    /// Whether a redirect may lead to `url`: over HTTPS, or from loopback to loopback.
    pub(crate) fn may_redirect_to(&self, url: &Url) -> bool {
        url.scheme() == "https" || url.scheme() == "http" && is_loopback(url) && self.is_loopback()
    }

    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// The scope to ask a token for.
    pub(crate) fn scope(&self) -> String {
        format!("{}/.default", self.url.origin().ascii_serialization())
    }

    /// Whether a request to `url` may carry this client's token: same scheme, host and port.
    pub(crate) fn is_own(&self, url: &Url) -> bool {
        self.url.origin() == url.origin()
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.prefix, f)
    }
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
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_loopback_alone() {
        for text in ["https://graph.microsoft.com", "http://127.0.0.1:8080", "http://[::1]:1", "http://localhost:80/x/"]
        {
            assert!(BaseUrl::parse(text).is_ok(), "{text}");
        }
        for text in [
            "http://graph.microsoft.com",
            "http://10.0.0.1",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://127.0.0.1@example.com",
            "https://me:secret@graph.microsoft.com",
            "https://graph.microsoft.com?x=1",
            "https://graph.microsoft.com#x",
            "ftp://127.0.0.1",
            "graph.microsoft.com",
            "https://graph.microsoft.com/v1.0",
            "https://gateway.example/graph/beta/",
            "",
        ] {
            assert!(BaseUrl::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_prefix_has_no_trailing_slash() {
        assert_eq!(
            BaseUrl::parse("https://gateway.example/graph//").expect("valid").as_str(),
            "https://gateway.example/graph"
        );
    }

    #[test]
    fn only_the_same_scheme_host_and_port_are_its_own() {
        let base = BaseUrl::parse("https://graph.microsoft.com").expect("valid");
        let own = |text: &str| base.is_own(&Url::parse(text).expect(text));
        assert!(own("https://graph.microsoft.com:443/v1.0/users?$skiptoken=x"));
        assert!(own("https://GRAPH.microsoft.com/beta"));
        assert!(!own("http://graph.microsoft.com/v1.0"));
        assert!(!own("https://graph.microsoft.com:8443/v1.0"));
        assert!(!own("https://graph.microsoft.com.example.com/v1.0"));
        assert!(!own("https://graph.microsoft.us/v1.0"));
    }
}
