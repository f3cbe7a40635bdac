//! Types in all forms.
#![deny(warnings, missing_docs, missing_debug_implementations, unsafe_code, unused_qualifications)]
#![deny(rust_2018_idioms, single_use_lifetimes, unused_lifetimes, trivial_casts, variant_size_differences)]

use std::{borrow::Cow, collections::BTreeMap, marker::PhantomData};

use graph_runtime::{Patch, Secret, graph_type, odata::AdditionalProperties};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Every shape.
#[graph_type("#microsoft.graph.shapes")]
#[derive(Clone, Default, PartialEq)]
pub struct Shapes {
    /// Read only.
    #[graph(read_only)]
    pub id: Option<String>,
    /// A name that is a keyword.
    pub r#type: Option<u8>,
    /// Kept.
    pub patch: Patch<String>,
    /// Empty.
    pub list: Vec<Self>,
    /// Always.
    #[graph(always, name = "Always")]
    pub always: Vec<u16>,
    /// Required.
    pub required: u8,
    /// Hidden.
    #[graph(secret)]
    pub secret: String,
    /// Hidden too.
    pub own_secret: Option<Secret<String>>,
    /// Converted.
    #[serde(with = "text")]
    pub converted: u16,
    /// Converted.
    #[serde(serialize_with = "text::option", deserialize_with = "text::read_option", skip_serializing_if = "Option::is_none")]
    pub optional: Option<u16>,
    /// Defaulted.
    #[serde(default = "three", alias = "other", alias = "another")]
    pub defaulted: u8,
    /// Skipped.
    #[serde(skip)]
    pub skipped: u8,
    /// There under a condition.
    #[cfg(all())]
    pub conditional: Option<u8>,
    /// Not there.
    #[cfg(any())]
    pub absent: Missing,
    /// Old.
    #[deprecated]
    pub old: Option<u8>,
    /// Flattened.
    #[serde(flatten)]
    pub flattened: BTreeMap<String, u8>,
    /// Everything else.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

fn three() -> u8 {
    3
}

mod text {
    use super::*;

    pub(super) fn serialize<S: Serializer>(value: &u16, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }

    pub(super) fn option<S: Serializer>(value: &Option<u16>, serializer: S) -> Result<S::Ok, S::Error> {
        value.map(|value| value.to_string()).serialize(serializer)
    }

    pub(super) fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
        deserialize(deserializer).map(Some)
    }
}

/// Borrows.
#[graph_type]
#[derive(Debug, Clone, PartialEq)]
pub struct Borrowed<'a> {
    /// From the text.
    pub name: &'a str,
    /// From the text, if it has no escapes.
    #[serde(borrow)]
    pub names: Option<Cow<'a, str>>,
    /// Some.
    pub list: Vec<&'a str>,
}

/// Any content.
#[graph_type]
#[derive(Debug)]
pub struct Generic<T, U: Iterator, const N: usize>
where
    U::Item: std::fmt::Debug,
{
    /// The content.
    pub value: T,
    /// More.
    pub values: Vec<Option<T>>,
    /// An item.
    pub item: Option<U::Item>,
    /// How many.
    #[serde(skip)]
    pub marker: PhantomData<U>,
    /// Bytes.
    #[serde(skip, default = "zeros")]
    pub bytes: [u16; N],
}

fn zeros<const N: usize>() -> [u16; N] {
    [0; N]
}

/// Nothing.
#[graph_type("#microsoft.graph.nothing")]
#[derive(Debug, Clone, Copy)]
pub struct Nothing;

/// Nothing either.
#[graph_type]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Empty {}

/// Derived types.
#[graph_type]
#[derive(Debug)]
pub enum Any<T> {
    /// Shapes.
    #[graph("#microsoft.graph.shapes")]
    Shapes(Box<Shapes>),
    /// Nothing.
    #[graph("#microsoft.graph.nothing")]
    #[deprecated]
    Nothing(Nothing),
    /// Generic.
    #[graph("#microsoft.graph.generic")]
    Generic(Generic<T, std::vec::IntoIter<u8>, 2>),
    /// Not there.
    #[cfg(any())]
    #[graph("#microsoft.graph.absent")]
    Absent(Missing),
    /// All others.
    #[graph(other)]
    Other(AdditionalProperties),
}

/// Refers to itself.
#[graph_type]
#[derive(Debug, Default)]
pub struct Tree {
    /// Below.
    pub children: Vec<Tree>,
    /// Beside.
    pub next: Option<Box<Tree>>,
}

fn round<'t, T: Serialize + Deserialize<'t>>(_: &'t str) {}

fn main() {
    round::<Shapes>("");
    round::<Borrowed<'_>>("");
    round::<Generic<u8, std::vec::IntoIter<String>, 3>>("");
    round::<Nothing>("");
    round::<Empty>("");
    round::<Any<u8>>("");
    round::<Tree>("");
    let _ = format!("{:?} {:?}", Shapes::default(), Empty {});
}
