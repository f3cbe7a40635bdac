//! Comparison of two pages in everything but prose.

use std::collections::{BTreeMap, BTreeSet};

use graph_import::{
    description::{Body, Operation, Property, TypeDefinition, TypeRef},
    page::Page,
};

/// Returns what two pages declare differently, each with what it is about as the first word.
pub(crate) fn differences(one: &Page, other: &Page) -> Vec<String> {
    let mut differences = Vec::new();
    compare("operations", titles(one), titles(other), &mut differences);
    if !differences.is_empty() {
        return differences;
    }
    for (one, other) in one.operations.iter().zip(&other.operations) {
        operation(one, other, &mut differences);
    }
    let (one, other) = (types(one), types(other));
    for name in one.keys().chain(other.keys()) {
        let none = BTreeMap::new();
        let [one, other] = [&one, &other].map(|types| types.get(name).unwrap_or(&none));
        entries("types", one, other, &mut differences);
    }
    differences.sort();
    differences.dedup();
    differences
}

fn titles(page: &Page) -> Vec<String> {
    page.operations.iter().map(Operation::title).collect()
}

fn operation(one: &Operation, other: &Operation, differences: &mut Vec<String>) {
    compare("versions", &one.versions, &other.versions, differences);
    compare("kind", one.kind, other.kind, differences);
    compare("response", &one.response, &other.response, differences);
    compare("permissions", &one.permissions, &other.permissions, differences);
    compare("query_options", one.query_options, other.query_options, differences);
    let query = |operation: &Operation| -> Vec<_> {
        operation.query.iter().map(|query| (query.name.clone(), query.ty.clone(), query.required)).collect()
    };
    compare("query", query(one), query(other), differences);
    let headers = |operation: &Operation| -> Vec<_> {
        operation.headers.iter().map(|header| (header.name.clone(), header.required, header.constant.clone())).collect()
    };
    compare("headers", headers(one), headers(other), differences);
    let parameters = |operation: &Operation| -> Vec<_> {
        operation.parameters.iter().map(|parameter| (parameter.name.clone(), shown(&parameter.ty))).collect()
    };
    compare("parameters", parameters(one), parameters(other), differences);
    compare("body", body_kind(&one.body), body_kind(&other.body), differences);
    entries("properties", &properties(one.body.properties()), &properties(other.body.properties()), differences);
}

fn body_kind(body: &Body) -> String {
    match body {
        Body::Parameters(_) => "parameters".into(),
        Body::Object { ty, purpose, .. } => format!("{ty} {purpose:?}"),
        other => format!("{other:?}"),
    }
}

fn properties(properties: &[Property]) -> BTreeMap<String, String> {
    properties
        .iter()
        .map(|property| (property.name.clone(), format!("{} {:?}", shown(&property.ty), property.nullable)))
        .collect()
}

fn shown(ty: &TypeRef) -> String {
    if ty.collection { format!("Collection({})", ty.name) } else { ty.name.to_string() }
}

fn types(page: &Page) -> BTreeMap<String, BTreeMap<String, String>> {
    page.types
        .iter()
        .map(|definition| {
            let parts = match definition {
                TypeDefinition::Structured(structured) => structured
                    .properties
                    .iter()
                    .map(|property| (format!("{}.{}", structured.name.short(), property.name), shown(&property.ty)))
                    .collect(),
                TypeDefinition::Enumeration(enumeration) => {
                    let short = enumeration.name.short();
                    enumeration
                        .members
                        .iter()
                        .map(|member| (format!("{short}.{}", member.name), String::new()))
                        .collect()
                }
                TypeDefinition::Alias { underlying, .. } => [(underlying.to_string(), String::new())].into(),
            };
            (definition.name().to_string(), parts)
        })
        .collect()
}

/// Compares entry by entry, so that a message has only what differs.
fn entries(
    what: &str,
    one: &BTreeMap<String, String>,
    other: &BTreeMap<String, String>,
    differences: &mut Vec<String>,
) {
    for name in one.keys().chain(other.keys()).collect::<BTreeSet<_>>() {
        if one.get(name) != other.get(name) {
            differences.push(format!("{what} {name}: {:?} | {:?}", one.get(name), other.get(name)));
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "what is compared is made for it")]
fn compare<T: PartialEq + std::fmt::Debug>(what: &str, one: T, other: T, differences: &mut Vec<String>) {
    if one != other {
        differences.push(format!("{what} {one:?} | {other:?}"));
    }
}
