//! The two forms of the entity that is measured.

#[expect(missing_debug_implementations, reason = "it has what is measured alone")]
pub mod derive;
#[expect(missing_debug_implementations, reason = "it has what is measured alone")]
pub mod graph_type;

use std::fmt::Write as _;

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// What makes the code of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityForm {
    /// `#[derive(serde::Serialize, serde::Deserialize)]`, with the attributes that it needs.
    Derive,
    /// `#[graph_type]`.
    GraphType,
}

impl EntityForm {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Derive, Self::GraphType];

    /// Its name, in a table and of a crate.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Derive => "derive",
            Self::GraphType => "graph_type",
        }
    }

    /// A crate's only file, with so many entities of ten properties, which differ in their names. Without any, it still
    /// has the imports, so that the compiler loads what it would load for one.
    ///
    /// # Panics
    ///
    /// If the source is not as expected.
    #[must_use]
    pub fn library(self, entities: usize) -> String {
        let source = match self {
            Self::Derive => include_str!("entity/derive.rs"),
            Self::GraphType => include_str!("entity/graph_type.rs"),
        };
        let (head, rest) = source.split_once("\n/// ").expect("a struct with a doc comment");
        let (declaration, _) = rest.split_once("\n/// The same").expect("a second struct");
        let (title, imports) = head.split_once("\n\n").expect("imports");
        let mut library = format!("{title}\n#![allow(unused_imports)]\n\n{imports}\n");
        for number in 0..entities {
            let declaration = declaration.replace("Device ", &format!("Device{number} "));
            let _ = write!(library, "\n/// {declaration}");
        }
        library
    }
}

/// In which order the names of an entity are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameOrder {
    /// That of the declaration.
    Declared,
    /// Another one for each entity.
    Random,
}

/// A page of entities as JSON, with some properties that have no field.
#[must_use]
pub fn page(entities: usize, unknown: usize, order: NameOrder) -> String {
    let mut rng = Rng::with_seed(1);
    let entities: Vec<_> = (0..entities).map(|number| entity(number, unknown, order, &mut rng)).collect();
    format!(r#"{{"value":[{}]}}"#, entities.join(","))
}

fn entity(number: usize, unknown: usize, order: NameOrder, rng: &mut Rng) -> String {
    let mut members = vec![
        ("id".to_owned(), json!(format!("5a2e3d1c-0000-4000-8000-{number:012}"))),
        ("displayName".to_owned(), json!(format!("Device {number}"))),
        ("description".to_owned(), if number.is_multiple_of(3) { Value::Null } else { json!("Reception \"B\"") }),
        ("createdDateTime".to_owned(), json!("2026-08-01T09:00:00.1234567Z")),
        ("enrolledDeviceCount".to_owned(), json!(number)),
        ("isEnabled".to_owned(), json!(number.is_multiple_of(2))),
        ("roleScopeTagIds".to_owned(), json!(["0", "17"])),
        ("status".to_owned(), json!("enrolled")),
        ("version".to_owned(), json!(number * 7)),
        ("ownerName".to_owned(), json!("Adele Vance")),
    ];
    members.extend((0..unknown).map(|i| (format!("unknownProperty{i}"), json!("a value"))));
    if order == NameOrder::Random {
        rng.shuffle(&mut members);
    }
    let members: Vec<_> = members.into_iter().map(|(name, value)| format!("{}:{value}", Value::from(name))).collect();
    format!("{{{}}}", members.join(","))
}

/// The same JSON, whatever the order of its names.
///
/// # Panics
///
/// If it is none.
#[must_use]
pub fn sorted(json: &str) -> Map<String, Value> {
    serde_json::from_str(json).expect("an object")
}
