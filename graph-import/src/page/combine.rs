//! A page together with Graph's own descriptions and Microsoft's permission data.
//!
//! The descriptions decide on names and types, the permission data on permissions, and the page on prose. What they say
//! differently is evidence of the operation.

use std::collections::{BTreeMap, BTreeSet};

use strsim::damerau_levenshtein;

use super::{Page, names::folded};
use crate::{
    description::{
        Access, Body, Caller, Evidence, Operation, PermissionOrigin, Permissions, Property, Response, Schema, Source,
        TypeDefinition, TypeName, Types, Verdict, Version,
    },
    permission_data::PermissionData,
    resolve::{Request, Resolver},
};

/// Combines a page with descriptions of Graph and with permission data, as far as they are there.
///
/// An operation that no description has stays as the page states it, and says so. The types are all of the description
/// of the page's version, with the page's prose where they have none, and those that only the page has.
#[must_use]
pub fn combine(page: Page, schemas: &[&Schema], permissions: Option<&PermissionData>) -> Page {
    let resolver = Resolver::new(schemas.iter().copied());
    let mut combined = page.clone();
    combined.operations = page
        .operations
        .into_iter()
        .map(|operation| {
            let mut found = describe(operation, schemas, &resolver, &page.source);
            if let Some(data) = permissions {
                authorize(&mut found, data, &page.source);
            }
            found
        })
        .collect();
    let version = combined.operations.first().and_then(|operation| operation.versions.first());
    let schema = schemas.iter().find(|schema| Some(&schema.version) == version);
    if let Some(schema) = schema {
        combined.types = types(&schema.types, &page.types);
    }
    combined
}

/// Takes an operation from the description that has it.
fn describe(stated: Operation, schemas: &[&Schema], resolver: &Resolver<'_>, page: &Source) -> Operation {
    let Some(version) = stated.versions.first().copied() else { return stated };
    if schemas.is_empty() {
        return stated;
    }
    let source = schemas.iter().find(|schema| schema.version == version).or(schemas.first());
    let source = source.map_or_else(|| page.clone(), |schema| schema.source.clone());
    let title = format!("{} /{}{}", stated.method.as_str(), version.as_str(), stated.path.shown(&stated.parameters));
    let found = Request::parse(&title).and_then(|request| resolver.resolve(&request));
    let mut operation = match found {
        Ok(operation) => operation,
        Err(error) => {
            let mut operation = stated;
            operation.evidence.push(Evidence {
                subject: "path".into(),
                statement: error.to_string(),
                source,
                verdict: Verdict::Missing,
            });
            return operation;
        }
    };
    narrow(&stated, &mut operation, &title, schemas, resolver, page);
    let mut evidence = disagreements(&stated, &operation, page, version);
    // What was inferred because the page does not say it is known now.
    let kept = stated.evidence.into_iter().filter(|known| {
        known.verdict != Verdict::Inferred && !known.subject.starts_with("types.") && !known.subject.starts_with("body")
    });
    evidence.extend(kept);
    operation.evidence.append(&mut evidence);
    operation.permissions = stated.permissions;
    operation.description = stated.description.or(operation.description);
    operation.docs = stated.docs.or(operation.docs);
    operation.deprecation = operation.deprecation.or(stated.deprecation);
    for parameter in &mut operation.parameters {
        let same = stated.parameters.iter().find(|other| other.name == parameter.name);
        parameter.description = parameter.description.take().or_else(|| same?.description.clone());
    }
    for header in stated.headers {
        if !operation.headers.iter().any(|known| known.name.eq_ignore_ascii_case(&header.name)) {
            operation.headers.push(header);
        }
    }
    for parameter in stated.query {
        let is_known = operation.query.iter().any(|known| known.name == parameter.name);
        let is_option = operation.query_options && parameter.name.starts_with('$');
        if !is_known && !is_option {
            operation.query.push(parameter);
        }
    }
    if let Body::Parameters(properties) | Body::Object { properties, .. } = &mut operation.body {
        let prose: BTreeMap<_, _> =
            stated.body.properties().iter().map(|p| (p.name.as_str(), &p.facts.description)).collect();
        for property in properties {
            if let Some(Some(text)) = prose.get(property.name.as_str()) {
                property.facts.description = Some(text.clone());
            }
        }
    }
    operation
}

