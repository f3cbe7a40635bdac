//! The third step: one function for each rule of the language.
//!
//! A check only reads the model and reports. It does not report what parsing has reported.

mod fields;
mod names;
mod parameters;
mod permissions;
mod properties;
pub mod property_types;
mod route;
mod variants;

use crate::{
    errors::Errors,
    model::{Action, GraphType},
};

/// Checks an action against every rule.
pub fn check(action: &Action, errors: &mut Errors) {
    route::check_path(action, errors);
    route::check_versions(action, errors);
    route::check_docs(action, errors);
    route::check_odata_type(action, errors);
    permissions::check_not_empty(action, errors);
    permissions::check_names(action, errors);
    permissions::check_duplicates(action, errors);
    parameters::check_placeholders_have_fields(action, errors);
    parameters::check_marked_fields_have_placeholders(action, errors);
    parameters::check_types(action, errors);
    fields::check_one_place(action, errors);
    fields::check_unused_names(action, errors);
    fields::check_bodiless_methods(action, errors);
    fields::check_whole_body(action, errors);
    fields::check_raw_body(action, errors);
    fields::check_patch(action, errors);
    fields::check_debug(action, errors);
    property_types::check_property_types(action, errors);
    property_types::check_returned_types(action, errors);
    names::check_wire_names(action, errors);
    names::check_duplicates(action, errors);
    names::check_setters(action, errors);
}

/// Checks a type against every rule.
pub fn check_type(graph_type: &GraphType, errors: &mut Errors) {
    match graph_type {
        GraphType::Object(object) => {
            properties::check_type_name(object, errors);
            properties::check_derives(object, errors);
            properties::check_additional(object, errors);
            properties::check_always(object, errors);
            properties::check_unused_attributes(object, errors);
            properties::check_types(object, errors);
            properties::check_names(object, errors);
            properties::check_duplicates(object, errors);
        }
        GraphType::Derived(derived) => {
            variants::check_derives(derived, errors);
            variants::check_attributes(derived, errors);
            variants::check_values(derived, errors);
            variants::check_types(derived, errors);
            variants::check_other(derived, errors);
        }
    }
}
