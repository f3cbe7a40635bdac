//! The same operation, and the same types, in another version of Graph.

use crate::description::{
    Body, Difference, Evidence, Member, Operation, Property, Schema, Source, Structured, TypeDefinition, TypeName,
    Types, Verdict,
};

/// One part that another version has otherwise.
struct Part {
    subject: String,
    difference: Difference,
    statement: String,
    /// Whether one declaration cannot be right for both versions.
    is_breaking: bool,
}

/// Adds another version to an operation if that has it alike, and otherwise says what is different.
pub(super) fn join(operation: &mut Operation, other: &Operation, source: &Source) {
    let version = other.versions[0];
    let parts = parts(operation, other);
    if !parts.iter().any(|part| part.is_breaking) {
        operation.versions.push(version);
    }
    operation.evidence.extend(parts.into_iter().map(|part| Evidence {
        subject: part.subject,
        statement: part.statement,
        source: source.clone(),
        verdict: Verdict::OtherVersion { version, difference: part.difference },
    }));
}

/// Says that a version does not have an operation.
pub(super) fn missing(operation: &mut Operation, version: &str, source: &Source) {
    operation.evidence.push(Evidence {
        subject: "version".into(),
        statement: format!("{version} does not have it"),
        source: source.clone(),
        verdict: Verdict::Missing,
    });
}

/// Says what another version has otherwise in these types: properties that are new, gone or of another type, and members
/// of enumerations. The subject of each statement is `types.TYPE.PART`.
#[must_use]
pub fn types_apart<'t>(names: impl IntoIterator<Item = &'t TypeName>, types: &Types, other: &Schema) -> Vec<Evidence> {
    let mut found = Vec::new();
    for name in names {
        let parts = match (types.get(name), other.types.get(name)) {
            (Some(TypeDefinition::Structured(one)), Some(TypeDefinition::Structured(known))) => {
                properties_of_types(one, types, known, &other.types)
            }
            (Some(TypeDefinition::Enumeration(one)), Some(TypeDefinition::Enumeration(known))) => {
                let names =
                    |members: &[Member]| -> Vec<String> { members.iter().map(|member| member.name.clone()).collect() };
                let (members, others) = (names(&one.members), names(&known.members));
                let parts = |from: &[String], missing_in: &[String], difference| -> Vec<Part> {
                    let apart = from.iter().filter(|name| !missing_in.contains(name));
                    apart.map(|name| part(name.clone(), difference, String::new())).collect()
                };
                let mut apart = parts(&members, &others, Difference::Missing);
                apart.extend(parts(&others, &members, Difference::Added));
                apart
            }
            _ => continue,
        };
        found.extend(parts.into_iter().map(|part| Evidence {
            subject: format!("types.{}.{}", name.short(), part.subject),
            statement: part.statement,
            source: other.source.clone(),
            verdict: Verdict::OtherVersion { version: other.version, difference: part.difference },
        }));
    }
    found
}

fn properties_of_types(one: &Structured, types: &Types, known: &Structured, others: &Types) -> Vec<Part> {
    // Every property of what is read is optional, so null tells nothing apart.
    let list = |types: &Types, name: &TypeName| -> Vec<Property> {
        let properties = types.properties(name).into_iter().cloned();
        properties.map(|property| Property { nullable: None, ..property }).collect()
    };
    properties_differ(&list(types, &one.name), &list(others, &known.name))
}

fn parts(one: &Operation, other: &Operation) -> Vec<Part> {
    let mut found = Vec::new();
    let changed = |subject: &str, statement: String| Part {
        is_breaking: true,
        ..part(subject.to_owned(), Difference::Changed, statement)
    };
    if one.kind != other.kind || one.path != other.path {
        found.push(changed("path", String::from("addresses something else")));
    }
    for parameter in &one.parameters {
        if !other.parameters.iter().any(|known| known.name == parameter.name && known.ty == parameter.ty) {
            found.push(changed(&format!("parameters.{}", parameter.name), String::from("another parameter")));
        }
    }
    match (&one.body, &other.body) {
        (Body::Parameters(_), Body::Parameters(_)) => {}
        (Body::Object { ty, .. }, Body::Object { ty: known, .. }) if ty == known => {}
        (one, other) if std::mem::discriminant(one) != std::mem::discriminant(other) => {
            found.push(changed("body", other.to_string()));
        }
        (Body::Object { .. }, other) => found.push(changed("body", other.to_string())),
        (Body::None | Body::Parameters(_) | Body::Reference | Body::Raw { .. }, _) => {}
    }
    let is_breaking = matches!((&one.body, &other.body), (Body::Parameters(_), Body::Parameters(_)));
    let is_comparable = is_breaking || matches!((&one.body, &other.body), (Body::Object { .. }, Body::Object { .. }));
    if is_comparable {
        let properties = properties_differ(one.body.properties(), other.body.properties());
        let of_body = |part: Part| Part { subject: format!("body.{}", part.subject), is_breaking, ..part };
        found.extend(properties.into_iter().map(of_body));
    }
    if one.response != other.response {
        found.push(changed("response", other.response.to_string()));
    }
    found
}

fn part(subject: String, difference: Difference, statement: String) -> Part {
    let statement = match difference {
        Difference::Added => String::from("it is there"),
        Difference::Missing => String::from("it is not there"),
        Difference::Changed => statement,
    };
    Part { subject, difference, statement, is_breaking: false }
}

/// Returns which properties one list has and the other lacks, or has otherwise.
fn properties_differ(properties: &[Property], others: &[Property]) -> Vec<Part> {
    let find = |list: &[Property], name: &str| list.iter().position(|property| property.name == name);
    let mut found = Vec::new();
    for property in properties {
        let name = property.name.clone();
        let changed = |statement| part(property.name.clone(), Difference::Changed, statement);
        found.push(match find(others, &name).map(|at| &others[at]) {
            None => part(name, Difference::Missing, String::new()),
            Some(other) if other.ty != property.ty => changed(other.ty.to_string()),
            Some(other) if other.nullable != property.nullable => {
                changed(format!("{} be null", if other.nullable == Some(false) { "cannot" } else { "can" }))
            }
            Some(_) => continue,
        });
    }
    let added = others.iter().filter(|other| find(properties, &other.name).is_none());
    found.extend(added.map(|other| part(other.name.clone(), Difference::Added, String::new())));
    found
}
