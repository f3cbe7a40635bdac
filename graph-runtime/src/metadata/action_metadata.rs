//! The static metadata of an action.

use std::fmt;

use crate::{
    metadata::{constants::Constants, path_template::PathTemplate},
    permissions::access::Permissions,
};

/// The static metadata of an action: route, versions, permissions. Every action provides it as
/// [`GraphAction::METADATA`](crate::GraphAction::METADATA).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActionMetadata {
    /// The name of the struct that declares the action, such as `UploadDepToken`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the version, with its parameters.
    pub path: PathTemplate,
    /// The versions in which the action is available. The first one is called unless the caller chooses another one.
    pub versions: &'static [ApiVersion],
    /// The permissions that each caller type needs.
    pub permissions: Permissions,
    /// The kind of the request body.
    pub body: BodyKind,
    /// The kind of the response to a successful call.
    pub response: ResponseKind,
    /// Whether a request may be retried if its outcome is unknown, such as after a time-out.
    pub idempotent: bool,
    /// The value of `@odata.type`, which is the first property of the JSON body; `None` if it is not sent.
    pub odata_type: Option<&'static str>,
    /// The headers, query parameters and properties that every request contains.
    pub constants: Constants,
    /// Whether a call follows redirects without being asked to.
    pub follows_redirects: bool,
    /// The URL of Microsoft's documentation of the operation.
    pub docs: Option<&'static str>,
    /// The names of the headers that are also sent after a redirect to another host, separated by spaces.
    pub(crate) redirected: &'static str,
    /// Whether a request has neither the token nor the headers of the client, because its URL, which the service made, is
    /// all the authorization that it needs.
    pub(crate) is_preauthorized: bool,
    /// The parts of a request whose values are secret.
    pub(crate) secrets: &'static [SecretPart],
}

/// A part of a request whose value is secret, with its name in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretPart {
    /// A parameter of the path.
    Parameter(&'static str),
    /// A query parameter.
    Query(&'static str),
    /// All OData system query options.
    QueryOptions,
    /// A header.
    Header(&'static str),
    /// A property of the JSON body.
    Property(&'static str),
    /// The whole body.
    Body,
}

impl ActionMetadata {
    /// Returns the version that is called unless the caller chooses another one: the first of
    /// [`versions`](ActionMetadata::versions).
    #[must_use]
    pub const fn default_version(&self) -> ApiVersion {
        self.versions[0]
    }

    /// Returns `true` if the action is available in `version`.
    #[must_use]
    pub fn exists_in(&self, version: ApiVersion) -> bool {
        self.versions.contains(&version)
    }

    /// Returns `true` if the value of this property of the JSON body is secret, or the whole body is.
    #[must_use]
    pub fn is_secret_property(&self, name: &str) -> bool {
        self.secrets.iter().any(|part| match part {
            SecretPart::Property(secret) => *secret == name,
            SecretPart::Body => true,
            _ => false,
        })
    }

    /// Returns an iterator over the names of the headers that are also sent to another host if it is the target of a
    /// redirect.
    pub fn redirected_headers(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.redirected.split_ascii_whitespace()
    }

    /// Creates the metadata of an action, with defaults for all other fields.
    #[doc(hidden)]
    #[must_use]
    pub const fn declare(
        name: &'static str,
        method: Method,
        path: &'static str,
        versions: &'static [ApiVersion],
        permissions: Permissions,
        body: BodyKind,
        response: ResponseKind,
    ) -> Self {
        Self {
            name,
            method,
            path: PathTemplate::declare(path),
            versions,
            permissions,
            body,
            response,
            idempotent: !matches!(method, Method::Post),
            odata_type: None,
            constants: Constants::NONE,
            follows_redirects: false,
            docs: None,
            redirected: "",
            is_preauthorized: false,
            secrets: &[],
        }
    }
}

/// The HTTP method of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// `GET`: reads a resource, or calls an OData function.
    Get,
    /// `POST`: creates a resource, or calls an OData action.
    Post,
    /// `PATCH`: updates the properties that are sent.
    Patch,
    /// `PUT`: replaces a resource.
    Put,
    /// `DELETE`: deletes a resource.
    Delete,
}

impl Method {
    /// Returns the method as it is sent, such as `GET`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// Whether servers expect a request with this method to have a body, even if it is empty.
    pub(crate) const fn expects_body(self) -> bool {
        matches!(self, Self::Post | Self::Patch | Self::Put)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Patch => Self::PATCH,
            Method::Put => Self::PUT,
            Method::Delete => Self::DELETE,
        }
    }
}

/// A version of the Microsoft Graph API, which is the first segment of every path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ApiVersion {
    /// `v1.0`: generally available and supported for production use.
    V1_0,
    /// `beta`: a preview that may change without notice.
    Beta,
}

impl ApiVersion {
    /// Returns the version as it is written in a path: `v1.0` or `beta`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1_0 => "v1.0",
            Self::Beta => "beta",
        }
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for ApiVersion {
    type Err = ParseApiVersionError;

    /// Parses `v1.0` or `beta`.
    ///
    /// # Errors
    ///
    /// Returns [`ParseApiVersionError`] for any other text.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "v1.0" => Ok(Self::V1_0),
            "beta" => Ok(Self::Beta),
            _ => Err(ParseApiVersionError(())),
        }
    }
}

/// The error returned if a text that is parsed as an [`ApiVersion`] is neither `v1.0` nor `beta`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown version of Microsoft Graph; expected `v1.0` or `beta`")]
pub struct ParseApiVersionError(());

/// The kind of the body that an action sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyKind {
    /// No body.
    Nothing,
    /// A JSON object with the properties of the action, or a single JSON value.
    Json,
    /// Bytes with this media type.
    Raw(&'static str),
}

/// The kind of the response to a successful call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseKind {
    /// No content. If there is a body, it is ignored.
    Nothing,
    /// A JSON value.
    Json,
    /// A page of a JSON collection: [`Page`](crate::Page).
    Page,
    /// A value wrapped in a JSON object: [`ODataValue`](crate::odata::ODataValue).
    Value,
    /// A single value as plain text: [`PlainText`](crate::odata::PlainText).
    Text,
    /// Bytes: [`Bytes`](crate::Bytes).
    Bytes,
}
