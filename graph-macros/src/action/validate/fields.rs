//! Rules about what a field is in the request.

use proc_macro2::Span;

use crate::action::{
    errors::{Errors, line_of},
    model::{Action, Field, Presence, Role},
    suggest::all_of,
};

/// A field has one place in the request, and a name only where names are free.
pub(super) fn check_one_place(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let graph = &field.graph;
        let mut places = Vec::new();
        places.extend(graph.query.as_ref().map(|(span, _)| ("query", *span)));
        places.extend(graph.query_options.map(|span| ("query_options", span)));
        places.extend(graph.header.as_ref().map(|literal| ("header", literal.span())));
        places.extend(graph.body.map(|span| ("body", span)));
        places.extend(graph.raw_body.as_ref().map(|literal| ("raw_body", literal.span())));
        if field.role == Role::Parameter {
            if let Some((place, span)) = places.first() {
                errors.at_span(
                    *span,
                    format!(
                        "`<{}>` stands in the path, so this field is a path parameter; remove `{place}`",
                        field.name
                    ),
                );
            }
            if let Some(name) = &graph.name {
                errors.at(
                    name,
                    "the field is a path parameter, whose name does not go to the service; rename the field and its placeholder instead",
                );
            }
            continue;
        }
        if let [_, (second, span), ..] = places.as_slice() {
            let names: Vec<_> = places.iter().map(|(place, _)| *place).collect();
            errors.at_span(
                *span,
                format!("a field has one place in the request, not {}; remove `{second}` or the other", all_of(&names)),
            );
        }
        if let Some(name) = &graph.name {
            match (&graph.query, &graph.header) {
                (Some((_, Some(_))), _) => errors.at(name, "the name stands in `query = \"…\"` already; remove one"),
                (_, Some(_)) => errors.at(name, "the name stands in `header = \"…\"` already; remove this one"),
                _ if matches!(field.role, Role::Body | Role::RawBody(_)) => {
                    errors.at(name, "the field is the whole body, which has no name; remove this one");
                }
                _ if field.role == Role::QueryOptions => {
                    errors.at(name, "the options have names of their own; remove this one");
                }
                _ => {}
            }
        }
    }
}

/// GET and DELETE have no body.
pub(super) fn check_bodiless_methods(action: &Action, errors: &mut Errors) {
    if !action.method_is_known || action.method.has_body() {
        return;
    }
    let method = action.method.as_str();
    for field in &action.fields {
        match &field.role {
            Role::Property(_) => errors.at(
                &field.ident,
                format!(
                    "a {method} has no body to hold `{name}`: mark it `#[graph(query)]` or `#[graph(header = \"…\")]`, or write `<{name}>` in the path",
                    name = field.name,
                ),
            ),
            Role::Body | Role::RawBody(_) => errors.at_span(
                place(field),
                format!("a {method} has no body; use `#[graph(query)]` or `#[graph(header = \"…\")]`, or the method POST, PATCH or PUT"),
            ),
            _ => {}
        }
    }
}

/// A field that is the whole body, as JSON or as bytes, stands alone in it.
pub(super) fn check_whole_body(action: &Action, errors: &mut Errors) {
    let mut bodies = action.fields.iter().filter(|field| matches!(field.role, Role::Body | Role::RawBody(_)));
    let Some(body) = bodies.next() else { return };
    for second in bodies {
        errors.at_span(
            place(second),
            format!("there is one body, and `{}` {} is it; mark one of them only", body.name, line_of(place(body))),
        );
    }
    let way_out = match body.role {
        Role::Body => "put it into that type, or mark it",
        _ => "mark it",
    };
    for field in action.fields.iter().filter(|field| matches!(field.role, Role::Property(_))) {
        errors.at(
            &field.ident,
            format!(
                "`{}` is the whole body, so `{}` cannot be a property of it: {way_out} `#[graph(query)]` or `#[graph(header = \"…\")]`",
                body.name, field.name,
            ),
        );
    }
}

/// Bytes have a media type, and no JSON beside them.
pub(super) fn check_raw_body(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let (Role::RawBody(media_type), Some(literal)) = (&field.role, &field.graph.raw_body) else { continue };
        let is_token = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte))
        };
        let (essence, parameters) = media_type.split_once(';').unwrap_or((media_type, ""));
        let well_formed = essence.trim_end().split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub));
        if !well_formed || !parameters.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
            errors.at(
                literal,
                "this is no media type: write one such as `\"application/octet-stream\"`, or `\"text/plain\"`",
            );
        }
    }
    if let (Some(_), Some(odata_type)) = (action.raw_body(), &action.odata_type) {
        errors.at(odata_type, "`odata_type` is sent in a JSON body, and this action sends bytes; remove it");
    }
}

fn place(field: &Field) -> Span {
    let raw_body = field.graph.raw_body.as_ref().map(syn::LitStr::span);
    field.graph.body.or(raw_body).unwrap_or_else(|| field.ident.span())
}

/// Only a property of a JSON body can be cleared.
pub(super) fn check_patch(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        if matches!(field.presence, Presence::Patch(_))
            && matches!(
                field.role,
                Role::Query(_) | Role::Header(_) | Role::QueryOptions | Role::Body | Role::RawBody(_)
            )
        {
            errors.at(
                &field.ty,
                "`Patch` is for a property of the JSON body, which `null` can clear; write `Option` here",
            );
        }
    }
}

/// A derived `Debug` would show what is secret.
pub(super) fn check_debug(action: &Action, errors: &mut Errors) {
    let secret = action.fields.iter().find(|field| field.secret);
    if let (Some(debug), Some(secret)) = (&action.derived_debug, secret) {
        errors.at(
            debug,
            format!(
                "a derived `Debug` would show `{}`, which is secret; remove it: `graph_action` writes one that shows `[redacted]`",
                secret.name,
            ),
        );
    }
}
