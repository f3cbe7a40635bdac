//! What can be done where.

use super::place::{Owner, Place, What};
use crate::description::{CallableKind, Method, OperationKind};

/// Whether a method can be called at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Offer {
    /// The description says so, or the rules of OData do where it says nothing.
    Stated(OperationKind),
    /// Neither speaks against it, but it cannot be told from the description.
    Unstated(OperationKind),
    /// It cannot.
    Refused(String),
}

/// Returns whether a method can be called at a place.
pub(super) fn offer(place: &Place<'_>, method: Method) -> Offer {
    if let Some(callable) = place.via {
        return match (callable.kind, method) {
            (CallableKind::Action, Method::Post) => Offer::Stated(OperationKind::Action),
            (CallableKind::Action, _) => Offer::Refused(format!("`{}` is an action, called by POST", callable.name)),
            (CallableKind::Function, Method::Get) => Offer::Stated(OperationKind::Function),
            // What a function finds can be changed where it is an object: a range of a workbook.
            (CallableKind::Function, Method::Patch | Method::Delete) if matches!(place.what, What::Entity(_)) => {
                Offer::Unstated(if method == Method::Patch { OperationKind::Update } else { OperationKind::Delete })
            }
            (CallableKind::Function, _) => Offer::Refused(format!("`{}` is a function, called by GET", callable.name)),
        };
    }
    match place.what {
        What::Entities(_) => collection(place, method),
        What::Entity(_) => entity(place, method),
        What::Complex(_) => complex(place, method),
        What::Values(_) => only_get(place, method, OperationKind::List),
        What::Value(_) => only_get(place, method, OperationKind::Get),
        What::Text(_) => only_get(place, method, OperationKind::GetContent),
        What::Count(_) => count(place, method),
        What::Stream(_) => stream(place, method),
        What::References | What::ReferenceByKey | What::Reference => reference(place, method),
        What::Root | What::Nothing => Offer::Refused("expected a path, such as `/users/{id}`".into()),
    }
}

fn collection(place: &Place<'_>, method: Method) -> Offer {
    match method {
        Method::Get => allowed(place, "Readable", OperationKind::List),
        Method::Post => {
            let own = matches!(place.owner, Owner::Set | Owner::Contained) && !place.cast;
            match place.restriction("Insertable") {
                Some(false) => refused(place, "Insertable"),
                Some(true) => Offer::Stated(OperationKind::Create),
                None if own => Offer::Stated(OperationKind::Create),
                None => Offer::Unstated(OperationKind::Create),
            }
        }
        _ => not_at(place, method, "GET and POST"),
    }
}

fn entity(place: &Place<'_>, method: Method) -> Offer {
    let own = place.owner != Owner::Linked && !place.cast;
    let changed = |name: &str, kind: OperationKind| match place.restriction(name) {
        Some(false) => refused(place, name),
        Some(true) => Offer::Stated(kind),
        None if own => Offer::Stated(kind),
        None => Offer::Unstated(kind),
    };
    let by_put = place.facts.iter().find_map(|facts| facts.details().update_method) == Some(Method::Put);
    match method {
        Method::Get if place.by_key => match place.restriction("ReadableByKey") {
            Some(false) => refused(place, "ReadableByKey"),
            Some(true) => Offer::Stated(OperationKind::Get),
            None => allowed(place, "Readable", OperationKind::Get),
        },
        Method::Get => allowed(place, "Readable", OperationKind::Get),
        Method::Patch if by_put => Offer::Unstated(OperationKind::Update),
        Method::Patch => changed("Updatable", OperationKind::Update),
        Method::Put if by_put => changed("Updatable", OperationKind::Replace),
        Method::Put | Method::Delete if place.owner == Owner::Singleton && !place.by_key => {
            not_at(place, method, "GET and PATCH")
        }
        Method::Put => Offer::Unstated(OperationKind::Replace),
        Method::Delete => changed("Deletable", OperationKind::Delete),
        Method::Post => not_at(place, method, "GET, PATCH, PUT and DELETE"),
    }
}

fn complex(place: &Place<'_>, method: Method) -> Offer {
    let changed = |name: &str, kind: OperationKind| match place.restriction(name) {
        Some(false) => refused(place, name),
        Some(true) => Offer::Stated(kind),
        None => Offer::Unstated(kind),
    };
    match method {
        Method::Get => allowed(place, "Readable", OperationKind::Get),
        Method::Patch => changed("Updatable", OperationKind::Update),
        Method::Put => changed("Updatable", OperationKind::Replace),
        Method::Delete => changed("Deletable", OperationKind::Delete),
        Method::Post => not_at(place, method, "GET, PATCH, PUT and DELETE"),
    }
}

fn count(place: &Place<'_>, method: Method) -> Offer {
    match method {
        Method::Get => allowed(place, "Countable", OperationKind::Count),
        _ => not_at(place, method, "GET"),
    }
}

fn stream(place: &Place<'_>, method: Method) -> Offer {
    let computed = match place.what {
        What::Stream(Some(property)) => property.facts.computed,
        _ => false,
    };
    match method {
        Method::Get => allowed(place, "Readable", OperationKind::GetContent),
        Method::Put if computed => Offer::Refused(format!("{} is computed by the service", place.what.shown())),
        Method::Put => allowed(place, "Updatable", OperationKind::SetContent),
        Method::Delete => Offer::Unstated(OperationKind::Delete),
        _ => not_at(place, method, "GET, PUT and DELETE"),
    }
}

fn reference(place: &Place<'_>, method: Method) -> Offer {
    let kind = match (place.what, method) {
        (What::References | What::Reference, Method::Get) => OperationKind::ListReferences,
        (What::References, Method::Post) => OperationKind::AddReference,
        (What::Reference, Method::Put) => OperationKind::SetReference,
        (What::Reference | What::ReferenceByKey, Method::Delete) => OperationKind::RemoveReference,
        (What::References, _) => return not_at(place, method, "GET and POST"),
        (What::ReferenceByKey, _) => return not_at(place, method, "DELETE"),
        _ => return not_at(place, method, "GET, PUT and DELETE"),
    };
    match place.restriction("Referenceable") {
        Some(false) => refused(place, "Referenceable"),
        Some(true) if !place.cast => Offer::Stated(kind),
        _ => Offer::Unstated(kind),
    }
}

fn only_get(place: &Place<'_>, method: Method, kind: OperationKind) -> Offer {
    match method {
        Method::Get => allowed(place, "Readable", kind),
        _ => not_at(place, method, "GET"),
    }
}

/// Offers what is allowed unless an annotation forbids it.
fn allowed(place: &Place<'_>, name: &str, kind: OperationKind) -> Offer {
    if place.restriction(name) == Some(false) { refused(place, name) } else { Offer::Stated(kind) }
}

fn refused(place: &Place<'_>, name: &str) -> Offer {
    Offer::Refused(format!("the description says that {} is not `{name}`", place.what.shown()))
}

fn not_at(place: &Place<'_>, method: Method, others: &str) -> Offer {
    Offer::Refused(format!("{} takes {others}, but not {}", place.what.shown(), method.as_str()))
}
