//! Annotations of what may be done: the vocabulary `Org.OData.Capabilities.V1`.

use super::{
    annotation::{member, paths, records, text, truth, value},
    element::Element,
};
use crate::description::{CallKind, CustomParameter, Facts, Method};

/// Restrictions of one flag: the term, its property, and the name under which the fact is kept.
const FLAGS: [(&str, &str, &str); 12] = [
    ("ExpandRestrictions", "Expandable", "Expandable"),
    ("SearchRestrictions", "Searchable", "Searchable"),
    ("FilterRestrictions", "Filterable", "Filterable"),
    ("SortRestrictions", "Sortable", "Sortable"),
    ("CountRestrictions", "Countable", "Countable"),
    ("SelectRestrictions", "Selectable", "Selectable"),
    ("SelectSupport", "Supported", "Selectable"),
    ("ChangeTracking", "Supported", "ChangeTracking"),
    ("ReadRestrictions", "Readable", "Readable"),
    ("InsertRestrictions", "Insertable", "Insertable"),
    ("UpdateRestrictions", "Updatable", "Updatable"),
    ("DeleteRestrictions", "Deletable", "Deletable"),
];

/// Writes what an annotation states into the facts.
pub(super) fn apply(facts: &mut Facts, term: &str, annotation: &Element<'_>) {
    if matches!(term, "TopSupported" | "SkipSupported" | "IndexableByKey") {
        restrict(facts, term, truth(annotation));
    }
    for record in annotation.all("Record") {
        restriction(facts, term, record);
    }
}

/// Writes what a record of restrictions states into the facts. Records within it are restrictions again.
fn restriction(facts: &mut Facts, term: &str, record: &Element<'_>) {
    for (_, property, name) in FLAGS.into_iter().filter(|(known, ..)| *known == term) {
        if let Some(value) = value(record, property) {
            restrict(facts, name, truth(value));
        }
    }
    match term {
        "ReadRestrictions" => {
            call(facts, CallKind::Read, record);
            for by_key in value(record, "ReadByKeyRestrictions").into_iter().flat_map(records) {
                if let Some(readable) = value(by_key, "Readable") {
                    restrict(facts, "ReadableByKey", truth(readable));
                }
                call(facts, CallKind::ReadByKey, by_key);
            }
        }
        "InsertRestrictions" => {
            call(facts, CallKind::Insert, record);
            add(facts, record, "RequiredProperties", |details| &mut details.required);
            add(facts, record, "NonInsertableProperties", |details| &mut details.not_insertable);
        }
        "UpdateRestrictions" => {
            call(facts, CallKind::Update, record);
            add(facts, record, "NonUpdatableProperties", |details| &mut details.not_updatable);
            if let Some(upsertable) = value(record, "Upsertable") {
                restrict(facts, "Upsertable", truth(upsertable));
            }
            if let Some(method) = value(record, "UpdateMethod").and_then(member).and_then(Method::find) {
                facts.details_mut().update_method = Some(method);
            }
        }
        "DeleteRestrictions" => call(facts, CallKind::Delete, record),
        "OperationRestrictions" => call(facts, CallKind::Operation, record),
        "NavigationRestrictions" => navigation(facts, record),
        _ => {}
    }
}

fn navigation(facts: &mut Facts, record: &Element<'_>) {
    for name in ["Referenceable", "IndexableByKey"] {
        if let Some(value) = value(record, name) {
            restrict(facts, name, truth(value));
        }
    }
    for restricted in value(record, "RestrictedProperties").into_iter().flat_map(records) {
        let Some(path) = value(restricted, "NavigationProperty").and_then(text) else { continue };
        let mut stated = Facts::default();
        navigation(&mut stated, restricted);
        for property in restricted.all("PropertyValue") {
            let Some(term) = property.get("Property") else { continue };
            for record in records(property) {
                restriction(&mut stated, term, record);
            }
        }
        merge(facts.details_mut().members.entry(path.to_owned()).or_default(), stated);
    }
}

/// Writes what is stated about one kind of call into the facts.
fn call(facts: &mut Facts, call: CallKind, record: &Element<'_>) {
    for property in ["Description", "LongDescription"] {
        if let Some(description) = value(record, property).and_then(text).filter(|text| !text.is_empty()) {
            facts.details_mut().descriptions.entry(call).or_insert_with(|| description.to_owned());
        }
    }
    for (property, header) in [("CustomHeaders", true), ("CustomQueryOptions", false)] {
        for parameter in value(record, property).into_iter().flat_map(records) {
            let Some(name) = value(parameter, "Name").and_then(text) else { continue };
            let known = &mut facts.details_mut().parameters;
            if known.iter().any(|known| known.call == call && known.header == header && known.name == name) {
                continue;
            }
            known.push(CustomParameter {
                call,
                header,
                name: name.to_owned(),
                required: value(parameter, "Required").is_some_and(truth),
                description: value(parameter, "Description").and_then(text).map(str::to_owned),
                examples: value(parameter, "ExampleValues")
                    .into_iter()
                    .flat_map(records)
                    .filter_map(|example| value(example, "Value").and_then(text).map(str::to_owned))
                    .collect(),
            });
        }
    }
}

fn add(
    facts: &mut Facts,
    record: &Element<'_>,
    property: &str,
    list: impl Fn(&mut crate::description::Details) -> &mut Vec<String>,
) {
    if let Some(value) = value(record, property) {
        let paths: Vec<_> = paths(value).collect();
        list(facts.details_mut()).extend(paths);
    }
}

/// Keeps a restriction. One that is stated both ways is none, and is kept as a contradiction.
fn restrict(facts: &mut Facts, name: &str, value: bool) {
    if facts.details().contradictions.iter().any(|known| known == name) {
        return;
    }
    if *facts.restrictions.entry(name.to_owned()).or_insert(value) != value {
        facts.restrictions.remove(name);
        facts.details_mut().contradictions.push(name.to_owned());
    }
}

fn merge(known: &mut Facts, stated: Facts) {
    for (name, value) in stated.restrictions {
        restrict(known, &name, value);
    }
    if let Some(stated) = stated.details {
        if let Some(known) = &mut known.details {
            known.parameters.extend(stated.parameters);
            known.contradictions.extend(stated.contradictions);
            for (call, description) in stated.descriptions {
                known.descriptions.entry(call).or_insert(description);
            }
        } else {
            known.details = Some(stated);
        }
    }
}
