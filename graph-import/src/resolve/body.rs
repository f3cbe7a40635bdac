//! Bodies of requests, and responses.

use super::{
    index::Index,
    place::{Place, What},
};
use crate::{
    description::{Body, Callable, OperationKind, Property, Purpose, Response, TypeDefinition, TypeName, TypeRef},
    read_only,
};

/// Bytes of which nothing more is known.
const BYTES: &str = "application/octet-stream";
/// Any JSON value.
const UNTYPED: &str = "Edm.Untyped";

/// Returns the body of a request of a kind.
pub(super) fn body(index: &Index<'_>, place: &Place<'_>, kind: OperationKind) -> Body {
    match kind {
        OperationKind::Action => place.via.map_or(Body::None, parameters),
        OperationKind::Create => object(index, place, Purpose::Create),
        OperationKind::Update => object(index, place, Purpose::Update),
        OperationKind::Replace => object(index, place, Purpose::Replace),
        OperationKind::SetContent => Body::Raw { media_type: media_type(index, place) },
        OperationKind::AddReference | OperationKind::SetReference => Body::Reference,
        OperationKind::List
        | OperationKind::Get
        | OperationKind::Delete
        | OperationKind::Count
        | OperationKind::GetContent
        | OperationKind::ListReferences
        | OperationKind::RemoveReference
        | OperationKind::Function => Body::None,
    }
}

fn parameters(action: &Callable) -> Body {
    let parameters = action.parameters.iter().map(|parameter| {
        let mut property = parameter.property.clone();
        if parameter.optional {
            property.nullable = Some(true);
        }
        property
    });
    let parameters: Vec<_> = parameters.collect();
    if parameters.is_empty() { Body::None } else { Body::Parameters(parameters) }
}

fn object(index: &Index<'_>, place: &Place<'_>, purpose: Purpose) -> Body {
    let Some(ty) = place.what.structured() else { return Body::None };
    let types = &index.schema.types;
    let key = types.key(ty);
    let details = || place.facts.iter().map(|facts| facts.details());
    let listed = |list: &[String], name: &str| list.iter().any(|path| path == name);
    let mut properties = Vec::new();
    for property in types.properties(ty) {
        let name = property.name.as_str();
        let required = details().any(|details| listed(&details.required, name));
        let sent = match purpose {
            // The service chooses the key `id`; other keys are what the caller wants to name.
            Purpose::Create => {
                (required || name != "id" || !key.contains(&name))
                    && !details().any(|details| listed(&details.not_insertable, name))
            }
            Purpose::Update => {
                !key.contains(&name)
                    && !property.facts.immutable
                    && !details().any(|details| listed(&details.not_updatable, name))
            }
            Purpose::Replace => name != "id" || !key.contains(&name),
        };
        if sent && !set_by_service(property) {
            let mut property = property.clone();
            property.facts.required |= required && purpose == Purpose::Create;
            properties.push(property);
        }
    }
    Body::Object { ty: ty.clone(), purpose, properties }
}

/// Returns whether a property is the service's own, or a stream, which has a call of its own.
fn set_by_service(property: &Property) -> bool {
    let is_stream = property.ty.name.primitive() == Some("Stream");
    is_stream || read_only::is_stated(property) || read_only::is_time_of_service(property)
}

/// Returns the media type of a stream that is sent.
fn media_type(index: &Index<'_>, place: &Place<'_>) -> String {
    let stated: Vec<_> = place.facts.iter().flat_map(|facts| &facts.details().media_types).collect();
    let usual = ["image/jpeg", "image/png", "text/plain"];
    if let Some(usual) = usual.into_iter().find(|usual| stated.iter().any(|stated| stated == usual)) {
        return usual.to_owned();
    }
    // Of an entity's own stream nothing is stated; photos are the ones that are no arbitrary bytes.
    let photo = place.facts.iter().any(|facts| {
        let photo = TypeName::new("microsoft.graph.profilePhoto");
        index.schema.types.structured(&photo).is_some_and(|photo| std::ptr::eq(&raw const photo.facts, *facts))
    });
    if photo { "image/jpeg".into() } else { stated.first().map_or_else(|| BYTES.into(), |ty| (*ty).clone()) }
}

/// Returns the response to a request of a kind.
pub(super) fn response(index: &Index<'_>, place: &Place<'_>, kind: OperationKind) -> Response {
    match kind {
        OperationKind::Action | OperationKind::Function => {
            place.via.map_or(Response::None, |call| returned(index, call))
        }
        OperationKind::Count => Response::PlainText(TypeName::new("Edm.Int32")),
        OperationKind::ListReferences => match place.what {
            What::References => Response::Page(TypeName::new(UNTYPED)),
            _ => Response::Object(TypeName::new(UNTYPED)),
        },
        OperationKind::Delete
        | OperationKind::SetContent
        | OperationKind::AddReference
        | OperationKind::SetReference
        | OperationKind::RemoveReference => Response::None,
        OperationKind::List
        | OperationKind::Get
        | OperationKind::Create
        | OperationKind::Update
        | OperationKind::Replace
        | OperationKind::GetContent => match place.what {
            What::Entities(ty) if kind == OperationKind::Create => Response::Object(ty.clone()),
            What::Entities(ty) | What::Values(ty) => Response::Page(ty.clone()),
            What::Entity(ty) | What::Complex(ty) => Response::Object(ty.clone()),
            What::Value(ty) => Response::Value(TypeRef::one(index.underlying(&ty.name).clone())),
            What::Text(ty) => Response::PlainText(index.underlying(&ty.name).clone()),
            What::Stream(property) => Response::Bytes { redirected: redirected(index, place, property) },
            What::Root | What::Count(_) | What::References | What::ReferenceByKey | What::Reference | What::Nothing => {
                Response::None
            }
        },
    }
}

/// Returns what an action or function returns.
fn returned(index: &Index<'_>, callable: &Callable) -> Response {
    let Some(returned) = &callable.returns else { return Response::None };
    let name = &returned.ty.name;
    // Functions of reports redirect to a file; `report` is the type that older descriptions give it.
    let of_reports = callable.binding.as_ref().is_some_and(|binding| binding.name.short() == "reportRoot");
    if name.as_str() == "Edm.Stream" || name.as_str() == "microsoft.graph.report" {
        return Response::Bytes { redirected: of_reports || name.short() == "report" };
    }
    if returned.ty.collection {
        return Response::Page(index.schema.types.get(name).map_or(name, TypeDefinition::name).clone());
    }
    match index.schema.types.get(name) {
        Some(TypeDefinition::Structured(_)) => Response::Object(name.clone()),
        Some(TypeDefinition::Alias { underlying, .. }) => Response::Value(TypeRef::one(underlying.clone())),
        _ => Response::Value(TypeRef::one(name.clone())),
    }
}

/// Returns whether reading a stream is redirected to where its bytes are: files of drives are.
fn redirected(index: &Index<'_>, place: &Place<'_>, property: Option<&Property>) -> bool {
    let files = ["microsoft.graph.driveItem", "microsoft.graph.driveItemVersion", "microsoft.graph.baseItemVersion"];
    let own = |name: &str| {
        let file = index.schema.types.structured(&TypeName::new(name));
        file.is_some_and(|file| file.properties.iter().any(|own| property.is_some_and(|one| std::ptr::eq(own, one))))
    };
    place.via.is_none() && files.into_iter().any(own)
}
