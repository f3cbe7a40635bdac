//! Several properties in one field.

use std::{marker::PhantomData, mem};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, IntoDeserializer, MapAccess, Visitor},
    forward_to_deserialize_any,
};
use serde_json::{Map, Value, map};

/// A deserializer for a field with `#[serde(flatten)]`: an object of the properties that have no field.
///
/// What the field reads is removed, so that nothing else keeps it and writes it a second time. What it ignores remains.
pub(super) struct Flat<'a, E> {
    properties: &'a mut Map<String, Value>,
    error: PhantomData<E>,
}

impl<'a, E> Flat<'a, E> {
    pub(super) fn new(properties: &'a mut Map<String, Value>) -> Self {
        Self { properties, error: PhantomData }
    }
}

impl<'de, E: Error> Deserializer<'de> for Flat<'_, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        let all = mem::take(self.properties).into_iter();
        visitor.visit_map(Properties { all, next: None, ignored: self.properties, error: PhantomData })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, E> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, E> {
        visitor.visit_unit()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf seq tuple tuple_struct map
        struct enum identifier
    }
}

struct Properties<'a, E> {
    all: map::IntoIter,
    next: Option<(String, Value)>,
    ignored: &'a mut Map<String, Value>,
    error: PhantomData<E>,
}

impl<'de, E: Error> MapAccess<'de> for Properties<'_, E> {
    type Error = E;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, E> {
        self.next = self.all.next();
        self.next.as_ref().map(|(name, _)| seed.deserialize(name.as_str().into_deserializer())).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, E> {
        let (name, value) = self.next.take().ok_or_else(|| E::custom("a value before its name"))?;
        seed.deserialize(Property { name, value, ignored: self.ignored, error: PhantomData })
    }
}

/// A deserializer for one value, which knows whether it is read or ignored.
struct Property<'a, E> {
    name: String,
    value: Value,
    ignored: &'a mut Map<String, Value>,
    error: PhantomData<E>,
}

impl<'de, E: Error> Deserializer<'de> for Property<'_, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        self.value.deserialize_any(visitor).map_err(E::custom)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        self.value.deserialize_option(visitor).map_err(E::custom)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, E> {
        self.value.deserialize_newtype_struct(name, visitor).map_err(E::custom)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        self.value.deserialize_enum(name, variants, visitor).map_err(E::custom)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        self.ignored.insert(self.name, self.value);
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier
    }
}
