//! Annotations, inside an element and apart from it.

use std::collections::BTreeMap;

use super::{
    document::Document,
    element::Element,
    error::Fault,
    names::{Names, Scope},
    restriction,
};
use crate::description::{Deprecation, Facts, KeyProperty};

/// The annotations that stand apart from what they are about, by their target in its normal form.
#[derive(Debug)]
pub(super) struct Annotations<'d> {
    apart: BTreeMap<String, Vec<(&'d Element<'d>, Scope<'d>)>>,
}

impl<'d> Annotations<'d> {
    pub(super) fn new(document: &'d Document<'d>, names: &'d Names) -> Result<Self, Fault> {
        let mut apart = BTreeMap::<_, Vec<_>>::new();
        for schema in document.schemas() {
            let scope = names.scope(schema);
            for element in schema.all("Annotations") {
                let target = scope.target(document.required(element, "Target")?);
                apart.entry(target).or_default().push((element, scope));
            }
        }
        Ok(Self { apart })
    }

    /// Returns what is stated about an element, inside it and apart from it.
    pub(super) fn facts(&self, element: &Element<'_>, scope: &Scope<'_>, target: &str) -> Facts {
        self.facts_of(element, scope, std::slice::from_ref(&target))
    }

    /// Returns what is stated about an element that has several targets.
    pub(super) fn facts_of(&self, element: &Element<'_>, scope: &Scope<'_>, targets: &[impl AsRef<str>]) -> Facts {
        let mut stated = Stated::default();
        stated.add_all(element, scope);
        for (element, scope) in targets.iter().filter_map(|target| self.apart.get(target.as_ref())).flatten() {
            stated.add_all(element, scope);
        }
        stated.facts()
    }

    /// Returns what is stated apart about each member of a type.
    pub(super) fn members(&self, owner: &str) -> impl Iterator<Item = (&str, Facts)> {
        let first = format!("{owner}/");
        self.apart.range(first.clone()..).map_while(move |(target, elements)| {
            let member = target.strip_prefix(&first)?;
            let mut stated = Stated::default();
            for (element, scope) in elements {
                stated.add_all(element, scope);
            }
            Some((member, stated.facts()))
        })
    }
}

/// Returns whether a parameter may be left out.
pub(super) fn optional(parameter: &Element<'_>) -> bool {
    parameter.all("Annotation").any(|annotation| annotation.get("Term") == Some("Org.OData.Core.V1.OptionalParameter"))
}

/// What annotations state about one element. Of several texts, the first is kept: what stands inside the element comes
/// before what stands apart from it.
#[derive(Default)]
struct Stated {
    facts: Facts,
    long: Option<String>,
    /// Whether an annotation states each to be so, and to be not so.
    computed: [bool; 2],
    immutable: [bool; 2],
}

impl Stated {
    fn add_all(&mut self, element: &Element<'_>, scope: &Scope<'_>) {
        for annotation in element.all("Annotation") {
            self.add(annotation, scope);
        }
    }

    fn add(&mut self, annotation: &Element<'_>, scope: &Scope<'_>) {
        let Some(term) = annotation.get("Term") else { return };
        let facts = &mut self.facts;
        if let Some(term) = term.strip_prefix("Org.OData.Capabilities.V1.") {
            restriction::apply(facts, term, annotation);
            return;
        }
        match term {
            "Org.OData.Core.V1.Description" => set(&mut facts.description, text(annotation)),
            "Org.OData.Core.V1.LongDescription" => set(&mut self.long, text(annotation)),
            "Org.OData.Core.V1.Computed" => self.computed[usize::from(!truth(annotation))] = true,
            "Org.OData.Core.V1.Immutable" => self.immutable[usize::from(!truth(annotation))] = true,
            // A client that may only read a property leaves it out as if the service computed it.
            "Org.OData.Core.V1.Permissions" => self.computed[0] |= member(annotation) == Some("Read"),
            "Org.OData.Core.V1.Revisions" if facts.deprecation.is_none() => {
                facts.deprecation = records(annotation).find_map(deprecation);
            }
            "Org.OData.Core.V1.AlternateKeys" => {
                let keys: Vec<_> = records(annotation).map(alternate_key).filter(|key| !key.is_empty()).collect();
                if !keys.is_empty() {
                    facts.details_mut().alternate_keys.extend(keys);
                }
            }
            "Org.OData.Core.V1.RequiresExplicitBinding" if truth(annotation) => {
                facts.details_mut().explicit_binding = true;
            }
            "Org.OData.Core.V1.ExplicitOperationBindings" => {
                let bindings = strings(annotation).map(|name| scope.name(name));
                facts.details_mut().bindings.extend(bindings);
            }
            "Org.OData.Validation.V1.DerivedTypeConstraint" => {
                let types = strings(annotation).map(|name| scope.name(name));
                facts.details_mut().derived_types.extend(types);
            }
            "Org.OData.Core.V1.AcceptableMediaTypes" => {
                let types = strings(annotation).map(str::to_owned);
                facts.details_mut().media_types.extend(types);
            }
            _ => {}
        }
    }

