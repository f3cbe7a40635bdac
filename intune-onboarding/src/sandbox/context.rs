//! A request on its way through the tenant.

use serde_json::Value;

use super::{
    facts::{Body, Operation, Segment},
    query,
    request::Request,
    response::ErrorResponse,
    schema::{self, Object},
    service::Service,
    store::Store,
};

/// A request with the operation that it calls.
pub(super) struct Context<'r> {
    pub(super) service: &'r Service,
    pub(super) request: &'r Request,
    pub(super) operation: &'static Operation,
    /// The keys and the arguments of functions, in their order.
    pub(super) arguments: Vec<String>,
}

impl Context<'_> {
    /// Returns the path of what the operation acts on: without the name of the action or function, or `$count`.
    pub(super) fn target(&self) -> String {
        let segments = &self.request.segments;
        segments[..segments.len() - 1].join("/")
    }

    /// Returns the path of the collection and the key of the entity that a path leads to.
    pub(super) fn entity_path(path: &str) -> (&str, &str) {
        path.rsplit_once('/').unwrap_or((path, ""))
    }

    /// Finds the entity that an action is called on.
    pub(super) fn entity<'s>(&self, store: &'s mut Store) -> Result<&'s mut Object, ErrorResponse> {
        let target = self.target();
        let (collection, key) = Self::entity_path(&target);
        store.entity(collection, Self::kind(collection), key)
    }

    /// Returns the type of the elements of the collection with this path.
    pub(super) fn kind(collection: &str) -> &'static str {
        query::kind_of(collection.rsplit('/').next().unwrap_or_default())
    }

    /// Checks that each entity that the path leads through exists. The last key is that of the operation itself.
    pub(super) fn check_parents(&self, store: &mut Store) -> Result<(), ErrorResponse> {
        let last = self.operation.path.len() - 1;
        for (index, segment) in self.operation.path.iter().enumerate().take(last) {
            if *segment == Segment::Key {
                let collection = self.request.segments[..index].join("/");
                store.entity(&collection, Self::kind(&collection), &self.request.segments[index])?;
            }
        }
        Ok(())
    }

    /// Returns the parameters of the action, which are checked.
    pub(super) fn parameters(&self) -> Result<Object, ErrorResponse> {
        self.request.allow_query(&[])?;
        match &self.operation.body {
            Body::Parameters(parameters) => {
                let object = self.request.json()?;
                schema::check_parameters(parameters, self.request.version, &object)?;
                Ok(object)
            }
            Body::Object(_) | Body::None => Ok(Object::new()),
        }
    }

    /// Returns the default enrollment profile of a setting, by the name of the navigation property that leads to it.
    pub(super) fn default_profile<'s>(store: &'s Store, setting: &str, name: &str) -> Option<&'s Object> {
        let kind = match name {
            "defaultIosEnrollmentProfile" => "#microsoft.graph.depIOSEnrollmentProfile",
            "defaultMacOsEnrollmentProfile" => "#microsoft.graph.depMacOSEnrollmentProfile",
            "defaultTvOSEnrollmentProfile" => "#microsoft.graph.depTvOSEnrollmentProfile",
            "defaultVisionOSEnrollmentProfile" => "#microsoft.graph.depVisionOSEnrollmentProfile",
            _ => return None,
        };
        let profiles = store.collection(&format!("{setting}/enrollmentProfiles"));
        profiles.iter().find(|profile| {
            profile.get(schema::TYPE).and_then(Value::as_str) == Some(kind)
                && profile.get(DEFAULT).and_then(Value::as_bool) == Some(true)
        })
    }

    /// Returns the address that `@odata.context` begins with.
    pub(super) fn url(&self) -> String {
        let names = self.request.segments.iter().zip(&self.operation.path);
        let path: Vec<_> = names
            .map(|(segment, template)| match template {
                Segment::Key => format!("('{segment}')"),
                _ => format!("/{segment}"),
            })
            .collect();
        let path = path.concat();
        // The key of the entity itself is not in the address; `$entity` is.
        let path = match self.operation.path.last() {
            Some(Segment::Key) => path.rsplit_once("('").map_or(path.as_str(), |(collection, _)| collection),
            _ => path.as_str(),
        };
        format!("{}/{}/$metadata#{}", self.service.url, self.request.version, path.trim_start_matches('/'))
    }
}

/// The mark of a default enrollment profile. `isDefault` exists only for some kinds of profiles.
pub(super) const DEFAULT: &str = "$default";
