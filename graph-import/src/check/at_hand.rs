//! The descriptions that were read, as `check` asks for them.

use std::collections::BTreeSet;

use super::{Descriptions, Lookup};
use crate::{
    description::{Caller, Method, Permissions, Schema, Source, Types, Version},
    permission_data::PermissionData,
    resolve::{Request, Resolver},
};

/// The descriptions at hand: of one or both versions, with Microsoft's permission data and the names of pages if they are
/// there.
#[derive(Debug, Default)]
pub struct AtHand<'a> {
    schemas: Vec<(&'a Schema, Resolver<'a>)>,
    permissions: Option<&'a PermissionData>,
    pages: Option<BTreeSet<String>>,
}

/// The hosts of Microsoft's reference.
const HOSTS: [&str; 2] = ["learn.microsoft.com", "docs.microsoft.com"];

impl<'a> AtHand<'a> {
    /// Takes the descriptions of one or both versions.
    #[must_use]
    pub fn new(schemas: impl IntoIterator<Item = &'a Schema>) -> Self {
        let schemas = schemas.into_iter().map(|schema| (schema, Resolver::new([schema])));
        Self { schemas: schemas.collect(), permissions: None, pages: None }
    }

    /// Takes the permission data.
    #[must_use]
    pub fn with_permissions(self, permissions: &'a PermissionData) -> Self {
        Self { permissions: Some(permissions), ..self }
    }

    /// Takes the names of all pages of the reference, without `.md`: `intune-onboarding-vpptoken-update`.
    #[must_use]
    pub fn with_pages(self, names: impl IntoIterator<Item = String>) -> Self {
        Self { pages: Some(names.into_iter().map(|name| name.to_lowercase()).collect()), ..self }
    }
}

impl Descriptions for AtHand<'_> {
    fn types(&self, version: Version) -> Option<(&Types, &Source)> {
        let (schema, _) = self.schemas.iter().find(|(schema, _)| schema.version == version)?;
        Some((&schema.types, &schema.source))
    }

    fn find(&self, version: Version, method: Method, path: &str) -> Lookup {
        let resolver = self.schemas.iter().find(|(schema, _)| schema.version == version).map(|(_, resolver)| resolver);
        let request = Request::parse(path).map(|request| request.with_method(method));
        let found = match (resolver, request) {
            (Some(resolver), Ok(request)) => resolver.resolve(&request),
            (_, Err(error)) => Err(error),
            (None, Ok(_)) => return Lookup::NotFound { nearest: Vec::new() },
        };
        match found {
            Ok(operation) => Lookup::Found(Box::new(operation)),
            Err(error) => Lookup::NotFound { nearest: error.nearest },
        }
    }

    fn permissions(&self, method: Method, path: &str) -> Option<(Permissions, &Source)> {
        let data = self.permissions?;
        Some((data.find(method, path)?, data.source()))
    }

    fn privilege_level(&self, permission: &str, caller: Caller) -> Option<u8> {
        self.permissions?.privilege_level(permission, caller)
    }

    fn has_page(&self, address: &str) -> Option<bool> {
        let pages = self.pages.as_ref()?;
        let (_, rest) = address.split_once("://")?;
        let (host, path) = rest.split_once('/')?;
        if !HOSTS.contains(&host) || !path.contains("graph/api/") {
            return None;
        }
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let name = path.rsplit('/').next()?.to_lowercase();
        Some(pages.contains(&name))
    }
}
