//! The table of a body's properties.

use super::{
    blocks::Text,
    examples::Examples,
    json::Json,
    limits,
    names::{self, Shown, Written, is_name},
    notes::Notes,
    response,
    sections::{Kind, Sections},
    type_words::{self, Told, What},
    types::Builder,
    words,
};
use crate::description::{Facts, Method, Property, TypeName, TypeRef};

/// The properties that the service sets, though a page may not say so.
const TIMES_OF_THE_SERVICE: [&str; 4] =
    ["createdDateTime", "lastModifiedDateTime", "modifiedDateTime", "creationDateTime"];

/// Reads the properties of a body, in the order of the page: those of its tables, or those of the example if there is no
/// table.
pub(super) fn read(
    sections: &Sections,
    examples: &Examples,
    (method, translated): (Method, bool),
    types: &mut Builder,
    notes: &mut Notes,
) -> Vec<Property> {
    let example = merged(examples, method);
    let rows: Vec<&[Text]> = sections
        .tables(Kind::Body)
        .filter(|rows| is_table_of_properties(rows))
        .flat_map(|rows| rows.iter().skip(1))
        .filter(|row| !is_title(row))
        .map(Vec::as_slice)
        .take(limits::ROWS)
        .collect();
    if rows.is_empty() {
        return of_example(examples, method, types, notes);
    }
    let written: Vec<Written<'_>> = rows.iter().map(|row| written(row)).collect();
    let names = names::repair(&written, &example, translated);
    let mut properties: Vec<Property> = Vec::new();
    for (row, name) in rows.iter().zip(names) {
        let cell = row.first().map_or("", |cell| name_of(cell));
        let Some(name) = name else {
            // A row that is no property has no type.
            if row.get(1).is_some_and(|cell| type_words::read(cell).is_some()) {
                let subject = format!("body.{cell}");
                notes.missing(
                    &subject,
                    format!("the name `{cell}` is broken, and the example does not tell the right one"),
                );
            }
            continue;
        };
        if name != cell {
            let as_shown = if example.iter().any(|shown| shown.name == name) { ", as in the example" } else { "" };
            notes.repaired(&format!("body.{name}"), format!("the property is called `{name}`{as_shown}"), cell);
        }
        if properties.iter().any(|known| known.name == name) {
            continue;
        }
        let value = example.iter().find(|shown| shown.name == name).map(|shown| shown.value);
        let description = row.get(2).cloned().unwrap_or_default();
        let ty = type_of(&name, row.get(1), &description, value, types, notes);
        let in_request = examples.bodies(method).any(|body| body.get(&name).is_some());
        properties.push(Property { facts: facts(&name, &description, in_request), name, ty, nullable: None });
    }
    properties
}

/// Returns the properties of the examples in their order, which is that of the table.
fn merged(examples: &Examples, method: Method) -> Vec<Shown<'_>> {
    let answers =
        examples.successes().filter_map(|response| response.message.body.as_ref()).filter_map(response::object);
    let answers = answers.take(1).map(|object| (object, false));
    let mut merged: Vec<Shown<'_>> = Vec::new();
    for (object, sent) in answers.chain(examples.bodies(method).map(|body| (body, true))) {
        let mut at = 0;
        for (name, value) in object.properties().iter().filter(|(name, _)| is_name(name)) {
            if let Some(known) = merged.iter().position(|shown| shown.name == name) {
                merged[known].sent |= sent;
                at = known + 1;
            } else if merged.len() < limits::ROWS {
                merged.insert(at, Shown { name, value, sent });
                at += 1;
            }
        }
    }
    merged
}

/// Returns whether a row only titles those below it: a name in bold type, without a type.
fn is_title(row: &[Text]) -> bool {
    let bold = row.first().is_some_and(|cell| !cell.bold.is_empty());
    bold && row.get(1).is_none_or(|cell| cell.plain.trim().is_empty())
}

