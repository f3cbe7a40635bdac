//! From a method and a path, in any form, to an operation: by walking the path through the types of a description.

mod body;
mod candidates;
mod enumerate;
mod error;
mod follow;
mod index;
mod nearest;
mod offer;
mod operation;
mod place;
mod placeholder;
mod query;
mod request;
mod versions;
mod walk;

pub use self::{error::ResolveError, request::Request, versions::types_apart};

use self::{follow::Stuck, index::Index, walk::Walk};
use crate::description::{Method, Operation, Schema, Version};

/// Finds operations in descriptions of one or both versions of Graph.
///
/// Permissions are in no description: an operation comes without them.
///
/// # Examples
///
/// ```
/// # use graph_import::{csdl, description::{Source, SourceKind, Version}, resolve::{Request, Resolver}};
/// # let xml = br#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
/// #   <Schema Namespace="microsoft.graph"><EntityType Name="user"><Key><PropertyRef Name="id" /></Key>
/// #   <Property Name="id" Type="Edm.String" /></EntityType>
/// #   <EntityContainer Name="GraphService"><EntitySet Name="users" EntityType="microsoft.graph.user" /></EntityContainer>
/// #   </Schema></edmx:DataServices></edmx:Edmx>"#;
/// # let source = Source { kind: SourceKind::Metadata, name: "v1.0.csdl".into(), date: None };
/// let schema = csdl::read(xml, Version::V1_0, source)?;
/// let resolver = Resolver::new([&schema]);
/// let operation = resolver.resolve(&Request::parse("GET https://graph.microsoft.com/v1.0/Users/{user-id}?$select=id")?)?;
/// assert_eq!(operation.route(), "/users/<id>");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Resolver<'a> {
    indexes: Vec<Index<'a>>,
}

impl<'a> Resolver<'a> {
    /// Makes a resolver for these descriptions. Where a request names no version, the first that has the path is taken.
    #[must_use]
    pub fn new(schemas: impl IntoIterator<Item = &'a Schema>) -> Self {
        Self { indexes: schemas.into_iter().map(Index::new).collect() }
    }

    /// Finds the operation that a request is.
    ///
    /// Its versions are the one asked for and the other if that has it alike; what is different is among its evidence.
    ///
    /// # Errors
    ///
    /// Fails if the request has no method, if no description is there, or if none has the operation. The error names
    /// the nearest operations.
    pub fn resolve(&self, request: &Request) -> Result<Operation, ResolveError> {
        let Some(method) = request.method else {
            return Err(ResolveError::of(request, "the method is missing; expected for example `GET /users/{id}`"));
        };
        let (asked, walk) = self.walk(request)?;
        let made = operation::operation(&self.indexes[asked], &walk, method);
        let mut made = match made {
            Ok(operation) => operation,
            Err(reason) => return self.in_later_version(request, asked, &reason),
        };
        self.compare(request, asked, &mut made);
        Ok(made)
    }

    /// Finds all operations at a path, whatever the method of the request.
    ///
    /// # Errors
    ///
    /// Fails as [`Resolver::resolve`] does.
    pub fn resolve_path(&self, request: &Request) -> Result<Vec<Operation>, ResolveError> {
        let path = Request { method: None, ..request.clone() };
        self.walk(&path)?;
        let all = Method::ALL.into_iter().filter_map(|method| self.resolve(&path.clone().with_method(method)).ok());
        Ok(all.filter(|operation| operation.evidence.iter().all(|evidence| evidence.subject != "method")).collect())
    }

    /// Returns method and path of every operation that the description of a version states, sorted by path.
    ///
    /// Of what a description leaves open, what OData's rules allow is among them: collections within their parents can
    /// be added to, objects can be changed and deleted. Links are listed, but not followed further, since what they
    /// lead to has a path of its own.
    #[must_use]
    pub fn operations(&self, version: Version) -> Vec<(Method, String)> {
        let index = self.indexes.iter().find(|index| index.schema.version == version);
        let found = index.map(enumerate::enumerate).unwrap_or_default();
        found.into_iter().map(|(path, method)| (method, path)).collect()
    }

    /// Follows the path in the version asked for, or in the first that has it.
    fn walk(&self, request: &Request) -> Result<(usize, Walk<'a>), ResolveError> {
        let asked = self.asked(request);
        let mut furthest: Option<(&Index<'a>, Stuck)> = None;
        for (at, index) in asked {
            match follow::follow(index, &request.segments, request.method) {
                Ok(walk) => return Ok((at, walk)),
                Err(stuck) if furthest.as_ref().is_none_or(|(_, known)| known.at < stuck.at) => {
                    furthest = Some((index, stuck));
                }
                Err(_) => {}
            }
        }
        let Some((index, stuck)) = furthest else {
            let of = request.version.map_or(String::new(), |version| format!(" of {}", version.as_str()));
            return Err(ResolveError::of(request, format!("there is no description{of}")));
        };
        let nearest = nearest::of_path(index, request, &stuck);
        let reason = format!("{} in {}", stuck.reason, index.schema.version.as_str());
        Err(ResolveError { nearest, ..ResolveError::of(request, reason) })
    }

    fn asked(&self, request: &Request) -> impl Iterator<Item = (usize, &Index<'a>)> {
        let version = request.version;
        let all = self.indexes.iter().enumerate();
        all.filter(move |(_, index)| version.is_none_or(|version| version == index.schema.version))
    }

    /// A version may have the path, but not the method: then another that has both is taken, if none was asked for.
    fn in_later_version(&self, request: &Request, asked: usize, reason: &str) -> Result<Operation, ResolveError> {
        let later = self.asked(request).skip_while(|(at, _)| *at <= asked);
        for (at, index) in later {
            let walk = follow::follow(index, &request.segments, request.method);
            let made = walk.ok().zip(request.method).map(|(walk, method)| operation::operation(index, &walk, method));
            if let Some(Ok(mut made)) = made {
                self.compare(request, at, &mut made);
                return Ok(made);
            }
        }
        let index = &self.indexes[asked];
        let nearest = nearest::of_method(index, &request.segments);
        let reason = format!("{reason} in {}", index.schema.version.as_str());
        Err(ResolveError { nearest, ..ResolveError::of(request, reason) })
    }

    /// Looks the operation up in the other descriptions.
    fn compare(&self, request: &Request, asked: usize, operation: &mut Operation) {
        for (_, index) in self.indexes.iter().enumerate().filter(|(at, _)| *at != asked) {
            let walk = follow::follow(index, &request.segments, request.method);
            let other = walk.ok().and_then(|walk| operation::operation(index, &walk, operation.method).ok());
            match other {
                Some(other) => versions::join(operation, &other, &index.schema.source),
                None => versions::missing(operation, index.schema.version.as_str(), &index.schema.source),
            }
        }
    }
}
