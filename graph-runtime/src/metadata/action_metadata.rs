//! What is known of an action before it is called.

use std::fmt;

use crate::{metadata::path_template::PathTemplate, permissions::access::Permissions};

/// What is known of an action before it is called; every action has it as
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
    /// Where the action exists. The first is the one called unless the caller asks for another.
    pub versions: &'static [ApiVersion],
    /// What each kind of caller needs to be granted.
    pub permissions: Permissions,
    /// What is sent as the body.
    pub body: BodyKind,
    /// What a success answers.
    pub response: ResponseKind,
    /// Whether a request whose fate is unknown may be sent again.
    pub idempotent: bool,
    /// What is sent as `@odata.type`, first in the JSON body.
    pub odata_type: Option<&'static str>,
    /// Microsoft's page about the operation.
    pub docs: Option<&'static str>,
    /// What of a request must not be shown.
    pub(crate) secrets: &'static [SecretPart],
}

/// A part of a request whose value must not be shown, by its name in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretPart {
    /// A parameter of the path.
    Parameter(&'static str),
    /// A query parameter.
    Query(&'static str),
    /// All system query options.
    QueryOptions,
    /// A header.
    Header(&'static str),
    /// A property of the JSON body.
    Property(&'static str),
    /// The whole body.
    Body,
}

impl ActionMetadata {
    /// The version that is called unless the caller asks for another.
    #[must_use]
    pub const fn default_version(&self) -> ApiVersion {
        self.versions[0]
    }

    /// Whether the action exists in `version`.
    #[must_use]
    pub fn exists_in(&self, version: ApiVersion) -> bool {
        self.versions.contains(&version)
    }

    /// Starts the metadata of an action.
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
            docs: None,
            secrets: &[],
        }
    }
}

/// The HTTP method of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or calls an OData action.
    Post,
    /// Changes the properties that are sent.
    Patch,
    /// Replaces.
    Put,
    /// Deletes.
    Delete,
}

impl Method {
    /// The method as it stands in a request: `GET`, `POST`, …
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

    /// Whether a server expects a request of this method to have a body, if only an empty one.
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

/// A version of Microsoft Graph: the first segment of every path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ApiVersion {
    /// `v1.0`: generally available, supported in production.
    V1_0,
    /// `beta`: may change without notice.
    Beta,
}

impl ApiVersion {
    /// The version as it stands in a path: `v1.0` or `beta`.
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
    type Err = UnknownVersion;

    /// Reads `v1.0` or `beta`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "v1.0" => Ok(Self::V1_0),
            "beta" => Ok(Self::Beta),
            _ => Err(UnknownVersion(())),
        }
    }
}

/// The text is neither `v1.0` nor `beta`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Microsoft Graph has the versions `v1.0` and `beta`")]
pub struct UnknownVersion(());

/// What an action sends as its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyKind {
    /// No body.
    Nothing,
    /// A JSON object made of the action's own properties, or one whole JSON value.
    Json,
    /// Bytes of this media type.
    Raw(&'static str),
}

/// What an action answers when it succeeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseKind {
    /// Nothing; a body that comes all the same is ignored.
    Nothing,
    /// A JSON value.
    Json,
    /// A page of a JSON collection: [`Page`](crate::Page).
    Page,
    /// A value wrapped in a JSON object: [`ODataValue`](crate::odata::ODataValue).
    Value,
    /// A bare value as text: [`PlainText`](crate::odata::PlainText).
    Text,
    /// Bytes: [`Bytes`](crate::Bytes).
    Bytes,
}
