//! Where Microsoft Graph is: the national clouds, and any other base address.

use std::{borrow::Cow, fmt, net::IpAddr};

use url::{Host, Position, Url};

use crate::error::{Error, build::BuildError};

/// A Microsoft cloud: where its Graph is and who signs in there.
///
/// | cloud | Graph | authority |
/// |---|---|---|
/// | [`Global`](Cloud::Global) | `graph.microsoft.com` | `login.microsoftonline.com` |
/// | [`UsGovernment`](Cloud::UsGovernment) (L4, GCC High) | `graph.microsoft.us` | `login.microsoftonline.us` |
/// | [`UsGovernmentDod`](Cloud::UsGovernmentDod) (L5) | `dod-graph.microsoft.us` | `login.microsoftonline.us` |
/// | [`China`](Cloud::China) (21Vianet) | `microsoftgraph.chinacloudapi.cn` | `login.chinacloudapi.cn` |
/// | [`custom`](Cloud::custom) | given | given |
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
    /// Another one: see [`Cloud::custom`].
    Custom(CustomCloud),
}

/// A cloud that is none of Microsoft's public ones: what [`Cloud::custom`] makes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CustomCloud {
    graph: Cow<'static, str>,
    authority: Cow<'static, str>,
}

impl Cloud {
    /// A cloud that is none of Microsoft's public ones: the address of its Graph, without the version, and that of its
    /// sign-in service.
    ///
    /// Both have to be HTTPS, but on loopback; [`GraphClientBuilder::build`](crate::client::GraphClientBuilder::build) checks it.
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

    /// The address of its Graph, without the version.
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

    /// The address of its sign-in service.
    #[must_use]
    pub fn authority(&self) -> &str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovernment | Self::UsGovernmentDod => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
            Self::Custom(custom) => &custom.authority,
        }
    }

    /// The scope to ask a token for: everything that the application was granted.
    #[must_use]
    pub fn scope(&self) -> String {
        format!("{}/.default", self.graph().trim_end_matches('/'))
    }

    /// Whether its addresses can be used.
    pub(crate) fn check(&self) -> Result<(), Error> {
        for (name, address) in [("Graph", self.graph()), ("authority", self.authority())] {
            BaseUrl::read(address)
                .map_err(|reason| BuildError::client("cloud", format_args!("is invalid: its {name} URL {reason}")))?;
        }
        Ok(())
    }
}

/// What stands before `/v1.0` and `/beta`: checked once, so that no token can leave in the clear.
#[derive(Clone)]
pub(crate) struct BaseUrl {
    url: Url,
    /// The address without a trailing slash.
    prefix: Box<str>,
    /// How long the address is before its path, in bytes.
    origin: usize,
}

