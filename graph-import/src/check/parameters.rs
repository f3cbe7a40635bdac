//! Query parameters and headers.

use graph_macros_core::model::{Place, Role};

use super::{
    Rule,
    call::Call,
    draft::Drafts,
    holds::{Flow, mismatch},
    operation::{Context, query_name, unknown},
    properties::nearest,
    written,
};

/// Headers that any request may have.
const GENERAL_HEADERS: [&str; 16] = [
    "accept-language",
    "client-request-id",
    "consistencylevel",
    "content-range",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-unmodified-since",
    "max-data-service-version",
    "odata-maxversion",
    "odata-version",
    "prefer",
    "range",
    "return-client-request-id",
    "workbook-session-id",
    "x-anchormailbox",
];

/// The query parameters of OData.
const SYSTEM_OPTIONS: [&str; 12] = [
    "$apply",
    "$count",
    "$deltatoken",
    "$expand",
    "$filter",
    "$format",
    "$orderby",
    "$search",
    "$select",
    "$skip",
    "$skiptoken",
    "$top",
];

/// Reports query parameters and headers that are not there, or are required and missing.
pub(super) fn check(call: &Call<'_>, context: &Context<'_>, drafts: &mut Drafts<'_>) {
    query(call, context, drafts);
    headers(call, context, drafts);
}

fn query(call: &Call<'_>, context: &Context<'_>, drafts: &mut Drafts<'_>) {
    let (action, operation) = (call.action, context.operation);
    let fields = action.fields.iter().filter_map(|field| query_name(&field.role).map(|name| (name, Some(field))));
    let constants = action.constants_in(Place::Query).map(|constant| (constant.name.as_str(), None));
    let declared: Vec<_> = fields.chain(constants).collect();
    let options = action.fields.iter().find(|field| field.role == Role::QueryOptions);
    for (name, field) in &declared {
        let part = field.map(|field| field.name.as_str());
        if let Some(parameter) = operation.query.iter().find(|parameter| parameter.name == *name) {
            let Some(field) = field else { continue };
            let rust = drafts.krate().meaning(call.declaration, &field.ty);
            if let Some(severity) = mismatch(drafts.krate(), &rust, &parameter.ty, context.types, Flow::SentAsText) {
                let draft = context
                    .draft(Rule::Type, format!("`{name}` cannot hold the query parameter"))
                    .severity(severity)
                    .old(crate::source::written(&field.ty))
                    .new_is(written::described(&parameter.ty))
                    .write(format!("{}: {}", field.name, written::wrapped(&rust, &parameter.ty, context.types)));
                drafts.add(call.declaration, part, draft, context.compared);
            }
            continue;
        }
        let is_known = if SYSTEM_OPTIONS.contains(name) {
            operation.query_options
        } else {
            // The value of an alias in the path: `(userId='@userId')`.
            name.starts_with('@')
        };
        if !is_known {
            let near = nearest(name, operation.query.iter().map(|parameter| parameter.name.as_str()));
            let draft = context
                .draft(Rule::Query, format!("the operation has no query parameter `{name}`"))
                .old(*name)
                .meant(name, near, |near| format!("#[graph(query = \"{near}\")]"));
            unknown(call, part, draft, context, drafts);
        }
    }
    if let Some(options) =
        options.filter(|_| !operation.query_options && operation.query.iter().all(|own| !own.name.starts_with('$')))
    {
        let draft = context.draft(Rule::Query, "the operation takes no system query options").old(&options.name).meant(
            &options.name,
            None,
            str::to_owned,
        );
        unknown(call, Some(&options.name), draft, context, drafts);
    }
    for parameter in operation.query.iter().filter(|parameter| parameter.required) {
        let is_declared = declared.iter().any(|(name, _)| *name == parameter.name);
        if !is_declared && (options.is_none() || !parameter.name.starts_with('$')) {
            let ty = written::rust_type(&parameter.ty, context.types);
            let draft = context
                .draft(Rule::Required, format!("the query parameter `{}` is required", parameter.name))
                .new_is(written::described(&parameter.ty))
                .write(format!("#[graph(query = \"{}\")] {}: {ty}", parameter.name, field_name(&parameter.name)));
            drafts.add(call.declaration, None, draft, context.compared);
        }
    }
}

fn headers(call: &Call<'_>, context: &Context<'_>, drafts: &mut Drafts<'_>) {
    let (action, operation) = (call.action, context.operation);
    let fields = action.fields.iter().filter_map(|field| match &field.role {
        Role::Header(name) => Some((name.as_str(), Some(field.name.as_str()))),
        _ => None,
    });
    let constants = action.constants_in(Place::Headers).map(|constant| (constant.name.as_str(), None));
    let declared: Vec<_> = fields.chain(constants).collect();
    for (name, part) in &declared {
        let is_described = operation.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name));
        if is_described || GENERAL_HEADERS.contains(&name.to_lowercase().as_str()) {
            continue;
        }
        let near = nearest(name, operation.headers.iter().map(|header| header.name.as_str()));
        let draft = context.draft(Rule::Header, format!("the operation has no header `{name}`")).old(*name).meant(
            name,
            near,
            |near| format!("#[graph(header = \"{near}\")]"),
        );
        unknown(call, *part, draft, context, drafts);
    }
    for header in operation.headers.iter().filter(|header| header.required) {
        if declared.iter().any(|(name, _)| header.name.eq_ignore_ascii_case(name)) {
            continue;
        }
        let write = match &header.constant {
            Some(value) => format!("header(\"{}\" = \"{value}\")", header.name),
            None => format!("#[graph(header = \"{}\")] {}: String", header.name, field_name(&header.name)),
        };
        let draft = context.draft(Rule::Required, format!("the header `{}` is required", header.name)).write(write);
        drafts.add(call.declaration, None, draft, context.compared);
    }
}

/// Returns the name of a field for a name in a request.
pub(super) fn field_name(name: &str) -> String {
    graph_macros_core::names::snake_case(name.trim_start_matches(['$', '@']))
}
