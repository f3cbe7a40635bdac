//! Random declarations with `#[graph_type]`: structs, and enums that hold them.

use std::fmt::Write as _;

use fastrand::Rng;

use super::{
    DOCS, pick,
    properties::{self, Property},
};

/// A declaration of a type.
#[derive(Debug)]
pub struct TypeDeclaration {
    /// The name.
    pub name: String,
    /// The struct or enum with its attributes.
    pub source: String,
    /// A function that reads and writes a value, without which rustc would say that a private type is never used.
    pub usage: String,
    /// The parameters, as they are declared and given.
    parameters: Vec<&'static str>,
    derives: Vec<&'static str>,
    /// Whether an enum can hold it.
    can_be_held: bool,
    keeps_all: bool,
}

/// How many declarations belong together: an enum holds only structs of its group.
pub const GROUP: usize = 100;

/// As many declarations as asked for: a fifth of them are enums, which hold structs that come before them.
#[must_use]
pub fn type_declarations(seed: u64, count: usize) -> Vec<TypeDeclaration> {
    let mut rng = Rng::with_seed(seed);
    let mut declarations = Vec::with_capacity(count);
    for number in 0..count {
        let declaration = if number % 5 == 4 {
            derived(&mut rng, number, &declarations[number - number % GROUP..])
        } else {
            object(&mut rng, number)
        };
        declarations.push(declaration);
    }
    declarations
}

const PARAMETERS: [(&str, &str); 4] = [("'a", "'a"), ("'b", "'b"), ("T", "T"), ("N", "const N: usize")];

fn object(rng: &mut Rng, number: usize) -> TypeDeclaration {
    let name = format!("{}{number}", pick(rng, &["User", "DeviceThing", "X", "TypÄ", "HTTPEntity"]));
    let visibility = pick(rng, &["pub", "pub", "pub", "pub(crate)", "pub(super)", ""]);
    let properties = properties::all(rng, visibility);
    let parameters = PARAMETERS.iter().filter(|(name, _)| properties.iter().any(|property| property.uses(name)));
    let parameters: Vec<_> = parameters.map(|(name, _)| *name).collect();
    let is_deprecated = rng.u8(..30) == 0;
    let has_bound = parameters.contains(&"T") && rng.u8(..4) == 0;

    let mut derives = Vec::new();
    derives.extend((!properties.iter().any(|property| property.is_hidden)).then_some("Debug"));
    derives.extend(rng.bool().then_some("Clone"));
    derives.extend((rng.u8(..3) == 0).then_some("PartialEq"));
    derives.extend((properties.iter().all(Property::has_default) && rng.bool()).then_some("Default"));
    rng.shuffle(&mut derives);
    let mut source =
        head(rng, &["#[graph_type(\"#microsoft.graph.thing\")]\n", "#[graph_type]\n"], visibility, &derives);
    source += if is_deprecated { "#[deprecated = \"it is old\"]\n" } else { "" };
    source += pick(rng, &["", "", "", "#[must_use]\n", "#[cfg(debug_assertions)]\n", "#[non_exhaustive]\n"]);
    let renamings = [
        "",
        "",
        "",
        "#[serde(rename_all = \"snake_case\")]\n",
        "#[serde(rename_all(serialize = \"PascalCase\", deserialize = \"kebab-case\"))]\n",
        "#[serde(rename = \"thing\")]\n",
    ];
    source += pick(rng, &renamings);
    let space = if visibility.is_empty() { "" } else { " " };
    if properties.is_empty() {
        let _ = writeln!(source, "{visibility}{space}struct {name}{}", pick(rng, &[";", " {}"]));
    } else {
        let bound = if has_bound { " where T: Clone " } else { " " };
        let _ = writeln!(source, "{visibility}{space}struct {name}{}{bound}{{", declared(&parameters));
        for property in &properties {
            source += &property.source();
        }
        source += "}\n";
    }
    let usage = usage(&name, &parameters, is_deprecated || properties.iter().any(|property| property.is_deprecated));
    let keeps_all = properties.iter().any(|property| property.is_additional);
    let can_be_held = visibility == "pub" && !is_deprecated && !has_bound;
    TypeDeclaration { name, source, usage, parameters, derives, can_be_held, keeps_all }
}

