//! One operation, as far as its sources tell.

use super::{
    Deprecation, Method, PathParameter, PathTemplate, Permissions, Property, Source, TypeName, TypeRef, Version,
};

/// An operation of Graph: everything that a declaration of it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The method.
    pub method: Method,
    /// The path, without the version.
    pub path: PathTemplate,
    /// The versions in which it exists alike, the one asked for first; never empty.
    pub versions: Vec<Version>,
    /// What it does to what its path addresses.
    pub kind: OperationKind,
    /// The parameters in the path, in its order.
    pub parameters: Vec<PathParameter>,
    /// Whether it takes several of OData's system query options.
    pub query_options: bool,
    /// The other query parameters.
    pub query: Vec<QueryParameter>,
    /// The headers.
    pub headers: Vec<Header>,
    /// The body of a request.
    pub body: Body,
    /// The response to a request that succeeds.
    pub response: Response,
    /// The permissions.
    pub permissions: Permissions,
    /// What it does, in Microsoft's words.
    pub description: Option<String>,
    /// The deprecation.
    pub deprecation: Option<Deprecation>,
    /// The address of Microsoft's page about it.
    pub docs: Option<String>,
    /// Which source said what, for whatever is not stated alike by all.
    pub evidence: Vec<Evidence>,
}

/// A query parameter of an operation, beside those of `query_options`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryParameter {
    /// The name as it is sent: `startDateTime`, `$select`.
    pub name: String,
    /// The type.
    pub ty: TypeRef,
    /// Whether a request without it fails.
    pub required: bool,
    /// The description.
    pub description: Option<String>,
}

/// A header of an operation. `Authorization`, `Accept`, `Content-Type` and `Content-Length` are never among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The name: `If-Match`.
    pub name: String,
    /// Whether a request without it fails.
    pub required: bool,
    /// The one value that it has always: `eventual`.
    pub constant: Option<String>,
    /// The description.
    pub description: Option<String>,
}

/// What an operation does to what its path addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OperationKind {
    /// `GET` of a collection.
    List,
    /// `GET` of one object, or of the value of one property.
    Get,
    /// `POST` to a collection of entities.
    Create,
    /// `PATCH` of one object.
    Update,
    /// `PUT` of one object.
    Replace,
    /// `DELETE` of one object.
    Delete,
    /// `GET …/$count`.
    Count,
    /// `GET` of a stream: `…/$value`, `…/content`.
    GetContent,
    /// `PUT` of a stream.
    SetContent,
    /// `GET …/$ref`.
    ListReferences,
    /// `POST …/$ref`.
    AddReference,
    /// `PUT …/$ref`.
    SetReference,
    /// `DELETE …/$ref`.
    RemoveReference,
    /// An action.
    Action,
    /// A function.
    Function,
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// None.
    None,
    /// The parameters of an action.
    Parameters(Vec<Property>),
    /// An entity or complex type.
    Object {
        /// The type; it is sent as `@odata.type` if a type is declared for it.
        ty: TypeName,
        /// What for.
        purpose: Purpose,
        /// The properties that may be sent, inherited ones first: what the service computes is left out.
        properties: Vec<Property>,
    },
    /// A link to an entity: `{"@odata.id": "…"}`.
    Reference,
    /// Bytes of a media type.
    Raw {
        /// The media type, `application/octet-stream`.
        media_type: String,
    },
}

/// What the object in a body is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A new object.
    Create,
    /// The change of an object: what is left out keeps its value.
    Update,
    /// The whole new value of an object.
    Replace,
}

/// The response to a request that succeeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// No body.
    None,
    /// One entity or complex value.
    Object(TypeName),
    /// A collection, page by page: `{"value": […]}`.
    Page(TypeName),
    /// One primitive or enumeration value in an envelope: `{"value": …}`.
    Value(TypeRef),
    /// A bare text: the number of `…/$count`.
    PlainText(TypeName),
    /// Bytes.
    Bytes {
        /// Whether the service redirects to them, so that the call has to follow.
        redirected: bool,
    },
}

/// What one source says about one part of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The part: `permissions.application`, `body.depToken`, `body.depToken.type`, `response`, `version`.
    pub subject: String,
    /// What the source says, as a reader would write it.
    pub statement: String,
    /// The source.
    pub source: Source,
    /// What became of it.
    pub verdict: Verdict,
}

/// What became of a statement of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It was taken.
    Taken,
    /// Another source was taken instead.
    Overruled,
    /// It was mended first: what was written, and why it was read otherwise.
    Repaired {
        /// What the source has.
        written: String,
    },
    /// It was inferred; no source states it.
    Inferred,
    /// The source does not have it.
    Missing,
    /// The source states the opposite as well, so that neither was taken.
    Unclear,
    /// Another version of Graph has it otherwise.
    OtherVersion {
        /// The version that the statement is about.
        version: Version,
        /// How it differs.
        difference: Difference,
    },
}

/// How another version of Graph differs in one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// It has the part, and this version does not.
    Added,
    /// It does not have the part.
    Missing,
    /// It has the part in another form.
    Changed,
}

impl Operation {
    /// Returns the path as a declaration writes it: `/users/<id>/messages`.
    #[must_use]
    pub fn route(&self) -> String {
        self.path.route(&self.parameters)
    }

    /// Returns method and path as messages write them: `GET /users/{id}/messages`.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} {}", self.method.as_str(), self.path.shown(&self.parameters))
    }
}

impl Body {
    /// Returns the properties of a JSON body.
    #[must_use]
    pub fn properties(&self) -> &[Property] {
        match self {
            Self::Parameters(properties) | Self::Object { properties, .. } => properties,
            Self::None | Self::Reference | Self::Raw { .. } => &[],
        }
    }
}

impl Response {
    /// Returns the type of Graph's own that has to be declared for the response.
    #[must_use]
    pub fn type_name(&self) -> Option<&TypeName> {
        match self {
            Self::Value(ty) => Some(&ty.name),
            Self::Object(name) | Self::Page(name) | Self::PlainText(name) => Some(name),
            Self::None | Self::Bytes { .. } => None,
        }
    }
}