/// Takes the type that the page is about, where it derives from that which the path has: the page about
/// `PATCH /deviceAppManagement/mobileApps/{id}` of an `androidLobApp`.
fn narrow(
    stated: &Operation,
    operation: &mut Operation,
    title: &str,
    schemas: &[&Schema],
    resolver: &Resolver<'_>,
    page: &Source,
) {
    let types = schemas.iter().find(|schema| operation.versions.contains(&schema.version)).map(|schema| &schema.types);
    let derives = |one: &TypeName, other: &TypeName| one != other && types.is_some_and(|types| types.is_a(one, other));
    let name = match (&stated.body, &operation.body, &stated.response, &operation.response) {
        (Body::Object { ty, .. }, Body::Object { ty: base, .. }, ..) if derives(ty, base) => ty,
        // A list has all that derive from its type, whatever the page is about.
        (_, Body::None, Response::Object(ty), Response::Object(base)) if derives(ty, base) => ty,
        _ => return,
    };
    let cast = Request::parse(&format!("{title}/{name}")).and_then(|request| resolver.resolve(&request));
    let statement = format!("the page is about `{}`, which derives from the type that the path has", name.short());
    operation.evidence.push(Evidence {
        subject: "type".into(),
        statement,
        source: page.clone(),
        verdict: Verdict::Taken,
    });
    if let Ok(cast) = cast {
        operation.body = cast.body;
        if let (Response::Object(_), Response::Object(_)) = (&operation.response, &cast.response) {
            operation.response = cast.response;
        }
    } else if operation.body == Body::None {
        // Not everything can be cast in a path, but what is read is of the type still.
        operation.response = Response::Object(name.clone());
    }
}

/// Returns where a page states something else than the description.
fn disagreements(page: &Operation, found: &Operation, source: &Source, version: Version) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    let mut say = |subject: &str, statement: String, verdict: Verdict| {
        evidence.push(Evidence { subject: subject.to_owned(), statement, source: source.clone(), verdict });
    };
    if page.path.segments.len() != found.path.segments.len()
        || page.route().to_lowercase() != found.route().to_lowercase()
    {
        let (written, read) = (page.path.shown(&page.parameters), found.path.shown(&found.parameters));
        if folded(&written) != folded(&read) {
            say("path", format!("the page has `{written}`"), Verdict::Overruled);
        }
    }
    if !found.versions.contains(&version) {
        say("version", format!("the page is about {}", version.as_str()), Verdict::Overruled);
    }
    if page.kind != found.kind {
        say("kind", format!("the page describes it as {:?}", page.kind), Verdict::Overruled);
    }
    if page.response != found.response {
        say("response", format!("the page states {}", page.response), Verdict::Overruled);
    }
    body(page.body.properties(), found.body.properties(), &mut say);
    evidence
}

fn body(page: &[Property], found: &[Property], say: &mut impl FnMut(&str, String, Verdict)) {
    let listed: BTreeSet<&str> = page.iter().map(|property| property.name.as_str()).collect();
    let mut unlisted: Vec<&Property> =
        found.iter().filter(|property| !listed.contains(property.name.as_str())).collect();
    for property in page {
        if let Some(same) = found.iter().find(|other| other.name == property.name) {
            details(property, same, say);
        } else if let Some(meant) = meant(&property.name, &unlisted) {
            let meant = unlisted.swap_remove(meant);
            say(
                &format!("body.{}", meant.name),
                format!("the property is called `{}`", meant.name),
                Verdict::Repaired { written: property.name.clone() },
            );
        } else {
            let statement = "the page lists it, the description does not have it";
            say(&format!("body.{}", property.name), statement.into(), Verdict::Overruled);
        }
    }
    unlisted.sort_by(|one, other| one.name.cmp(&other.name));
    for property in unlisted.iter().filter(|_| !page.is_empty()) {
        say(&format!("body.{}", property.name), "the page does not list it".into(), Verdict::Missing);
    }
}