fn derived(rng: &mut Rng, number: usize, declared_before: &[TypeDeclaration]) -> TypeDeclaration {
    let name = format!("{}{number}", pick(rng, &["Profile", "Recipient", "Ä"]));
    let visibility = pick(rng, &["pub", "pub", "pub(crate)", ""]);
    let mut held: Vec<_> = declared_before.iter().filter(|declaration| declaration.can_be_held).collect();
    rng.shuffle(&mut held);
    let other = held.iter().position(|declaration| declaration.keeps_all).filter(|_| rng.u8(..3) == 0);
    let other = other.map(|place| held.remove(place));
    held.truncate(rng.usize(..5));

    let mut variants: Vec<_> = held.iter().map(|held| variant(rng, &held.name, held, &type_mark(held))).collect();
    let other_variant = match other {
        Some(other) => variant(rng, "Other", other, "#[graph(other)]"),
        None => format!(
            "{}#[graph(other)]\nOther({}),\n",
            pick(rng, &DOCS),
            pick(rng, &["AdditionalProperties", "Box<AdditionalProperties>"])
        ),
    };
    variants.push(other_variant);
    rng.shuffle(&mut variants);

    let held: Vec<_> = held.into_iter().chain(other).collect();
    let parameters = PARAMETERS.iter().map(|(name, _)| *name);
    let parameters: Vec<_> = parameters.filter(|name| held.iter().any(|held| held.parameters.contains(name))).collect();
    let mut derives = vec!["Debug"];
    for name in ["Clone", "PartialEq"] {
        derives.extend((rng.bool() && held.iter().all(|held| held.derives.contains(&name))).then_some(name));
    }
    rng.shuffle(&mut derives);
    let mut source = head(rng, &["#[graph_type]\n"], visibility, &derives);
    source += "#[allow(variant_size_differences, clippy::large_enum_variant)]\n";
    source += pick(rng, &["", "", "#[cfg(debug_assertions)]\n", "#[non_exhaustive]\n"]);
    let space = if visibility.is_empty() { "" } else { " " };
    let _ = writeln!(source, "{visibility}{space}enum {name}{} {{\n{}}}", declared(&parameters), variants.concat());
    let usage = usage(&name, &parameters, source.contains("#[deprecated"));
    TypeDeclaration { name, source, usage, parameters, derives, can_be_held: false, keeps_all: false }
}

/// A variant of a type that is declared.
fn variant(rng: &mut Rng, name: &str, held: &TypeDeclaration, mark: &str) -> String {
    let mark = if rng.u8(..12) == 0 {
        mark.replace("#[", "#[cfg_attr(debug_assertions, ").replace(")]", "))]")
    } else {
        mark.to_owned()
    };
    let docs = pick(rng, &DOCS);
    let more = pick(rng, &["", "", "", "#[cfg(debug_assertions)]\n", "#[deprecated]\n", "#[doc(hidden)]\n"]);
    let gone = if rng.u8(..15) == 0 {
        format!("#[cfg(not(debug_assertions))]\n#[graph(\"#gone\")]\nGone{name}(Nowhere),\n")
    } else {
        String::new()
    };
    let ty = format!("{}{}", held.name, given(&held.parameters, &["'a", "'b", "T", "N"]));
    let ty = if rng.bool() { format!("Box<{ty}>") } else { ty };
    format!("{docs}{mark}\n{more}{name}({ty}),\n{gone}")
}

fn type_mark(held: &TypeDeclaration) -> String {
    format!("#[graph(\"#microsoft.graph.{}\")]", held.name)
}

/// Everything above the item: documentation, the attribute of the macro, and derives, in any order.
fn head(rng: &mut Rng, attributes: &[&str], visibility: &str, derives: &[&str]) -> String {
    let attribute = pick(rng, attributes).to_owned();
    let attribute = match rng.u8(..20) {
        0 if attribute.contains('(') => attribute.replace("\")", "\", crate = ::graph_runtime)"),
        0 => attribute.replace("graph_type", "graph_type(crate = ::graph_runtime,)"),
        _ => attribute,
    };
    let docs = if visibility == "pub" || rng.bool() { pick(rng, &DOCS) } else { "" };
    let derive = if derives.is_empty() { String::new() } else { format!("#[derive({})]\n", derives.join(", ")) };
    let mut head = [attribute, docs.to_owned(), derive];
    rng.shuffle(&mut head);
    head.concat()
}

fn declared(parameters: &[&str]) -> String {
    let declared = PARAMETERS.iter().filter(|(name, _)| parameters.contains(name)).map(|(_, declared)| *declared);
    in_brackets(&declared.collect::<Vec<_>>())
}

/// The arguments of a type, of these four.
fn given(parameters: &[&str], arguments: &[&'static str; 4]) -> String {
    let given = PARAMETERS.iter().zip(arguments).filter(|((name, _), _)| parameters.contains(name));
    in_brackets(&given.map(|(_, argument)| *argument).collect::<Vec<_>>())
}

fn in_brackets(list: &[&str]) -> String {
    if list.is_empty() { String::new() } else { format!("<{}>", list.join(", ")) }
}

fn usage(name: &str, parameters: &[&str], is_deprecated: bool) -> String {
    let allow = if is_deprecated { "#[allow(deprecated)]\n" } else { "" };
    let ty = format!("{name}{}", given(parameters, &["'_", "'_", "u32", "3"]));
    format!(
        "/// Reads and writes one.\n{allow}pub fn use_{}<'de, D: Deserializer<'de>, S: Serializer>(deserializer: D, \
         serializer: S) {{\n    if let Ok(value) = <{ty}>::deserialize(deserializer) {{\n        \
         drop(value.serialize(serializer));\n    }}\n}}\n",
        name.to_lowercase(),
    )
}
