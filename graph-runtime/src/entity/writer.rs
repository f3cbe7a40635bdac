//! Writes the properties of an object.

use std::{collections::BTreeSet, fmt, mem};

use serde::{
    Serialize, Serializer,
    ser::{Error, SerializeMap},
};
use serde_json::Value;

use super::{object::Properties, reader::ODATA_TYPE, value::WriteValue};
use crate::{
    odata::{additional::AdditionalProperties, patch::Patch},
    secret::{NOT_SERIALIZABLE, REDACTED, is_redacting, sent::note_value},
};

/// Writes the fields of a type as the properties of an object, in the order of a list of names.
///
/// No method returns an error: the writer keeps the first one and returns it at the end. Generated code is therefore a
/// list of plain calls, one for each name. No name is written twice.
pub struct Writer<'a, S: Serializer> {
    object: Result<S::SerializeMap, S::Error>,
    names: &'static [&'static str],
    /// The index of the next name.
    next: usize,
    written: Indices,
    skip_next: bool,
    next_is_secret: bool,
    type_is_written: bool,
    additional: Option<&'a AdditionalProperties>,
    /// The names that a field with `#[serde(flatten)]` has written.
    flattened: BTreeSet<String>,
}

impl<S: Serializer> fmt::Debug for Writer<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

/// Methods for generated code.
impl<'a, S: Serializer> Writer<'a, S> {
    /// Starts an object with the names of the properties that will be written.
    ///
    /// The object starts with the declared type, unless it is empty. If there are additional properties, they are written
    /// at the end, except for their type, which takes the place of the declared one.
    pub fn new(
        serializer: S,
        names: &'static [&'static str],
        odata_type: &'static str,
        additional: Option<&'a AdditionalProperties>,
    ) -> Self {
        let mut writer = Self {
            object: serializer.serialize_map(None),
            names,
            next: 0,
            written: Indices::default(),
            skip_next: false,
            next_is_secret: false,
            type_is_written: false,
            additional,
            flattened: BTreeSet::new(),
        };
        match additional.and_then(|properties| properties.get(ODATA_TYPE)) {
            Some(odata_type) if !names.contains(&ODATA_TYPE) => writer.odata_type(odata_type),
            _ if !odata_type.is_empty() => writer.odata_type(odata_type),
            _ => {}
        }
        writer
    }

    fn odata_type<T: Serialize + ?Sized>(&mut self, value: &T) {
        self.type_is_written = true;
        self.write(ODATA_TYPE, value);
    }

    #[inline]
    fn write<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if let Ok(object) = &mut self.object
            && let Err(error) = object.serialize_entry(name, value)
        {
            self.object = Err(error);
        }
    }

    fn fail(&mut self, error: S::Error) {
        if self.object.is_ok() {
            self.object = Err(error);
        }
    }

    /// Marks the next value as secret: a preview does not show it, and an error does not contain it.
    pub fn secret(&mut self) -> &mut Self {
        self.next_is_secret = true;
        self
    }

    /// Skips the next value if a condition is true.
    pub fn unless(&mut self, condition: bool) -> &mut Self {
        self.skip_next = condition;
        self
    }

    /// Writes a value.
    #[inline]
    pub fn property<T: WriteValue + ?Sized>(&mut self, value: &T) {
        let index = self.next;
        self.next += 1;
        if mem::take(&mut self.skip_next) {
            self.next_is_secret = false;
            return;
        }
        let Some(name) = self.names.get(index) else { return };
        self.written.insert(index);
        if self.next_is_secret {
            self.secret_property(name, value);
        } else {
            self.write(name, value);
        }
    }

    fn secret_property<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.next_is_secret = false;
        if is_redacting() {
            return self.write(name, REDACTED);
        }
        note_value(value);
        let could_write = self.object.is_ok();
        self.write(name, value);
        if could_write && self.object.is_err() {
            self.object = Err(S::Error::custom(NOT_SERIALIZABLE));
        }
    }

    /// Writes a value if there is one.
    #[inline]
    pub fn option<T: WriteValue>(&mut self, value: &Option<T>) {
        match value {
            Some(value) => self.property(value),
            None => self.skip(),
        }
    }

    fn skip(&mut self) {
        self.next += 1;
        self.skip_next = false;
        self.next_is_secret = false;
    }

    /// Writes a property of an update: nothing if it is kept, and `null` if it is cleared.
    #[inline]
    pub fn patch<T: WriteValue>(&mut self, value: &Patch<T>) {
        match value {
            Patch::Keep => self.skip(),
            Patch::Clear => self.property(&()),
            Patch::Set(value) => self.property(value),
        }
    }

    /// Writes a list, unless it is empty.
    #[inline]
    pub fn list<T: WriteValue>(&mut self, value: &Vec<T>) {
        if value.is_empty() {
            self.skip();
        } else {
            self.property(value);
        }
    }

    /// Writes the result of a function, that of `#[serde(serialize_with = "…")]`.
    pub fn with(&mut self, value: serde_json::Result<Value>) {
        match value {
            Ok(value) => self.property(&value),
            Err(_) if self.skip_next => self.skip(),
            Err(error) => {
                let is_secret = self.next_is_secret;
                self.skip();
                self.fail(if is_secret { S::Error::custom(NOT_SERIALIZABLE) } else { S::Error::custom(error) });
            }
        }
    }

    /// Writes the properties of a field with `#[serde(flatten)]`.
    pub fn flatten<T: WriteValue + ?Sized>(&mut self, value: &T) {
        if mem::take(&mut self.skip_next) {
            return;
        }
        if let Err(error) = value.serialize(Properties::of(self)) {
            self.fail(error);
        }
    }

    /// Finishes the object.
    ///
    /// # Errors
    ///
    /// Returns the first error.
    pub fn end(mut self) -> Result<S::Ok, S::Error> {
        for (name, value) in self.additional.into_iter().flat_map(|properties| properties.iter()) {
            if !self.has_written(name) {
                self.write(name, value);
            }
        }
        self.object?.end()
    }

    /// Writes a property of a flattened field, unless there is one of this name.
    pub(super) fn flattened<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if !self.has_written(name) {
            self.flattened.insert(name.to_owned());
            self.write(name, value);
        }
    }

    fn has_written(&self, name: &str) -> bool {
        (self.type_is_written && name == ODATA_TYPE)
            || self.names.iter().position(|own| *own == name).is_some_and(|index| self.written.contains(index))
            || self.flattened.contains(name)
    }
}

/// Writes the value of a variant, whose type comes first.
///
/// # Errors
///
/// If the value is not an object, or cannot be serialized.
pub fn write_variant<T: Serialize, S: Serializer>(
    odata_type: &'static str,
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut writer = Writer::new(serializer, &[], odata_type, None);
    writer.flatten(value);
    writer.end()
}

/// A set of indices.
#[derive(Default)]
struct Indices {
    low: u128,
    /// Those that `low` has no bit for, of a type with very many fields.
    high: Vec<usize>,
}

impl Indices {
    fn insert(&mut self, index: usize) {
        match bit(index) {
            Some(bit) => self.low |= bit,
            None => self.high.push(index),
        }
    }

    fn contains(&self, index: usize) -> bool {
        bit(index).map_or_else(|| self.high.contains(&index), |bit| self.low & bit != 0)
    }
}

fn bit(index: usize) -> Option<u128> {
    u32::try_from(index).ok().and_then(|index| 1_u128.checked_shl(index))
}