/// Says where the type of a property is another.
fn details(page: &Property, found: &Property, say: &mut impl FnMut(&str, String, Verdict)) {
    if page.ty != found.ty {
        say(&format!("body.{}.type", page.name), format!("the page says {}", page.ty), Verdict::Overruled);
    }
}

/// Finds the property that a page spells otherwise, with other capitals or with a typing error, among those that it does
/// not list.
fn meant(written: &str, unlisted: &[&Property]) -> Option<usize> {
    let wanted = folded(written);
    let near =
        unlisted.iter().enumerate().filter(|(_, other)| other.name.len().abs_diff(written.len()) <= wanted.len() / 6);
    let distances = near.map(|(index, other)| (damerau_levenshtein(&wanted, &folded(&other.name)), index));
    let (distance, index) = distances.min()?;
    (distance <= wanted.len() / 6).then_some(index)
}

/// Takes the permissions from the data, if it has the operation, or if the page states none.
fn authorize(operation: &mut Operation, data: &PermissionData, page: &Source) {
    let path = operation.path.shown(&operation.parameters);
    let stated = operation.permissions.clone();
    let is_stated = stated.origin != PermissionOrigin::Unknown;
    let Some(published) = data.find(operation.method, &path) else {
        if is_stated {
            operation.evidence.push(Evidence {
                subject: "permissions".into(),
                statement: "the operation is not among the permission data; the page's permissions were taken".into(),
                source: data.source().clone(),
                verdict: Verdict::Missing,
            });
        } else {
            operation.permissions = data.of(operation.method, &path);
        }
        return;
    };
    for caller in Caller::ALL.into_iter().filter(|_| is_stated) {
        let (page_says, data_says) = (stated.of(caller), published.of(caller));
        if !same(page_says, data_says) {
            operation.evidence.push(Evidence {
                subject: format!("permissions.{}", caller_name(caller)),
                statement: format!("the page says {}", access(page_says)),
                source: page.clone(),
                verdict: Verdict::Overruled,
            });
            operation.evidence.push(Evidence {
                subject: format!("permissions.{}", caller_name(caller)),
                statement: access(data_says),
                source: data.source().clone(),
                verdict: Verdict::Taken,
            });
        }
    }
    operation.permissions = Permissions { origin: PermissionOrigin::Published, ..published };
}

/// Returns whether two lists have the same alternatives, in whatever order: a page's order is not trusted.
fn same(one: &Access, other: &Access) -> bool {
    let sorted = |access: &Access| match access {
        Access::AnyOf(alternatives) => {
            let mut alternatives = alternatives.clone();
            for names in &mut alternatives {
                names.sort();
            }
            alternatives.sort();
            Access::AnyOf(alternatives)
        }
        other => other.clone(),
    };
    sorted(one) == sorted(other)
}

fn caller_name(caller: Caller) -> &'static str {
    match caller {
        Caller::Delegated => "delegated",
        Caller::Personal => "personal",
        Caller::Application => "application",
    }
}

fn access(access: &Access) -> String {
    match access {
        Access::NotSupported => "not supported".into(),
        Access::NotNeeded => "no permission is needed".into(),
        Access::AnyOf(alternatives) => {
            let shown: Vec<_> = alternatives.iter().map(|names| format!("`{}`", names.join("` and `"))).collect();
            shown.join(", ")
        }
    }
}

/// Returns the types of a description with a page's prose, and those that only the page has.
fn types(described: &Types, page: &Types) -> Types {
    let mut definitions: BTreeMap<TypeName, TypeDefinition> =
        page.iter().map(|definition| (definition.name().clone(), definition.clone())).collect();
    for definition in described.iter() {
        let mut definition = definition.clone();
        let prose = page.structured(definition.name());
        if let (TypeDefinition::Structured(structured), Some(prose)) = (&mut definition, prose) {
            for property in &mut structured.properties {
                let told = prose.properties.iter().find(|other| other.name == property.name);
                if let Some(text) = told.and_then(|told| told.facts.description.clone()) {
                    property.facts.description = Some(text);
                }
            }
        }
        definitions.insert(definition.name().clone(), definition);
    }
    Types::new(definitions.into_values())
}
