//! Rules about names in the request and in the builder.

use proc_macro2::Span;

use crate::{
    errors::{Errors, line_of},
    model::{Action, BUILDER_METHODS, Field, Place, Role},
    suggest::{all_of, shown},
};

/// A name in the request is valid there.
pub(super) fn check_wire_names(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let (Some(place), Some(name)) = (field.role.place(), field.role.wire_name()) else { continue };
        let message = match place {
            Place::Headers => explain_header(name),
            Place::Path | Place::Query | Place::Body => explain_name(name),
        };
        if let Some(message) = message {
            errors.at_span(wire_span(field), message);
        }
    }
}

/// Explains why a text cannot be the name of a query parameter or property.
pub(super) fn explain_name(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some(String::from("the name is empty; write the name that Microsoft documents"));
    }
    let forbidden = name.chars().find(|c| c.is_control() || c.is_whitespace() || "\"\\".contains(*c))?;
    Some(format!("`{}` is not allowed in a name", shown(forbidden)))
}

/// The headers that the client or HTTP itself sets.
const RESERVED: [&str; 8] = [
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "client-request-id",
    "user-agent",
];

/// Explains why a text cannot be the name of a header.
fn explain_header(name: &str) -> Option<String> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Some(String::from(
            "invalid header name; expected ASCII letters, digits and `-`, for example `If-Match`",
        ));
    }
    RESERVED
        .contains(&name.to_ascii_lowercase().as_str())
        .then(|| format!("the client sets the header `{name}`; an action cannot set it"))
}

/// No two fields have the same name in the same place.
pub(super) fn check_duplicates(action: &Action, errors: &mut Errors) {
    let mut seen: Vec<(Place, String, &Field)> = Vec::new();
    for field in &action.fields {
        let (Some(place), Some(name)) = (field.role.place(), field.role.wire_name()) else { continue };
        if action.odata_type.is_some() && place == Place::Body && name == "@odata.type" {
            errors.at_span(wire_span(field), "`odata_type` already sends `@odata.type`; remove one");
        }
        let name = match place {
            Place::Headers => name.to_ascii_lowercase(),
            Place::Path | Place::Query | Place::Body => name.to_owned(),
        };
        let Some((.., first)) = seen.iter().find(|(known, other, _)| *known == place && *other == name) else {
            seen.push((place, name, field));
            continue;
        };
        let line = line_of(wire_span(first));
        errors.at_span(
            wire_span(field),
            format!(
                "duplicate {place} `{name}`: `{}` and `{}` have the same name, first given {line}; rename one with \
                 `#[graph(…)]`",
                first.name, field.name,
            ),
        );
    }
}

/// Setters, which have the names of their fields, do not collide with other methods of the builder.
pub(super) fn check_setters(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let name = field.name.as_str();
        if BUILDER_METHODS.contains(&name) {
            let fix = match &field.role {
                Role::Parameter(_) => format!("the field and its placeholder: `<{name}_id>`"),
                Role::Query(wire) => format!("the field: `#[graph(query = \"{wire}\")] {name}_value`"),
                Role::Property(wire) => format!("the field: `#[graph(name = \"{wire}\")] {}`", other_name(name)),
                Role::Header(_)
                | Role::QueryOptions
                | Role::Flattened(_)
                | Role::Body
                | Role::RawBody(_)
                | Role::Misnamed(_)
                | Role::NotSent
                | Role::Unknown => format!("the field: `{name}_value`"),
            };
            let methods = all_of(&BUILDER_METHODS);
            errors.at(
                &field.ident,
                format!("the setter `{name}` collides with a method of the builder, which has {methods}; rename {fix}"),
            );
        }
        if let Some(cleared) = action.cleared_by(field) {
            let cleared = &cleared.name;
            errors.at(
                &field.ident,
                format!("the setter `{name}` collides with the method that clears `{cleared}`; rename one field"),
            );
        }
    }
}

/// Returns another name for a field: `item_list` for `items`, `build_value` for `build`.
fn other_name(name: &str) -> String {
    name.strip_suffix('s').map_or_else(|| format!("{name}_value"), |one| format!("{one}_list"))
}

/// Returns where the name in the request is written, or else the name of the field that it is made from.
fn wire_span(field: &Field) -> Span {
    if let Some(name) = &field.graph.name {
        return name.span();
    }
    match (&field.graph.query, &field.graph.header) {
        (Some((_, Some(name))), _) | (_, Some(name)) => name.span(),
        _ => field.ident.span(),
    }
}
