//! Third step: one named check for each rule of the language.
//!
//! A check reads the model and reports; it changes nothing, and leaves alone what is reported already.

mod fields;
mod names;
mod parameters;
mod permissions;
mod route;

use super::{errors::Errors, model::Action};

/// Checks a whole declaration.
pub(crate) fn check(action: &Action, errors: &mut Errors) {
    route::check_path(action, errors);
    route::check_versions(action, errors);
    route::check_docs(action, errors);
    route::check_odata_type(action, errors);
    permissions::check_some(action, errors);
    permissions::check_names(action, errors);
    permissions::check_listed_once(action, errors);
    parameters::check_placeholders_have_fields(action, errors);
    parameters::check_marked_fields_have_placeholders(action, errors);
    parameters::check_types(action, errors);
    fields::check_one_place(action, errors);
    fields::check_bodiless_methods(action, errors);
    fields::check_whole_body(action, errors);
    fields::check_raw_body(action, errors);
    fields::check_patch(action, errors);
    fields::check_debug(action, errors);
    names::check_wire_names(action, errors);
    names::check_headers(action, errors);
    names::check_distinct(action, errors);
    names::check_setters(action, errors);
}
