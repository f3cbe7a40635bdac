//! JSON objects that are put together from parts, in which no key is written twice.

use std::{borrow::Cow, collections::HashSet, fmt};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// The key with which an object names its type.
const TYPE: &str = "@odata.type";

/// Returns the object with these others flattened into it.
///
/// A property of the object itself wins over one in the others, and that of an earlier one over that of a later one. But
/// a type that one of the others names wins over a `declared` one: it is that of the value. A type is written first.
pub(super) fn flattened(object: &[u8], others: &[Vec<u8>], declared: Option<&str>) -> serde_json::Result<Vec<u8>> {
    let mut members = members(object)?;
    if declared.is_some() {
        members.retain(|(key, _)| key != TYPE);
    }
    for other in others {
        members.extend(self::members(other)?);
    }
    write(members, declared)
}

/// Returns the object with its type first: the one that it names itself, or else the declared one.
pub(super) fn typed(object: &[u8], declared: &str) -> serde_json::Result<Vec<u8>> {
    write(members(object)?, Some(declared))
}

/// Returns whether the JSON is an object without a property, except perhaps its type. Reads only as far as needed.
pub(super) fn is_empty(json: &[u8]) -> bool {
    struct NoProperty;

    impl<'de> Visitor<'de> for NoProperty {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object without a property")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some((Key(key), IgnoredAny)) = map.next_entry()? {
                if key != TYPE {
                    return Err(A::Error::custom("a property"));
                }
            }
            Ok(())
        }
    }

    serde_json::Deserializer::from_slice(json).deserialize_map(NoProperty).is_ok()
}

/// A key, borrowed if it has no escapes.
#[derive(Deserialize)]
struct Key<'j>(#[serde(borrow)] Cow<'j, str>);

type Members<'j> = Vec<(Cow<'j, str>, &'j RawValue)>;

/// Returns the members of an object. Their values are not parsed.
fn members(object: &[u8]) -> serde_json::Result<Members<'_>> {
    struct All;

    impl<'de> Visitor<'de> for All {
        type Value = Members<'de>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some((Key(key), value)) = map.next_entry()? {
                members.push((key, value));
            }
            Ok(members)
        }
    }

    serde_json::Deserializer::from_slice(object).deserialize_map(All)
}

/// Writes an object: its type, then the first member with each key.
fn write(members: Members<'_>, declared: Option<&str>) -> serde_json::Result<Vec<u8>> {
    let own_type = members.iter().find(|(key, value)| key == TYPE && value.get() != "null");
    let mut object = vec![b'{'];
    match (own_type, declared) {
        (Some((_, value)), _) => member(&mut object, TYPE, value)?,
        (None, Some(declared)) => member(&mut object, TYPE, declared)?,
        (None, None) => {}
    }
    let mut written = HashSet::from([Cow::Borrowed(TYPE)]);
    for (key, value) in members {
        if !written.contains(&key) {
            member(&mut object, &key, value)?;
            written.insert(key);
        }
    }
    object.push(b'}');
    Ok(object)
}

fn member<T: Serialize + ?Sized>(object: &mut Vec<u8>, key: &str, value: &T) -> serde_json::Result<()> {
    if object.last() != Some(&b'{') {
        object.push(b',');
    }
    serde_json::to_writer(&mut *object, key)?;
    object.push(b':');
    serde_json::to_writer(object, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flattened(object: &str, others: &[&str], declared: Option<&str>) -> String {
        let others: Vec<_> = others.iter().map(|other| other.as_bytes().to_vec()).collect();
        let flattened = super::flattened(object.as_bytes(), &others, declared).expect("JSON");
        String::from_utf8(flattened).expect("UTF-8")
    }

    #[test]
    fn a_property_of_the_object_wins_and_then_that_of_the_first_other() {
        assert_eq!(
            flattened(r#"{"a":1,"b":{"c":[2]}}"#, &[r#"{"b":0,"c":3}"#, r#"{"a":0,"c":0,"d":4}"#], None),
            r#"{"a":1,"b":{"c":[2]},"c":3,"d":4}"#
        );
        assert_eq!(flattened("{}", &[r#"{ "a" : 1 }"#], None), r#"{"a":1}"#);
    }

    #[test]
    fn a_key_with_escapes_is_the_same_key() {
        assert_eq!(
            flattened(r#"{"a":1,"\"":2}"#, &[r#"{"\u0061":0,"\u0022":0,"\u00e9":3}"#], None),
            r#"{"a":1,"\"":2,"é":3}"#
        );
    }

    #[test]
    fn the_type_is_first_and_that_of_the_value_wins_over_the_declared_one() {
        let declared = r##"{"@odata.type":"#a","x":1}"##;
        assert_eq!(flattened(declared, &[r#"{"y":2}"#], Some("#a")), r##"{"@odata.type":"#a","x":1,"y":2}"##);
        let others = [r##"{"y":2,"@odata.type":"#b"}"##];
        assert_eq!(flattened(declared, &others, Some("#a")), r##"{"@odata.type":"#b","x":1,"y":2}"##);
        assert_eq!(flattened(r#"{"x":1}"#, &others, None), r##"{"@odata.type":"#b","x":1,"y":2}"##);
        // Not a declared one, but a property like others.
        assert_eq!(flattened(declared, &others, None), r##"{"@odata.type":"#a","x":1,"y":2}"##);
    }

    #[test]
    fn an_object_has_one_type() {
        let with_type = |object: &str| String::from_utf8(typed(object.as_bytes(), "#a").expect("JSON")).expect("UTF-8");
        assert_eq!(with_type("{}"), r##"{"@odata.type":"#a"}"##);
        assert_eq!(with_type(r#"{"x":{"@odata.type":1}}"#), r##"{"@odata.type":"#a","x":{"@odata.type":1}}"##);
        assert_eq!(with_type(r##"{"x":1,"@odata.type":"#b"}"##), r##"{"@odata.type":"#b","x":1}"##);
        assert_eq!(with_type(r#"{"x":1,"@odata.type":null}"#), r##"{"@odata.type":"#a","x":1}"##);
        assert_eq!(with_type(r##"{"\u0040odata.type":"#b"}"##), r##"{"@odata.type":"#b"}"##);
    }

    #[test]
    fn an_object_with_a_type_alone_is_empty() {
        for empty in ["{}", "{ }", r#"{"@odata.type":"x"}"#, r#"{"@odata\u002etype":"x"}"#] {
            assert!(is_empty(empty.as_bytes()), "{empty}");
        }
        for other in [r#"{"a":null}"#, r#"{"@odata.type":"x","a":1}"#, r#"{"@odata.id":"x"}"#, "[]", "null", "\"\"", ""]
        {
            assert!(!is_empty(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn values_of_any_depth_are_copied() {
        let deep = format!(r#"{{"a":{}1{}}}"#, "[".repeat(2_000), "]".repeat(2_000));
        assert_eq!(flattened(&deep, &[r#"{"a":0}"#], None), deep);
    }
}
