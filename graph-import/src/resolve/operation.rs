//! The operation that a method is at a place.

use super::{
    body,
    index::Index,
    offer::{Offer, offer},
    placeholder, query,
    walk::Walk,
};
use crate::description::{
    Evidence, Method, Operation, PathTemplate, Permissions, Segment, Source, SourceKind, Verdict,
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
    let evidence = if stated { Vec::new() } else { vec![unstated(method)] };
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

fn unstated(method: Method) -> Evidence {
    Evidence {
        subject: "method".into(),
        statement: format!("the description does not say whether {} is allowed here", method.as_str()),
        source: Source { kind: SourceKind::Rule, name: "graph-import".into(), date: None },
        verdict: Verdict::Inferred,
    }
}
