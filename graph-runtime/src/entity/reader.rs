//! Reads the properties of an object.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Map, Value};

use super::{Entity, flat::Flat, missing::Missing, replay::Replay, value::ReadValue};
use crate::{
    odata::{
        additional::AdditionalProperties,
        double::{Double, DoubleValue},
        list::List,
        patch::Patch,
    },
    secret::UNEXPECTED_TYPE,
};

/// The index of no property: the object has ended, or there was an error.
const END: usize = usize::MAX;

/// The index of a property without a field.
pub const UNKNOWN: usize = usize::MAX - 1;

/// What a key of an object is expected to be.
const NAME: &str = "the name of a property";

/// The name of the property that tells the type of an object.
pub(super) const ODATA_TYPE: &str = "@odata.type";

/// Reads the properties of an object, in any order, into variables of generated code.
///
/// No method returns an error: the reader keeps the first one, after which the object ends. Generated code is therefore a
/// list of plain calls. If a property occurs twice, the last value counts.
pub struct Reader<'de, A: MapAccess<'de>> {
    properties: A,
    next_is_secret: bool,
    error: Option<A::Error>,
    /// Properties without a field, if there are any.
    others: Option<Map<String, Value>>,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> fmt::Debug for Reader<'de, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

impl<'de, A: MapAccess<'de>> Reader<'de, A> {
    pub(super) fn new(properties: A) -> Self {
        Self { properties, next_is_secret: false, error: None, others: None, lifetime: PhantomData }
    }

    #[inline]
    pub(super) fn has_failed(&self) -> bool {
        self.error.is_some()
    }

    pub(super) fn into_error(self) -> Option<A::Error> {
        self.error
    }

    fn others(&mut self) -> &mut Map<String, Value> {
        self.others.get_or_insert_default()
    }

    fn fail(&mut self, error: A::Error) {
        self.error.get_or_insert(error);
    }
}

