//! The third step: one function for each rule of the language.
//!
//! A check only reads the model and reports. It does not report what parsing has reported.

mod constants;
mod fields;
mod generics;
mod names;
mod parameters;
mod permissions;
mod properties;
pub mod property_types;
mod redirects;
mod returns;
mod route;
mod runtime;
mod unmarked;
mod variants;

pub use self::permissions::Disorder;
use crate::{
    errors::Errors,
    model::{Action, GraphType},
};

/// Checks an action against every rule.
pub fn check(action: &Action, errors: &mut Errors) {
    runtime::check(&action.runtime, errors);
    route::check_path(action, errors);
    route::check_versions(action, errors);
    route::check_docs(action, errors);
    route::check_odata_type(action, errors);
    constants::check_names(action, errors);
    constants::check_values(action, errors);
    constants::check_duplicates(action, errors);
    constants::check_body(action, errors);
    redirects::check_method(action, errors);
    redirects::check_redirected(action, errors);
    returns::check_collections(action, errors);
    permissions::check_not_empty(action, errors);
    permissions::check_names(action, errors);
    permissions::check_duplicates(action, errors);
    parameters::check_placeholders_have_fields(action, errors);
    parameters::check_marked_fields_have_placeholders(action, errors);
    parameters::check_types(action, errors);
    unmarked::check_types(action, errors);
    parameters::check_lists(action, errors);
    fields::check_one_place(action, errors);
    fields::check_unused_names(action, errors);
    fields::check_quoted(action, errors);
    fields::check_bodiless_methods(action, errors);
    fields::check_whole_body(action, errors);
    fields::check_query_options(action, errors);
    fields::check_raw_body(action, errors);
    fields::check_patch(action, errors);
    fields::check_debug(action, errors);
    property_types::check_property_types(action, errors);
    property_types::check_returned_types(action, errors);
    generics::check_lifetimes(action, errors);
    generics::check_bounds(action, errors);
    names::check_wire_names(action, errors);
    names::check_duplicates(action, errors);
    names::check_setters(action, errors);
}

/// Finds what an action says against what is known, but may be right all the same: a warning each.
#[must_use]
pub fn find_disorder(action: &Action) -> Vec<Disorder> {
    permissions::find_disorder(action)
}

/// Checks a type against every rule.
pub fn check_type(graph_type: &GraphType, errors: &mut Errors) {
    runtime::check(graph_type.runtime(), errors);
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
