//! Rules about lifetimes and type parameters. rustc would report each in generated code, several times.

use crate::{
    errors::Errors,
    model::{Action, Role},
};

/// The lifetime of a borrowed value has a name.
pub(super) fn check_lifetimes(action: &Action, errors: &mut Errors) {
    let ident = &action.item.ident;
    for place in &action.elided_lifetimes {
        errors.at_span(
            *place,
            format!(
                "a lifetime in a field needs a name; write `'a` here (`&'a str`, `Cow<'a, str>`) and declare it: \
                 `struct {ident}<'a>`; or use an owned type such as `String`"
            ),
        );
    }
    if let Some(place) = action.borrowed_response {
        errors.at_span(place, "a response owns its data; write an owned type such as `String` in `returns`");
    }
}

/// A type parameter that is the type of a field or of the response has the bound that its place needs.
pub(super) fn check_bounds(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let Some(param) = &field.unbounded else { continue };
        let (bound, place) = match &field.role {
            Role::Parameter(_) => ("std::fmt::Display", "the path"),
            Role::Query(_) => ("std::fmt::Display", "the query"),
            Role::Header(_) => ("std::fmt::Display", "a header"),
            Role::Property(_) | Role::Flattened(_) | Role::Body => ("serde::Serialize", "the JSON body"),
            Role::RawBody(_) => ("graph_runtime::upload::RawBody", "the body"),
            Role::QueryOptions | Role::Misnamed(_) | Role::NotSent | Role::Unknown => continue,
        };
        errors.at(
            &field.ty,
            format!(
                "`{}` is written into {place}, for which `{param}` needs a bound; write `{param}: {bound}`",
                field.name
            ),
        );
    }
    if let Some((param, span)) = &action.unbounded_response {
        errors.at_span(
            *span,
            format!(
                "the response is read as `{param}`, which needs a bound; write `{param}: serde::de::DeserializeOwned + \
                 Send + 'static`"
            ),
        );
    }
}