/// Methods for generated code.
impl<'de, A: MapAccess<'de>> Reader<'de, A> {
    /// Returns the index of the next property, which a function returns for its name, and another number at the end.
    /// [`UNKNOWN`] properties are skipped.
    #[inline]
    pub fn next(&mut self, index_of: impl Fn(&str) -> usize) -> usize {
        while !self.has_failed() {
            match self.properties.next_key_seed(Key(&index_of)) {
                Ok(Some(UNKNOWN)) => {
                    if let Err(error) = self.properties.next_value::<IgnoredAny>() {
                        self.fail(error);
                    }
                }
                Ok(Some(index)) => return index,
                Ok(None) => break,
                Err(error) => self.fail(error),
            }
        }
        END
    }

    /// Does the same as [`next`](Self::next), but keeps unknown properties.
    #[inline]
    pub fn next_or_keep(&mut self, index_of: impl Fn(&str) -> usize) -> usize {
        while !self.has_failed() {
            match self.properties.next_key_seed(KeyOrName(&index_of)) {
                Ok(Some(Err(name))) => self.keep(name),
                Ok(Some(Ok(index))) => return index,
                Ok(None) => break,
                Err(error) => self.fail(error),
            }
        }
        END
    }

    fn keep(&mut self, name: String) {
        match self.properties.next_value() {
            Ok(value) => {
                self.others().insert(name, value);
            }
            Err(error) => self.fail(error),
        }
    }

    /// Marks the next value as secret: an error does not contain it.
    pub fn secret(&mut self) -> &mut Self {
        self.next_is_secret = true;
        self
    }

    #[inline]
    fn value<T: Deserialize<'de>>(&mut self) -> Option<T> {
        let value = match self.properties.next_value() {
            Ok(value) => Some(value),
            Err(error) => {
                self.fail_value(error);
                None
            }
        };
        self.next_is_secret = false;
        value
    }

    #[cold]
    fn fail_value(&mut self, error: A::Error) {
        self.fail(if self.next_is_secret { A::Error::custom(UNEXPECTED_TYPE) } else { error });
    }

    /// Reads a value that has a default.
    #[inline]
    pub fn property<T: ReadValue<'de>>(&mut self, field: &mut T) {
        match self.properties.next_value() {
            Ok(value) => *field = value,
            Err(error) => self.fail_value(error),
        }
        self.next_is_secret = false;
    }

    /// Reads a value that is required.
    #[inline]
    pub fn some<T: ReadValue<'de>>(&mut self, field: &mut Option<T>) {
        *field = self.value();
    }

    /// Reads a value that may be absent. `null` is read as `None`.
    #[inline]
    pub fn option<T: ReadValue<'de>>(&mut self, field: &mut Option<T>) {
        self.property(field);
    }

    /// Reads a property of an update. `null` is read as [`Patch::Clear`].
    #[inline]
    pub fn patch<T: ReadValue<'de>>(&mut self, field: &mut Patch<T>) {
        self.property(field);
    }

    /// Reads a list. `null` is read as an empty list.
    #[inline]
    pub fn list<T: ReadValue<'de>>(&mut self, field: &mut Vec<T>) {
        if let Some(List(value)) = self.value() {
            *field = value;
        }
    }

    /// Reads a floating-point number.
    pub fn double<T: DoubleValue>(&mut self, field: &mut T) {
        if let Some(Double(value)) = self.value() {
            *field = value;
        }
    }

    /// Reads a list of floating-point numbers. `null` is read as an empty list.
    pub fn double_list<T: DoubleValue>(&mut self, field: &mut Vec<T>) {
        if let Some(Double(value)) = self.value::<Double<Option<Vec<T>>>>() {
            *field = value.unwrap_or_default();
        }
    }

    /// Reads a value that has a default with a function, that of `#[serde(deserialize_with = "…")]`.
    pub fn with<T>(&mut self, field: &mut T, read: impl FnOnce(Value) -> serde_json::Result<T>) {
        let is_secret = self.next_is_secret;
        let Some(value) = self.value() else { return };
        match read(value) {
            Ok(value) => *field = value,
            Err(_) if is_secret => self.fail(A::Error::custom(UNEXPECTED_TYPE)),
            Err(error) => self.fail(A::Error::custom(error)),
        }
    }

    /// Reads a value that is required with a function.
    pub fn some_with<T>(&mut self, field: &mut Option<T>, read: impl FnOnce(Value) -> serde_json::Result<T>) {
        self.with(field, |value| read(value).map(Some));
    }

    /// Returns a required value. If there is none, it is an error, except for a type that is read from nothing.
    #[inline]
    pub fn required<T: ReadValue<'de>>(&mut self, value: Option<T>, name: &'static str) -> Option<T> {
        if value.is_none() && self.error.is_none() {
            match T::deserialize(Missing::new(name)) {
                Ok(value) => return Some(value),
                Err(error) => self.fail(error),
            }
        }
        value
    }

    /// Returns a required value that a function has read. If there is none, it is an error.
    pub fn present<T>(&mut self, value: Option<T>, name: &'static str) -> Option<T> {
        if value.is_none() {
            self.fail(A::Error::missing_field(name));
        }
        value
    }

    /// Returns the properties that were kept.
    pub fn additional(&mut self) -> AdditionalProperties {
        self.others.take().unwrap_or_default().into()
    }

    /// Reads the field with `#[serde(flatten)]` from the properties that were kept, and removes those that it reads.
    pub fn flatten<T: ReadValue<'de>>(&mut self) -> Option<T> {
        match T::deserialize(Flat::new(self.others())) {
            Ok(value) => Some(value),
            Err(error) => {
                self.fail(error);
                None
            }
        }
    }

    /// Does the same as [`flatten`](Self::flatten). It is `None` if the properties do not fit.
    pub fn flatten_option<T: ReadValue<'de>>(&mut self) -> Option<T> {
        let mut properties = self.others().clone();
        let value = T::deserialize(Flat::<A::Error>::new(&mut properties)).ok()?;
        self.others = Some(properties);
        Some(value)
    }

    /// Reads up to the type of the object, and returns its index among these; another number if it is another one, or if
    /// the object has none.
    pub fn derived_type(&mut self, types: &'static [&'static str]) -> usize {
        if self.next_or_keep(|name| if name == ODATA_TYPE { 0 } else { UNKNOWN }) == END {
            return END;
        }
        let Some(value) = self.value::<Value>() else { return END };
        let bare = value.as_str().map(|name| name.trim_start_matches('#'));
        let index = types.iter().position(|name| Some(name.trim_start_matches('#')) == bare);
        self.others().insert(ODATA_TYPE.to_owned(), value);
        index.unwrap_or(END)
    }

    /// Reads the value of a variant: what was kept to find its type, and the rest of the object.
    pub fn variant<T: Entity<'de>, E>(&mut self, variant: fn(T) -> E) -> Option<E> {
        if self.error.is_some() {
            return None;
        }
        let mut reader = Reader::new(Replay::new(self.others.take().unwrap_or_default(), &mut self.properties));
        let value = T::read(&mut reader);
        self.error = reader.into_error();
        value.map(variant)
    }
}

/// Finds the index of a name.
struct Key<'f, F>(&'f F);

impl<'de, F: Fn(&str) -> usize> DeserializeSeed<'de> for Key<'_, F> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<F: Fn(&str) -> usize> Visitor<'_> for Key<'_, F> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAME)
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<usize, E> {
        Ok(self.0(name))
    }
}

/// Finds the index of a name, or keeps the name.
struct KeyOrName<'f, F>(&'f F);

impl<'de, F: Fn(&str) -> usize> DeserializeSeed<'de> for KeyOrName<'_, F> {
    type Value = Result<usize, String>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<F: Fn(&str) -> usize> Visitor<'_> for KeyOrName<'_, F> {
    type Value = Result<usize, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAME)
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(match self.0(name) {
            UNKNOWN => Err(name.to_owned()),
            index => Ok(index),
        })
    }
}
