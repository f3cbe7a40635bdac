//! The base URL of a client: where its requests go, and which URLs of responses may have its token.

use std::{fmt, net::IpAddr};

use percent_encoding::percent_decode_str;
use url::{Host, Position, Url};

use super::Cloud;
use crate::error::{Error, build::BuildError, redirect::NotFollowed};

/// The maximum length of a link that is followed, in bytes: that of the URL of a request.
const MAX_LINK: usize = 32 * 1024;

/// The base URL, without the version. It is checked once, so that no token can be sent in the clear.
#[derive(Clone)]
pub(crate) struct BaseUrl {
    url: Url,
    /// The address without a trailing slash.
    prefix: Box<str>,
    /// The length of the address before its path, in bytes.
    origin: usize,
    /// The addresses that links have instead of this one.
    aliases: Vec<Self>,
}

impl BaseUrl {
    /// Parses an HTTPS address, or an HTTP address on loopback.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        Self::read(text).map_err(|reason| BuildError::client("base_url", reason).into())
    }

    /// Adds an address that links have instead of this one. It is never requested, so it may be an HTTP address.
    pub(crate) fn map_links_from(&mut self, text: &str) -> Result<(), Error> {
        let alias = Self::address(text).map_err(|reason| BuildError::client("map_links_from", reason))?;
        self.aliases.push(alias);
        Ok(())
    }

    /// Parses an HTTPS address, or an HTTP address on loopback, or returns what is wrong with it.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let base = Self::address(text)?;
        if !base.is_https() && !base.is_loopback() {
            return Err("must start with `https://`: a token must not be sent in clear text, except to loopback".into());
        }
        Ok(base)
    }

    /// Parses an address, or returns what is wrong with it.
    fn address(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("is not a valid URL: {error}"))?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err("must start with `https://`".into());
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
        Ok(Self { url, prefix, origin, aliases: Vec::new() })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.prefix
    }

    /// Parses a link in a response, and maps it to this address if it has an alias. If a request to it must not have the
    /// token, returns the reason, as the predicate of a sentence.
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
        let url = self.mapped(url);
        if self.is_own_link(&url) {
            Ok(url)
        } else if self.has_origin_of(&url) {
            Err("points to a path outside `base_url`, which must not receive the token")
        } else if is_graph(&url) {
            Err("points to Microsoft Graph instead of `base_url`, and must not receive the token; \
                 `GraphClientBuilder::map_links_from` maps such links")
        } else {
            Err("points to another host, which must not receive the token")
        }
    }

    /// Returns the target of a redirect, mapped to this address if it has an alias, if it may be followed: over HTTPS, or
    /// without it from loopback to loopback.
    pub(crate) fn redirect(&self, from: &Url, location: &str) -> Result<Url, NotFollowed> {
        let to = self.mapped(from.join(location).map_err(|_| NotFollowed::InvalidLocation)?);
        let is_plain = |url: &Url| url.scheme() == "http" && is_loopback(url);
        if to.scheme() != "https" && !(is_plain(&to) && is_plain(from) && is_plain(&self.url)) {
            return Err(NotFollowed::Insecure);
        }
        if has_user(&to) { Err(NotFollowed::UserName) } else { Ok(to) }
    }

    /// The same for a link that may be relative: to this address and its version, or to this address, if it begins with a
    /// version. The service writes such links for operations of teams.
    pub(crate) fn follow_relative(&self, version: &str, link: &str) -> Result<Url, &'static str> {
        let Some(below) = link.strip_prefix('/').filter(|below| !below.starts_with(['/', '\\'])) else {
            return self.follow(link);
        };
        let has_version = ["v1.0/", "beta/"].iter().any(|version| below.starts_with(version));
        if has_version {
            self.follow(&format!("{}{link}", self.prefix))
        } else {
            self.follow(&format!("{}/{version}{link}", self.prefix))
        }
    }

    /// Parses a URL that the service made for requests without the token. Returns the reason, as the predicate of a
    /// sentence, if it is not for HTTPS; plain HTTP is for loopback, from a client of loopback.
    pub(crate) fn preauthorized(&self, url: &str) -> Result<Url, &'static str> {
        if url.len() > MAX_LINK {
            return Err("is too long");
        }
        let url = self.mapped(Url::parse(url).map_err(|_| "is not a valid URL")?);
        if has_user(&url) {
            return Err("contains a user name or password");
        }
        let is_plain = |url: &Url| url.scheme() == "http" && is_loopback(url);
        if url.scheme() == "https" || is_plain(&url) && is_plain(&self.url) {
            Ok(url)
        } else {
            Err("does not start with `https://`")
        }
    }

    /// Replaces an alias by this address.
    fn mapped(&self, url: Url) -> Url {
        if self.is_own(&url) {
            return url;
        }
        let Some(alias) = self.aliases.iter().find(|alias| alias.is_own(&url)) else {
            return url;
        };
        let below = &url[Position::BeforePath..][alias.path().len()..];
        Url::parse(&format!("{}{below}", self.prefix)).unwrap_or(url)
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

    /// Returns whether a request to `url` may carry this client's token: whether it has the same scheme, host and port, no
    /// user name or password, and a path that begins with that of this address.
    pub(crate) fn is_own(&self, url: &Url) -> bool {
        self.has_origin_of(url) && !has_user(url) && self.below(url).is_some()
    }

    /// Returns whether a request to `url`, which a response contains, may carry this client's token. A server that decodes
    /// the path again must not find `..` in it, which would lead out of the path of this address.
    pub(crate) fn is_own_link(&self, url: &Url) -> bool {
        let leads_out = |below: &str| {
            let decoded: Vec<u8> = percent_decode_str(below).collect();
            decoded.split(|byte| matches!(byte, b'/' | b'\\')).any(|segment| segment == b"..")
        };
        self.is_own(url) && (self.path().is_empty() || !self.below(url).is_some_and(leads_out))
    }

    /// Returns whether `url` has the same scheme, host and port.
    fn has_origin_of(&self, url: &Url) -> bool {
        let own = &self.url;
        url.scheme() == own.scheme()
            && url.host() == own.host()
            && url.port_or_known_default() == own.port_or_known_default()
    }

    /// Returns the path of `url` below that of this address, or `None` if it is not below it.
    fn below<'u>(&self, url: &'u Url) -> Option<&'u str> {
        url.path().strip_prefix(self.path()).filter(|below| below.is_empty() || below.starts_with('/'))
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

/// Whether this is an address of Microsoft Graph in a public cloud.
fn is_graph(url: &Url) -> bool {
    [Cloud::Global, Cloud::UsGovernment, Cloud::UsGovernmentDod, Cloud::China]
        .iter()
        .any(|cloud| cloud.graph().strip_prefix("https://") == url.host_str())
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    }
}
