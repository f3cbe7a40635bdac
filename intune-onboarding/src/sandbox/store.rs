//! The state of the tenant: collections and single objects, by their paths.

use std::{collections::BTreeMap, time::Instant};

use graph_runtime::DateTimeOffset;
use serde_json::Value;
use time::OffsetDateTime;

use super::{response::ErrorResponse, schema::Object};

/// The entities of the tenant.
#[derive(Clone, Default)]
pub(super) struct Store {
    /// `deviceManagement/depOnboardingSettings`, `deviceManagement/depOnboardingSettings/<key>/enrollmentProfiles`.
    collections: BTreeMap<String, Vec<Object>>,
    /// `deviceManagement/applePushNotificationCertificate`.
    singles: BTreeMap<String, Object>,
    /// What becomes of an object later: the end of a slow synchronization.
    pending: Vec<Pending>,
}

#[derive(Clone)]
struct Pending {
    due: Instant,
    /// The collection and the key, or the single object.
    of: (String, Option<String>),
    changes: Object,
}

impl Store {
    pub(super) fn put(&mut self, collection: &str, entities: impl IntoIterator<Item = Object>) {
        self.collections.entry(collection.to_owned()).or_default().extend(entities);
    }

    pub(super) fn put_single(&mut self, path: &str, object: Object) {
        self.singles.insert(path.to_owned(), object);
    }

    /// Returns the collections and the single objects, by their paths.
    pub(super) fn contents(
        &self,
    ) -> (impl Iterator<Item = (&String, &Vec<Object>)>, impl Iterator<Item = (&String, &Object)>) {
        (self.collections.iter(), self.singles.iter())
    }

    /// Returns the entities of a collection; none if there never was one.
    pub(super) fn collection(&self, path: &str) -> &[Object] {
        self.collections.get(path).map_or(&[], Vec::as_slice)
    }

    /// Returns the entities of a collection, to change them.
    pub(super) fn collection_mut(&mut self, path: &str) -> &mut Vec<Object> {
        self.collections.entry(path.to_owned()).or_default()
    }

    /// Finds an entity.
    pub(super) fn entity(&mut self, collection: &str, kind: &str, key: &str) -> Result<&mut Object, ErrorResponse> {
        let entities = self.collections.get_mut(collection);
        let found = entities.and_then(|entities| entities.iter_mut().find(|entity| has_key(entity, key)));
        found.ok_or_else(|| ErrorResponse::not_found(kind, key))
    }

    /// Removes an entity, with what is below it.
    pub(super) fn remove(&mut self, collection: &str, kind: &str, key: &str) -> Result<(), ErrorResponse> {
        self.entity(collection, kind, key)?;
        self.collection_mut(collection).retain(|entity| !has_key(entity, key));
        let below = format!("{collection}/{key}/");
        self.collections.retain(|path, _| !path.starts_with(&below));
        Ok(())
    }

    /// Returns a single object.
    pub(super) fn single(&mut self, path: &str) -> Result<&mut Object, ErrorResponse> {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.singles.get_mut(path).ok_or_else(|| ErrorResponse::missing(name))
    }

    /// Removes a single object.
    pub(super) fn remove_single(&mut self, path: &str) -> Result<(), ErrorResponse> {
        self.single(path)?;
        self.singles.remove(path);
        Ok(())
    }

    /// Changes an object when the time has come.
    pub(super) fn later(&mut self, due: Instant, path: &str, key: Option<&str>, changes: Object) {
        self.pending.push(Pending { due, of: (path.to_owned(), key.map(str::to_owned)), changes });
    }

    /// Makes the changes whose time has come.
    pub(super) fn settle(&mut self, now: Instant) {
        let (due, pending) = std::mem::take(&mut self.pending).into_iter().partition(|pending| pending.due <= now);
        self.pending = pending;
        let due: Vec<Pending> = due;
        for Pending { of: (path, key), changes, .. } in due {
            let object = match key {
                Some(key) => self.entity(&path, "", &key),
                None => self.single(&path),
            };
            // It may have been deleted meanwhile.
            if let Ok(object) = object {
                object.extend(changes);
            }
        }
    }

    /// Returns the text of a property that no response shows, of the entity with this key.
    pub(super) fn hidden_text(&self, key: &str, property: &str) -> Option<String> {
        let entities = self.collections.values().flatten();
        entities
            .filter(|entity| has_key(entity, key))
            .find_map(|entity| entity.get(property)?.as_str().map(str::to_owned))
    }
}

/// Returns whether an entity has this key.
pub(super) fn has_key(entity: &Object, key: &str) -> bool {
    entity.get("id").and_then(Value::as_str) == Some(key)
}

/// Formats a date as the service does: to a ten-millionth of a second.
pub(super) fn text(moment: OffsetDateTime) -> String {
    let ticks = moment.nanosecond() / 100 * 100;
    let moment = moment.replace_nanosecond(ticks).unwrap_or(moment);
    DateTimeOffset::try_from(moment).map_or_else(|_| String::new(), |date| date.to_string())
}

/// Returns the time as the service writes it.
pub(super) fn now() -> Value {
    text(OffsetDateTime::now_utc()).into()
}

/// Returns an object of these properties.
pub(super) fn object<const N: usize>(properties: [(&str, Value); N]) -> Object {
    properties.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
