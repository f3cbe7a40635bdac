//! Random declarations that are right: whatever the language has, in every mixture.
//!
//! The same seed gives the same declarations, so that what fails once can be looked at.

mod arguments;
mod fields;
mod names;
mod objects;
mod properties;
mod types;

use std::fmt::Write as _;

use fastrand::Rng;

pub use self::objects::{GROUP, TypeDeclaration, type_declarations};
use self::{
    arguments::Method,
    fields::{Field, Place},
};

/// What the declarations of a crate need beside the runtime: its module `types`.
pub const TYPES: &str = include_str!("declarations/support.rs.txt");

/// A declaration.
#[derive(Debug)]
pub struct Declaration {
    /// The name of the struct.
    pub name: String,
    /// The struct with its attributes.
    pub source: String,
    /// A function that builds it in every way that there is. It is called `call_` and the name in lower case.
    pub call: String,
}

/// As many declarations as asked for. None needs another.
#[must_use]
pub fn declarations(seed: u64, count: usize) -> Vec<Declaration> {
    let mut rng = Rng::with_seed(seed);
    (0..count).map(|number| Parts::new(&mut rng, number).finish(&mut rng)).collect()
}

/// What a declaration is made of.
struct Parts {
    name: String,
    visibility: &'static str,
    method: Method,
    path: String,
    returns: Option<&'static str>,
    fields: Vec<Field>,
    deprecated: bool,
    docs: &'static str,
}

/// The forms of documentation that a struct or field can have.
const DOCS: [&str; 9] = [
    "/// Said in a line.\n",
    "/// Said in\n/// two lines.\n",
    "/// A paragraph.\n///\n/// - a list\n/// - of [links](https://example.com) and `code`\n",
    "/// See [`String`], or [text](https://example.com).\n",
    "/** A block. */\n",
    "#[doc = \"An attribute.\"]\n",
    "#[doc = concat!(\"Made of\", \" two.\")]\n",
    "/// Code:\n///\n/// ```text\n/// GET /me\n/// ```\n",
    "/// Ünïcode, \"quotes\" and a \\ backslash.\n#[doc(alias = \"other\")]\n",
];

impl Parts {
    fn new(rng: &mut Rng, number: usize) -> Self {
        let visibility = pick(rng, &["pub", "pub", "pub(crate)", "pub(super)", ""]);
        let method = Method::any(rng);
        let (path, parameters) = arguments::path(rng);
        let fields = fields::all(rng, method, parameters, visibility);
        Self {
            name: format!("{}{number}", pick(rng, &["Get", "UpdateThing", "X", "ListÄ", "HTTPSend"])),
            visibility,
            method,
            path,
            returns: arguments::returns(rng, &fields),
            deprecated: rng.u8(..30) == 0,
            docs: if visibility == "pub" || rng.bool() { pick(rng, &DOCS) } else { "" },
            fields,
        }
    }

    fn finish(self, rng: &mut Rng) -> Declaration {
        let source = self.source(rng);
        let call = self.call(rng);
        Declaration { name: self.name, source, call }
    }

