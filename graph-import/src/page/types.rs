//! The types of a page: what its tables and examples tell about them.

use std::collections::BTreeMap;

use super::{
    blocks::Text,
    examples::Examples,
    json::Json,
    limits,
    names::{self, folded, is_name},
    sections::Sections,
    type_words::{self, Told, What},
    values::{members, number_type, text_type},
};
use crate::description::{
    Enumeration, Facts, Member, Property, Structured, StructuredKind, TypeDefinition, TypeName, TypeRef, Types,
};

/// How deep objects of examples are read. None of the reference is deeper than ten.
const MAXIMUM_DEPTH: usize = 24;

/// The types of a page while it is read.
#[derive(Debug, Default)]
pub(super) struct Builder {
    namespace: String,
    /// The names that the page spells without doubt, by their folded short names.
    known: BTreeMap<String, TypeName>,
    definitions: BTreeMap<TypeName, TypeDefinition>,
}

impl Builder {
    /// Collects the names of types from the whole page.
    pub(super) fn new(sections: &Sections, examples: &Examples, namespace: &str) -> Self {
        let mut builder = Self { namespace: namespace.to_owned(), ..Self::default() };
        let bodies = examples.requests.iter().map(|request| &request.message);
        for message in bodies.chain(examples.responses.iter().map(|response| &response.message)) {
            if let Some(body) = &message.body {
                builder.collect(body, 0);
            }
        }
        for (written, _) in examples.responses.iter().filter_map(|response| response.stated.as_ref()) {
            builder.know(written);
        }
        for text in sections.texts() {
            for link in text.links.iter().filter(|link| link.target.contains("resources/")) {
                let name = link.text.trim_matches(|c: char| !c.is_ascii_alphanumeric());
                let is_intact = is_name(name) && name.starts_with(|c: char| c.is_ascii_lowercase());
                if is_intact && name.to_lowercase() == type_words::page_name(&link.target) {
                    builder.know(name);
                }
            }
        }
        builder
    }

    fn collect(&mut self, value: &Json, depth: usize) {
        if depth > MAXIMUM_DEPTH {
            return;
        }
        match value {
            Json::Object(properties) => {
                for (name, value) in properties {
                    match value.text().filter(|_| name == "@odata.type") {
                        Some(written) => self.know(written),
                        None => self.collect(value, depth + 1),
                    }
                }
            }
            Json::Array(elements) => elements.iter().for_each(|element| self.collect(element, depth + 1)),
            _ => {}
        }
    }

    /// Remembers the spelling of a name. The first one counts, and one with a namespace counts before one without.
    fn know(&mut self, written: &str) {
        let written = written.trim().trim_start_matches('#');
        let written = written.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(written);
        if !written.split('.').all(is_name) || written.starts_with("Edm.") {
            return;
        }
        let name = self.qualified(written);
        let short = folded(name.short());
        if !PRIMITIVES.contains(&short.as_str()) {
            self.known.entry(short).or_insert(name);
        }
    }

    fn qualified(&self, written: &str) -> TypeName {
        if written.contains('.') {
            let rest = written.strip_prefix("graph.").or_else(|| written.strip_prefix("microsoft.graph."));
            return TypeName::new(rest.map_or_else(|| written.to_owned(), |rest| format!("microsoft.graph.{rest}")));
        }
        TypeName::new(format!("{}.{written}", self.namespace))
    }

    /// Returns the name of a type by what a page calls it and by the name of its page.
    pub(super) fn name(&self, written: &str, page: Option<&str>) -> Option<TypeName> {
        let short = written.rsplit('.').next().unwrap_or(written);
        let wanted = [page.map(folded), Some(folded(short))];
        let known = wanted.iter().flatten().find_map(|wanted| self.known.get(wanted));
        if let Some(known) = known {
            return Some(known.clone());
        }
        if !written.split('.').all(is_name) {
            return page.filter(|page| is_name(page)).map(|page| self.qualified(&spelled(page, written)));
        }
        Some(match page {
            // The page of a type has its name. A link's text that is another is broken.
            Some(page) if folded(page) != folded(short) && !short.starts_with(|c: char| c.is_ascii_lowercase()) => {
                self.qualified(&spelled(page, written))
            }
            // Translators write the first letter large.
            Some(_) => self.qualified(&names::lower_first(written)),
            None => self.qualified(written),
        })
    }

