//! Rules about constants: what every request contains without a field.

use super::names::{explain_header, explain_name, explain_query};
use crate::{
    errors::{Errors, line_of},
    model::{Action, Constant, Place, Scalar},
};

/// The name of a constant is valid where it is sent, as that of a field is.
pub(super) fn check_names(action: &Action, errors: &mut Errors) {
    for constant in &action.constants {
        let name = constant.name.as_str();
        let message = match constant.place {
            Place::Headers => explain_header(name),
            Place::Query => explain_name(name).or_else(|| explain_query(name)),
            Place::Path | Place::Body if name == "@odata.type" => Some(explain_odata_type(action, constant)),
            Place::Path | Place::Body => explain_name(name),
        };
        if let Some(message) = message {
            errors.at(&constant.literal, message);
        }
    }
}

fn explain_odata_type(action: &Action, constant: &Constant) -> String {
    match (&action.odata_type, &constant.value) {
        (Some(_), _) => String::from("`odata_type` already sends `@odata.type`; remove one"),
        (None, Scalar::Text(name)) => {
            format!("`@odata.type` has an argument of its own; write `odata_type = \"{name}\"`")
        }
        (None, Scalar::Literal(_)) => String::from("`@odata.type` has an argument of its own, `odata_type`"),
    }
}

/// The value of a constant can be sent.
pub(super) fn check_values(action: &Action, errors: &mut Errors) {
    for constant in &action.constants {
        let Scalar::Text(text) = &constant.value else { continue };
        let message = match constant.place {
            Place::Headers if text.trim().is_empty() => {
                "a header must not be empty: a server may treat a header without a value as missing"
            }
            Place::Headers if !text.chars().all(|c| c == '\t' || c == ' ' || c.is_ascii_graphic()) => {
                "the value of a header must consist of visible ASCII characters, spaces and tabs"
            }
            Place::Query if text.chars().any(char::is_control) => {
                "the value of a query parameter must not contain a control character"
            }
            Place::Path | Place::Query | Place::Headers | Place::Body => continue,
        };
        errors.at_span(constant.value_span, message);
    }
}

/// A name is sent only once, apart from `Prefer`, whose values are joined.
pub(super) fn check_duplicates(action: &Action, errors: &mut Errors) {
    for (i, constant) in action.constants.iter().enumerate().filter(|(_, constant)| !constant.is_prefer()) {
        let Constant { place, name, literal, .. } = constant;
        let earlier = action.constants[..i].iter().find(|other| other.place == *place && other.has_name(name));
        if let Some(first) = earlier {
            let line = line_of(first.literal.span());
            errors.at(literal, format!("duplicate {place} `{name}`; first given {line}; remove one"));
            continue;
        }
        let field = action.fields.iter().find(|field| {
            field.role.place() == Some(*place) && field.role.wire_name().is_some_and(|name| constant.has_name(name))
        });
        if let Some(field) = field {
            let field = &field.name;
            errors.at(
                literal,
                format!("duplicate {place} `{name}`: the field `{field}` has the same name; remove the field or the constant"),
            );
        }
    }
}

/// A constant property is sent in a JSON object.
pub(super) fn check_body(action: &Action, errors: &mut Errors) {
    let body = action.fields.iter().find(|field| field.role.is_whole_body());
    for constant in action.constants_in(Place::Body) {
        if action.method_is_known && !action.method.has_body() {
            let (method, name) = (action.method.as_str(), &constant.name);
            errors.at(
                &constant.literal,
                format!(
                    "a {method} request has no body for `{name}`; write `query(\"{name}\" = …)` or `header(\"{name}\" = …)`"
                ),
            );
        } else if let Some(body) = body {
            let (body, name) = (&body.name, &constant.name);
            errors.at(
                &constant.literal,
                format!("`{body}` is the whole body, so `{name}` cannot be a property; remove one of them"),
            );
        }
    }
}
