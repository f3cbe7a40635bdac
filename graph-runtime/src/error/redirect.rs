//! What the errors of a call say about redirects.

use std::{fmt, sync::Arc};

/// How far the redirects of an attempt were followed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Redirects {
    /// The host that the last request was sent to, if it was sent without the token because it is, or comes after,
    /// another host than the client's.
    pub(crate) host: Option<Arc<str>>,
    /// The reason why the last redirect was not followed.
    pub(crate) end: Option<NotFollowed>,
}

/// The reason why a redirect was not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotFollowed {
    /// The response does not say where it leads to.
    NoLocation,
    /// `Location` is not a valid URL.
    InvalidLocation,
    /// The URL contains a user name or password.
    UserName,
    /// The URL does not start with `https://`, and neither both URLs nor the client's are on loopback.
    Insecure,
    /// The URL was requested before.
    Circle,
    /// There are too many redirects, with the limit.
    TooMany(usize),
}

impl fmt::Display for NotFollowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoLocation => f.write_str("the redirect has no `Location`"),
            Self::InvalidLocation => f.write_str("the `Location` of the redirect is not a valid URL"),
            Self::UserName => f.write_str("the redirect leads to a URL with a user name or password"),
            Self::Insecure => f.write_str("the redirect leads to a URL that does not start with `https://`"),
            Self::Circle => f.write_str("the redirect leads to a URL that was requested before"),
            Self::TooMany(limit) => write!(f, "there are more than {limit} redirects"),
        }
    }
}
