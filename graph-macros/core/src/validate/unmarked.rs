//! Rules about types that need an attribute.

use crate::{
    errors::Errors,
    model::{Action, Unmarked},
};

/// A type of the runtime that is never a property has the attribute for which it is meant.
pub(super) fn check_types(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let name = &field.name;
        let message = match field.unmarked {
            None => continue,
            Some(Unmarked::QueryOptions) if field.graph.query.is_some() => {
                format!(
                    "`{name}` stands for several query parameters; write `#[graph(query_options)]` instead of `query`"
                )
            }
            Some(Unmarked::QueryOptions) => {
                format!("`{name}` has no attribute; write `#[graph(query_options)]`")
            }
            Some(Unmarked::HeaderMap) => format!(
                "`{name}` cannot be sent; write a field with `#[graph(header = \"…\")]` for each header, \
                 `header(\"…\" = \"…\")` in the attribute for one that is always sent, or set the headers of a call with \
                 `client.call(&action).header(…)`"
            ),
            Some(Unmarked::UploadBody) => format!(
                "`{name}` is not JSON; write `#[graph(raw_body = \"application/octet-stream\")]`, with the media type of \
                 the body"
            ),
        };
        errors.at(&field.ident, message);
    }
}
