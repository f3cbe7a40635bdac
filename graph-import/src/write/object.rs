//! Writes the types of Graph that are not actions.

use std::collections::BTreeSet;

use super::{
    Context, Item, ItemKind,
    field::{Field, deprecated},
    imports::Imports,
    layout::{Argument, attribute, docs, variant},
    names::{Fields, pascal},
    note::Note,
    plan::Object,
    prose, soundness,
    types::needs_serde_json,
    variants,
};
use crate::{
    description::{Enumeration, Facts, Member, Property, TypeName},
    read_only,
    secret::is_secret,
};

/// Writes an entity type or a complex type.
pub(super) fn write(object: &Object<'_>, context: &Context<'_>, notes: &mut Vec<Note>) -> Item {
    let definition = object.definition;
    let name = context.names.name(&definition.name);
    let mut imports = Imports::default();
    let attribute_name = context.names.runtime("graph_type", &mut imports);
    let fields = fields(object, context, &mut imports);
    for field in fields.iter().filter(|field| field.is_secret) {
        notes.push(Note::Secret { item: name.clone(), field: field.ident.clone() });
    }
    let is_quoted = fields.iter().any(|field| field.is_quoted);
    let mut text = documentation(&definition.name, "type", &definition.facts, is_quoted, context);
    text.extend([format!("#[{attribute_name}]\n#[derive(Clone, Default, PartialEq)]\n")]);
    if object.is_read {
        text.push_str("#[non_exhaustive]\n");
    }
    text.extend([format!("pub struct {name} {{\n")]);
    text.extend(fields.iter().map(|field| field.write(context.options)));
    text.push_str("}\n");
    note_mistakes(&text, &name, notes);
    item(ItemKind::Type, name, &definition.name, text, imports)
}

fn fields(object: &Object<'_>, context: &Context<'_>, imports: &mut Imports) -> Vec<Field> {
    let owner = &object.definition.name;
    let mut names = Fields::default();
    let mut fields = Vec::new();
    for property in &object.properties {
        let name = names.name(&property.name);
        let value = context.names.value(&property.ty, &context.plan, imports).text;
        let is_boxed = !property.ty.collection && context.plan.is_boxed(owner, &property.ty.name);
        let mut ty = if is_boxed { format!("Box<{value}>") } else { value };
        let is_secret = is_secret(&property.name, &property.ty, owner.short(), context.types);
        if is_secret {
            ty = format!("{}<{ty}>", context.names.runtime("Secret", imports));
        }
        let rename = name.rename.map(|name| Argument::meta(format!("name = {}", prose::literal(&name))));
        let read_only = is_read_only(property, object, context).then(|| Argument::meta("read_only"));
        let is_key = context.types.key(owner) == [property.name.as_str()];
        let field = Field {
            ident: name.ident,
            ty: format!("Option<{ty}>"),
            docs: is_key.then(|| format!("Key of the {}.", owner.short())),
            graph: rename.into_iter().chain(read_only).collect(),
            is_secret,
            ..Field::default()
        };
        fields.push(field.with_facts(&property.facts, context.options));
    }
    let additional = if names.has("additional") { "additional_properties" } else { "additional" };
    fields.push(Field {
        ident: names.free(additional),
        ty: context.names.runtime("AdditionalProperties", imports),
        docs: Some(String::from("Properties without a field in this version of the crate.")),
        graph: vec![Argument::meta("additional")],
        ..Field::default()
    });
    fields
}

/// Whether a property is read and never sent. A key is sent where it says which object is meant.
fn is_read_only(property: &Property, object: &Object<'_>, context: &Context<'_>) -> bool {
    let is_key = context.types.key(&object.definition.name).contains(&property.name.as_str());
    let is_set = read_only::is_stated(property) || object.is_written && read_only::is_time_of_service(property);
    is_set && !is_key && property.name != "id"
}

/// Writes a base type as the set of the types that derive from it.
pub(super) fn write_derived(
    base: &TypeName,
    variants: &[&TypeName],
    context: &Context<'_>,
    notes: &mut Vec<Note>,
) -> Item {
    /// How many fields a struct may have beside the variant for all other types, which is small.
    const SMALL: usize = 8;

    let layout = context.options.layout;
    let name = context.names.name(base);
    let mut imports = Imports::default();
    let attribute_name = context.names.runtime("graph_type", &mut imports);
    let no_facts = Facts::default();
    let facts = context.types.structured(base).map_or(&no_facts, |base| &base.facts);
    let mut text = documentation(base, "type", facts, false, context);
    text.extend([format!("#[{attribute_name}]\n#[derive(Debug, Clone, PartialEq)]\npub enum {name} {{\n")]);
    for (variant_name, ty) in variants::names(base, variants).into_iter().zip(variants) {
        let object = context.names.name(ty);
        let is_small = context.types.properties(ty).len() <= SMALL;
        let value = if is_small { object } else { format!("Box<{object}>") };
        let odata_type = [Argument::meta(prose::literal(&format!("#{ty}")))];
        text.push_str(&attribute("graph", &odata_type, 4, layout));
        text.push_str(&variant(&variant_name, &value, layout));
    }
    let other = context.names.runtime("AdditionalProperties", &mut imports);
    text.push_str(&docs("Any other type, whole.", 4, layout));
    text.extend([format!("    #[graph(other)]\n    Other({other}),\n}}\n")]);
    note_mistakes(&text, &name, notes);
    item(ItemKind::Type, name, base, text, imports)
}

