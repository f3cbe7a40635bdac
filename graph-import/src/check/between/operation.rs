//! An operation in two descriptions.

use std::collections::BTreeSet;

use graph_macros_core::model::{Place, Role};

use super::{
    super::{
        Rule, Severity,
        call::Call,
        draft::Drafts,
        operation::{deprecated, query_name, removal},
        response, written,
    },
    Change, body,
};
use crate::description::{Header, QueryParameter};

pub(super) fn compare(call: &Call<'_>, change: &Change<'_>, drafts: &mut Drafts<'_>) {
    deprecation(call, change, drafts);
    path(call, change, drafts);
    query(call, change, drafts);
    headers(call, change, drafts);
    body::compare(call, change, drafts);
    if change.old.response != change.new.response {
        let draft = change
            .draft(Rule::Returns, "the response is of another kind")
            .old(response::shown(&change.old.response))
            .new_is(response::shown(&change.new.response))
            .write(format!("returns = {}", response::returns(&change.new.response, change.new_types)))
            .at(response::place(call));
        drafts.add(call.declaration, None, draft, &call.versions());
    }
}

fn deprecation(call: &Call<'_>, change: &Change<'_>, drafts: &mut Drafts<'_>) {
    let draft = match (&change.old.deprecation, &change.new.deprecation) {
        (old, Some(new)) if old.as_ref() != Some(new) => {
            let message = format!("`{}` is deprecated{}", call.title(), removal(new));
            deprecated(change.draft(Rule::Deprecated, message), new)
        }
        (Some(_), None) => {
            let message = format!("`{}` is not deprecated any more", call.title());
            change.draft(Rule::Deprecated, message).severity(Severity::Note)
        }
        _ => return,
    };
    drafts.add(call.declaration, None, draft, &call.versions());
}

fn path(call: &Call<'_>, change: &Change<'_>, drafts: &mut Drafts<'_>) {
    let (old, new) = (change.old.route(), change.new.route());
    if old != new {
        let draft = change.draft(Rule::Path, "the path is written in another way").old(old).new_is(new);
        drafts.add(call.declaration, None, draft.at(call.path_place()), &call.versions());
    }
    let fields = &call.action.template.placeholders;
    for (index, (old, new)) in change.old.parameters.iter().zip(&change.new.parameters).enumerate() {
        if old.ty == new.ty {
            continue;
        }
        let draft = change
            .draft(Rule::Type, format!("`{}` in the path has another type", new.name))
            .old(written::described(&old.ty))
            .new_is(written::described(&new.ty));
        let part = fields.get(index).map(|placeholder| placeholder.name.as_str());
        drafts.add(call.declaration, part, draft, &call.versions());
    }
}

fn query(call: &Call<'_>, change: &Change<'_>, drafts: &mut Drafts<'_>) {
    if change.old.query_options != change.new.query_options {
        let shown = |takes: bool| if takes { "system query options" } else { "no system query options" };
        let part = call.action.fields.iter().find(|field| field.role == Role::QueryOptions);
        let draft = change
            .draft(Rule::Query, format!("the operation takes {}", shown(change.new.query_options)))
            .old(shown(change.old.query_options))
            .new_is(shown(change.new.query_options));
        drafts.add(call.declaration, part.map(|field| field.name.as_str()), draft, &call.versions());
    }
    let find = |all: &'_ [QueryParameter], name: &str| all.iter().position(|parameter| parameter.name == name);
    let names: BTreeSet<_> =
        change.old.query.iter().chain(&change.new.query).map(|parameter| parameter.name.as_str()).collect();
    for name in names {
        let old = find(&change.old.query, name).map(|index| &change.old.query[index]);
        let new = find(&change.new.query, name).map(|index| &change.new.query[index]);
        let field = call.action.fields.iter().find(|field| query_name(&field.role) == Some(name));
        let is_declared =
            field.is_some() || call.action.constants_in(Place::Query).any(|constant| constant.name == name);
        let subject = format!("the query parameter `{name}`");
        let form = |parameter: &QueryParameter| {
            let required = if parameter.required { ", required" } else { "" };
            format!("{}{required}", written::described(&parameter.ty))
        };
        let part = field.map(|field| field.name.as_str());
        parameter(
            call,
            change,
            &subject,
            Rule::Query,
            is_declared,
            part,
            [old.map(|old| (form(old), old.required)), new.map(|new| (form(new), new.required))],
            drafts,
        );
    }
}

fn headers(call: &Call<'_>, change: &Change<'_>, drafts: &mut Drafts<'_>) {
    let names: BTreeSet<_> =
        change.old.headers.iter().chain(&change.new.headers).map(|header| header.name.as_str()).collect();
    for name in names {
        let find = |all: &'_ [Header]| {
            let header = all.iter().find(|header| header.name == name)?;
            let value = header.constant.as_ref().map_or_else(String::new, |value| format!("\"{value}\""));
            let required = if header.required { "required" } else { "optional" };
            Some((format!("{required} {value}").trim_end().to_owned(), header.required))
        };
        let field = call
            .action
            .fields
            .iter()
            .find(|field| matches!(&field.role, Role::Header(own) if own.eq_ignore_ascii_case(name)));
        let is_declared =
            field.is_some() || call.action.constants_in(Place::Headers).any(|constant| constant.has_name(name));
        let subject = format!("the header `{name}`");
        let part = field.map(|field| field.name.as_str());
        parameter(
            call,
            change,
            &subject,
            Rule::Header,
            is_declared,
            part,
            [find(&change.old.headers), find(&change.new.headers)],
            drafts,
        );
    }
}

/// Reports a parameter that was added, was removed or has another form; each with whether it is required.
#[expect(clippy::too_many_arguments, reason = "what a query parameter and a header have in common")]
fn parameter(
    call: &Call<'_>,
    change: &Change<'_>,
    subject: &str,
    rule: Rule,
    is_declared: bool,
    part: Option<&str>,
    forms: [Option<(String, bool)>; 2],
    drafts: &mut Drafts<'_>,
) {
    let [old, new] = forms;
    let draft = match (old, new) {
        (None, Some((new, true))) => {
            change.draft(Rule::Required, format!("{subject} is new, and required")).new_is(new)
        }
        (None, Some((new, false))) => {
            change.draft(rule, format!("{subject} is new")).severity(Severity::Note).new_is(new)
        }
        (Some((old, _)), None) => {
            let severity = if is_declared { Severity::Error } else { Severity::Note };
            change.draft(rule, format!("{subject} is gone")).severity(severity).old(old)
        }
        (Some((old, false)), Some((new, true))) => {
            change.draft(Rule::Required, format!("{subject} is required now")).old(old).new_is(new)
        }
        (Some((old, _)), Some((new, _))) if old != new => {
            change.draft(rule, format!("{subject} has changed")).old(old).new_is(new)
        }
        _ => return,
    };
    drafts.add(call.declaration, part, draft, &call.versions());
}
