//! Rules about names: on the wire, and in the builder.

use proc_macro2::Span;

use crate::action::{
    errors::{Errors, line_of},
    model::{Action, BUILDER_METHODS, Field, Role},
    suggest::{all_of, shown},
};

/// A name of a property or query parameter can be written as it is.
pub(super) fn check_wire_names(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let (Role::Property(name) | Role::Query(name)) = &field.role else { continue };
        if field.serde.flatten {
            continue;
        }
        if name.is_empty() {
            errors.at_span(wire_span(field), "the name is empty; write the one that Microsoft documents");
        } else if let Some(c) = name.chars().find(|c| c.is_control() || c.is_whitespace() || "\"\\".contains(*c)) {
            errors.at_span(wire_span(field), format!("`{}` cannot stand in a name", shown(c)));
        }
    }
}

/// The headers that the client, or HTTP itself, sets.
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

/// A header has a name that HTTP allows and that is the author's to set.
pub(super) fn check_headers(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let Role::Header(name) = &field.role else { continue };
        if name.is_empty()
            || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
        {
            errors.at_span(
                wire_span(field),
                "this cannot be the name of a header, which is made of ASCII letters, digits and `-`: write one such as `If-Match`",
            );
        } else if RESERVED.contains(&name.to_ascii_lowercase().as_str()) {
            errors.at_span(wire_span(field), format!("`{name}` is set by the client; an action cannot set it"));
        }
    }
}

/// No two fields have one name on the wire.
pub(super) fn check_distinct(action: &Action, errors: &mut Errors) {
    let mut seen: Vec<(&str, String, &Field)> = Vec::new();
    if action.odata_type.is_some() {
        for field in &action.fields {
            if field.role == Role::Property(String::from("@odata.type")) {
                errors.at_span(wire_span(field), "`odata_type` sends `@odata.type` already; remove one");
            }
        }
    }
    for field in &action.fields {
        let (place, name) = match &field.role {
            Role::Property(_) if field.serde.flatten => continue,
            Role::Property(name) => ("property", name.clone()),
            Role::Query(name) => ("query parameter", name.clone()),
            Role::Header(name) => ("header", name.to_ascii_lowercase()),
            _ => continue,
        };
        match seen.iter().find(|(known, wire, _)| *known == place && *wire == name) {
            Some((.., first)) => errors.at_span(
                wire_span(field),
                format!("`{}` and `{}` are both the {place} `{name}`; the first one stands {}; rename one with `#[graph(…)]`", first.name, field.name, line_of(wire_span(first))),
            ),
            None => seen.push((place, name, field)),
        }
    }
}

/// The setters, which have the names of their fields, do not collide with each other or with the builder's methods.
pub(super) fn check_setters(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let name = field.name.as_str();
        if BUILDER_METHODS.contains(&name) {
            let way_out = match &field.role {
                Role::Parameter => format!("rename the field and its placeholder: `<{name}_id>`"),
                Role::Query(wire) => format!("rename the field: `#[graph(query = \"{wire}\")] {name}_value`"),
                Role::Property(wire) => format!("rename the field: `#[graph(name = \"{wire}\")] {}`", other_name(name)),
                _ => format!("rename the field: `{name}_value`"),
            };
            errors.at(
                &field.ident,
                format!("the setter `{name}` would collide with the builder's own method, since every builder has {}; {way_out}", all_of(&BUILDER_METHODS)),
            );
        }
        if let Some(cleared) = action.cleared_by(field) {
            errors.at(
                &field.ident,
                format!(
                    "the setter `{name}` would collide with the method that clears `{}`; rename one of the two fields",
                    cleared.name
                ),
            );
        }
    }
}

/// `items` as `item_list`, `build` as `build_value`.
fn other_name(name: &str) -> String {
    name.strip_suffix('s').map_or_else(|| format!("{name}_value"), |one| format!("{one}_list"))
}

/// Where the name on the wire is written, or else the field's name that it is made from.
fn wire_span(field: &Field) -> Span {
    if let Some(name) = &field.graph.name {
        return name.span();
    }
    match (&field.graph.query, &field.graph.header) {
        (Some((_, Some(name))), _) | (_, Some(name)) => name.span(),
        _ => field.ident.span(),
    }
}
