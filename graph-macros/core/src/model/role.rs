//! What a field is in the request.

use std::fmt;

/// What a field is in the request, with its name there.
///
/// What depends on the role is decided here, or in another `match` without a wildcard, so that the compiler lists every
/// place that a new role concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The path parameter of this name.
    Parameter(String),
    /// The query parameter of this name.
    Query(String),
    /// The header of this name.
    Header(String),
    /// The OData system query options.
    QueryOptions,
    /// The property of the JSON body of this name.
    Property(String),
    /// Several properties of the JSON body, from a field of this name with `#[serde(flatten)]`.
    Flattened(String),
    /// The whole JSON body.
    Body,
    /// The whole body as bytes of this media type.
    RawBody(String),
    /// Most likely meant for the path parameter of this name, about which a mistake is reported.
    Misnamed(String),
    /// Not sent.
    NotSent,
    /// Not known, because a mistake is reported.
    Unknown,
}

/// A part of a request that fields are written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The path.
    Path,
    /// The query string.
    Query,
    /// The headers.
    Headers,
    /// The body.
    Body,
}

impl fmt::Display for Place {
    /// Describes one value there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path parameter",
            Self::Query => "query parameter",
            Self::Headers => "header",
            Self::Body => "property",
        })
    }
}

/// The part of a request that a secret field makes secret, by its name in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretPart<'a> {
    /// A path parameter.
    Parameter(&'a str),
    /// A query parameter.
    Query(&'a str),
    /// All system query options.
    QueryOptions,
    /// A header.
    Header(&'a str),
    /// A property of the JSON body.
    Property(&'a str),
    /// The whole body.
    Body,
}

impl Role {
    /// Returns the part of the request that the field is written to; `None` if it is not sent or its role is not known.
    #[must_use]
    pub const fn place(&self) -> Option<Place> {
        match self {
            Self::Parameter(_) => Some(Place::Path),
            Self::Query(_) | Self::QueryOptions => Some(Place::Query),
            Self::Header(_) => Some(Place::Headers),
            Self::Property(_) | Self::Flattened(_) | Self::Body | Self::RawBody(_) => Some(Place::Body),
            Self::Misnamed(_) | Self::NotSent | Self::Unknown => None,
        }
    }

    /// Returns the name by which the service knows the value; `None` if it has none.
    #[must_use]
    pub fn wire_name(&self) -> Option<&str> {
        match self {
            Self::Query(name) | Self::Header(name) | Self::Property(name) => Some(name),
            Self::Parameter(_)
            | Self::QueryOptions
            | Self::Flattened(_)
            | Self::Body
            | Self::RawBody(_)
            | Self::Misnamed(_)
            | Self::NotSent
            | Self::Unknown => None,
        }
    }

    /// Returns whether a `Patch` can be sent: only a property can be cleared. A role that is not known allows
    /// everything.
    #[must_use]
    pub const fn takes_patch(&self) -> bool {
        match self {
            Self::Property(_) | Self::Flattened(_) | Self::Misnamed(_) | Self::NotSent | Self::Unknown => true,
            Self::Parameter(_)
            | Self::Query(_)
            | Self::Header(_)
            | Self::QueryOptions
            | Self::Body
            | Self::RawBody(_) => false,
        }
    }

    /// Returns whether the field is the whole body, beside which there are no properties.
    #[must_use]
    pub const fn is_whole_body(&self) -> bool {
        match self {
            Self::Body | Self::RawBody(_) => true,
            Self::Parameter(_)
            | Self::Query(_)
            | Self::Header(_)
            | Self::QueryOptions
            | Self::Property(_)
            | Self::Flattened(_)
            | Self::Misnamed(_)
            | Self::NotSent
            | Self::Unknown => false,
        }
    }

    /// Returns whether the field is one or several properties of the JSON body.
    #[must_use]
    pub fn is_property(&self) -> bool {
        self.place() == Some(Place::Body) && !self.is_whole_body()
    }

    /// Returns whether the field is written as JSON, as a part of the body or all of it.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.is_property() || *self == Self::Body
    }

    /// Returns the media type of a raw body.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        if let Self::RawBody(media_type) = self { Some(media_type) } else { None }
    }

    /// Returns the part of the request that is secret if the field is.
    #[must_use]
    pub fn secret_part(&self) -> Option<SecretPart<'_>> {
        match self {
            Self::Parameter(name) => Some(SecretPart::Parameter(name)),
            Self::Query(name) => Some(SecretPart::Query(name)),
            Self::Header(name) => Some(SecretPart::Header(name)),
            Self::QueryOptions => Some(SecretPart::QueryOptions),
            Self::Property(name) => Some(SecretPart::Property(name)),
            // The names of flattened properties are not known.
            Self::Flattened(_) | Self::Body | Self::RawBody(_) => Some(SecretPart::Body),
            Self::Misnamed(_) | Self::NotSent | Self::Unknown => None,
        }
    }
}
