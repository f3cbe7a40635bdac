//! The path of an operation, and its parameters.

use graph_macros_core::model::{Field, Role};

use super::{
    Rule, Severity,
    call::Call,
    draft::Drafts,
    holds::{Flow, mismatch},
    operation::Context,
    written,
};
use crate::{description::PathParameter, source::Crate};

/// Reports a path that is written in another way, and parameters of another type.
pub(super) fn check(call: &Call<'_>, context: &Context<'_>, drafts: &mut Drafts<'_>) {
    let declared = &call.action.template.text;
    let described = context.operation.route();
    let (own, other) = (skeleton(declared), skeleton(&described));
    if own != other && own.replace('\'', "").eq_ignore_ascii_case(&other.replace('\'', "")) {
        let names: Vec<_> = call.action.template.placeholders.iter().map(|placeholder| &placeholder.name).collect();
        let is_quoting = own.eq_ignore_ascii_case(&other);
        let message = if is_quoting {
            "the path is written in another case"
        } else {
            "a value in the path is quoted in another way"
        };
        let severity = if is_quoting { Severity::Warning } else { Severity::Error };
        let draft = context
            .draft(Rule::Path, message)
            .severity(severity)
            .old(declared)
            .new_is(&described)
            .write(format!("\"{}\"", with_names(&described, &names)))
            .at(call.path_place());
        drafts.add(call.declaration, None, draft, context.compared);
    }
    for (field, parameter) in parameters(call, context) {
        self::parameter(drafts.krate(), call, field, parameter, context, drafts);
    }
}

/// Returns the fields in the path, each with the parameter that stands where it stands.
fn parameters<'a>(call: &'a Call<'_>, context: &'a Context<'_>) -> Vec<(&'a Field, &'a PathParameter)> {
    let placeholders = &call.action.template.placeholders;
    let parameters = &context.operation.parameters;
    // Of a path in which a value is written out, it cannot be told which is which.
    if placeholders.len() != parameters.len() {
        return Vec::new();
    }
    let field = |name: &str| call.action.fields.iter().find(|field| field.role == Role::Parameter(name.to_owned()));
    let pairs = placeholders.iter().zip(parameters);
    pairs.filter_map(|(placeholder, parameter)| Some((field(&placeholder.name)?, parameter))).collect()
}

fn parameter(
    krate: &Crate,
    call: &Call<'_>,
    field: &Field,
    parameter: &PathParameter,
    context: &Context<'_>,
    drafts: &mut Drafts<'_>,
) {
    let rust = krate.meaning(call.declaration, &field.ty);
    let Some(severity) = mismatch(krate, &rust, &parameter.ty, context.types, Flow::SentAsText) else { return };
    let ty = written::rust_type(&parameter.ty, context.types);
    let draft = context
        .draft(Rule::Type, format!("`{}` cannot hold the value in the path", field.name))
        .severity(severity)
        .old(crate::source::written(&field.ty))
        .new_is(written::described(&parameter.ty))
        .write(format!("{}: {ty}", field.name));
    drafts.add(call.declaration, Some(&field.name), draft, context.compared);
}

/// Returns a path without the names of placeholders, and without what may be written or left out.
fn skeleton(path: &str) -> String {
    let mut skeleton = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('<') {
        skeleton.push_str(before);
        skeleton.push_str("<>");
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    skeleton.push_str(rest);
    // An alias stands for a value: `(userId='@userId')` or `(userId=@userId)`.
    let segments = skeleton.split('/').map(|segment| {
        let segment =
            segment.strip_prefix("graph.").map_or_else(|| segment.to_owned(), |cast| format!("microsoft.graph.{cast}"));
        segment.strip_suffix("()").map(String::from).unwrap_or(segment)
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Returns a path with the names that the declaration gives its placeholders.
fn with_names(path: &str, names: &[&String]) -> String {
    let mut names = names.iter();
    let mut written = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('<') {
        let (own, after) = after.split_once('>').unwrap_or((after, ""));
        let name = names.next().map_or(own.trim_end_matches('.'), |name| name);
        let dots = if own.ends_with("..") { ".." } else { "" };
        written.extend([before, "<", name, dots, ">"]);
        rest = after;
    }
    written.push_str(rest);
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_placeholders_and_empty_parentheses_make_no_difference() {
        let all = ["/users/<id>/messages/delta()", "/users/<user_id>/messages/delta"].map(skeleton);
        assert_eq!(all[0], all[1]);
        assert_eq!(skeleton("/groups/<id>/members/graph.user"), "/groups/<>/members/microsoft.graph.user");
        assert_ne!(skeleton("/reports/get(period='<period>')"), skeleton("/reports/get(period=<period>)"));
    }

    #[test]
    fn a_path_keeps_the_names_of_the_declaration() {
        let names = [String::from("drive"), String::from("file")];
        let names: Vec<_> = names.iter().collect();
        assert_eq!(
            with_names("/drives/<id>/root:/<path..>:/content", &names),
            "/drives/<drive>/root:/<file..>:/content"
        );
    }
}
