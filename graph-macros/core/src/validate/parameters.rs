//! Rules about path parameters: placeholders and fields match by name, in both directions.

use crate::{
    errors::Errors,
    model::{Action, Presence, Role},
    suggest::did_you_mean,
};

/// Every placeholder has a field.
pub(super) fn check_placeholders_have_fields(action: &Action, errors: &mut Errors) {
    let Some(literal) = &action.path else { return };
    for placeholder in &action.template.placeholders {
        let name = &placeholder.name;
        if action.fields.iter().any(|field| field.name == *name) {
            continue;
        }
        let meant = action.fields.iter().find(|field| field.role == Role::Misnamed(name.clone()));
        let hint = match meant.map(|field| &field.name) {
            Some(meant) => format!("there is a field `{meant}`: write `<{meant}>`, or rename the field to `{name}`"),
            None => format!("add a field such as `pub {name}: String`, or write the name of an existing field"),
        };
        let message = format!("no field for the placeholder `<{name}>`; {hint}");
        errors.at(literal, action.template.with_caret(placeholder.at, &message));
    }
}

/// Every field that is marked as a path parameter has a placeholder.
pub(super) fn check_marked_fields_have_placeholders(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let Some(mark) = field.graph.path else { continue };
        let placeholders = &action.template.placeholders;
        if placeholders.iter().any(|placeholder| placeholder.name == field.name) {
            continue;
        }
        let unused = placeholders.iter().map(|placeholder| placeholder.name.as_str());
        let unused = unused.filter(|name| action.fields.iter().all(|field| field.name != *name));
        let hint = did_you_mean(&field.name, unused);
        errors.at_span(mark, format!("the path has no placeholder `<{}>` for this field{hint}", field.name));
    }
}

/// A path parameter always has a value.
pub(super) fn check_types(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let Role::Parameter(name) = &field.role else { continue };
        let wrapper = match field.presence {
            Presence::Required | Presence::Defaulted => continue,
            Presence::Optional(_) => "Option",
            Presence::Patch(_) => "Patch",
        };
        errors.at(
            &field.ty,
            format!("`<{name}>` is part of the path and always required; remove `{wrapper}` from the type"),
        );
    }
}

/// A list is written where the path has brackets for its elements.
pub(super) fn check_lists(action: &Action, errors: &mut Errors) {
    for field in action.fields.iter().filter(|field| field.is_list()) {
        let Role::Parameter(name) = &field.role else { continue };
        let placeholder = action.template.placeholders.iter().find(|placeholder| placeholder.name == *name);
        if placeholder.is_some_and(|placeholder| !placeholder.position.takes_list()) {
            errors.at(
                &field.ty,
                format!(
                    "`<{name}>` is a single value in this path, but the type is a list; write `['<{name}>']` in the path \
                     for a list of strings or `[<{name}>]` for one of numbers or GUIDs, or give the field the type of one \
                     value"
                ),
            );
        }
    }
}