    /// Returns the type of a property, and defines it as far as its row and the example tell.
    pub(super) fn of_row(
        &mut self,
        told: Option<&Told>,
        description: &Text,
        example: Option<&Json>,
    ) -> Option<TypeRef> {
        let Some(Told { what, collection, .. }) = told else {
            return example.and_then(|value| self.of_value(value, None));
        };
        match what {
            What::Primitive(primitive) => {
                let name = TypeName::new(format!("Edm.{primitive}"));
                Some(TypeRef { name, collection: *collection || matches!(example, Some(Json::Array(_))) })
            }
            What::Named { name, page } => {
                let name = self.name(name, page.as_deref())?;
                let collection = *collection || matches!(example, Some(Json::Array(_)));
                let element = match example {
                    Some(Json::Array(elements)) => elements.first(),
                    other => other,
                };
                match element {
                    Some(object @ Json::Object(_)) => self.object(&name, object, 0),
                    other => {
                        let members = members(description, other.and_then(Json::text));
                        self.enumeration(&name, members);
                    }
                }
                Some(TypeRef { name, collection })
            }
        }
    }

    /// Returns the type of a value. `name` is that of the property, after which an object without a type is called.
    fn of_value(&mut self, value: &Json, name: Option<&str>) -> Option<TypeRef> {
        self.of_value_at(value, name, 0)
    }

    fn of_value_at(&mut self, value: &Json, name: Option<&str>, depth: usize) -> Option<TypeRef> {
        let edm = |name: &str| Some(TypeRef::one(TypeName::new(format!("Edm.{name}"))));
        match value {
            Json::Null => None,
            Json::Boolean => edm("Boolean"),
            Json::Number(number) => edm(number_type(number)),
            Json::String(text) => edm(text_type(text)),
            Json::Array(elements) => {
                let element = self.of_value_at(elements.first()?, name, depth + 1)?;
                (!element.collection).then(|| TypeRef::collection(element.name))
            }
            Json::Object(_) if depth > MAXIMUM_DEPTH => None,
            Json::Object(_) => {
                let stated = value.get("@odata.type").and_then(Json::text).filter(|name| !name.is_empty());
                let name = match stated {
                    Some(stated) => self.name(stated.trim_start_matches('#'), None)?,
                    None => self.name(name.filter(|name| is_name(name))?, None)?,
                };
                self.object(&name, value, depth + 1);
                Some(TypeRef::one(name))
            }
        }
    }

    /// Defines a type by an object of an example. What is known of it already stays.
    pub(super) fn object(&mut self, name: &TypeName, object: &Json, depth: usize) {
        let mut properties = Vec::new();
        for (property, value) in object.properties() {
            if !is_name(property) || depth > MAXIMUM_DEPTH {
                continue;
            }
            if let Some(ty) = self.of_value_at(value, Some(property), depth + 1) {
                properties.push(Property { name: property.clone(), ty, nullable: None, facts: Facts::default() });
            }
        }
        self.structured(name, properties);
    }

    /// Defines a type by the table of its properties, which says more of them than the examples do.
    pub(super) fn table(&mut self, name: &TypeName, properties: Vec<Property>) {
        let shown = match self.definitions.get_mut(name) {
            Some(TypeDefinition::Structured(structured)) => std::mem::take(&mut structured.properties),
            _ => Vec::new(),
        };
        self.structured(name, properties);
        self.structured(name, shown);
    }

