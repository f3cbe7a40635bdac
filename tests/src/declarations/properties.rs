//! The fields of types: of every type, with every attribute.

use fastrand::Rng;

use super::{
    DOCS,
    names::{NAMES, written},
    pick,
};

/// A field of a type.
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own")]
pub(super) struct Property {
    name: String,
    ty: String,
    attributes: String,
    visibility: &'static str,
    pub(super) is_hidden: bool,
    pub(super) is_additional: bool,
    pub(super) is_deprecated: bool,
    has_default: bool,
    is_gone: bool,
}

/// A type of values, and what it can do.
struct Of {
    ty: &'static str,
    has_default: bool,
    /// Whether it is written as text, and read from it.
    is_text: bool,
}

const fn of(ty: &'static str, has_default: bool, is_text: bool) -> Of {
    Of { ty, has_default, is_text }
}

const TYPES: [Of; 34] = [
    of("String", true, true),
    of("u8", true, true),
    of("i32", true, true),
    of("bool", true, true),
    of("f64", true, true),
    of("f32", true, true),
    of("char", true, true),
    of("i64", true, true),
    of("&'a str", true, false),
    of("Cow<'a, str>", true, false),
    of("Cow<'b, str>", true, false),
    of("Box<str>", true, false),
    of("Key", true, false),
    of("uuid::Uuid", true, false),
    of("State", false, false),
    of("std::net::Ipv4Addr", false, false),
    of("Secret<String>", false, false),
    of("T", false, false),
    of("Box<T>", false, false),
    of("Entity", true, false),
    of("Box<Entity>", true, false),
    of("BTreeMap<String, Vec<Option<u8>>>", true, false),
    of("(u8, String)", true, false),
    of("[u16; 3]", true, false),
    of("Many<N>", true, false),
    of("odata::Base64", true, false),
    of("odata::Duration", false, false),
    of("odata::Date", false, false),
    of("odata::TimeOfDay", false, false),
    of("DateTimeOffset", false, false),
    of("odata::Flags<Weekday>", true, false),
    of("AdditionalProperties", true, false),
    of("(Option<u8>,)", true, false),
    of("Wrapper<Vec<T>>", true, false),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Required,
    Optional,
    Patch,
    List,
}

/// The fields of a type. Those that nobody reads are only in a type that others can read.
pub(super) fn all(rng: &mut Rng, visibility: &'static str) -> Vec<Property> {
    let mut names = NAMES.to_vec();
    rng.shuffle(&mut names);
    let count = rng.usize(..9);
    let mut properties: Vec<_> = names.iter().take(count).map(|name| Property::any(rng, name, visibility)).collect();
    let mut rest = names.into_iter().skip(count);
    for flattened in ["Entity", "Option<Entity>", "BTreeMap<String, T>"] {
        if rng.u8(..10) == 0 {
            let attributes = vec![String::from("#[serde(flatten)]\n")];
            let name = rest.next().unwrap_or("flattened");
            properties.push(Property::several(rng, name, flattened, attributes, visibility));
        }
    }
    if rng.u8(..4) == 0 {
        let attributes = vec![String::from("#[graph(additional)]\n")];
        let ty = "AdditionalProperties";
        let name = rest.next().unwrap_or("additional");
        let additional = Property::several(rng, name, ty, attributes, visibility);
        properties.push(Property { is_hidden: true, is_additional: true, ..additional });
    }
    rng.shuffle(&mut properties);
    properties
}

impl Property {
    fn any(rng: &mut Rng, name: &str, visibility: &'static str) -> Self {
        let is_recursive = rng.u8(..25) == 0;
        let of = &TYPES[rng.usize(..TYPES.len())];
        let shape = pick(rng, &[Shape::Required, Shape::Required, Shape::Optional, Shape::Patch, Shape::List]);
        let shape = if is_recursive { pick(rng, &[Shape::Optional, Shape::List]) } else { shape };
        let inner = match (is_recursive, shape) {
            (false, Shape::List) if of.ty.starts_with("Box<") => "Entity",
            // Bytes are another type.
            (false, Shape::List) if of.ty == "u8" => "u16",
            (false, _) => of.ty,
            (true, Shape::List) => "Self",
            (true, _) => "Box<Self>",
        };
        let ty = match shape {
            Shape::Required => inner.to_owned(),
            Shape::Optional => format!("Option<{inner}>"),
            Shape::Patch => format!("Patch<{inner}>"),
            Shape::List => format!("Vec<{inner}>"),
        };
        let has_default = shape != Shape::Required || of.has_default;
        let visibility = if rng.u8(..10) == 0 { "" } else { visibility };
        let is_gone = rng.u8(..40) == 0;
        let is_secret = rng.u8(..12) == 0;
        let mut attributes = vec![graph(rng, name, shape, is_secret, visibility == "pub")];
        if shape == Shape::Required && of.is_text && rng.u8(..4) == 0 {
            attributes.push(converted(rng, ty == "u8"));
        } else {
            attributes.push(serde(
                rng,
                name,
                shape,
                has_default,
                visibility == "pub" && !attributes[0].contains("always"),
            ));
        }
        if inner.starts_with("Cow<") && shape == Shape::Required && rng.bool() {
            attributes.push(String::from("#[serde(borrow)]\n"));
        }
        let property = Self::several(rng, name, &ty, attributes, visibility);
        Self { is_hidden: is_secret && !is_gone, has_default, is_gone, ..property }.gone()
    }

