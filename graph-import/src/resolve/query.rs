//! Query parameters, headers, and what is said about an operation.

use super::{
    index::Index,
    place::{Owner, Place, What},
};
use crate::description::{
    CallKind, CustomParameter, Deprecation, Facts, Header, OperationKind, QueryParameter, TypeName, TypeRef,
};

const OPTIONS: [&str; 8] =
    ["TopSupported", "SkipSupported", "Searchable", "Filterable", "Countable", "Sortable", "Selectable", "Expandable"];

/// Returns whether an operation takes OData's system query options: of a collection several, of one object `$select`.
pub(super) fn options(place: &Place<'_>, kind: OperationKind) -> bool {
    let read = match kind {
        OperationKind::List | OperationKind::Get => true,
        OperationKind::Count => return allows(place, &["Searchable", "Filterable"]),
        OperationKind::Function => matches!(place.what, What::Entities(_) | What::Entity(_) | What::Values(_)),
        _ => false,
    };
    match place.what {
        What::Entities(_) | What::Values(_) => read && allows(place, &OPTIONS),
        // One object is always worth a `$select`, even where nothing can be expanded.
        What::Entity(_) | What::Complex(_) => read && place.option("Selectable") != Some(false),
        _ => false,
    }
}

/// Returns whether at least two of these options are not forbidden.
fn allows(place: &Place<'_>, options: &[&str]) -> bool {
    options.iter().filter(|option| place.option(option) != Some(false)).count() >= 2
}

/// Returns the kind of call that annotations have for an operation.
fn call(place: &Place<'_>, kind: OperationKind) -> CallKind {
    match kind {
        OperationKind::Get | OperationKind::GetContent if place.by_key && matches!(place.what, What::Entity(_)) => {
            CallKind::ReadByKey
        }
        OperationKind::List
        | OperationKind::Get
        | OperationKind::GetContent
        | OperationKind::Count
        | OperationKind::ListReferences => CallKind::Read,
        OperationKind::Create | OperationKind::AddReference => CallKind::Insert,
        OperationKind::Update | OperationKind::Replace | OperationKind::SetContent | OperationKind::SetReference => {
            CallKind::Update
        }
        OperationKind::Delete | OperationKind::RemoveReference => CallKind::Delete,
        OperationKind::Action | OperationKind::Function => CallKind::Operation,
    }
}

/// Returns what annotations state about an operation's own parameters. What is most specific goes first.
fn stated<'a>(place: &Place<'a>, kind: OperationKind, header: bool) -> Vec<&'a CustomParameter> {
    let call = call(place, kind);
    let mut stated: Vec<&CustomParameter> = Vec::new();
    for parameter in place.facts.iter().flat_map(|facts| &facts.details().parameters) {
        let new = !stated.iter().any(|known| known.name.eq_ignore_ascii_case(&parameter.name));
        if parameter.call == call && parameter.header == header && new {
            stated.push(parameter);
        }
    }
    stated
}

/// Returns the query parameters beside OData's options.
pub(super) fn parameters(place: &Place<'_>, kind: OperationKind, last: &str) -> Vec<QueryParameter> {
    if kind == OperationKind::Count || kind == OperationKind::ListReferences {
        return Vec::new();
    }
    let text = || TypeRef::one(TypeName::new("Edm.String"));
    let stated = stated(place, kind, false).into_iter();
    let mut parameters: Vec<_> = stated
        .map(|parameter| QueryParameter {
            name: parameter.name.clone(),
            ty: text(),
            required: parameter.required,
            description: parameter.description.clone(),
        })
        .collect();
    // A view of a calendar always has its range in the query, but only some descriptions say so.
    if last == "calendarView" && kind == OperationKind::List && parameters.is_empty() {
        for (name, what) in [("startDateTime", "start"), ("endDateTime", "end")] {
            let description = Some(format!("The {what} of the time range, in ISO 8601 format."));
            parameters.push(QueryParameter { name: name.into(), ty: text(), required: true, description });
        }
    }
    parameters
}

/// Returns the headers.
pub(super) fn headers(index: &Index<'_>, place: &Place<'_>, kind: OperationKind) -> Vec<Header> {
    let mut headers: Vec<_> = stated(place, kind, true)
        .into_iter()
        .map(|parameter| Header {
            name: parameter.name.clone(),
            required: parameter.required,
            constant: match parameter.examples.as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            },
            description: parameter.description.clone(),
        })
        .collect();
    let known = |headers: &[Header], name: &str| headers.iter().any(|header| header.name.eq_ignore_ascii_case(name));
    let directory = match place.what {
        What::Count(Some(ty)) => index.schema.types.is_a(ty, &TypeName::new("microsoft.graph.directoryObject")),
        _ => false,
    };
    // The directory counts only what is eventually consistent.
    if kind == OperationKind::Count && (directory || known(&headers, "ConsistencyLevel")) {
        headers.retain(|header| !header.name.eq_ignore_ascii_case("ConsistencyLevel"));
        headers.push(Header {
            name: "ConsistencyLevel".into(),
            required: true,
            constant: Some("eventual".into()),
            description: None,
        });
    }
    // Planner refuses a change without the version that it is made to, but only some descriptions say so.
    let planner = place.what.structured().is_some_and(|ty| ty.short().starts_with("planner"));
    let change = matches!(kind, OperationKind::Update | OperationKind::Replace | OperationKind::Delete);
    if planner && change && !known(&headers, "If-Match") {
        headers.push(Header {
            name: "If-Match".into(),
            required: true,
            constant: None,
            description: Some("The ETag of the last known version.".into()),
        });
    }
    headers
}

/// Returns what an operation does, in Microsoft's words.
pub(super) fn description(place: &Place<'_>, kind: OperationKind) -> Option<String> {
    if let Some(callable) = place.via {
        return callable.facts.description.clone();
    }
    if kind == OperationKind::Count || place.owner == Owner::Result {
        return None;
    }
    let call = call(place, kind);
    place.facts.iter().find_map(|facts| facts.details().descriptions.get(&call)).cloned()
}

/// Returns the deprecation of what an operation addresses.
pub(super) fn deprecation(place: &Place<'_>) -> Option<Deprecation> {
    let mut facts = place.facts.iter().copied();
    facts.find_map(|facts: &Facts| facts.deprecation.clone())
}
