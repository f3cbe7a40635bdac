//! What Microsoft's metadata says about the tenant's operations and types: the tables in `data/`.
//!
//! They are not derived from the declarations of this crate, so that a wrong declaration fails against the tenant.

use std::{collections::BTreeMap, sync::LazyLock};

use graph_runtime::ApiVersion;
use http::Method;

/// The tables.
pub(super) struct Facts {
    pub(super) operations: Vec<Operation>,
    types: BTreeMap<&'static str, Type>,
    enumerations: BTreeMap<&'static str, Vec<&'static str>>,
}

/// An operation.
pub(super) struct Operation {
    pub(super) versions: Vec<ApiVersion>,
    pub(super) method: Method,
    pub(super) path: Vec<Segment>,
    pub(super) body: Body,
    pub(super) response: ResponseBody,
    /// The system query options that it takes.
    pub(super) options: Vec<&'static str>,
    /// The permissions, one of which is required.
    pub(super) any_of: Vec<&'static str>,
}

/// A segment of a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Segment {
    /// A name.
    Name(&'static str),
    /// The key of an element.
    Key,
    /// A function with its parameters.
    Function(&'static str, Vec<&'static str>),
}

/// The body of a request.
pub(super) enum Body {
    None,
    /// An object of this type.
    Object(&'static str),
    /// The parameters of an action. Those that are nullable can be left out.
    Parameters(Type),
}

/// The body of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResponseBody {
    None,
    /// An object of this type.
    Object(&'static str),
    /// Objects of this type.
    Collection(&'static str),
    /// One value in an envelope.
    Value,
    /// The number of entities, as text.
    Count,
}

/// A type of an object: an entity, a complex value, the parameters of an action.
pub(super) struct Type {
    pub(super) name: &'static str,
    pub(super) base: Option<&'static str>,
    pub(super) properties: Vec<Property>,
}

/// A property.
pub(super) struct Property {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) nullable: bool,
    pub(super) versions: Vec<ApiVersion>,
    pub(super) access: Access,
}

/// The type of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    /// `Edm.String`, or the name of an enumeration or a complex type.
    pub(super) name: &'static str,
    pub(super) collection: bool,
}

/// Who sets a property, and who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    ReadWrite,
    /// Set by the service alone.
    Read,
    /// Never returned.
    Write,
}

static FACTS: LazyLock<Facts> = LazyLock::new(|| Facts {
    operations: rows(include_str!("../../data/operations.tsv")).map(|columns| Operation::new(&columns)).collect(),
    types: types(include_str!("../../data/types.tsv")),
    enumerations: rows(include_str!("../../data/enumerations.tsv"))
        .map(|[name, members]| (name, members.split(' ').collect()))
        .collect(),
});

/// Returns the tables.
pub(super) fn facts() -> &'static Facts {
    &FACTS
}

impl Facts {
    /// Finds a type by its name.
    pub(super) fn find_type(&self, name: &str) -> Option<&Type> {
        self.types.get(name)
    }

    /// Returns the members of an enumeration.
    pub(super) fn members(&self, name: &str) -> Option<&[&'static str]> {
        self.enumerations.get(name).map(Vec::as_slice)
    }

    /// Returns a type and those that it derives from.
    pub(super) fn lineage<'f>(&'f self, name: &str) -> impl Iterator<Item = &'f Type> + use<'f> {
        std::iter::successors(self.find_type(name), |found| found.base.and_then(|base| self.find_type(base)))
    }

    /// Returns whether a type is another or derives from it.
    pub(super) fn is_a(&self, name: &str, ancestor: &str) -> bool {
        self.lineage(name).any(|found| found.name == ancestor)
    }

    /// Returns a type and those that derive from it.
    pub(super) fn family<'f>(&'f self, name: &str) -> impl Iterator<Item = &'f Type> + use<'f> {
        let name = self.find_type(name).map_or("", |found| found.name);
        self.types.values().filter(move |found| self.is_a(found.name, name))
    }
}

