//! Entity types, complex types, enumerations.

use std::collections::BTreeMap;

use super::{annotation::Annotations, document::Document, element::Element, error::Fault, names::Scope};
use crate::description::{
    Enumeration, Member, Navigation, Property, Structured, StructuredKind, TypeDefinition, TypeName, TypeRef,
};

/// More than any type of Graph has.
const MAX_BASES: usize = 32;

pub(super) fn structured(
    document: &Document<'_>,
    element: &Element<'_>,
    scope: &Scope<'_>,
    annotations: &Annotations<'_>,
) -> Result<Structured, Fault> {
    let name = scope.declared(document.required(element, "Name")?);
    let mut structured = Structured {
        kind: if element.name == "EntityType" { StructuredKind::Entity } else { StructuredKind::Complex },
        base: element.get("BaseType").map(|base| scope.name(base)),
        is_abstract: element.flag("Abstract", false),
        open: element.flag("OpenType", false),
        has_stream: element.flag("HasStream", false),
        key: Vec::new(),
        properties: Vec::new(),
        navigation: Vec::new(),
        facts: annotations.facts(element, scope, name.as_str()),
        name,
    };
    for child in &element.children {
        match child.name {
            "Key" => {
                for key in child.all("PropertyRef") {
                    structured.key.push(document.required(key, "Name")?.to_owned());
                }
            }
            "Property" => structured.properties.push(property(document, child, scope, annotations, &structured.name)?),
            "NavigationProperty" => {
                structured.navigation.push(navigation(document, child, scope, annotations, &structured.name)?);
            }
            _ => {}
        }
    }
    inherited(&mut structured, annotations);
    Ok(structured)
}

/// Keeps what is stated apart about members that the type does not have itself.
fn inherited(structured: &mut Structured, annotations: &Annotations<'_>) {
    for (member, facts) in annotations.members(structured.name.as_str()) {
        let own = structured.properties.iter().any(|property| property.name == member)
            || structured.navigation.iter().any(|navigation| navigation.name == member);
        if !own {
            structured.facts.details_mut().members.insert(member.to_owned(), facts);
        }
    }
}

fn property(
    document: &Document<'_>,
    element: &Element<'_>,
    scope: &Scope<'_>,
    annotations: &Annotations<'_>,
    owner: &TypeName,
) -> Result<Property, Fault> {
    let name = document.required(element, "Name")?.to_owned();
    let ty = scope.type_ref(document.required(element, "Type")?);
    let facts = annotations.facts(element, scope, &format!("{owner}/{name}"));
    Ok(Property { nullable: nullable(element, &ty), name, ty, facts })
}

fn navigation(
    document: &Document<'_>,
    element: &Element<'_>,
    scope: &Scope<'_>,
    annotations: &Annotations<'_>,
    owner: &TypeName,
) -> Result<Navigation, Fault> {
    let Property { name, ty, nullable, facts } = property(document, element, scope, annotations, owner)?;
    Ok(Navigation { name, ty, nullable, contains_target: element.flag("ContainsTarget", false), facts })
}

/// Returns whether a value may be null. Without the attribute it may, but nothing is known of a collection's elements.
pub(super) fn nullable(element: &Element<'_>, ty: &TypeRef) -> Option<bool> {
    if ty.collection && element.get("Nullable").is_none() { None } else { Some(element.flag("Nullable", true)) }
}

pub(super) fn enumeration(
    document: &Document<'_>,
    element: &Element<'_>,
    scope: &Scope<'_>,
    annotations: &Annotations<'_>,
) -> Result<Enumeration, Fault> {
    let name = scope.declared(document.required(element, "Name")?);
    let mut members = Vec::new();
    for member in element.all("Member") {
        let member_name = document.required(member, "Name")?.to_owned();
        let value = match member.get("Value").map(str::parse) {
            Some(Ok(value)) => Some(value),
            Some(Err(_)) => return Err(document.fault(member, format!("the value of `{member_name}` is no number"))),
            None => None,
        };
        let facts = annotations.facts(member, scope, &format!("{name}/{member_name}"));
        members.push(Member { name: member_name, value, facts });
    }
    let facts = annotations.facts(element, scope, name.as_str());
    Ok(Enumeration { name, flags: element.flag("IsFlags", false), members, facts })
}

pub(super) fn alias(
    document: &Document<'_>,
    element: &Element<'_>,
    scope: &Scope<'_>,
) -> Result<TypeDefinition, Fault> {
    let name = scope.declared(document.required(element, "Name")?);
    Ok(TypeDefinition::Alias { name, underlying: scope.name(document.required(element, "UnderlyingType")?) })
}

/// Refuses types that derive from themselves.
pub(super) fn check_bases(document: &Document<'_>, definitions: &[TypeDefinition]) -> Result<(), Fault> {
    let bases: BTreeMap<_, _> = definitions
        .iter()
        .filter_map(|definition| match definition {
            TypeDefinition::Structured(Structured { name, base: Some(base), .. }) => Some((name, base)),
            _ => None,
        })
        .collect();
    for name in bases.keys() {
        let chain: Vec<_> =
            std::iter::successors(bases.get(name), |base| bases.get(*base)).take(MAX_BASES + 1).collect();
        let message = if chain.contains(&name) {
            format!("`{name}` derives from itself")
        } else if chain.len() > MAX_BASES {
            format!("`{name}` has more than {MAX_BASES} base types")
        } else {
            continue;
        };
        return Err(declaration(document, name).map_or_else(
            || Document::fault_at_start(message.clone()),
            |element| document.fault(element, message.clone()),
        ));
    }
    Ok(())
}

fn declaration<'e>(document: &'e Document<'_>, name: &TypeName) -> Option<&'e Element<'e>> {
    document
        .schemas()
        .filter(|schema| schema.get("Namespace") == Some(name.namespace()))
        .flat_map(|schema| &schema.children)
        .find(|element| {
            matches!(element.name, "EntityType" | "ComplexType") && element.get("Name") == Some(name.short())
        })
}
