//! The same operation in another version of Graph.

use crate::description::{Body, Evidence, Operation, Property, Response, Source, Verdict};

/// Adds another version to an operation if that has it alike, and otherwise says what is different.
pub(super) fn join(operation: &mut Operation, other: &Operation, source: &Source) {
    let version = other.versions[0];
    let breaking = differences(operation, other);
    if breaking.is_empty() {
        operation.versions.push(version);
    }
    let name = version.as_str();
    let note = |subject: &str, statement: String, verdict| Evidence {
        subject: subject.to_owned(),
        statement: format!("{name}: {statement}"),
        source: source.clone(),
        verdict,
    };
    operation.evidence.extend(breaking.into_iter().map(|text| note("version", text, Verdict::Overruled)));
    if let (Body::Object { properties, .. }, Body::Object { properties: others, .. }) = (&operation.body, &other.body) {
        let notes: Vec<_> = properties_differ(properties, others);
        operation.evidence.extend(notes.into_iter().map(|(subject, text)| note(&subject, text, Verdict::Overruled)));
    }
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

/// Returns what keeps one declaration from being right for both versions.
fn differences(one: &Operation, other: &Operation) -> Vec<String> {
    let mut found = Vec::new();
    if one.kind != other.kind || one.path != other.path {
        found.push("addresses something else".into());
    }
    for parameter in &one.parameters {
        if !other.parameters.iter().any(|known| known.name == parameter.name && known.ty == parameter.ty) {
            found.push(format!("the parameter `{}` is another", parameter.name));
        }
    }
    match (&one.body, &other.body) {
        (Body::Parameters(properties), Body::Parameters(others)) => {
            found.extend(properties_differ(properties, others).into_iter().map(|(_, text)| text));
        }
        (Body::Object { ty, .. }, Body::Object { ty: known, .. }) if ty == known => {}
        (one, other) if std::mem::discriminant(one) == std::mem::discriminant(other) => {
            if let (Body::Object { ty, .. }, Body::Object { .. }) = (one, other) {
                found.push(format!("the body is no `{ty}`"));
            }
        }
        _ => found.push("the body is another".into()),
    }
    if one.response != other.response {
        found.push(format!("the response is {}", shown(&other.response)));
    }
    found
}

/// Returns which properties one list has and the other lacks, or has otherwise.
fn properties_differ(properties: &[Property], others: &[Property]) -> Vec<(String, String)> {
    let find = |list: &[Property], name: &str| list.iter().position(|property| property.name == name);
    let mut found = Vec::new();
    for property in properties {
        let name = &property.name;
        let difference = match find(others, name).map(|at| &others[at]) {
            None => format!("`{name}` is missing"),
            Some(other) if other.ty != property.ty => format!("`{name}` is a `{}`", other.ty.name),
            Some(other) if other.nullable != property.nullable => {
                format!("`{name}` {} be null", if other.nullable == Some(false) { "cannot" } else { "can" })
            }
            Some(_) => continue,
        };
        found.push((format!("body.{name}"), difference));
    }
    for other in others.iter().filter(|other| find(properties, &other.name).is_none()) {
        found.push((format!("body.{}", other.name), format!("`{}` is there as well", other.name)));
    }
    found
}

fn shown(response: &Response) -> String {
    match response {
        Response::None => "empty".into(),
        Response::Object(ty) => format!("`{ty}`"),
        Response::Page(ty) => format!("a collection of `{ty}`"),
        Response::Value(ty) => format!("a value of `{}`", ty.name),
        Response::PlainText(ty) => format!("a text that is `{ty}`"),
        Response::Bytes { .. } => "bytes".into(),
    }
}
