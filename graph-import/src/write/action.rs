//! Writes an action.

mod disagreements;

use super::{
    Context, Item, ItemKind,
    action_names::nouns,
    body,
    field::{Field, deprecated},
    imports::Imports,
    layout::{Argument, attribute, docs},
    names::{Fields, raw, singular, snake},
    note::{Differences, Note},
    perms, prose,
    sentence::{sentence, short_noun},
    soundness,
    types::needs_serde_json,
};
use crate::{
    description::{
        Header, Method, Operation, OperationKind, PathParameter, PermissionOrigin, QueryParameter, Response, Segment,
        SourceKind, Version,
    },
    secret::is_secret,
};

/// Writes the action of an operation.
pub(super) fn write(operation: &Operation, name: &str, context: &Context<'_>, notes: &mut Vec<Note>) -> Item {
    let mut imports = Imports::default();
    let mut names = Fields::of_action();
    let operation = &with_valid_parameters(operation, &mut names);
    let attribute_name = context.names.runtime("graph_action", &mut imports);
    let fields = fields(operation, &mut names, context, &mut imports);
    for field in fields.iter().filter(|field| field.is_secret) {
        notes.push(Note::Secret { item: name.to_owned(), field: field.ident.clone() });
    }
    let arguments = arguments(operation, name, context, &mut imports, notes);

    let options = context.options;
    let docs = documentation(operation, &fields, context);
    let mut text = attribute(&attribute_name, &arguments, 0, options.layout);
    if let Some(deprecation) = &operation.deprecation {
        text.insert_str(0, &deprecated(&prose::deprecation(deprecation), 0, options));
    }
    text.push_str(&derives(&fields));
    if fields.is_empty() {
        text.extend([format!("pub struct {name};\n")]);
    } else {
        let fields: String = fields.iter().map(|field| field.write(options)).collect();
        text.extend([format!("pub struct {name} {{\n{fields}}}\n")]);
    }
    let found = soundness::check_action(&text);
    notes.extend(found.mistakes.into_iter().map(|message| Note::Unsound { item: name.to_owned(), message }));
    if found.is_disordered {
        // Microsoft names another permission as the least privileged one than its levels do.
        text.insert_str(0, "#[allow(deprecated)]\n");
    }
    note_crates(&text, notes);
    disagreements::note(operation, name, notes);
    Item { kind: ItemKind::Action, name: name.to_owned(), of: operation.title(), text: docs + &text, imports }
}

/// Returns the operation with names for its path parameters that fields can have.
fn with_valid_parameters(operation: &Operation, names: &mut Fields) -> Operation {
    let mut operation = operation.clone();
    for parameter in &mut operation.parameters {
        parameter.name = names.free(&snake(&parameter.name));
    }
    operation
}

fn fields(operation: &Operation, names: &mut Fields, context: &Context<'_>, imports: &mut Imports) -> Vec<Field> {
    let parameters = operation.parameters.iter().enumerate();
    let mut fields: Vec<_> =
        parameters.map(|(index, parameter)| path_field(index, parameter, operation, context, imports)).collect();
    body::write(operation, names, context, imports, &mut fields);
    let mut sent: Vec<&str> = Vec::new();
    for parameter in &operation.query {
        if !sent.contains(&parameter.name.as_str()) {
            sent.push(&parameter.name);
            fields.push(query_field(parameter, names, context, imports));
        }
    }
    for header in operation.headers.iter().filter(|header| header.constant.is_none()) {
        fields.push(header_field(header, names, context));
    }
    if operation.query_options {
        fields.push(Field {
            ident: names.free("options"),
            ty: context.names.runtime("QueryOptions", imports),
            has_default: true,
            docs: Some(format!("The OData options for the {}.", short_noun(operation))),
            graph: vec![Argument::meta("query_options")],
            ..Field::default()
        });
    }
    fields
}

