//! The response of an operation.

use graph_macros_core::model::GraphType;

use super::{
    Rule, Severity,
    call::Call,
    draft::{Draft, Drafts},
    holds::{Flow, mismatch},
    operation::Context,
    properties::Fields,
    uses::Uses,
    written,
};
use crate::{
    description::{OperationKind, Response, TypeName, TypeRef, Types},
    source::{Crate, Declared, Place, RustType},
};

/// Reports a response of another kind, and notes which types it has.
pub(super) fn check(call: &Call<'_>, context: &Context<'_>, drafts: &mut Drafts<'_>, uses: &mut Uses) {
    let krate = drafts.krate();
    let declared = krate.meaning(call.declaration, &call.action.returns);
    let response = &context.operation.response;
    let is_optional = matches!(declared, RustType::Optional(_));
    let rust = if let RustType::Optional(inner) = &declared { inner } else { &declared };
    redirect(call, context, drafts);
    if matches!(rust, RustType::Unknown | RustType::Json) && *response != Response::None {
        return;
    }
    let severity = match response {
        Response::None if *rust == RustType::Unit => None,
        Response::None => Some(if is_optional { Severity::Warning } else { Severity::Error }),
        // An update may be answered without a body, whatever the description says.
        _ if *rust == RustType::Unit => {
            let may_be_empty = matches!(
                context.operation.kind,
                OperationKind::Update | OperationKind::Replace | OperationKind::SetContent | OperationKind::Delete
            );
            (!may_be_empty).then_some(Severity::Note)
        }
        response => content(krate, rust, response, context, uses),
    };
    if let Some(severity) = severity {
        let message = match response {
            Response::None => "the operation returns nothing",
            _ if *rust == RustType::Unit => "the response is ignored",
            _ => "the response is of another kind",
        };
        let draft: Draft = context
            .draft(Rule::Returns, message)
            .severity(severity)
            .old(crate::source::written(&call.action.returns))
            .new_is(shown(response))
            .write(format!("returns = {}", returns(response, context.types)))
            .at(place(call));
        drafts.add(call.declaration, None, draft, context.compared);
    }
}

/// Compares the response with the type that is read; `None` if it fits.
fn content(
    krate: &Crate,
    rust: &RustType,
    response: &Response,
    context: &Context<'_>,
    uses: &mut Uses,
) -> Option<Severity> {
    let types = context.types;
    let mut fits = |rust: &RustType, ty: &TypeRef| {
        uses.add(rust, ty, context.version, false);
        mismatch(krate, rust, ty, types, Flow::Received)
    };
    match (response, rust) {
        (Response::Object(name), rust) => match rust {
            RustType::Page(_) | RustType::Value(_) | RustType::PlainText(_) | RustType::Bytes => Some(Severity::Error),
            rust => fits(rust, &TypeRef::one(name.clone())),
        },
        (Response::Page(name), RustType::Page(element)) => fits(element, &TypeRef::one(name.clone())),
        (Response::Page(name), RustType::Value(inner)) => fits(inner, &TypeRef::collection(name.clone())),
        (Response::Page(name), rust) => fits(&envelope(krate, rust)?, &TypeRef::collection(name.clone())),
        (Response::Value(ty), RustType::Page(element)) if ty.collection => {
            fits(element, &TypeRef::one(ty.name.clone()))
        }
        (Response::Value(ty), RustType::Value(inner)) => {
            // The value itself may be null.
            fits(inner, ty)
        }
        (Response::Value(ty), rust) => fits(&envelope(krate, rust)?, ty),
        (Response::PlainText(name), RustType::PlainText(inner)) => {
            let ty = TypeRef::one(name.clone());
            // A count is never negative.
            let is_count = matches!(**inner, RustType::Integer { bits: 32.., .. });
            if is_count { None } else { mismatch(krate, inner, &ty, types, Flow::SentAsText) }
        }
        (Response::Bytes { .. }, RustType::Bytes) => None,
        (Response::None | Response::PlainText(_) | Response::Bytes { .. }, _) => Some(Severity::Error),
    }
}

/// Returns the type of `value` in an object that has the form of a page: nothing fits in its place if there is none.
fn envelope(krate: &Crate, rust: &RustType) -> Option<RustType> {
    let RustType::Declared(id) = rust else { return Some(RustType::Unit) };
    let declaration = krate.declaration(*id);
    let Declared::Type(GraphType::Object(object)) = &declaration.declared else { return Some(RustType::Unit) };
    let fields = Fields::of_object(krate, declaration, object, false);
    if fields.is_open {
        return None;
    }
    let value = fields.all.into_iter().find(|field| field.names.iter().any(|name| name == "value"));
    Some(value.map_or(RustType::Unit, |field| field.rust))
}

fn redirect(call: &Call<'_>, context: &Context<'_>, drafts: &mut Drafts<'_>) {
    let is_redirected = matches!(context.operation.response, Response::Bytes { redirected: true });
    if is_redirected && !call.action.follows_redirects() {
        let draft = context
            .draft(Rule::Returns, "the service redirects to the content, and the call does not follow")
            .new_is("a redirect")
            .write("redirects = true");
        drafts.add(call.declaration, None, draft, context.compared);
    }
}

/// Returns the place of `returns`, or of the path if the declaration has none.
pub(super) fn place(call: &Call<'_>) -> Place {
    let span = syn::spanned::Spanned::span(&call.action.returns);
    if span.start().line > 1 { call.declaration.place_at(span) } else { call.path_place() }
}

pub(super) fn shown(response: &Response) -> String {
    match response {
        Response::None => String::from("nothing"),
        Response::Object(name) => name.to_string(),
        Response::Page(name) => format!("Collection({name})"),
        Response::Value(ty) => written::described(ty),
        Response::PlainText(name) => format!("{name} as text"),
        Response::Bytes { .. } => String::from("bytes"),
    }
}

/// Returns a response as a declaration writes it.
pub(super) fn returns(response: &Response, types: &Types) -> String {
    let one = |name: &TypeName| written::rust_type(&TypeRef::one(name.clone()), types);
    match response {
        Response::None => String::from("()"),
        Response::Object(name) => one(name),
        Response::Page(name) => format!("Page<{}>", one(name)),
        Response::Value(ty) => format!("ODataValue<{}>", written::rust_type(ty, types)),
        Response::PlainText(name) => format!("PlainText<{}>", one(name)),
        Response::Bytes { .. } => String::from("Bytes"),
    }
}
