//! What is known of an action before it is called.

use std::fmt;

use crate::{Access, PathTemplate, Permissions};

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

    #[doc(hidden)]
    #[must_use]
    pub const fn permissions(mut self, delegated: Access, personal: Access, application: Access) -> Self {
        self.permissions = Permissions::declare(delegated, personal, application);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn raw_body(mut self, media_type: &'static str) -> Self {
        self.body = BodyKind::Raw(media_type);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn response(mut self, response: ResponseKind) -> Self {
        self.response = response;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn odata_type(mut self, name: &'static str) -> Self {
        self.odata_type = Some(name);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn docs(mut self, url: &'static str) -> Self {
        self.docs = Some(url);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn secrets(mut self, parts: &'static [SecretPart]) -> Self {
        self.secrets = parts;
        self
    }
}

/// Starts the metadata of an action as the macro writes it: in words, since a literal costs the author's compiler less
/// than the paths of constants would. `words` are the method, the versions as one word with the one called first in
/// front, and `json` where such a body is sent. `at_work` are the alternatives of callers at work, who are the only
/// ones then; empty, no permission is needed. What is not usual is added by the hidden methods of [`ActionMetadata`].
///
/// # Panics
///
/// On words that the macro does not write; in a constant, that is an error of the compiler.
#[must_use]
pub const fn in_words(
    name: &'static str,
    words: &'static str,
    path: &'static str,
    at_work: &'static str,
) -> ActionMetadata {
    let (method, rest) = first_word(words.as_bytes());
    let (versions, rest) = first_word(rest);
    let (body, rest) = first_word(rest);
    assert!(rest.is_empty(), "a fourth word");
    let method = match method {
        b"GET" => Method::Get,
        b"POST" => Method::Post,
        b"PATCH" => Method::Patch,
        b"PUT" => Method::Put,
        b"DELETE" => Method::Delete,
        _ => panic!("an unknown method"),
    };
    let versions: &[ApiVersion] = match versions {
        b"v1.0" => &[ApiVersion::V1_0],
        b"beta" => &[ApiVersion::Beta],
        b"v1.0|beta" => &[ApiVersion::V1_0, ApiVersion::Beta],
        b"beta|v1.0" => &[ApiVersion::Beta, ApiVersion::V1_0],
        _ => panic!("an unknown version"),
    };
    let body = match body {
        b"json" => BodyKind::Json,
        b"" => BodyKind::Nothing,
        _ => panic!("an unknown body"),
    };
    let permissions = if at_work.is_empty() { Permissions::NOT_NEEDED } else { Permissions::at_work(at_work) };
    ActionMetadata::declare(name, method, path, versions, permissions, body, ResponseKind::Nothing)
}

/// What stands before the first blank, and what stands behind it.
const fn first_word(text: &[u8]) -> (&[u8], &[u8]) {
    let mut end = 0;
    while end < text.len() {
        if text[end] == b' ' {
            let (word, rest) = text.split_at(end);
            return (word, rest.split_at(1).1);
        }
        end += 1;
    }
    (text, &[])
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
    /// A value wrapped in a JSON object: [`Value`](crate::Value).
    Value,
    /// A bare value as text: [`Text`](crate::Text).
    Text,
    /// Bytes: [`Bytes`](crate::Bytes).
    Bytes,
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::{ApiVersion, BodyKind, Method, ResponseKind, in_words};
    use crate::{Access, Permissions};

    #[test]
    fn words_are_read() {
        let metadata = in_words("A", "PATCH beta|v1.0 json", "/a/<id>", "User.Read");
        assert_eq!((metadata.name, metadata.path.as_str()), ("A", "/a/<id>"));
        assert_eq!((metadata.method, metadata.idempotent), (Method::Patch, true));
        assert_eq!(metadata.versions, [ApiVersion::Beta, ApiVersion::V1_0]);
        assert_eq!((metadata.body, metadata.response), (BodyKind::Json, ResponseKind::Nothing));
        let access = Access::any_of("User.Read");
        assert_eq!(metadata.permissions, Permissions::declare(access, Access::NotSupported, access));

        let metadata = in_words("A", "GET v1.0", "/a", "");
        assert_eq!((metadata.method, metadata.body), (Method::Get, BodyKind::Nothing));
        assert_eq!(metadata.permissions, Permissions::NOT_NEEDED);
        let method = |words| in_words("A", words, "/a", "").method;
        for known in [Method::Get, Method::Post, Method::Patch, Method::Put, Method::Delete] {
            assert_eq!(method(&*format!("{known} beta").leak()), known);
        }
    }

    #[test]
    fn no_other_words_are_read() {
        for words in ["", "POST", "post v1.0", "POST v1", "POST v1.0|v1.0", "POST v1.0 xml", "POST v1.0  json"] {
            assert!(catch_unwind(|| in_words("A", words, "/a", "")).is_err(), "{words:?}");
        }
    }
}
