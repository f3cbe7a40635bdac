//! The fields of an action that are its body.

use super::{
    Context,
    field::Field,
    imports::Imports,
    layout::Argument,
    names::{Fields, raw, snake},
    plan::whole_body,
    prose,
};
use crate::{
    description::{Body, Operation, Property, Purpose, TypeName},
    secret::is_secret,
};

/// How a property is left out of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    Required,
    Optional,
    /// Kept, cleared or set.
    Patch,
}

/// Adds the fields of the body.
pub(super) fn write(
    operation: &Operation,
    names: &mut Fields,
    context: &Context<'_>,
    imports: &mut Imports,
    fields: &mut Vec<Field>,
) {
    // An object whose type is written as a set of derived types is the body itself.
    if let Some(ty) = whole_body(operation, &context.plan) {
        fields.push(Field {
            ident: raw(&names.free(&snake(ty.short()))),
            ty: context.names.element(ty, &context.plan, imports).text,
            has_default: false,
            graph: vec![Argument::meta("body")],
            ..Field::default()
        });
        return;
    }
    match &operation.body {
        Body::None => {}
        Body::Reference => fields.push(reference(names)),
        Body::Raw { media_type } => fields.push(Field {
            ident: names.free("content"),
            ty: context.names.runtime("Bytes", imports),
            has_default: true,
            docs: Some(String::from("The new content.")),
            graph: vec![Argument::meta(format!("raw_body = {}", prose::literal(media_type)))],
            ..Field::default()
        }),
        Body::Parameters(properties) => {
            let presence = |property: &Property| parameter_presence(property);
            properties_of("", properties, presence, names, context, imports, fields);
        }
        Body::Object { ty, purpose, properties } => {
            let presence = |property: &Property| match purpose {
                Purpose::Update => update_presence(property),
                Purpose::Create | Purpose::Replace if property.facts.required => Presence::Required,
                Purpose::Create | Purpose::Replace => Presence::Optional,
            };
            let definition = context.types.structured(ty);
            if definition.is_some_and(|ty| ty.is_abstract) {
                fields.push(concrete_type(ty, names, context));
            }
            properties_of(ty.short(), properties, presence, names, context, imports, fields);
            if definition.is_some_and(|ty| ty.is_abstract || ty.open) {
                let ty = context.names.runtime("AdditionalProperties", imports);
                let name = if names.has("additional") { "additional_properties" } else { "additional" };
                fields.push(Field {
                    ident: names.free(name),
                    ty: format!("Option<{ty}>"),
                    has_default: true,
                    docs: Some(String::from("Further properties.")),
                    serde: vec![Argument::meta("flatten")],
                    ..Field::default()
                });
            }
        }
    }
}

/// Returns the name of the type that is sent as `@odata.type`. There is no object of an abstract type.
pub(super) fn odata_type<'o>(operation: &'o Operation, context: &Context<'_>) -> Option<&'o TypeName> {
    let Body::Object { ty, .. } = &operation.body else { return None };
    let is_sent =
        whole_body(operation, &context.plan).is_none() && context.types.structured(ty).is_none_or(|ty| !ty.is_abstract);
    Some(ty).filter(|_| is_sent)
}

fn reference(names: &mut Fields) -> Field {
    let name = names.name("@odata.id");
    Field {
        ident: name.ident,
        ty: String::from("String"),
        has_default: true,
        docs: Some(String::from("The object, as `https://graph.microsoft.com/v1.0/directoryObjects/<id>`.")),
        graph: vec![Argument::meta("name = \"@odata.id\"")],
        ..Field::default()
    }
}

/// The field for the type of an object whose declared type is abstract.
fn concrete_type(ty: &TypeName, names: &mut Fields, context: &Context<'_>) -> Field {
    let mut next = context.types.children(ty).first();
    // The way down ends at the latest when every type has been seen once.
    let mut left = context.types.iter().count();
    while let Some(name) = next
        && left > 0
        && context.types.structured(name).is_some_and(|ty| ty.is_abstract)
    {
        next = context.types.children(name).first();
        left -= 1;
    }
    let example = next.map(|name| format!(", such as `#{name}`")).unwrap_or_default();
    Field {
        ident: names.name("@odata.type").ident,
        ty: String::from("String"),
        has_default: true,
        docs: Some(format!("The type of the object{example}.")),
        graph: vec![Argument::meta("name = \"@odata.type\"")],
        ..Field::default()
    }
}

fn properties_of(
    owner: &str,
    properties: &[Property],
    presence: impl Fn(&Property) -> Presence,
    names: &mut Fields,
    context: &Context<'_>,
    imports: &mut Imports,
    fields: &mut Vec<Field>,
) {
    let mut sent: Vec<&str> = Vec::new();
    for property in properties {
        if property.ty.name.primitive() == Some("Stream") || sent.contains(&property.name.as_str()) {
            continue;
        }
        sent.push(&property.name);
        let name = names.name(&property.name);
        let value = context.names.value(&property.ty, &context.plan, imports);
        let (ty, has_default) = match presence(property) {
            Presence::Required => (value.text, value.has_default),
            Presence::Optional => (format!("Option<{}>", value.text), true),
            Presence::Patch => (format!("{}<{}>", context.names.runtime("Patch", imports), value.text), true),
        };
        let is_secret = is_secret(&property.name, &property.ty, owner, context.types);
        let mut graph = Vec::new();
        graph.extend(name.rename.map(|name| Argument::meta(format!("name = {}", prose::literal(&name)))));
        graph.extend(is_secret.then(|| Argument::meta("secret")));
        let field = Field { ident: name.ident, ty, has_default, graph, is_secret, ..Field::default() };
        fields.push(field.with_facts(&property.facts, context.options));
    }
}

/// A parameter that may be null may be left out. Where nothing is said of null, it is needed.
fn parameter_presence(property: &Property) -> Presence {
    if property.nullable == Some(true) && !property.facts.required { Presence::Optional } else { Presence::Required }
}

/// A property that may be null can be cleared. Of a collection, `Nullable` is about its elements; an empty one clears it.
/// Where nothing is said of null, a text can be cleared.
fn update_presence(property: &Property) -> Presence {
    let is_text = property.ty.name.primitive() == Some("String");
    if !property.ty.collection && property.nullable.unwrap_or(is_text) { Presence::Patch } else { Presence::Optional }
}