    fn facts(self) -> Facts {
        let Self { mut facts, long, computed, immutable } = self;
        facts.description = facts.description.or(long);
        facts.computed = computed == [true, false];
        facts.immutable = immutable == [true, false];
        for (name, stated) in [("Computed", computed), ("Immutable", immutable)] {
            if stated == [true, true] {
                facts.details_mut().contradictions.push(name.to_owned());
            }
        }
        facts
    }
}

fn set(known: &mut Option<String>, stated: Option<&str>) {
    if known.is_none() {
        *known = stated.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    }
}

fn deprecation(record: &Element<'_>) -> Option<Deprecation> {
    let of = |name| value(record, name).and_then(text).map(str::to_owned);
    let kind = value(record, "Kind").and_then(member)?;
    (kind == "Deprecated").then(|| Deprecation {
        description: of("Description"),
        date: of("Date"),
        removal: of("RemovalDate"),
        version: of("Version"),
    })
}

fn alternate_key(record: &Element<'_>) -> Vec<KeyProperty> {
    let parts = value(record, "Key").into_iter().flat_map(records);
    parts
        .filter_map(|part| {
            let property = value(part, "Name").and_then(text)?.to_owned();
            let alias = value(part, "Alias").and_then(text).unwrap_or(&property).to_owned();
            Some(KeyProperty { alias, property })
        })
        .collect()
}

/// Returns the records of a collection, or the one record.
pub(super) fn records<'e>(element: &'e Element<'e>) -> impl Iterator<Item = &'e Element<'e>> {
    element.all("Collection").flat_map(|collection| collection.all("Record")).chain(element.all("Record"))
}

/// Returns a property's value in a record.
pub(super) fn value<'e>(record: &'e Element<'e>, property: &str) -> Option<&'e Element<'e>> {
    record.all("PropertyValue").find(|value| value.get("Property") == Some(property))
}

/// Returns the texts of a collection.
fn strings<'e>(element: &'e Element<'e>) -> impl Iterator<Item = &'e str> {
    element.all("Collection").flat_map(|collection| &collection.children).map(|child| child.text.as_str())
}

/// Returns a constant as text, be it an attribute or an element.
pub(super) fn text<'e>(element: &'e Element<'e>) -> Option<&'e str> {
    const KINDS: [&str; 7] = ["String", "Date", "Bool", "PropertyPath", "NavigationPropertyPath", "Path", "EnumMember"];
    KINDS.into_iter().find_map(|kind| element.get(kind)).or_else(|| {
        let child = element.children.iter().find(|child| KINDS.contains(&child.name))?;
        Some(child.text.as_str())
    })
}

/// Returns a constant as a truth; without a value it is true, as the standard terms have it.
pub(super) fn truth(element: &Element<'_>) -> bool {
    text(element).is_none_or(|value| value == "true")
}

/// Returns the member of an enumeration, without its type: `Org.OData.Core.V1.RevisionKind/Deprecated`.
pub(super) fn member<'e>(element: &'e Element<'e>) -> Option<&'e str> {
    text(element).map(|value| value.rsplit_once('/').map_or(value, |(_, member)| member))
}

/// Returns the paths of a collection.
pub(super) fn paths(element: &Element<'_>) -> impl Iterator<Item = String> {
    strings(element).map(str::to_owned)
}