fn path_field(
    index: usize,
    parameter: &PathParameter,
    operation: &Operation,
    context: &Context<'_>,
    imports: &mut Imports,
) -> Field {
    let ty = context.names.value(&parameter.ty, &context.plan, imports);
    let key = parameter.key_of.as_ref().map(|ty| ty.short().to_owned()).or_else(|| noun_of_key(index, operation));
    Field {
        ident: raw(&parameter.name),
        ty: ty.text,
        has_default: ty.has_default,
        docs: key.map(|of| format!("Key of the {of}.")),
        ..Field::default()
    }
    .with_description(described(parameter.description.as_deref(), context))
}

/// Returns the singular of the segment whose key a parameter is.
fn noun_of_key(index: usize, operation: &Operation) -> Option<String> {
    let segments = &operation.path.segments;
    let at = segments.iter().position(|segment| *segment == Segment::Key(index))?;
    match segments[..at].last()? {
        Segment::Name(name) | Segment::Arguments { name, .. } => Some(singular(name.rsplit('.').next()?)),
        Segment::Key(_) | Segment::Colon { .. } => None,
    }
}

fn query_field(parameter: &QueryParameter, names: &mut Fields, context: &Context<'_>, imports: &mut Imports) -> Field {
    let ty = context.names.value(&parameter.ty, &context.plan, imports);
    let mut name = names.name(&parameter.name);
    if parameter.name == "@id" {
        name.ident = names.free("target");
    }
    let mut graph = vec![match &name.rename {
        Some(name) => Argument::meta(format!("query = {}", prose::literal(name))),
        None => Argument::meta("query"),
    }];
    // An alias has a literal of OData as its value; `@id` has a URL.
    let is_text = matches!(parameter.ty.name.primitive(), Some("String") | None);
    if parameter.name.starts_with('@') && parameter.name != "@id" && is_text {
        graph.push(Argument::meta("quoted"));
    }
    let target = "The object, as `https://graph.microsoft.com/v1.0/directoryObjects/<id>`.";
    Field {
        ident: name.ident,
        ty: if parameter.required { ty.text } else { format!("Option<{}>", ty.text) },
        has_default: ty.has_default || !parameter.required,
        docs: (parameter.name == "@id").then(|| target.to_owned()),
        graph,
        ..Field::default()
    }
    .with_description(described(parameter.description.as_deref(), context))
}

fn header_field(header: &Header, names: &mut Fields, context: &Context<'_>) -> Field {
    let ty = if header.required { "String" } else { "Option<String>" };
    let is_etag = header.name.eq_ignore_ascii_case("if-match");
    Field {
        ident: raw(&names.free(&snake(&header.name))),
        ty: ty.to_owned(),
        has_default: true,
        docs: is_etag.then(|| String::from("The ETag of the version to change; `*` for any.")),
        graph: vec![Argument::meta(format!("header = {}", prose::literal(&header.name)))],
        ..Field::default()
    }
    .with_description(described(header.description.as_deref(), context))
}

fn described(text: Option<&str>, context: &Context<'_>) -> Option<String> {
    text.filter(|_| context.options.descriptions).and_then(prose::paragraph)
}

/// Returns the arguments of the attribute.
fn arguments(
    operation: &Operation,
    item: &str,
    context: &Context<'_>,
    imports: &mut Imports,
    notes: &mut Vec<Note>,
) -> Vec<Argument> {
    let text = |key: &str, value: &str| Argument::meta(format!("{key} = {}", prose::literal(value)));
    let mut arguments =
        vec![Argument::meta(operation.method.as_str()), Argument::meta(prose::literal(&operation.route()))];
    match operation.versions.as_slice() {
        [] | [Version::V1_0] => {}
        [version] => arguments.push(text("version", version.as_str())),
        versions => {
            let versions = versions.iter().map(|version| Argument::tokens(prose::literal(version.as_str())));
            arguments.push(Argument::array("version = ", versions.collect()));
        }
    }
    arguments.push(perms::argument(&operation.permissions, item, notes));
    if let Some(ty) = returns(operation, item, context, imports, notes) {
        arguments.push(Argument::tokens(format!("returns = {ty}")));
    }
    if let Some(ty) = body::odata_type(operation, context) {
        arguments.push(text("odata_type", &format!("#{ty}")));
    }
    let constants: Vec<_> = operation
        .headers
        .iter()
        .filter_map(|header| Some((&header.name, header.constant.as_ref()?)))
        .map(|(name, value)| Argument::tokens(format!("{} = {}", prose::literal(name), prose::literal(value))))
        .collect();
    if !constants.is_empty() {
        arguments.push(Argument::call("header", constants));
    }
    if matches!(operation.response, Response::Bytes { redirected: true }) && operation.method == Method::Get {
        arguments.push(Argument::meta("redirects = true"));
    }
    let is_link = |docs: &&String| {
        docs.starts_with("https://") && !docs.contains(|c: char| c.is_whitespace() || "<>\"".contains(c))
    };
    if let Some(docs) = operation.docs.as_ref().filter(is_link) {
        arguments.push(text("docs", docs));
    }
    arguments
}

