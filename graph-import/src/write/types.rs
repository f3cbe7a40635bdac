//! Types of Rust for types of Graph.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    imports::Imports,
    names::{from_words, pascal},
    plan::Plan,
};
use crate::{
    casing::words,
    description::{TypeDefinition, TypeName, TypeRef, Types},
};

/// Names that mean something else in every file of Rust, or of this language.
const RESERVED: [&str; 44] = [
    "AdditionalProperties",
    "ApiError",
    "ApiVersion",
    "AsRef",
    "Base64",
    "Box",
    "Bytes",
    "Clone",
    "Cloud",
    "Copy",
    "Date",
    "DateTimeOffset",
    "Debug",
    "Default",
    "Drop",
    "Duration",
    "Eq",
    "Err",
    "Error",
    "Flags",
    "Fn",
    "From",
    "GraphAction",
    "GraphClient",
    "Hash",
    "Into",
    "Iterator",
    "None",
    "ODataValue",
    "Ok",
    "Option",
    "Ord",
    "Page",
    "Patch",
    "PlainText",
    "QueryOptions",
    "Result",
    "Secret",
    "Send",
    "Some",
    "String",
    "Sync",
    "TimeOfDay",
    "Vec",
];

/// Whether a name cannot be given to an item.
pub(super) fn is_reserved(name: &str) -> bool {
    RESERVED.binary_search(&name).is_ok()
}

/// The names of Rust for types of Graph. That of one type does not depend on which others are written.
#[derive(Debug)]
pub(super) struct TypeNames<'t> {
    types: &'t Types,
    /// The types that have a name of Rust in common.
    alike: BTreeMap<String, Vec<&'t TypeName>>,
    shadowed: &'t BTreeSet<String>,
    taken: BTreeSet<&'t str>,
}

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RustType {
    /// The text.
    pub(super) text: String,
    /// Whether it implements `Default`.
    pub(super) has_default: bool,
}

/// The type of a JSON value of any form.
const ANY: &str = "serde_json::Value";

impl<'t> TypeNames<'t> {
    pub(super) fn new(types: &'t Types, shadowed: &'t BTreeSet<String>, taken: BTreeSet<&'t str>) -> Self {
        let mut alike: BTreeMap<String, Vec<&TypeName>> = BTreeMap::new();
        for definition in types.iter() {
            alike.entry(pascal(definition.name().short())).or_default().push(definition.name());
        }
        Self { types, alike, shadowed, taken }
    }

    /// Returns the name of the item for a type of Graph's own.
    pub(super) fn name(&self, ty: &TypeName) -> String {
        let short = pascal(ty.short());
        let alike = self.alike.get(&short).map_or(&[][..], Vec::as_slice);
        let is_first = alike.iter().find(|known| known.namespace() == ty.namespace()) == Some(&ty);
        let namespace = ty.namespace().rsplit('.').next().unwrap_or_default();
        let mut name = match alike {
            [_, _, ..] if ty.namespace() != "microsoft.graph" => {
                from_words(&[words(namespace), words(ty.short())].concat())
            }
            _ => short,
        };
        if !is_first && let Some(number) = alike.iter().position(|known| *known == ty).filter(|number| *number > 0) {
            name = format!("{name}{}", number + 1);
        }
        if is_reserved(&name) || self.taken.contains(name.as_str()) { format!("Graph{name}") } else { name }
    }

    /// Uses one of the runtime's names.
    pub(super) fn runtime(&self, name: &str, imports: &mut Imports) -> String {
        imports.name(name, self.shadowed)
    }

    /// Returns the type of a value or, of a collection, that of its elements.
    pub(super) fn element(&self, ty: &TypeName, plan: &Plan<'_>, imports: &mut Imports) -> RustType {
        let of_text = |text: &str| RustType { text: text.to_owned(), has_default: true };
        match ty.primitive() {
            None => self.own(ty, plan, imports),
            Some("String" | "Guid") => of_text("String"),
            Some("Boolean") => of_text("bool"),
            Some("Byte") => of_text("u8"),
            Some("SByte") => of_text("i8"),
            Some("Int16") => of_text("i16"),
            Some("Int32") => of_text("i32"),
            Some("Int64") => of_text("i64"),
            Some("Single") => of_text("f32"),
            Some("Double" | "Decimal") => of_text("f64"),
            Some("Binary") => of_text(&self.runtime("Base64", imports)),
            Some("Stream") => of_text(&self.runtime("Bytes", imports)),
            Some(name @ ("Date" | "TimeOfDay" | "Duration" | "DateTimeOffset")) => {
                RustType { text: self.runtime(name, imports), has_default: false }
            }
            Some(_) => of_text(ANY),
        }
    }

    fn own(&self, ty: &TypeName, plan: &Plan<'_>, imports: &mut Imports) -> RustType {
        let named = |has_default| RustType { text: self.name(ty), has_default };
        if plan.derived.contains_key(ty) {
            return named(false);
        }
        match self.types.get(ty) {
            Some(TypeDefinition::Alias { underlying, .. }) if underlying.primitive().is_some() => {
                self.element(underlying, plan, imports)
            }
            Some(TypeDefinition::Enumeration(enumeration)) if enumeration.members.is_empty() => {
                RustType { text: String::from("String"), has_default: true }
            }
            Some(TypeDefinition::Enumeration(enumeration)) if enumeration.flags => {
                let flags = self.runtime("Flags", imports);
                RustType { text: format!("{flags}<{}>", self.name(ty)), has_default: true }
            }
            Some(TypeDefinition::Enumeration(_)) => named(false),
            Some(TypeDefinition::Structured(_)) if !is_any(ty) => named(true),
            Some(TypeDefinition::Structured(_) | TypeDefinition::Alias { .. }) | None => {
                RustType { text: String::from(ANY), has_default: true }
            }
        }
    }

    /// Returns the type of a value that is there: a `Vec` for a collection.
    pub(super) fn value(&self, ty: &TypeRef, plan: &Plan<'_>, imports: &mut Imports) -> RustType {
        let element = self.element(&ty.name, plan, imports);
        if ty.collection { RustType { text: format!("Vec<{}>", element.text), has_default: true } } else { element }
    }

    /// Returns the type of an object that a response consists of. That of an object which no source describes keeps its
    /// properties.
    pub(super) fn object(&self, ty: &TypeName, plan: &Plan<'_>, imports: &mut Imports) -> String {
        if ty.primitive().is_none() && self.types.get(ty).is_none() {
            return self.runtime("AdditionalProperties", imports);
        }
        self.element(ty, plan, imports).text
    }
}

/// Whether a type of Graph stands for a JSON value of any form.
pub(super) fn is_any(ty: &TypeName) -> bool {
    ty.as_str() == "microsoft.graph.Json"
}

/// Whether the text of a type names `serde_json`.
pub(super) fn needs_serde_json(text: &str) -> bool {
    text.contains(ANY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_names_are_sorted() {
        assert!(RESERVED.is_sorted());
    }
}