    fn source(&self, rng: &mut Rng) -> String {
        let Self { name, visibility, method, path, returns, fields, .. } = self;
        let has_properties = fields.iter().any(|field| field.place == Place::Property);
        let mut arguments = vec![arguments::permissions(rng)];
        arguments.extend(arguments::version(rng));
        arguments.extend(returns.map(|returns| format!("returns = {returns}")));
        // Beside a whole body it would need that to be an object.
        let has_whole_body = fields.iter().any(|field| matches!(field.place, Place::Body | Place::RawBody));
        let is_typed = method.has_body() && !has_whole_body && rng.u8(..4) == 0;
        arguments.extend(is_typed.then(|| String::from("odata_type = \"#microsoft.graph.thing\"")));
        let has_object = method.has_body() && !has_whole_body;
        let redirects =
            fields.iter().any(|field| field.place == Place::Redirected) || method.is_get() && rng.u8(..8) == 0;
        arguments.extend(arguments::behavior(rng, has_object, redirects));
        arguments.extend((rng.u8(..6) == 0).then(|| format!("idempotent = {}", rng.bool())));
        arguments.extend((rng.u8(..6) == 0).then(|| String::from("docs = \"https://learn.microsoft.com/graph/x\"")));
        arguments.extend((rng.u8(..20) == 0).then(|| String::from("crate = ::graph_runtime")));
        rng.shuffle(&mut arguments);
        let comma = pick(rng, &["", ","]);

        let mut source = String::from(if rng.bool() { self.docs } else { "" });
        let docs_above = !source.is_empty();
        let derives = self.derives(rng);
        let derive_above = rng.u8(..8) == 0 && !derives.contains(&"Serialize");
        let derive = if derives.is_empty() { String::new() } else { format!("#[derive({})]\n", derives.join(", ")) };
        source += if derive_above { &derive } else { "" };
        let _ = writeln!(source, "#[graph_action({}, \"{path}\", {}{comma})]", method.as_str(), arguments.join(", "));
        source += if derive_above { "" } else { &derive };
        source += if docs_above { "" } else { self.docs };
        source += if self.deprecated { "#[deprecated = \"it is old\"]\n" } else { "" };
        source += pick(rng, &["", "", "", "#[must_use]\n", "#[cfg(debug_assertions)]\n", "#[non_exhaustive]\n"]);
        let renamed = has_properties && rng.u8(..6) == 0;
        source += if renamed { "#[serde(rename_all = \"camelCase\")]\n" } else { "" };
        let visibility = if visibility.is_empty() { String::new() } else { format!("{visibility} ") };
        let generics = fields::generics(fields);
        if fields.is_empty() {
            let _ = writeln!(source, "{visibility}struct {name}{}", pick(rng, &[";", " {}"]));
            return source;
        }
        let _ = writeln!(source, "{visibility}struct {name}{generics}{}{{", fields::where_clause(fields));
        for field in fields {
            source += &field.source();
        }
        source + "}\n"
    }

    fn derives(&self, rng: &mut Rng) -> Vec<&'static str> {
        let mut derives = Vec::new();
        // The macro writes one itself if something is secret.
        if !self.fields.iter().any(|field| field.secret && !field.is_gone()) && (self.visibility == "pub" || rng.bool())
        {
            derives.push("Debug");
        }
        derives.extend(rng.bool().then_some("Clone"));
        derives.extend((rng.u8(..4) == 0).then_some("PartialEq"));
        if self.fields.iter().all(Field::has_default) {
            derives.extend((rng.u8(..4) == 0).then_some("Default"));
        }
        if self.fields.iter().all(Field::can_be_derived) {
            derives.extend((rng.u8(..8) == 0).then_some("Serialize"));
        }
        rng.shuffle(&mut derives);
        derives
    }

    /// Sets what has to be set, in any order, and some of the rest.
    fn call(&self, rng: &mut Rng) -> String {
        let mut setters: Vec<_> = self.fields.iter().filter(|field| !field.is_gone()).collect();
        rng.shuffle(&mut setters);
        let mut chain = String::new();
        for field in setters {
            chain += &field.set(rng);
        }
        let (name, arguments) = (&self.name, fields::type_arguments(&self.fields));
        let end = match self.returns {
            Some(returns) if returns.starts_with("Page<") && rng.bool() => {
                pick(rng, &[".pages(client)", ".items(client)"])
            }
            _ => ".send(client)",
        };
        let allow = if self.deprecated || self.fields.iter().any(|field| field.deprecated) {
            "#[allow(deprecated)]\n"
        } else {
            ""
        };
        format!(
            "{allow}fn call_{}(client: &GraphClient) {{\n    let action = {name}{arguments}::builder(){chain}.build();\n    \
             drop(client.prepare(&action));\n    drop(action.send(client));\n    \
             drop({name}{arguments}::builder(){chain}{end});\n}}\n",
            name.to_lowercase(),
        )
    }
}

fn pick<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    from[rng.usize(..from.len())]
}