impl BaseUrl {
    /// Takes an HTTPS address, or a plain one on a loopback host.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        Self::read(text).map_err(|reason| BuildError::client("base_url", reason).into())
    }

    /// The same; says what is wrong with one that cannot be used.
    fn read(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("is not a valid URL: {error}"))?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => {
                return Err(
                    "must start with `https://`: plain HTTP would send the token in clear text, except to loopback"
                        .into(),
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

    /// Where a link of an answer leads, if that is a place that may get the token; or why it must not be followed, as the
    /// end of a sentence about it.
    pub(crate) fn follow(&self, link: &str) -> Result<Url, &'static str> {
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

    /// Where a redirect leads, if it may be followed: over HTTPS, or from loopback to loopback.
    pub(crate) fn redirect(&self, from: &Url, location: &str) -> Option<Url> {
        let to = from.join(location).ok()?;
        let may_be_sent = to.scheme() == "https" || to.scheme() == "http" && is_loopback(&to) && self.is_loopback();
        (may_be_sent && !has_user(&to)).then_some(to)
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
        // Both are as the parser writes them: in lower case, without a port that is the scheme's own, and, since a base has
        // one of two schemes, with a slash behind the host and port. One with a user name is nobody's own.
        url.as_str().strip_prefix(self.origin()).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The part of the address from its path on, without a trailing slash.
    pub(crate) fn path(&self) -> &str {
        &self.prefix[self.origin..]
    }

    /// The address before its path: scheme, host and port.
    fn origin(&self) -> &str {
        &self.prefix[..self.origin]
    }

    /// How long the address is before its path, in bytes.
    pub(crate) fn origin_len(&self) -> usize {
        self.origin
    }

    /// The URL of what begins with its own [`path`](BaseUrl::path).
    pub(crate) fn with_path(&self, path: &str) -> Result<Url, url::ParseError> {
        if path.starts_with("//") {
            // By itself, it would begin with a host.
            return Url::parse(&format!("{}{path}", self.origin()));
        }
        // What stands before the path was read already.
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
mod tests {
    use super::*;
    use crate::client::GraphClient;

    #[test]
    fn each_cloud_has_its_graph_its_authority_and_its_scope() {
        for (cloud, graph, authority) in [
            (Cloud::Global, "https://graph.microsoft.com", "https://login.microsoftonline.com"),
            (Cloud::UsGovernment, "https://graph.microsoft.us", "https://login.microsoftonline.us"),
            (Cloud::UsGovernmentDod, "https://dod-graph.microsoft.us", "https://login.microsoftonline.us"),
            (Cloud::China, "https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn"),
            (
                Cloud::custom("https://graph.cloud.example", String::from("https://login.cloud.example")),
                "https://graph.cloud.example",
                "https://login.cloud.example",
            ),
        ] {
            assert_eq!((cloud.graph(), cloud.authority()), (graph, authority));
            assert_eq!(cloud.scope(), format!("{graph}/.default"));
            let client = GraphClient::builder().cloud(cloud).build().expect("a client");
            assert_eq!(client.shared().base.as_str(), graph);
        }
        assert_eq!(Cloud::custom("https://graph.cloud.example/", "").scope(), "https://graph.cloud.example/.default");
    }

    #[test]
    fn neither_token_nor_secret_goes_to_a_custom_cloud_in_the_clear() {
        let good = "https://cloud.example";
        for (graph, authority, expected) in [
            ("http://cloud.example", good, "`cloud` is invalid: its Graph URL must start with `https://`: plain HTTP"),
            (
                good,
                "http://cloud.example",
                "`cloud` is invalid: its authority URL must start with `https://`: plain HTTP",
            ),
            ("https://cloud.example/v1.0", good, "`cloud` is invalid: its Graph URL must not end with `/v1.0`"),
            (good, "", "`cloud` is invalid: its authority URL is not a valid URL"),
        ] {
            match GraphClient::builder().cloud(Cloud::custom(graph, authority)).build() {
                Err(Error::Build(error)) => {
                    assert_eq!(error.field_name(), Some("cloud"));
                    assert!(error.reason().starts_with(expected), "{error}");
                }
                other => panic!("{other:?}"),
            }
        }
        let loopback = Cloud::custom("http://127.0.0.1:8080", "http://localhost:8081");
        assert!(GraphClient::builder().cloud(loopback).build().is_ok());
    }

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
    fn a_path_leads_to_the_host_of_the_base_however_it_begins() {
        for base in
            ["https://graph.microsoft.com", "https://gateway.example/graph/", "https://gateway.example//a.example/x"]
        {
            let base = BaseUrl::parse(base).expect("valid");
            let url = base.with_path(&format!("{}/v1.0/users?$top=1", base.path())).expect("valid");
            assert_eq!(url.as_str(), format!("{}/v1.0/users?$top=1", base.as_str()));
            assert!(base.is_own(&url));
        }
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
        assert!(!own("https://graph.microsoft.com@example.com/v1.0"));
        assert!(!own("https://user@graph.microsoft.com/v1.0"));
        assert!(!own("blob:https://graph.microsoft.com/v1.0"));
    }
}
