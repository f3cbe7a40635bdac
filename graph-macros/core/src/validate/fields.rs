//! Rules about the roles of fields.

use proc_macro2::Span;
use syn::LitStr;

use crate::{
    errors::{Errors, line_of},
    model::{Action, Field, Place, Presence, Role},
    suggest::all_of,
};

/// A field has one place in the request.
pub(super) fn check_one_place(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let places = field.graph.places();
        if let Role::Parameter(name) = &field.role {
            if let Some((place, span)) = places.first() {
                errors.at_span(*span, format!("this field is the path parameter `<{name}>`; remove `{place}`"));
            }
        } else if let [_, (second, span), ..] = places.as_slice() {
            let names: Vec<_> = places.iter().map(|(place, _)| *place).collect();
            errors.at_span(
                *span,
                format!("a field has one place in the request, not {}; remove `{second}` or the other", all_of(&names)),
            );
        }
    }
}

/// `name = "…"` is given only to a field whose name in the request it can be.
pub(super) fn check_unused_names(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let Some(name) = &field.graph.name else { continue };
        let message = match &field.role {
            Role::Parameter(_) => {
                "the name of a path parameter is not sent; rename the field and its placeholder instead"
            }
            Role::Query(_) if matches!(field.graph.query, Some((_, Some(_)))) => {
                "`query = \"…\"` already gives the name; remove one"
            }
            Role::Header(_) => "`header = \"…\"` already gives the name; remove `name`",
            Role::QueryOptions => "query options have names of their own; remove `name`",
            Role::Body | Role::RawBody(_) => "a whole body has no name; remove `name`",
            Role::Query(_)
            | Role::Property(_)
            | Role::Flattened(_)
            | Role::Misnamed(_)
            | Role::NotSent
            | Role::Unknown => continue,
        };
        errors.at(name, message);
    }
}

/// Only a query parameter is quoted by its field: the path has its own quotes.
pub(super) fn check_quoted(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let Some(quoted) = field.graph.quoted else { continue };
        let message = match &field.role {
            Role::Query(_) | Role::Unknown | Role::Misnamed(_) => continue,
            Role::Parameter(name) => {
                format!("`quoted` is for query parameters; write the quotes in the path instead: `'<{name}>'`")
            }
            Role::Header(_)
            | Role::QueryOptions
            | Role::Property(_)
            | Role::Flattened(_)
            | Role::Body
            | Role::RawBody(_)
            | Role::NotSent => String::from("`quoted` is for query parameters; remove it, or add `query`"),
        };
        errors.at_span(quoted, message);
    }
}

/// GET and DELETE requests have no body.
pub(super) fn check_bodiless_methods(action: &Action, errors: &mut Errors) {
    if !action.method_is_known || action.method.has_body() {
        return;
    }
    let method = action.method.as_str();
    for field in action.fields.iter().filter(|field| field.role.place() == Some(Place::Body)) {
        if field.role.is_whole_body() {
            errors.at_span(
                body_span(field),
                format!(
                    "a {method} request has no body; use `#[graph(query)]` or `#[graph(header = \"…\")]`, or the method \
                     POST, PATCH or PUT"
                ),
            );
        } else {
            let name = &field.name;
            errors.at(
                &field.ident,
                format!(
                    "a {method} request has no body for `{name}`; mark it `#[graph(query)]` or \
                     `#[graph(header = \"…\")]`, or write `<{name}>` in the path"
                ),
            );
        }
    }
}

/// A field that is the whole body is the only one in the body.
pub(super) fn check_whole_body(action: &Action, errors: &mut Errors) {
    let mut bodies = action.fields.iter().filter(|field| field.role.is_whole_body());
    let Some(body) = bodies.next() else { return };
    for second in bodies {
        let first = line_of(body_span(body));
        errors.at_span(
            body_span(second),
            format!("duplicate body; `{}` is the body, marked {first}; mark only one field", body.name),
        );
    }
    let way_out = if body.role == Role::Body { "move it into that type, or mark it" } else { "mark it" };
    for field in action.fields.iter().filter(|field| field.role.is_property()) {
        errors.at(
            &field.ident,
            format!(
                "`{}` is the whole body, so `{}` cannot be a property; {way_out} `#[graph(query)]` or \
                 `#[graph(header = \"…\")]`",
                body.name, field.name,
            ),
        );
    }
}

/// Only one field has the system query options, each of which is sent once.
pub(super) fn check_query_options(action: &Action, errors: &mut Errors) {
    let mut options = action.fields.iter().filter(|field| field.role == Role::QueryOptions);
    let Some(first) = options.next() else { return };
    for second in options {
        let (mark, line) = (second.graph.query_options, line_of(first.ident.span()));
        errors.at_span(
            mark.unwrap_or_else(|| second.ident.span()),
            format!("duplicate query options; `{}` has them {line}; mark only one field", first.name),
        );
    }
}

/// A raw body has a media type, and no JSON beside it.
pub(super) fn check_raw_body(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        if let Role::RawBody(media_type) = &field.role
            && !is_media_type(media_type)
        {
            errors.at(
                &field.graph.raw_body,
                "invalid media type; expected for example `application/octet-stream` or `text/plain`",
            );
        }
    }
    if let (Some(_), Some(odata_type)) = (action.raw_body(), &action.odata_type) {
        errors.at(odata_type, "`odata_type` is sent in a JSON body, but the body of this action is raw; remove it");
    }
}

fn is_media_type(text: &str) -> bool {
    let is_token = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte))
    };
    let (essence, parameters) = text.split_once(';').unwrap_or((text, ""));
    essence.trim_end().split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
        && parameters.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
}

/// Returns where a field is marked as the whole body.
fn body_span(field: &Field) -> Span {
    let raw_body = field.graph.raw_body.as_ref().map(LitStr::span);
    field.graph.body.or(raw_body).unwrap_or_else(|| field.ident.span())
}

/// Only a property can be cleared. [`check_types`](super::parameters::check_types) reports path parameters.
pub(super) fn check_patch(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let is_patch = matches!(field.presence, Presence::Patch(_));
        if is_patch && !field.role.takes_patch() && field.role.place() != Some(Place::Path) {
            errors.at(&field.ty, "`Patch` is for properties of the JSON body, which `null` clears; use `Option` here");
        }
    }
}

/// `Debug` is not derived if a field is secret.
pub(super) fn check_debug(action: &Action, errors: &mut Errors) {
    let Some(secret) = action.fields.iter().find(|field| field.is_secret()) else { return };
    if let Some(debug) = action.item.derived_debug() {
        errors.at(
            debug,
            format!(
                "a derived `Debug` would show the secret field `{}`; remove it: `graph_action` implements `Debug` and \
                 shows `[redacted]`",
                secret.name,
            ),
        );
    }
}