/// Takes the properties of the requests where the page has no table of them.
fn of_example(examples: &Examples, method: Method, types: &mut Builder, notes: &mut Notes) -> Vec<Property> {
    let mut properties: Vec<Property> = Vec::new();
    for (name, value) in examples.bodies(method).flat_map(Json::properties).take(limits::ROWS) {
        if !is_name(name) || properties.iter().any(|known| known.name == *name) {
            continue;
        }
        let Some(ty) = types.of_row(None, &Text::default(), Some(value)) else { continue };
        notes.inferred(&format!("body.{name}"), "the property and its type are those of the example");
        let facts = facts(name, &Text::default(), true);
        properties.push(Property { name: name.clone(), ty, nullable: None, facts });
    }
    properties
}

fn is_table_of_properties(rows: &[Vec<Text>]) -> bool {
    let rows = rows.get(1..).unwrap_or_default();
    rows.iter().any(|row| row.get(1).is_some_and(|cell| type_words::read(cell).is_some()))
}

fn written(row: &[Text]) -> Written<'_> {
    Written {
        text: row.first().map_or("", name_of),
        ty: row.get(1).map_or("", |cell| cell.plain.as_str()),
        collection: row.get(1).is_some_and(|cell| type_words::says_collection(&cell.plain)),
        admits,
    }
}

fn name_of(cell: &Text) -> &str {
    cell.plain.trim_matches(|c: char| matches!(c, '`' | '*' | ' ' | '\u{a0}' | ';'))
}

/// Returns whether a value of the example can be one of a type.
fn admits(value: &Json, ty: &str) -> bool {
    let cell = Text { plain: ty.to_owned(), ..Text::default() };
    let Some(Told { what, collection, .. }) = type_words::read(&cell) else { return true };
    match value {
        Json::Null => true,
        Json::Array(elements) => collection && elements.iter().all(|element| is_of(element, &what)),
        value => !collection && is_of(value, &what),
    }
}

/// Returns whether a value that is no collection can be one of a type.
fn is_of(value: &Json, what: &What) -> bool {
    match (value, what) {
        (Json::Boolean, What::Primitive(primitive)) => *primitive == "Boolean",
        (Json::Number(_), What::Primitive(primitive)) => {
            matches!(*primitive, "Int32" | "Int64" | "Int16" | "Byte" | "Double" | "Single" | "Decimal")
        }
        (Json::String(_), What::Primitive(primitive)) => *primitive != "Boolean",
        (Json::Array(_) | Json::Object(_), What::Primitive(_)) => false,
        (Json::Null, _) | (_, What::Named { .. }) => true,
    }
}

fn type_of(
    name: &str,
    cell: Option<&Text>,
    description: &Text,
    example: Option<&Json>,
    types: &mut Builder,
    notes: &mut Notes,
) -> TypeRef {
    let subject = format!("body.{name}.type");
    let told = cell.and_then(type_words::read).map(|told| spelled_as(name, told));
    let written = cell.map_or("", |cell| cell.plain.as_str());
    let Some(ty) = types.of_row(told.as_ref(), description, example) else {
        notes.missing(
            &subject,
            format!("the type `{written}` is not known, and the example has no value; it is read as text"),
        );
        return TypeRef::one(TypeName::new("Edm.String"));
    };
    match told {
        None => notes.repaired(&subject, format!("the type is `{}`, as in the example", ty.name.short()), written),
        Some(Told { translated: true, .. }) => {
            notes.repaired(&subject, format!("the type is `{}`", ty.name.short()), written);
        }
        Some(_) => {}
    }
    ty
}

/// Where translation broke the text of the link to a type whose page has the property's name, the name has its capitals.
fn spelled_as(property: &str, mut told: Told) -> Told {
    if let What::Named { name, page: Some(page) } = &mut told.what
        && *page == property.to_lowercase()
        && names::folded(name) != *page
    {
        property.clone_into(name);
    }
    told
}

fn facts(name: &str, description: &Text, in_request: bool) -> Facts {
    let text = description.plain.trim();
    let by_service = TIMES_OF_THE_SERVICE.contains(&name) && !in_request;
    Facts {
        description: (!text.is_empty() && !words::says_undocumented(text)).then(|| one_line(text)),
        computed: name == "id" || by_service || words::says_read_only(text),
        required: words::says_required(text),
        ..Facts::default()
    }
}

/// Joins lines and spaces.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
