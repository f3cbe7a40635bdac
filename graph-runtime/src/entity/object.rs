//! The properties of another object, written into the same one.

use std::fmt::{self, Display, Write};

use serde::{
    Serialize, Serializer,
    ser::{Error, Impossible, SerializeMap, SerializeStruct},
};

use super::writer::Writer;

/// A serializer that accepts only objects, and writes their properties into the object of a [`Writer`].
pub(super) struct Properties<'w, 'a, S: Serializer> {
    writer: &'w mut Writer<'a, S>,
    name: String,
}

impl<'w, 'a, S: Serializer> Properties<'w, 'a, S> {
    pub(super) fn of(writer: &'w mut Writer<'a, S>) -> Self {
        Self { writer, name: String::new() }
    }
}

/// Methods for values that are no objects.
macro_rules! reject {
    ($($method:ident($($ty:ty),*) -> $compound:ty;)+) => {$(
        fn $method(self, $(_: $ty),*) -> Result<$compound, S::Error> {
            Err(S::Error::custom(NO_OBJECT))
        }
    )+};
}

const NO_OBJECT: &str = "expected an object: only properties can be written here";

impl<S: Serializer> Serializer for Properties<'_, '_, S> {
    type Ok = ();
    type Error = S::Error;
    type SerializeSeq = Impossible<(), S::Error>;
    type SerializeTuple = Impossible<(), S::Error>;
    type SerializeTupleStruct = Impossible<(), S::Error>;
    type SerializeTupleVariant = Impossible<(), S::Error>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), S::Error>;

    fn serialize_map(self, _: Option<usize>) -> Result<Self, S::Error> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, S::Error> {
        Ok(self)
    }

    fn serialize_none(self) -> Result<(), S::Error> {
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), S::Error> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), S::Error> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        self.serialize_entry(variant, value)
    }

    reject! {
        serialize_bool(bool) -> ();
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u16(u16) -> ();
        serialize_u32(u32) -> ();
        serialize_u64(u64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_str(&str) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_seq(Option<usize>) -> Self::SerializeSeq;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }
}

impl<S: Serializer> SerializeMap for Properties<'_, '_, S> {
    type Ok = ();
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.name.clear();
        write!(self.name, "{}", Name(key)).map_err(|_| S::Error::custom("the name of a property must be a string"))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.writer.flattened(&self.name, value);
        Ok(())
    }

    fn end(self) -> Result<(), S::Error> {
        Ok(())
    }
}

impl<S: Serializer> SerializeStruct for Properties<'_, '_, S> {
    type Ok = ();
    type Error = S::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        self.writer.flattened(name, value);
        Ok(())
    }

    fn end(self) -> Result<(), S::Error> {
        Ok(())
    }
}

/// Displays the name of a property, which serde can do for the types of names.
struct Name<'n, T: ?Sized>(&'n T);

impl<T: Serialize + ?Sized> Display for Name<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(f)
    }
}
