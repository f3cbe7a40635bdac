//! Properties that were read before the type of their object was known.

use serde::de::{DeserializeSeed, Error, IntoDeserializer, MapAccess};
use serde_json::{Map, Value, map};

/// The properties that were kept, and then the rest of the object.
pub(super) struct Replay<'a, A> {
    kept: map::IntoIter,
    value: Option<Value>,
    rest: &'a mut A,
}

impl<'a, A> Replay<'a, A> {
    pub(super) fn new(kept: Map<String, Value>, rest: &'a mut A) -> Self {
        Self { kept: kept.into_iter(), value: None, rest }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Replay<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.kept.next() {
            Some((name, value)) => {
                self.value = Some(value);
                seed.deserialize(name.into_deserializer()).map(Some)
            }
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(value).map_err(A::Error::custom),
            None => self.rest.next_value_seed(seed),
        }
    }
}