/// Writes an enumeration.
pub(super) fn write_enumeration(enumeration: &Enumeration, context: &Context<'_>) -> Option<Item> {
    let options = context.options;
    let name = context.names.name(&enumeration.name);
    let mut imports = Imports::default();
    let macro_name = context.names.runtime("graph_enum", &mut imports);
    // What it stands for is the variant `Unknown`, which each enumeration has.
    let is_sentinel = |name: &str| name == "unknownFutureValue" && enumeration.members.len() > 1;
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let members: Vec<_> =
        enumeration.members.iter().filter(|member| !is_sentinel(&member.name) && seen.insert(&member.name)).collect();
    if members.is_empty() {
        return None;
    }
    let variants = member_names(&members);
    let mut is_quoted = false;
    let mut body = String::new();
    for (member, variant) in members.into_iter().zip(variants) {
        let description = prose::description(&member.facts, options.descriptions);
        is_quoted |= description.is_some();
        let own = (member.name == "unknown").then(|| String::from("Graph's own member `unknown`."));
        body.extend(description.or(own).map(|paragraph| docs(&paragraph, 8, options.layout)));
        if let Some(deprecation) = &member.facts.deprecation {
            body.push_str(&deprecated(&prose::deprecation(deprecation), 8, options));
        }
        body.extend([format!("        {variant} = {},\n", prose::literal(&member.name))]);
    }
    let head = documentation(&enumeration.name, "enumeration", &enumeration.facts, is_quoted, context);
    let head = head.lines().map(|line| format!("    {line}\n")).collect::<Vec<_>>().concat();
    let keyword = if enumeration.flags { "flags enum" } else { "enum" };
    let text = format!("{macro_name}! {{\n{head}    pub {keyword} {name} {{\n{body}    }}\n}}\n");
    Some(item(ItemKind::Enumeration, name, &enumeration.name, text, imports))
}

/// Names the variants for members. The macro adds a variant `Unknown` of its own.
fn member_names(members: &[&Member]) -> Vec<String> {
    let wanted: Vec<_> = members.iter().map(|member| pascal(&member.name)).collect();
    let instead = if wanted.iter().any(|name| name == "Undetermined") { "UnknownMember" } else { "Undetermined" };
    let mut taken = BTreeSet::from([String::from("Unknown")]);
    let named = wanted.into_iter().map(|name| if name == "Unknown" { instead.to_owned() } else { name });
    named.map(|name| free(name, "Member", &mut taken)).collect()
}

pub(super) fn free(wanted: String, end: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = wanted;
    while taken.contains(&name) {
        name.push_str(end);
    }
    taken.insert(name.clone());
    name
}

fn documentation(name: &TypeName, kind: &str, facts: &Facts, is_quoted: bool, context: &Context<'_>) -> String {
    let layout = context.options.layout;
    let description = prose::description(facts, context.options.descriptions);
    let is_quoted = is_quoted || description.is_some();
    let mut paragraphs = vec![description.unwrap_or_else(|| format!("The {kind} `{name}`."))];
    // An attribute would warn wherever other items use the type.
    paragraphs.extend(facts.deprecation.as_ref().map(prose::deprecation).and_then(|text| prose::paragraph(&text)));
    paragraphs.extend(is_quoted.then(|| prose::ATTRIBUTION.to_owned()));
    paragraphs.iter().map(|paragraph| docs(paragraph, 0, layout)).collect::<Vec<_>>().join("///\n")
}

fn note_mistakes(text: &str, item: &str, notes: &mut Vec<Note>) {
    let mistakes = soundness::check_type(text);
    notes.extend(mistakes.into_iter().map(|message| Note::Unsound { item: item.to_owned(), message }));
    if needs_serde_json(text) && !notes.contains(&Note::NeedsCrate { name: "serde_json" }) {
        notes.push(Note::NeedsCrate { name: "serde_json" });
    }
}

fn item(kind: ItemKind, name: String, of: &TypeName, text: String, imports: Imports) -> Item {
    Item { kind, name, of: of.to_string(), text, imports }
}
