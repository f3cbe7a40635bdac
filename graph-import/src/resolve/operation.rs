//! The operation that a method is at a place.

use super::{
    body,
    index::Index,
    offer::{Offer, offer},
    place::Place,
    placeholder, query,
    walk::Walk,
};
use crate::description::{
    Body, CallableKind, Evidence, Method, Operation, OperationKind, PathTemplate, Permissions, Segment, Source,
    SourceKind, Verdict, shown,
};

/// Makes the operation that a method is at the end of a walk, or says why there is none.
pub(super) fn operation(index: &Index<'_>, walk: &Walk<'_>, method: Method) -> Result<Operation, String> {
    let place = &walk.place;
    let (kind, stated) = match offer(place, method) {
        Offer::Stated(kind) => (kind, true),
        Offer::Unstated(kind) => (kind, false),
        Offer::Refused(reason) => return Err(reason),
    };
    let body = body::body(index, place, kind);
    let parameters = placeholder::name(index, &walk.drafts, &body);
    let last = match walk.segments.last() {
        Some(Segment::Name(name) | Segment::Arguments { name, .. }) => name.as_str(),
        _ => "",
    };
    let mut evidence = if stated { Vec::new() } else { vec![unstated(method)] };
    evidence.extend(contradictions(index, place, kind, &body));
    Ok(Operation {
        method,
        versions: vec![index.schema.version],
        kind,
        query_options: query::options(place, kind),
        query: query::parameters(place, kind, last),
        headers: query::headers(index, place, kind),
        response: body::response(index, place, kind),
        permissions: Permissions::UNKNOWN,
        description: query::description(place, kind),
        deprecation: query::deprecation(place),
        docs: None,
        evidence,
        path: PathTemplate { segments: walk.segments.clone() },
        parameters,
        body,
    })
}

/// Returns the path at the end of a walk with the names of its parameters, as messages write it.
pub(super) fn path_of(index: &Index<'_>, walk: &Walk<'_>) -> String {
    let is_action = walk.place.via.is_some_and(|callable| callable.kind == CallableKind::Action);
    let body = if is_action { body::body(index, &walk.place, OperationKind::Action) } else { Body::None };
    let names = placeholder::names(&walk.drafts, &body);
    shown(&walk.segments, |at| {
        let (quoted, collection) = walk.drafts.get(at).map_or((false, false), |draft| placeholder::form(index, draft));
        (names.get(at).map_or("id", String::as_str), quoted, collection)
    })
}

fn unstated(method: Method) -> Evidence {
    Evidence {
        subject: "method".into(),
        statement: format!("the description does not say whether {} is allowed here", method.as_str()),
        source: Source { kind: SourceKind::Rule, name: "graph-import".into(), date: None },
        verdict: Verdict::Inferred,
    }
}

/// Says what the description states both ways: about the place, and about the properties that are sent.
fn contradictions(index: &Index<'_>, place: &Place<'_>, kind: OperationKind, body: &Body) -> Vec<Evidence> {
    let mut found: Vec<Evidence> = Vec::new();
    let mut say = |subject: String, name: &str| {
        let evidence = Evidence {
            subject,
            statement: format!("both that it is `{name}` and that it is not; neither was taken"),
            source: index.schema.source.clone(),
            verdict: Verdict::Unclear,
        };
        if !found.contains(&evidence) {
            found.push(evidence);
        }
    };
    for name in place.facts.iter().flat_map(|facts| &facts.details().contradictions) {
        let decides = restriction_of(kind, place.by_key).contains(&name.as_str());
        say(if decides { String::from("method") } else { format!("restrictions.{name}") }, name);
    }
    for property in body.properties() {
        for name in &property.facts.details().contradictions {
            say(format!("body.{}", property.name), name);
        }
    }
    found
}

/// Returns the restrictions that decide whether there is an operation of a kind.
fn restriction_of(kind: OperationKind, by_key: bool) -> &'static [&'static str] {
    match kind {
        OperationKind::Get if by_key => &["ReadableByKey", "Readable"],
        OperationKind::List | OperationKind::Get | OperationKind::GetContent => &["Readable"],
        OperationKind::Create => &["Insertable"],
        OperationKind::Update | OperationKind::Replace | OperationKind::SetContent => &["Updatable"],
        OperationKind::Delete => &["Deletable"],
        OperationKind::Count => &["Countable"],
        OperationKind::ListReferences
        | OperationKind::AddReference
        | OperationKind::SetReference
        | OperationKind::RemoveReference => &["Referenceable"],
        OperationKind::Action | OperationKind::Function => &[],
    }
}
