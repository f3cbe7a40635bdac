//! Rules about path parameters and their fields, matched by name both ways.

use crate::action::{
    errors::Errors,
    model::{Action, Presence, Role},
    parse::path::with_caret,
    suggest::did_you_mean,
};

/// A placeholder stands for a field.
pub(super) fn check_placeholders_have_fields(action: &Action, errors: &mut Errors) {
    let Some(literal) = &action.path.literal else { return };
    for parameter in &action.path.template.parameters {
        if action.fields.iter().any(|field| field.name == parameter.name) {
            continue;
        }
        let name = &parameter.name;
        let meant = action.fields.iter().find(|field| field.role == Role::Misnamed(name.clone()));
        let hint = match meant.map(|field| &field.name) {
            Some(near) => format!("; there is a field `{near}`: write `<{near}>`, or name the field `{name}`"),
            None => {
                format!("; add a field such as `pub {name}: String`, or write the name of one that is there in `<…>`")
            }
        };
        let message = format!("`<{name}>` has no field of this name{hint}");
        errors.at(literal, with_caret(&action.path.text, parameter.at, &message));
    }
}

/// A field marked as a path parameter has a placeholder.
pub(super) fn check_marked_fields_have_placeholders(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        if let (Some(span), false) = (field.graph.path, field.role == Role::Parameter) {
            let free = action
                .path
                .template
                .parameters
                .iter()
                .map(|parameter| parameter.name.as_str())
                .filter(|name| action.fields.iter().all(|field| field.name != *name));
            let name = &field.name;
            let hint = did_you_mean(name, free);
            errors.at_span(span, format!("the path has no placeholder `<{name}>` for this field{hint}"));
        }
    }
}

/// A path parameter is always there.
pub(super) fn check_types(action: &Action, errors: &mut Errors) {
    for field in action.fields.iter().filter(|field| field.role == Role::Parameter) {
        let kind = match field.presence {
            Presence::Required | Presence::Defaulted => continue,
            Presence::Optional(_) => "Option",
            Presence::Patch(_) => "Patch",
        };
        errors.at(
            &field.ty,
            format!(
                "`<{}>` is part of the path, so its field cannot be left out: give it a type without `{kind}`",
                field.name
            ),
        );
    }
}