impl Operation {
    fn new(columns: &[&'static str; 9]) -> Self {
        let [versions, method, path, body, response, options, delegated, application, _] = *columns;
        let mut any_of: Vec<_> = list(application).chain(list(delegated)).collect();
        any_of.sort_unstable();
        any_of.dedup();
        Self {
            versions: self::versions(versions),
            method: Method::from_bytes(method.as_bytes()).unwrap_or_default(),
            path: path.split('/').skip(1).map(Segment::new).collect(),
            body: Body::new(body),
            response: ResponseBody::new(response),
            options: list(options).collect(),
            any_of,
        }
    }

    /// Returns the name of the last segment; empty for a key.
    pub(super) fn name(&self) -> &'static str {
        match self.path.last() {
            Some(Segment::Name(name) | Segment::Function(name, _)) => name,
            Some(Segment::Key) | None => "",
        }
    }
}

impl Segment {
    fn new(text: &'static str) -> Self {
        match text.split_once('(') {
            None if text == "{id}" => Self::Key,
            None => Self::Name(text),
            Some((name, parameters)) => {
                let parameters = parameters.trim_end_matches(')').split(',');
                let names = parameters.filter_map(|parameter| parameter.split_once('=')).map(|(name, _)| name);
                Self::Function(name, names.collect())
            }
        }
    }
}

impl Body {
    fn new(text: &'static str) -> Self {
        match text.strip_prefix('{') {
            None if text.is_empty() => Self::None,
            None => Self::Object(text),
            Some(parameters) => {
                let parameters = parameters.trim_end_matches('}').split(", ");
                let property = |(name, kind): (&'static str, _)| {
                    let (kind, versions) = (Kind::new(kind), versions("v1.0,beta"));
                    let (name, nullable) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
                    Property { name, kind, nullable, versions, access: Access::ReadWrite }
                };
                let properties = parameters.filter_map(|parameter| parameter.split_once(' ')).map(property).collect();
                Self::Parameters(Type { name: "the parameters", base: None, properties })
            }
        }
    }
}

impl ResponseBody {
    fn new(text: &'static str) -> Self {
        match text {
            "" => Self::None,
            "count" => Self::Count,
            _ if text.starts_with("value ") => Self::Value,
            _ => match Kind::new(text) {
                Kind { name, collection: true } => Self::Collection(name),
                Kind { name, collection: false } => Self::Object(name),
            },
        }
    }
}

impl Kind {
    fn new(text: &'static str) -> Self {
        match text.strip_prefix("Collection(") {
            Some(name) => Self { name: name.trim_end_matches(')'), collection: true },
            None => Self { name: text, collection: false },
        }
    }
}

fn types(table: &'static str) -> BTreeMap<&'static str, Type> {
    let mut types = BTreeMap::new();
    for [name, base, property, kind, nullable, in_versions, access] in rows(table) {
        let base = (!base.is_empty()).then_some(base);
        let found = types.entry(name).or_insert_with(|| Type { name, base, properties: Vec::new() });
        if property.is_empty() {
            continue;
        }
        let access = match access {
            "read" => Access::Read,
            "write" => Access::Write,
            _ => Access::ReadWrite,
        };
        let (kind, versions) = (Kind::new(kind), versions(in_versions));
        found.properties.push(Property { name: property, kind, nullable: nullable == "yes", versions, access });
    }
    types
}

/// Returns the rows below the header, each with its columns.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).filter_map(|row| row.split('\t').collect::<Vec<_>>().try_into().ok())
}

fn versions(text: &'static str) -> Vec<ApiVersion> {
    text.split(',').filter_map(|version| version.parse().ok()).collect()
}

fn list(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split([',', ' ']).filter(|item| !item.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_read_whole() {
        let facts = facts();
        assert_eq!(facts.operations.len(), 102);
        for operation in &facts.operations {
            let path = &operation.path;
            assert!(!operation.versions.is_empty() && !operation.any_of.is_empty(), "{path:?}");
            if let Body::Parameters(parameters) = &operation.body {
                parameters.properties.iter().for_each(|parameter| known(parameter.kind));
            }
            if let Body::Object(name) = operation.body {
                assert!(facts.find_type(name).is_some(), "{name}");
            }
            if let ResponseBody::Object(name) | ResponseBody::Collection(name) = operation.response {
                assert!(facts.find_type(name).is_some(), "{name}");
            }
        }
        for property in facts.types.values().flat_map(|found| &found.properties) {
            assert!(!property.versions.is_empty(), "{}", property.name);
            known(property.kind);
        }
    }

    fn known(kind: Kind) {
        let facts = facts();
        let primitive = kind.name.starts_with("Edm.");
        assert!(primitive || facts.find_type(kind.name).is_some() || facts.members(kind.name).is_some(), "{kind:?}");
    }
}
