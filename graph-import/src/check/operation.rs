//! An operation, in each version that the declaration names.

use graph_macros_core::model::Role;

use super::{
    Descriptions, Rule, Severity, body,
    call::Call,
    draft::{Draft, Drafts},
    parameters, path, response,
    uses::Uses,
};
use crate::description::{Deprecation, Operation, Source, Types, Version};

/// What an operation is compared in.
pub(super) struct Context<'a> {
    pub(super) version: Version,
    pub(super) operation: &'a Operation,
    pub(super) types: &'a Types,
    pub(super) source: &'a Source,
    /// All versions in which it is compared.
    pub(super) compared: &'a [Version],
}

/// Reports the differences of an operation, and notes which types it uses.
pub(super) fn check(call: &Call<'_>, descriptions: &dyn Descriptions, drafts: &mut Drafts<'_>, uses: &mut Uses) {
    let compared = call.versions();
    for (version, operation) in call.operations() {
        let Some((types, source)) = descriptions.types(version) else { continue };
        let context = Context { version, operation, types, source, compared: &compared };
        deprecation(call, &context, drafts);
        path::check(call, &context, drafts);
        parameters::check(call, &context, drafts);
        body::check(call, &context, drafts, uses);
        response::check(call, &context, drafts, uses);
    }
    docs(call, descriptions, drafts);
}

impl Context<'_> {
    /// Returns a finding in this version.
    pub(super) fn draft(&self, rule: Rule, message: impl Into<String>) -> Draft {
        Draft::new(rule, message).source(self.source).in_version(self.version)
    }
}

fn deprecation(call: &Call<'_>, context: &Context<'_>, drafts: &mut Drafts<'_>) {
    let Some(deprecation) = &context.operation.deprecation else { return };
    if call.declaration.is_deprecated {
        return;
    }
    let message = format!("`{}` is deprecated{}", call.title(), removal(deprecation));
    let draft = deprecated(context.draft(Rule::Deprecated, message), deprecation);
    drafts.add(call.declaration, None, draft, context.compared);
}

/// Returns when something deprecated may be gone.
pub(super) fn removal(deprecation: &Deprecation) -> String {
    deprecation.removal.as_ref().map_or_else(String::new, |day| format!(", and may be gone from {day} on"))
}

/// Completes a finding about something deprecated.
pub(super) fn deprecated(draft: Draft, deprecation: &Deprecation) -> Draft {
    let since = deprecation.date.as_ref().map(|date| format!("since {date}"));
    let why = deprecation.description.as_ref().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let new = [since, why].into_iter().flatten().collect::<Vec<_>>().join(": ");
    let draft = if new.is_empty() { draft } else { draft.new_is(new) };
    draft.write("#[deprecated]")
}

fn docs(call: &Call<'_>, descriptions: &dyn Descriptions, drafts: &mut Drafts<'_>) {
    let Some(docs) = &call.action.docs else { return };
    if descriptions.has_page(&docs.value()) != Some(false) {
        return;
    }
    let operations = || call.operations().filter_map(|(_, operation)| operation.docs.clone());
    let mut draft = Draft::new(Rule::Docs, "the page that `docs` names is not there")
        .old(docs.value())
        .at(call.declaration.place_at(docs.span()));
    if let Some(page) = operations().find(|page| descriptions.has_page(page) != Some(false)) {
        draft = draft.write(format!("docs = \"{page}\"")).new_is(page);
    }
    drafts.add(call.declaration, None, draft, &[]);
}

/// Reports a constant or a field that the operation does not know.
pub(super) fn unknown(
    call: &Call<'_>,
    part: Option<&str>,
    draft: Draft,
    context: &Context<'_>,
    drafts: &mut Drafts<'_>,
) {
    drafts.add(call.declaration, part, draft.severity(Severity::Warning), context.compared);
}

/// Returns the name of a query parameter that a field is.
pub(super) fn query_name(role: &Role) -> Option<&str> {
    if let Role::Query(name) = role { Some(name) } else { None }
}
