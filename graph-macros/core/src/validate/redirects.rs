//! Rules about redirects.

use crate::{
    errors::Errors,
    model::{Action, Method, Role, SecretPart},
};

/// Only the redirects of a GET request are followed: any other request would change another resource, without the token.
pub(super) fn check_method(action: &Action, errors: &mut Errors) {
    let Some(redirects) = &action.redirects else { return };
    if redirects.value && action.method_is_known && action.method != Method::Get {
        let method = action.method.as_str();
        errors.at(
            redirects,
            format!(
                "only the redirects of a GET request are followed, because a {method} request would change a resource at \
                 another URL; remove `redirects`, and read the `Location` of the error response"
            ),
        );
    }
}

/// Only a header can be sent after a redirect, and no secret, because the redirect leads to another host.
pub(super) fn check_redirected(action: &Action, errors: &mut Errors) {
    for field in &action.fields {
        let Some(mark) = field.graph.redirected else { continue };
        let Role::Header(header) = &field.role else {
            if field.role != Role::Unknown {
                let message = "`redirected` is for a header that is also sent after a redirect to another host; remove it, \
                               or write `#[graph(header = \"Range\", redirected)]`";
                errors.at_span(mark, message);
            }
            continue;
        };
        if let Some(SecretPart::Header(_)) = field.secret_part() {
            let message =
                "a secret is never sent to another host; remove `redirected`, or `secret` if the value is none";
            errors.at_span(mark, message);
        } else if !action.follows_redirects() {
            let message = format!(
                "`{header}` is not sent again, because the action does not follow redirects; write `redirects = true` in \
                 the attribute, or remove `redirected`"
            );
            errors.at_span(mark, message);
        }
    }
}