    /// A field with these attributes and those that any field can have.
    fn several(rng: &mut Rng, name: &str, ty: &str, mut attributes: Vec<String>, visibility: &'static str) -> Self {
        let is_deprecated = rng.u8(..40) == 0;
        if visibility == "pub" || rng.bool() {
            attributes.push(pick(rng, &DOCS).to_owned());
        }
        let any =
            ["", "", "", "", "#[cfg(debug_assertions)]\n", "#[allow(clippy::all)]\n", "#[cfg_attr(any(), graph(x))]\n"];
        attributes.push(pick(rng, &any).to_owned());
        attributes.push(if is_deprecated { "#[deprecated(note = \"old\")]\n" } else { "" }.to_owned());
        rng.shuffle(&mut attributes);
        Self {
            name: written(name),
            ty: ty.to_owned(),
            attributes: attributes.concat(),
            visibility,
            is_hidden: false,
            is_additional: false,
            is_deprecated,
            has_default: true,
            is_gone: false,
        }
    }

    /// One that is there under a condition that is not met has a type that is not there either.
    fn gone(self) -> Self {
        if !self.is_gone {
            return self;
        }
        let attributes = format!("#[cfg(not(debug_assertions))]\n{}", self.attributes);
        Self { attributes, ty: String::from("Nowhere"), has_default: true, ..self }
    }

    pub(super) fn source(&self) -> String {
        let Self { name, ty, attributes, visibility, .. } = self;
        let space = if visibility.is_empty() { "" } else { " " };
        format!("{attributes}{visibility}{space}{name}: {ty},\n")
    }

    pub(super) fn has_default(&self) -> bool {
        self.has_default
    }

    pub(super) fn uses(&self, parameter: &str) -> bool {
        self.ty.split(|c: char| !c.is_alphanumeric() && c != '\'').any(|word| word == parameter)
    }
}

/// What `#[graph(…)]` says.
fn graph(rng: &mut Rng, name: &str, shape: Shape, is_secret: bool, may_be_unread: bool) -> String {
    let mut says = Vec::new();
    says.extend((rng.u8(..6) == 0).then(|| format!("name = \"@x.{name}\"")));
    says.extend(is_secret.then(|| String::from("secret")));
    if shape == Shape::List && rng.u8(..3) == 0 {
        says.push(String::from("always"));
    } else if may_be_unread && rng.u8(..6) == 0 {
        says.push(String::from("read_only"));
    }
    rng.shuffle(&mut says);
    match says.len() {
        0 => String::new(),
        2 if rng.bool() => format!("#[graph({})]\n#[graph({},)]\n", says[0], says[1]),
        _ if rng.u8(..12) == 0 => format!("#[cfg_attr(debug_assertions, graph({}))]\n", says.join(", ")),
        _ => format!("#[graph({})]\n", says.join(", ")),
    }
}

/// What `#[serde(…)]` says of the name, and of when the property is written and read.
fn serde(rng: &mut Rng, name: &str, shape: Shape, has_default: bool, may_be_unread: bool) -> String {
    let says = match rng.u8(..16) {
        0 => format!("rename = \"{name}Renamed\""),
        1 => format!("rename(serialize = \"{name}Written\", deserialize = \"{name}Read\")"),
        2 => format!("alias = \"{name}Alias\", alias = \"{name}Other\""),
        3 if has_default => format!("default, alias = \"{name}Alias\""),
        4 if has_default && may_be_unread => String::from("skip"),
        5 if may_be_unread => String::from("skip_serializing"),
        6 if has_default => String::from("skip_deserializing"),
        7 if shape == Shape::Optional => String::from("skip_serializing_if = \"Option::is_none\""),
        8 if shape == Shape::List => String::from("skip_serializing_if = \"Vec::is_empty\", default"),
        _ => return String::new(),
    };
    format!("#[serde({says})]\n")
}

/// Functions of the author that write or read the property.
fn converted(rng: &mut Rng, is_byte: bool) -> String {
    let says = pick(
        rng,
        &[
            "with = \"crate::types::text\"",
            "serialize_with = \"crate::types::as_text\", deserialize_with = \"crate::types::text::deserialize\"",
            "deserialize_with = \"crate::types::text::deserialize\"",
            "serialize_with = \"crate::types::as_text\", default",
            "with = \"crate::types::text\", default",
            "default = \"crate::types::seven\"",
        ],
    );
    let says = if says.contains("seven") && !is_byte { "default" } else { says };
    format!("#[serde({says})]\n")
}
