//! How a value is written as JSON.

use std::{
    cell::RefCell,
    fmt::Display,
    io::{self, Write},
};

use serde::{Serialize, Serializer};
use serde_json::{Error, Result, ser::CompactFormatter, ser::Compound};

/// Appends the JSON of a value, as `serde_json` writes it.
///
/// A string that stands by itself, as most properties do, is written at once where nothing in it has to be escaped:
/// that is faster by an order of magnitude than to look for it byte by byte, which counts for tokens of some kilobytes.
pub(super) fn write<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Result<()> {
    let shared = RefCell::new(std::mem::take(out));
    let written = value.serialize(Json { out: &shared, json: &mut serde_json::Serializer::new(Out(&shared)) });
    *out = shared.into_inner();
    written
}

/// What `serde_json` writes to.
struct Out<'o>(&'o RefCell<Vec<u8>>);

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a string that needs no escapes by itself, and leaves all else to `serde_json`.
struct Json<'s, 'o> {
    out: &'o RefCell<Vec<u8>>,
    json: &'s mut serde_json::Serializer<Out<'o>>,
}

/// Whether a string holds what JSON escapes. It is read to its end, so that many bytes are compared at once.
fn has_escapes(text: &str) -> bool {
    let escaped = |byte| u8::from(byte < b' ') | u8::from(byte == b'"') | u8::from(byte == b'\\');
    text.bytes().fold(0, |found, byte| found | escaped(byte)) != 0
}

macro_rules! left_to_serde_json {
    ($($method:ident($ty:ty);)+) => {$(
        fn $method(self, value: $ty) -> Result<()> {
            self.json.$method(value)
        }
    )+};
}

impl<'s, 'o> Serializer for Json<'s, 'o> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'s, Out<'o>, CompactFormatter>;
    type SerializeTuple = Compound<'s, Out<'o>, CompactFormatter>;
    type SerializeTupleStruct = Compound<'s, Out<'o>, CompactFormatter>;
    type SerializeTupleVariant = Compound<'s, Out<'o>, CompactFormatter>;
    type SerializeMap = Compound<'s, Out<'o>, CompactFormatter>;
    type SerializeStruct = Compound<'s, Out<'o>, CompactFormatter>;
    type SerializeStructVariant = Compound<'s, Out<'o>, CompactFormatter>;

    fn serialize_str(self, text: &str) -> Result<()> {
        if has_escapes(text) {
            return self.json.serialize_str(text);
        }
        let mut out = self.out.borrow_mut();
        // Room for what follows too: a comma, or the end of the object.
        out.reserve(text.len() + 3);
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<()> {
        value.serialize(self)
    }

    left_to_serde_json! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_bytes(&[u8]);
        serialize_unit_struct(&'static str);
    }

    fn serialize_none(self) -> Result<()> {
        self.json.serialize_none()
    }

    fn serialize_unit(self) -> Result<()> {
        self.json.serialize_unit()
    }

    fn serialize_unit_variant(self, name: &'static str, index: u32, variant: &'static str) -> Result<()> {
        self.json.serialize_unit_variant(name, index, variant)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<()> {
        self.json.serialize_newtype_variant(name, index, variant, value)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self::SerializeSeq> {
        self.json.serialize_seq(length)
    }

    fn serialize_tuple(self, length: usize) -> Result<Self::SerializeTuple> {
        self.json.serialize_tuple(length)
    }

    fn serialize_tuple_struct(self, name: &'static str, length: usize) -> Result<Self::SerializeTupleStruct> {
        self.json.serialize_tuple_struct(name, length)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        self.json.serialize_tuple_variant(name, index, variant, length)
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Self::SerializeMap> {
        self.json.serialize_map(length)
    }

    fn serialize_struct(self, name: &'static str, length: usize) -> Result<Self::SerializeStruct> {
        self.json.serialize_struct(name, length)
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self::SerializeStructVariant> {
        self.json.serialize_struct_variant(name, index, variant, length)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<()> {
        self.json.collect_str(value)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Serialize)]
    enum Kind {
        Unit,
        Newtype(&'static str),
        Tuple(u8, &'static str),
        Struct { text: &'static str },
    }

    #[derive(Serialize)]
    struct Newtype(Option<&'static str>);

    #[derive(Serialize)]
    struct Empty;

    #[derive(Serialize)]
    struct Pair(i128, f32);

    #[track_caller]
    fn same<T: Serialize>(value: T) {
        let mut written = b"[".to_vec();
        write(&mut written, &value).expect("it can be written");
        let by_serde_json = format!("[{}", serde_json::to_string(&value).expect("it can be written"));
        assert_eq!(String::from_utf8(written).expect("UTF-8"), by_serde_json);
    }

    #[test]
    fn a_string_is_written_as_serde_json_does_whatever_characters_it_holds() {
        for code in 0..0x250_u32 {
            let character = char::from_u32(code).expect("a character");
            same(character);
            same(character.to_string());
            same(format!("{}{character}{}", "a".repeat(70), "b".repeat(5)));
        }
        same("");
        same("\u{2028}\u{1f600}\u{ffff}");
    }

    #[test]
    fn every_kind_of_value_is_written_as_serde_json_does() {
        same((true, 1_i8, 2_i16, 3_i32, 4_i64, 5_u8, 6_u16, 7_u32, 8_u64, 9_u128));
        same((1.5_f32, f64::NAN, 'x'));
        same(i128::MIN);
        same(u128::MAX);
        same(0.1_f32);
        same(1e300_f64);
        same(-7_i8);
        same(false);
        same(());
        same(Empty);
        same(Pair(-1, 0.5));
        same(Newtype(Some("text")));
        same(Newtype(Some("\"")));
        same(Newtype(None));
        same([Kind::Unit, Kind::Newtype("\n"), Kind::Tuple(1, "x"), Kind::Struct { text: "y" }]);
        same(Kind::Unit);
        same(Kind::Newtype("z"));
        same(Kind::Tuple(2, "\\"));
        same(Kind::Struct { text: "\t" });
        same(BTreeMap::from([("key", vec![Some("value"), None])]));
        same(serde_json::json!({"a": [1, "b", null, {"c": 1.5}]}));
        same(serde_json::value::RawValue::from_string("{ \"kept\" : 1 }".to_owned()).expect("JSON"));
        same(std::net::Ipv4Addr::LOCALHOST);
        same(uuid::Uuid::nil().to_string());
    }

    #[test]
    fn what_was_written_stays_where_a_value_cannot_be_written() {
        let mut out = b"before".to_vec();
        let map = BTreeMap::from([(vec![1_u8], 1)]);
        assert!(write(&mut out, &map).is_err());
        assert!(out.starts_with(b"before"));
    }
}
