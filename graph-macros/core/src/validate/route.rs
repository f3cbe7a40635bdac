//! Rules about path, version, documentation and type.

use crate::{
    errors::{Errors, line_of},
    model::{Action, Version},
    suggest::did_you_mean,
};

/// The path template is well formed.
pub(super) fn check_path(action: &Action, errors: &mut Errors) {
    let Some(literal) = &action.path else { return };
    for mistake in &action.template.mistakes {
        errors.at(literal, action.template.with_caret(mistake.at, &mistake.message));
    }
}

/// A version is one of Microsoft Graph, and is given only once.
pub(super) fn check_versions(action: &Action, errors: &mut Errors) {
    for (i, literal) in action.version_literals.iter().enumerate() {
        let version = literal.value();
        if Version::find(&version).is_none() {
            let hint = match version.trim_start_matches('/') {
                "1.0" | "1" | "v1" | "V1.0" => String::from("; did you mean `v1.0`?"),
                other => did_you_mean(other, ["v1.0", "beta"]),
            };
            errors.at(literal, format!("unknown version; expected `v1.0` or `beta`{hint}"));
        } else if let Some(first) = action.version_literals[..i].iter().find(|first| first.value() == version) {
            errors.at(literal, format!("duplicate version `{version}`; first given {}", line_of(first.span())));
        }
    }
}

/// `docs` is a link that the documentation can contain.
pub(super) fn check_docs(action: &Action, errors: &mut Errors) {
    let Some(docs) = &action.docs else { return };
    let url = docs.value();
    if !url.starts_with("https://") || url.contains(|c: char| c.is_whitespace() || "<>\"".contains(c)) {
        errors.at(
            docs,
            "`docs` is the URL of Microsoft's documentation; write `docs = \"https://learn.microsoft.com/graph/api/…\"`",
        );
    }
}

/// `odata_type` is the name of a type, and there is a JSON body to send it in.
pub(super) fn check_odata_type(action: &Action, errors: &mut Errors) {
    let Some(odata_type) = &action.odata_type else { return };
    if let Some(message) = explain_type_name(&odata_type.value()) {
        errors.at(odata_type, message);
    }
    if action.method_is_known && !action.method.has_body() {
        let method = action.method.as_str();
        errors.at(
            odata_type,
            format!("`odata_type` is sent in the JSON body, but a {method} request has no body; remove it"),
        );
    }
}

/// Explains why a text cannot be the name of a type.
pub(super) fn explain_type_name(name: &str) -> Option<String> {
    let is_allowed = |c: char| c.is_alphanumeric() || "#._()".contains(c);
    if name.starts_with('#') && name.len() >= 2 && name.chars().all(is_allowed) {
        return None;
    }
    let bare = name.trim_start_matches('#');
    let suggestion = if bare.is_empty() { "microsoft.graph.vppToken" } else { bare };
    Some(format!("a type name starts with `#` and its namespace; write `\"#{suggestion}\"`"))
}
