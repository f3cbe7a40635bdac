//! Qualified names in their normal form.

use std::collections::{BTreeMap, BTreeSet};

use super::{document::Document, element::Element, error::Fault};
use crate::description::{TypeName, TypeRef};

/// The namespaces of a document, and their aliases.
#[derive(Debug)]
pub(super) struct Names {
    namespaces: BTreeSet<String>,
    aliases: BTreeMap<String, String>,
}

/// The names as one `Schema` element sees them: its own alias goes before those of others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'a> {
    names: &'a Names,
    /// The namespace of the schema.
    pub(super) namespace: &'a str,
    alias: Option<&'a str>,
}

impl Names {
    pub(super) fn new(document: &Document<'_>) -> Result<Self, Fault> {
        let mut names = Self { namespaces: BTreeSet::new(), aliases: BTreeMap::new() };
        for element in document.schemas() {
            let namespace = document.required(element, "Namespace")?;
            names.namespaces.insert(namespace.to_owned());
            names.alias(element, namespace);
        }
        if names.namespaces.is_empty() {
            return Err(Document::fault_at_start("the document has no element `Schema`; expected CSDL"));
        }
        for element in document.includes() {
            if let Some(namespace) = element.get("Namespace") {
                names.alias(element, namespace);
            }
        }
        Ok(names)
    }

    fn alias(&mut self, element: &Element<'_>, namespace: &str) {
        if let Some(alias) = element.get("Alias") {
            // `self` is each schema's own; of two schemas with one alias, the first is meant outside of both.
            self.aliases.entry(alias.to_owned()).or_insert_with(|| namespace.to_owned());
        }
    }

    pub(super) fn scope<'a>(&'a self, schema: &'a Element<'_>) -> Scope<'a> {
        Scope { names: self, namespace: schema.get("Namespace").unwrap_or_default(), alias: schema.get("Alias") }
    }
}

impl Scope<'_> {
    /// Returns the name of something that the schema declares.
    pub(super) fn declared(&self, name: &str) -> TypeName {
        TypeName::new(format!("{}.{name}", self.namespace))
    }

    /// Returns the normal form of a qualified name.
    pub(super) fn name(&self, written: &str) -> TypeName {
        TypeName::new(self.resolve(written.trim()))
    }

    /// Returns the type that an attribute names: `Collection(graph.user)`.
    pub(super) fn type_ref(&self, written: &str) -> TypeRef {
        let written = written.trim();
        match written.strip_prefix("Collection(").and_then(|inner| inner.strip_suffix(')')) {
            Some(element) => TypeRef::collection(self.name(element)),
            None => TypeRef::one(self.name(written)),
        }
    }

    /// Returns the normal form of the target of annotations: `graph.delta(Collection(graph.user))/token`.
    pub(super) fn target(&self, written: &str) -> String {
        let Some((head, rest)) = written.split_once('(') else {
            let (head, path) = written.split_once('/').map_or((written, None), |(head, path)| (head, Some(path)));
            let head = self.resolve(head.trim());
            return path.map_or(head.clone(), |path| format!("{head}/{path}"));
        };
        let Some((inner, path)) = rest.rsplit_once(')') else { return written.to_owned() };
        let types: Vec<_> = inner.split(',').map(|ty| overloaded(&self.type_ref(ty))).collect();
        format!("{}({}){path}", self.resolve(head.trim()), types.join(","))
    }

    fn resolve(&self, written: &str) -> String {
        if let Some((namespace, _)) = written.rsplit_once('.')
            && self.names.namespaces.contains(namespace)
        {
            return written.to_owned();
        }
        let Some((alias, rest)) = written.split_once('.') else { return written.to_owned() };
        match self.names.aliases.get(alias) {
            _ if self.alias == Some(alias) => format!("{}.{rest}", self.namespace),
            Some(namespace) => format!("{namespace}.{rest}"),
            None => written.to_owned(),
        }
    }
}

/// Returns a type as the target of annotations writes it.
pub(super) fn overloaded(ty: &TypeRef) -> String {
    if ty.collection { format!("Collection({})", ty.name) } else { ty.name.to_string() }
}