    /// Defines an entity or complex type by its properties, after those that are known of it.
    fn structured(&mut self, name: &TypeName, properties: Vec<Property>) {
        let definition = self.definitions.entry(name.clone()).or_insert_with(|| empty(name));
        if let TypeDefinition::Enumeration(enumeration) = definition
            && enumeration.members.is_empty()
        {
            *definition = empty(name);
        }
        let TypeDefinition::Structured(structured) = definition else { return };
        for property in properties {
            if property.name == "id" {
                structured.kind = StructuredKind::Entity;
                structured.key = vec![property.name.clone()];
            }
            let is_full = structured.properties.len() >= limits::ROWS;
            if !is_full && !structured.properties.iter().any(|known| known.name == property.name) {
                structured.properties.push(property);
            }
        }
    }

    /// Defines an enumeration, or adds members to it.
    fn enumeration(&mut self, name: &TypeName, members: Vec<String>) {
        if members.is_empty() {
            return;
        }
        let definition = self.definitions.entry(name.clone()).or_insert_with(|| {
            TypeDefinition::Enumeration(Enumeration {
                name: name.clone(),
                flags: false,
                members: Vec::new(),
                facts: Facts::default(),
            })
        });
        let TypeDefinition::Enumeration(enumeration) = definition else { return };
        for member in members {
            if enumeration.members.len() < limits::ROWS && !enumeration.members.iter().any(|known| known.name == member)
            {
                enumeration.members.push(Member { name: member, value: None, facts: Facts::default() });
            }
        }
    }

    /// Adds a member that an example shows, unless the type is known to be none that has members.
    pub(super) fn member(&mut self, name: &TypeName, member: &str) {
        if is_name(member) && !matches!(self.definitions.get(name), Some(TypeDefinition::Structured(_))) {
            self.enumeration(name, vec![member.to_owned()]);
        }
    }

    /// Returns whether a type is an enumeration.
    pub(super) fn is_enumeration(&self, name: &TypeName) -> bool {
        matches!(self.definitions.get(name), Some(TypeDefinition::Enumeration(_)))
    }

    /// Returns the types. Those that are used, but not described, are open and without properties, and come beside.
    pub(super) fn finish(mut self, used: impl Iterator<Item = TypeName>) -> (Types, Vec<TypeName>) {
        let mut used: Vec<TypeName> = used.collect();
        for definition in self.definitions.values() {
            if let TypeDefinition::Structured(structured) = definition {
                used.extend(structured.properties.iter().map(|property| property.ty.name.clone()));
            }
        }
        let mut undescribed = Vec::new();
        for name in used {
            if name.primitive().is_none() && !self.definitions.contains_key(&name) {
                let mut definition = empty(&name);
                if let TypeDefinition::Structured(structured) = &mut definition {
                    structured.open = true;
                }
                self.definitions.insert(name.clone(), definition);
                undescribed.push(name);
            }
        }
        undescribed.sort();
        (Types::new(self.definitions.into_values()), undescribed)
    }
}

/// Returns the name of a type's page, which is in lower case, with the letters that a broken name still has large:
/// `firewallchecktype` with those of `брандмауэрCheckType`.
fn spelled(page: &str, written: &str) -> String {
    let rest = written.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let start =
        page.len().checked_sub(rest.len()).filter(|start| page.get(*start..) == Some(rest.to_lowercase().as_str()));
    match start {
        Some(start) if start > 0 && !rest.is_empty() => format!("{}{rest}", &page[..start]),
        _ => page.to_owned(),
    }
}

const PRIMITIVES: [&str; 9] =
    ["string", "boolean", "int32", "int64", "double", "datetimeoffset", "binary", "stream", "guid"];

fn empty(name: &TypeName) -> TypeDefinition {
    TypeDefinition::Structured(Structured {
        name: name.clone(),
        kind: StructuredKind::Complex,
        base: None,
        is_abstract: false,
        open: false,
        has_stream: false,
        key: Vec::new(),
        properties: Vec::new(),
        navigation: Vec::new(),
        facts: Facts::default(),
    })
}

#[cfg(test)]
mod tests;
