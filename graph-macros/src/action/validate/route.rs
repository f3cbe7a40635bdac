//! Rules about where an action is.

use crate::action::{
    errors::{Errors, line_of},
    model::{Action, Version},
    parse::{literal, path::with_caret},
    suggest::did_you_mean,
};

/// The path template is well formed. A string literal can only be underlined whole, so the caret is in the message.
pub(super) fn check_path(action: &Action, errors: &mut Errors) {
    let Some(literal) = &action.path.literal else { return };
    for problem in &action.path.template.problems {
        errors.at(literal, with_caret(&action.path.text, problem.at, &problem.message));
    }
}

/// A version is one that Graph has, and stands once.
pub(super) fn check_versions(action: &Action, errors: &mut Errors) {
    for (i, written) in action.version_literals.iter().enumerate() {
        let version = literal::value(written);
        if Version::named(&version).is_none() {
            let hint = match version.trim_start_matches('/') {
                "1.0" | "1" | "v1" | "V1.0" => String::from("; did you mean `v1.0`?"),
                other => did_you_mean(other, ["v1.0", "beta"]),
            };
            errors.at(written, format!("Microsoft Graph has the versions `v1.0` and `beta`{hint}"));
        } else if let Some(first) = action.version_literals[..i].iter().find(|first| first.value() == version) {
            errors.at(
                written,
                format!("`{version}` stands twice; the first one stands {}; remove one", line_of(first.span())),
            );
        }
    }
}

/// `docs` is a link that the documentation can show.
pub(super) fn check_docs(action: &Action, errors: &mut Errors) {
    let Some(docs) = &action.docs else { return };
    let url = literal::value(docs);
    if !url.starts_with("https://") || url.contains(|c: char| c.is_whitespace() || "<>\"".contains(c)) {
        errors.at(
            docs,
            "`docs` is the address of Microsoft's page: write `docs = \"https://learn.microsoft.com/graph/api/…\"`",
        );
    }
}

/// `@odata.type` goes into a JSON body, and its value has a fixed form.
pub(super) fn check_odata_type(action: &Action, errors: &mut Errors) {
    let Some(odata_type) = &action.odata_type else { return };
    let name = literal::value(odata_type);
    if !name.starts_with('#')
        || name.len() < 2
        || name.contains(|c: char| !(c.is_alphanumeric() || "#._()".contains(c)))
    {
        let suggestion = name.trim_start_matches('#');
        errors.at(
            odata_type,
            format!(
                "a type is written with its namespace behind `#`: write `\"#{}\"`",
                if suggestion.is_empty() { "microsoft.graph.vppToken" } else { suggestion }
            ),
        );
    }
    if action.method_is_known && !action.method.has_body() {
        errors.at(
            odata_type,
            format!("`odata_type` is sent in the JSON body, and a {} has none; remove it", action.method.as_str()),
        );
    }
}
