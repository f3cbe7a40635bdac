//! The JSON of OData, for values of any type that implements [`Serialize`].
//!
//! serde and OData represent some values differently: serde's JSON has `null` for NaN and the infinities, and an array
//! of numbers for bytes. [`OData`] is a serializer that changes only these, and passes everything else on.

use std::fmt::Display;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{
    Serialize, Serializer,
    ser::{
        SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
        SerializeTupleVariant,
    },
};

use crate::odata::double;

/// Appends a value as JSON.
///
/// # Errors
///
/// If the value's `Serialize` returns an error.
pub(crate) fn write<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> serde_json::Result<()> {
    value.serialize(OData(&mut serde_json::Serializer::new(out)))
}

/// Returns what a service reads from the JSON of a value.
///
/// # Errors
///
/// If the value's `Serialize` returns an error.
#[cfg(feature = "testing")]
pub(crate) fn to_value<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<serde_json::Value> {
    let mut json = Vec::new();
    write(value, &mut json)?;
    serde_json::from_slice(&json)
}

/// A serializer, a part of one, or a value for one, with OData's representation of numbers and bytes.
struct OData<S>(S);

impl<T: Serialize + ?Sized> Serialize for OData<&T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(OData(serializer))
    }
}

/// Methods that pass a plain value on.
macro_rules! pass {
    ($($method:ident($($value:ident: $ty:ty),*);)+) => {$(
        #[inline]
        fn $method(self, $($value: $ty),*) -> Result<S::Ok, S::Error> {
            self.0.$method($($value),*)
        }
    )+};
}

/// Methods that start a compound value.
macro_rules! start {
    ($($compound:ident = $method:ident($($value:ident: $ty:ty),*);)+) => {$(
        #[inline]
        fn $method(self, $($value: $ty),*) -> Result<Self::$compound, S::Error> {
            self.0.$method($($value),*).map(OData)
        }
    )+};
}

impl<S: Serializer> Serializer for OData<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = OData<S::SerializeSeq>;
    type SerializeTuple = OData<S::SerializeTuple>;
    type SerializeTupleStruct = OData<S::SerializeTupleStruct>;
    type SerializeTupleVariant = OData<S::SerializeTupleVariant>;
    type SerializeMap = OData<S::SerializeMap>;
    type SerializeStruct = OData<S::SerializeStruct>;
    type SerializeStructVariant = OData<S::SerializeStructVariant>;

    #[inline]
    fn serialize_f32(self, value: f32) -> Result<S::Ok, S::Error> {
        match double::text(f64::from(value)) {
            Some(text) => self.0.serialize_str(text),
            None => self.0.serialize_f32(value),
        }
    }

    #[inline]
    fn serialize_f64(self, value: f64) -> Result<S::Ok, S::Error> {
        match double::text(value) {
            Some(text) => self.0.serialize_str(text),
            None => self.0.serialize_f64(value),
        }
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<S::Ok, S::Error> {
        self.0.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    pass! {
        serialize_bool(value: bool);
        serialize_i8(value: i8);
        serialize_i16(value: i16);
        serialize_i32(value: i32);
        serialize_i64(value: i64);
        serialize_i128(value: i128);
        serialize_u8(value: u8);
        serialize_u16(value: u16);
        serialize_u32(value: u32);
        serialize_u64(value: u64);
        serialize_u128(value: u128);
        serialize_char(value: char);
        serialize_str(value: &str);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(name: &'static str);
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_some(&OData(value))
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_struct(name, &OData(value))
    }

    #[inline]
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_variant(name, index, variant, &OData(value))
    }

    start! {
        SerializeSeq = serialize_seq(length: Option<usize>);
        SerializeTuple = serialize_tuple(length: usize);
        SerializeTupleStruct = serialize_tuple_struct(name: &'static str, length: usize);
        SerializeTupleVariant =
            serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, length: usize);
        SerializeMap = serialize_map(length: Option<usize>);
        SerializeStruct = serialize_struct(name: &'static str, length: usize);
        SerializeStructVariant =
            serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, length: usize);
    }

    #[inline]
    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.collect_str(value)
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// A part of a serializer whose values have no name.
macro_rules! unnamed {
    ($($part:ident::$method:ident;)+) => {$(
        impl<S: $part> $part for OData<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
                self.0.$method(&OData(value))
            }

            #[inline]
            fn end(self) -> Result<S::Ok, S::Error> {
                self.0.end()
            }
        }
    )+};
}