fn returns(
    operation: &Operation,
    item: &str,
    context: &Context<'_>,
    imports: &mut Imports,
    notes: &mut Vec<Note>,
) -> Option<String> {
    let names = &context.names;
    Some(match &operation.response {
        Response::None => return None,
        Response::Object(ty) if may_be_empty(operation) => {
            format!("Option<{}>", names.object(ty, &context.plan, imports))
        }
        Response::Object(ty) => names.object(ty, &context.plan, imports),
        Response::Page(ty) => {
            let ty = names.object(ty, &context.plan, imports);
            format!("{}<{ty}>", names.runtime("Page", imports))
        }
        Response::Value(ty) if ty.name.primitive() == Some("Stream") => names.runtime("Bytes", imports),
        Response::Value(ty) => {
            let is_secret = nouns(operation).last().is_some_and(|noun| is_secret(&noun.name, ty, "", context.types));
            let mut ty = names.value(ty, &context.plan, imports).text;
            if is_secret {
                notes.push(Note::Secret { item: item.to_owned(), field: String::from("value") });
                ty = format!("{}<{ty}>", names.runtime("Secret", imports));
            }
            format!("{}<{ty}>", names.runtime("ODataValue", imports))
        }
        Response::PlainText(ty) => {
            let ty = match operation.kind {
                OperationKind::Count => String::from("u64"),
                _ => names.element(ty, &context.plan, imports).text,
            };
            format!("{}<{ty}>", names.runtime("PlainText", imports))
        }
        Response::Bytes { .. } => names.runtime("Bytes", imports),
    })
}

/// Whether a change may be answered without the object that the description promises. Only a page tells that it is not.
fn may_be_empty(operation: &Operation) -> bool {
    let is_change = matches!(operation.kind, OperationKind::Update | OperationKind::Replace);
    let has_page = operation.permissions.origin == PermissionOrigin::Page
        || operation.evidence.iter().any(|evidence| evidence.source.kind == SourceKind::Page);
    is_change && !has_page
}

fn derives(fields: &[Field]) -> String {
    let mut traits = Vec::new();
    if fields.iter().all(|field| !field.is_secret) {
        traits.push("Debug");
    }
    traits.push("Clone");
    if fields.iter().all(|field| field.has_default) {
        traits.push("Default");
    }
    format!("#[derive({})]\n", traits.join(", "))
}

fn documentation(operation: &Operation, fields: &[Field], context: &Context<'_>) -> String {
    let layout = context.options.layout;
    let description = described(operation.description.as_deref(), context);
    let is_quoted = description.is_some() || fields.iter().any(|field| field.is_quoted);
    let mut paragraphs = vec![description.unwrap_or_else(|| sentence(operation))];
    paragraphs.extend(perms::docs(&operation.permissions));
    paragraphs.extend(is_quoted.then(|| prose::ATTRIBUTION.to_owned()));
    paragraphs.iter().map(|paragraph| docs(paragraph, 0, layout)).collect::<Vec<_>>().join("///\n")
}

fn note_crates(text: &str, notes: &mut Vec<Note>) {
    if needs_serde_json(text) && !notes.contains(&Note::NeedsCrate { name: "serde_json" }) {
        notes.push(Note::NeedsCrate { name: "serde_json" });
    }
}
