//! The rule about the dependency that generated code names.

use proc_macro2::Span;

use crate::{errors::Errors, model::Runtime};

/// The path of the runtime leads to the dependency. Generated code contains the error if there is no dependency at all.
pub(super) fn check(runtime: &Runtime, errors: &mut Errors) {
    if let Some(message) = runtime.explain().filter(|_| !runtime.is_missing()) {
        errors.at_span(Span::call_site(), message);
    }
}