unnamed! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
    SerializeTupleVariant::serialize_field;
}

/// A part of a serializer whose values have names.
macro_rules! named {
    ($($part:ident)+) => {$(
        impl<S: $part> $part for OData<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
                self.0.serialize_field(name, &OData(value))
            }

            #[inline]
            fn skip_field(&mut self, name: &'static str) -> Result<(), S::Error> {
                self.0.skip_field(name)
            }

            #[inline]
            fn end(self) -> Result<S::Ok, S::Error> {
                self.0.end()
            }
        }
    )+};
}

named! { SerializeStruct SerializeStructVariant }

impl<S: SerializeMap> SerializeMap for OData<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.0.serialize_key(key)
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.0.serialize_value(&OData(value))
    }

    #[inline]
    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), S::Error> {
        self.0.serialize_entry(key, &OData(value))
    }

    #[inline]
    fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use bytes::Bytes;

    use super::*;

    fn json(value: &impl Serialize) -> String {
        let mut out = Vec::new();
        write(value, &mut out).expect("JSON");
        String::from_utf8(out).expect("UTF-8")
    }

    #[derive(Serialize)]
    struct Unit;

    #[derive(Serialize)]
    struct Newtype(f64);

    #[derive(Serialize)]
    struct Pair(f32, Bytes);

    #[derive(Serialize)]
    enum Variant {
        Unit,
        Newtype(f64),
        Tuple(f64, u8),
        Struct { x: f64 },
    }

    #[derive(Serialize)]
    struct All {
        some: Option<f64>,
        none: Option<f64>,
        newtype: Newtype,
        pair: Pair,
        variants: Vec<Variant>,
        map: BTreeMap<u8, f64>,
        tuple: (f32, Unit, char, i128),
        #[serde(flatten)]
        more: BTreeMap<&'static str, f64>,
    }

    #[test]
    fn numbers_and_bytes_have_their_representation_of_odata_wherever_they_are() {
        let all = All {
            some: Some(f64::NAN),
            none: None,
            newtype: Newtype(f64::INFINITY),
            pair: Pair(f32::NEG_INFINITY, Bytes::from_static(b"\xff\xfe")),
            variants: vec![
                Variant::Unit,
                Variant::Newtype(f64::NAN),
                Variant::Tuple(f64::NAN, 1),
                Variant::Struct { x: f64::NAN },
            ],
            map: [(1, f64::NAN)].into(),
            tuple: (1.5, Unit, 'c', -1),
            more: [("x", f64::INFINITY)].into(),
        };
        assert_eq!(
            json(&all),
            concat!(
                r#"{"some":"NaN","none":null,"newtype":"INF","pair":["-INF","//4="],"#,
                r#""variants":["Unit",{"Newtype":"NaN"},{"Tuple":["NaN",1]},{"Struct":{"x":"NaN"}}],"#,
                r#""map":{"1":"NaN"},"tuple":[1.5,null,"c",-1],"x":"INF"}"#,
            )
        );
    }

    #[test]
    fn everything_else_is_written_as_serde_json_writes_it() {
        let value = serde_json::json!({"a": [1, -2, 1.5, 1e300, "\u{1}é\"", null, true, {}], "b": {"c": []}});
        assert_eq!(json(&value), value.to_string());
        let raw = serde_json::value::RawValue::from_string(r#"{ "a" : 1.0 }"#.to_owned()).expect("JSON");
        assert_eq!(json(&vec![raw]), r#"[{ "a" : 1.0 }]"#);
        let date: time::Date = time::Date::MIN;
        assert_eq!(json(&format_args!("{date}")), serde_json::to_string(&format_args!("{date}")).expect("JSON"));
    }
}
