//! Random objects: `#[graph_type]` reads and writes them as serde's derives do with all the attributes that it stands for.

use std::fmt::Debug;

use fastrand::Rng;
use graph_runtime::{Patch, graph_type, odata::AdditionalProperties};
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};

#[graph_type]
#[derive(Debug)]
struct Ours {
    id: String,
    display_name: Option<String>,
    #[graph(read_only)]
    count: Option<i64>,
    note: Patch<String>,
    tags: Vec<String>,
    #[graph(always)]
    parts: Vec<Part>,
    part: Option<Box<Part>>,
    #[serde(default)]
    flag: bool,
    #[serde(rename = "Type", alias = "kind")]
    r#type: Option<u8>,
}

#[graph_type]
#[derive(Debug)]
struct Part {
    name: Option<String>,
    size: u8,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Theirs {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
    #[serde(skip_serializing)]
    count: Option<i64>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    note: Patch<String>,
    #[serde(default, deserialize_with = "null_or_list", skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(default, deserialize_with = "null_or_list")]
    parts: Vec<TheirPart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<Box<TheirPart>>,
    #[serde(default)]
    flag: bool,
    #[serde(rename = "Type", alias = "kind", skip_serializing_if = "Option::is_none")]
    r#type: Option<u8>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename = "Part")]
struct TheirPart {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    size: u8,
}

fn null_or_list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// The same with what has no field.
#[graph_type]
#[derive(Clone, Default)]
struct OurOpen {
    id: Option<String>,
    #[graph(additional)]
    additional: AdditionalProperties,
}

#[derive(Debug, Serialize, Deserialize)]
struct TheirOpen {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(flatten)]
    additional: AdditionalProperties,
}

const NAMES: [&str; 14] = [
    "id",
    "id",
    "displayName",
    "count",
    "note",
    "tags",
    "parts",
    "part",
    "flag",
    "Type",
    "@odata.type",
    "unknown",
    "display_name",
    "",
];

const VALUES: [&str; 16] = [
    "null",
    "null",
    "\"text\"",
    "\"text\"",
    "\"\\u00e9 \\\"\"",
    "7",
    "-1",
    "true",
    "[]",
    "[\"a\",\"b\"]",
    "{}",
    "{\"size\":3}",
    "[{\"name\":\"n\",\"size\":4,\"x\":[{}]}]",
    "[null]",
    "1.5",
    "{\"name\":null,\"size\":300}",
];

/// The values that fit, for each name.
const FITTING: [(&str, &[&str]); 9] = [
    ("id", &["\"1\""]),
    ("displayName", &["null", "\"name\""]),
    ("count", &["null", "7"]),
    ("note", &["null", "\"note\""]),
    ("tags", &["null", "[]", "[\"a\"]"]),
    ("parts", &["null", "[]", "[{\"name\":\"n\",\"size\":4,\"x\":[{}]}]"]),
    ("part", &["null", "{\"size\":3}"]),
    ("flag", &["true"]),
    ("Type", &["null", "7"]),
];

/// An object, with each name at most once.
fn object(rng: &mut Rng) -> String {
    let mut members = Vec::new();
    if rng.bool() {
        for (name, values) in FITTING {
            if rng.u8(..8) != 0 {
                members.push((name, values[rng.usize(..values.len())]));
            }
        }
    } else {
        for _ in 0..rng.usize(..8) {
            let name = NAMES[rng.usize(..NAMES.len())];
            if members.iter().all(|(known, _)| *known != name) {
                members.push((name, VALUES[rng.usize(..VALUES.len())]));
            }
        }
    }
    rng.shuffle(&mut members);
    let members: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}

/// What is written of a value that was read, or what is wrong.
fn round<T: DeserializeOwned + Serialize>(json: &str) -> Result<String, String> {
    let value = serde_json::from_str::<T>(json).map_err(|error| error.to_string())?;
    serde_json::to_string(&value).map_err(|error| error.to_string())
}

#[test]
fn random_objects_are_read_and_written_as_by_the_derives() {
    let rng = &mut Rng::with_seed(5);
    let mut read = 0;
    for _ in 0..20_000 {
        let json = object(rng);
        let count = (
            serde_json::from_str::<Ours>(&json).ok().map(|ours| ours.count),
            serde_json::from_str::<Theirs>(&json).ok().map(|theirs| theirs.count),
        );
        assert_eq!(count.0, count.1, "{json}");
        let ours = round::<Ours>(&json);
        let theirs = round::<Theirs>(&json);
        assert_eq!(ours.as_ref().ok(), theirs.as_ref().ok(), "{json}");
        // The derives name the struct where an object is expected, and also read it from a list.
        if ours.as_ref().is_err_and(|error| !error.contains("expected an object")) {
            assert_eq!(ours, theirs, "{json}");
        }
        read += usize::from(ours.is_ok());
    }
    assert!(read > 4_000, "only {read} can be read");
}

#[test]
fn what_has_no_field_is_kept_as_by_the_derives() {
    let rng = &mut Rng::with_seed(9);
    for _ in 0..5_000 {
        let json = object(rng);
        let sorted = |text: String| serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
        let ours = round::<OurOpen>(&json).ok().map(sorted);
        let theirs = round::<TheirOpen>(&json).ok().map(sorted);
        assert_eq!(ours, theirs, "{json}");
    }
}

#[test]
fn no_name_is_written_twice_whatever_the_additional_properties_are() {
    let rng = &mut Rng::with_seed(13);
    for _ in 0..5_000 {
        let mut open = OurOpen { id: rng.bool().then(|| "field".to_owned()), ..OurOpen::default() };
        for _ in 0..rng.usize(..6) {
            open.additional.insert(NAMES[rng.usize(..NAMES.len())].to_owned(), 1.into());
        }
        let json = serde_json::to_string(&open).expect("JSON");
        let names: Vec<_> = json.match_indices("\":").collect();
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&json).expect("JSON");
        assert_eq!(names.len(), object.len(), "{json}");
        assert!(open.id.is_none() || object["id"] == "field", "{json}");
    }
}
