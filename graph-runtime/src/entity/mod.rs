//! How the types with `#[graph_type]` are written and read. Generated code calls it for each field.

mod flat;
mod missing;
mod object;
pub(crate) mod reader;
mod replay;
mod value;
pub(crate) mod writer;

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{Error, MapAccess, Visitor},
};
use serde_json::{Map, Value};

use self::reader::{Reader, UNKNOWN};
use crate::odata::additional::AdditionalProperties;

/// A type that is read from the properties of an object.
///
/// `#[graph_type]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `#[graph_type]`",
    label = "is not a type with `#[graph_type]`",
    note = "add `#[graph_type]` to it; `#[graph(other)]` also takes `AdditionalProperties` and `serde_json::Value`"
)]
pub trait Entity<'de>: Sized {
    /// Reads all properties. Returns `None` after an error, which the reader keeps.
    fn read<A: MapAccess<'de>>(reader: &mut Reader<'de, A>) -> Option<Self>;
}

impl<'de, T: Entity<'de>> Entity<'de> for Box<T> {
    fn read<A: MapAccess<'de>>(reader: &mut Reader<'de, A>) -> Option<Self> {
        T::read(reader).map(Self::new)
    }
}

impl<'de> Entity<'de> for AdditionalProperties {
    fn read<A: MapAccess<'de>>(reader: &mut Reader<'de, A>) -> Option<Self> {
        Map::read(reader).map(Self::from)
    }
}

impl<'de> Entity<'de> for Map<String, Value> {
    fn read<A: MapAccess<'de>>(reader: &mut Reader<'de, A>) -> Option<Self> {
        reader.next_or_keep(|_| UNKNOWN);
        Some(reader.additional().into_inner())
    }
}

impl<'de> Entity<'de> for Value {
    fn read<A: MapAccess<'de>>(reader: &mut Reader<'de, A>) -> Option<Self> {
        Map::read(reader).map(Self::Object)
    }
}

/// Deserializes a type with `#[graph_type]`.
///
/// # Errors
///
/// If the value is not an object, a required property is missing, or a property has another type.
pub fn read<'de, T: Entity<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(Object(PhantomData))
}

struct Object<T>(PhantomData<T>);

impl<'de, T: Entity<'de>> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, properties: A) -> Result<T, A::Error> {
        let mut reader = Reader::new(properties);
        match T::read(&mut reader) {
            Some(value) if !reader.has_failed() => Ok(value),
            _ => Err(reader.into_error().unwrap_or_else(|| A::Error::custom("the object cannot be read"))),
        }
    }
}

#[cfg(test)]
mod tests;
