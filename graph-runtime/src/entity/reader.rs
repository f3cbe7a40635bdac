//! Reads the properties of an object.

use std::{fmt, marker::PhantomData, mem};

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

/// The index of a name that is not in the list.
const UNKNOWN: usize = usize::MAX - 1;

/// The name of the property that tells the type of an object.
pub(super) const ODATA_TYPE: &str = "@odata.type";

/// Reads the properties of an object, in any order, into variables of generated code.
///
/// No method returns an error: the reader keeps the first one, after which the object ends. Generated code is therefore a
/// list of plain calls. If a property occurs twice, the last value counts.
pub struct Reader<'de, A: MapAccess<'de>> {
    properties: A,
    /// Where the name is expected: after the previous one, since the service writes them in the same order each time.
    expected: usize,
    next_is_secret: bool,
    error: Option<A::Error>,
    /// Properties without a field.
    others: Map<String, Value>,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> fmt::Debug for Reader<'de, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

impl<'de, A: MapAccess<'de>> Reader<'de, A> {
    pub(super) fn new(properties: A) -> Self {
        Self { properties, expected: 0, next_is_secret: false, error: None, others: Map::new(), lifetime: PhantomData }
    }

    pub(super) fn into_error(self) -> Option<A::Error> {
        self.error
    }

    fn fail(&mut self, error: A::Error) {
        self.error.get_or_insert(error);
    }
}

/// Methods for generated code.
impl<'de, A: MapAccess<'de>> Reader<'de, A> {
    /// Returns the index of the next property in a list of names, and another number at the end. Properties with other
    /// names are skipped.
    #[inline]
    pub fn next(&mut self, names: &'static [&'static str]) -> usize {
        self.find(names, false)
    }

    /// Does the same as [`next`](Self::next), but keeps properties with other names.
    #[inline]
    pub fn next_or_keep(&mut self, names: &'static [&'static str]) -> usize {
        self.find(names, true)
    }

    #[inline]
    fn find(&mut self, names: &'static [&'static str], keep: bool) -> usize {
        while self.error.is_none() {
            let mut kept = String::new();
            let key = Key { names, expected: self.expected, kept: keep.then_some(&mut kept) };
            match self.properties.next_key_seed(key) {
                Ok(Some(UNKNOWN)) if keep => self.keep(kept),
                Ok(Some(UNKNOWN)) => {
                    if let Err(error) = self.properties.next_value::<IgnoredAny>() {
                        self.fail(error);
                    }
                }
                Ok(Some(index)) => {
                    self.expected = index + 1;
                    return index;
                }
                Ok(None) => break,
                Err(error) => self.fail(error),
            }
        }
        END
    }

    fn keep(&mut self, name: String) {
        match self.properties.next_value() {
            Ok(value) => {
                self.others.insert(name, value);
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
        mem::take(&mut self.others).into()
    }

    /// Reads the field with `#[serde(flatten)]` from the properties that were kept, and removes those that it reads.
    pub fn flatten<T: ReadValue<'de>>(&mut self) -> Option<T> {
        match T::deserialize(Flat::new(&mut self.others)) {
            Ok(value) => Some(value),
            Err(error) => {
                self.fail(error);
                None
            }
        }
    }

    /// Does the same as [`flatten`](Self::flatten). It is `None` if the properties do not fit.
    pub fn flatten_option<T: ReadValue<'de>>(&mut self) -> Option<T> {
        let mut properties = self.others.clone();
        let value = T::deserialize(Flat::<A::Error>::new(&mut properties)).ok()?;
        self.others = properties;
        Some(value)
    }

    /// Reads up to the type of the object, and returns its index among these; another number if it is another one, or if
    /// the object has none.
    pub fn derived_type(&mut self, types: &'static [&'static str]) -> usize {
        if self.next_or_keep(&[ODATA_TYPE]) == END {
            return END;
        }
        let Some(value) = self.value::<Value>() else { return END };
        let bare = value.as_str().map(|name| name.trim_start_matches('#'));
        let index = types.iter().position(|name| Some(name.trim_start_matches('#')) == bare);
        self.others.insert(ODATA_TYPE.to_owned(), value);
        index.unwrap_or(END)
    }

    /// Reads the value of a variant: what was kept to find its type, and the rest of the object.
    pub fn variant<T: Entity<'de>, E>(&mut self, variant: fn(T) -> E) -> Option<E> {
        if self.error.is_some() {
            return None;
        }
        let mut reader = Reader::new(Replay::new(mem::take(&mut self.others), &mut self.properties));
        let value = T::read(&mut reader);
        self.error = reader.into_error();
        value.map(variant)
    }
}

/// Finds a name in a list: returns its index, or [`UNKNOWN`].
struct Key<'n> {
    names: &'n [&'static str],
    expected: usize,
    /// Where a name that is not in the list is kept.
    kept: Option<&'n mut String>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<usize, E> {
        if self.names.get(self.expected) == Some(&key) {
            return Ok(self.expected);
        }
        let index = self.names.iter().position(|name| *name == key);
        if index.is_none()
            && let Some(kept) = self.kept
        {
            key.clone_into(kept);
        }
        Ok(index.unwrap_or(UNKNOWN))
    }
}
