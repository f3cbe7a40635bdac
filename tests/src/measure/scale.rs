//! Crates of as many operations as Graph has, of the kinds that Graph has, as declarations and with serde's derive alone.
//!
//! The shares are those of the 26,842 operations of Graph's beta. Most operations are small, so what is generated for
//! every action weighs most there.

use std::fmt::Write as _;

use fastrand::Rng;

use super::Form;

/// How many operations are in one module, which is what an author edits.
pub const IN_EACH_MODULE: usize = 250;

/// The share of operations with so many placeholders, in percent.
const PLACEHOLDERS: [u32; 6] = [13, 31, 27, 14, 9, 6];

/// The share of each kind of operation, in percent.
const KINDS: [(Kind, u32); 8] = [
    (Kind::List, 18),
    (Kind::Get, 15),
    (Kind::Count, 11),
    (Kind::Delete, 15),
    (Kind::Create, 11),
    (Kind::Update, 11),
    (Kind::Parameters, 8),
    (Kind::Bare, 11),
];

const RESOURCES: [&str; 24] = [
    "user",
    "group",
    "device",
    "message",
    "event",
    "contact",
    "calendar",
    "mail_folder",
    "drive",
    "item",
    "site",
    "list",
    "column",
    "team",
    "channel",
    "tab",
    "plan",
    "bucket",
    "task",
    "notebook",
    "section",
    "page",
    "managed_device",
    "device_configuration",
];

const ACTIONS: [&str; 8] =
    ["assign", "forward", "restore", "reply", "checkMemberGroups", "copyToSection", "syncLicenses", "validate"];

const PERMISSIONS: [&str; 8] = [
    "\"User.Read.All\"",
    "\"Group.ReadWrite.All\"",
    "[\"Mail.Read\", \"Mail.ReadWrite\"]",
    "[\"Device.Read.All\", \"Directory.Read.All\"]",
    "\"Sites.ReadWrite.All\"",
    "\"Channel.Create\"",
    "[\"Tasks.Read\", \"Tasks.ReadWrite\"]",
    "\"DeviceManagementConfiguration.ReadWrite.All\"",
];

/// The types of the parameters of actions.
const PARAMETERS: [&str; 5] = ["String", "Option<String>", "Vec<String>", "Option<bool>", "i32"];

const ENTITIES: usize = 8;

/// What an operation does, and with that what it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Lists a collection, with query options.
    List,
    /// Gets an entity, with query options.
    Get,
    /// Counts a collection.
    Count,
    /// Deletes an entity, if it has not changed.
    Delete,
    /// Creates an entity.
    Create,
    /// Updates an entity.
    Update,
    /// Calls an action with parameters.
    Parameters,
    /// Calls an action without parameters.
    Bare,
}

/// Returns the files of a crate with so many operations, with their paths below `src`.
#[must_use]
pub fn files(form: Form, operations: usize) -> Vec<(String, String)> {
    let mut rng = Rng::with_seed(1);
    let mut root = String::from("//! Operations.\n\npub mod types;\n");
    let mut files = vec![(String::from("types.rs"), types(form))];
    for first in (0..operations).step_by(IN_EACH_MODULE) {
        let module = format!("m{}", first / IN_EACH_MODULE);
        let _ = writeln!(root, "pub mod {module};");
        let mut text = format!("//! Operations.\n#![allow(unused_imports)]\n\n{}", imports(form));
        for number in first..operations.min(first + IN_EACH_MODULE) {
            text.push_str(&operation(form, number, &mut rng));
        }
        files.push((format!("{module}.rs"), text));
    }
    files.push((String::from("lib.rs"), root));
    files
}

/// Returns a module with another doc comment for one operation, as an author edits it.
///
/// # Panics
///
/// If there is no doc comment in the second half.
#[must_use]
pub fn edited(module: &str) -> String {
    const DOCS: &str = "\n/// Calls ";
    let middle = module.len() / 2;
    let place = middle + module[middle..].find(DOCS).expect("an operation");
    let (before, after) = module.split_at(place);
    format!("{before}\n/// Still calls {}", &after[DOCS.len()..])
}

fn types(form: Form) -> String {
    let mut text = String::from("//! Entities.\n\nuse serde::{Deserialize, Serialize};\n");
    for number in 0..ENTITIES {
        let _ = write!(
            text,
            "\n/// An entity.\n#[derive(Serialize, Deserialize)]\npub struct Entity{number} {{\n    /// The key.\n    \
             pub id: Option<String>,\n    /// The name.\n    pub display_name: Option<String>,\n}}\n"
        );
    }
    if form != Form::Action {
        text.push_str(
            "\n/// Query options.\n#[derive(Serialize)]\npub struct QueryOptions {\n    /// Selected properties.\n    pub \
             select: Option<String>,\n}\n",
        );
    }
    text
}

fn imports(form: Form) -> &'static str {
    match form {
        Form::Action => {
            "use graph_runtime::{Page, QueryOptions, graph_action, odata::PlainText};\n\nuse crate::types::*;\n"
        }
        Form::Derive => "use serde::Serialize;\n\nuse crate::types::*;\n",
        Form::Bon => "use bon::Builder;\nuse serde::Serialize;\n\nuse crate::types::*;\n",
    }
}

fn operation(form: Form, number: usize, rng: &mut Rng) -> String {
    let placeholders = chosen(PLACEHOLDERS.into_iter().enumerate(), rng);
    let kind = chosen(KINDS.into_iter(), rng);
    let mut path = String::new();
    let mut fields = String::new();
    let mut name = format!("{kind:?}");
    for level in 0..placeholders {
        let resource = RESOURCES[(rng.usize(..4) + 4 * level) % RESOURCES.len()];
        let _ = write!(path, "/{}s/<{resource}_id>", camel(resource));
        let _ = write!(fields, "    /// Key of the {resource}.\n    pub {resource}_id: String,\n");
        name.push_str(&pascal(resource));
    }
    let leaf = RESOURCES[rng.usize(..RESOURCES.len())];
    name.push_str(&pascal(leaf));
    let leaf = camel(leaf);
    let entity = format!("Entity{}", rng.usize(..ENTITIES));
    let mark = |attribute: &str| match form {
        Form::Action => format!("    #[graph({attribute})]\n"),
        Form::Derive | Form::Bon => String::new(),
    };
    let (method, returns) = match kind {
        Kind::List | Kind::Get => {
            let options = mark("query_options");
            let _ = write!(fields, "    /// Query options.\n{options}    pub query: QueryOptions,\n");
            let _ = write!(path, "/{leaf}s");
            ("GET", if kind == Kind::List { format!("Page<{entity}>") } else { entity })
        }
        Kind::Count => {
            let _ = write!(path, "/{leaf}s/$count");
            ("GET", String::from("PlainText<u64>"))
        }
        Kind::Delete => {
            let header = mark("header = \"If-Match\"");
            let _ = write!(fields, "    /// The ETag.\n{header}    pub if_match: Option<String>,\n");
            let _ = write!(path, "/{leaf}");
            ("DELETE", String::new())
        }
        Kind::Create | Kind::Update => {
            let body = mark("body");
            let _ = write!(fields, "    /// The entity.\n{body}    pub body: {entity},\n");
            let _ = write!(path, "/{leaf}s");
            (if kind == Kind::Create { "POST" } else { "PATCH" }, entity)
        }
        Kind::Parameters => {
            let parameters = if rng.u32(..100) < 60 { 1 } else { rng.usize(2..5) };
            for parameter in 0..parameters {
                let ty = PARAMETERS[rng.usize(..PARAMETERS.len())];
                let _ = write!(fields, "    /// A parameter.\n    pub parameter_{parameter}: {ty},\n");
            }
            let _ = write!(path, "/{leaf}s/{}", ACTIONS[rng.usize(..ACTIONS.len())]);
            ("POST", String::new())
        }
        Kind::Bare => {
            let _ = write!(path, "/{leaf}s/{}", ACTIONS[rng.usize(..ACTIONS.len())]);
            ("POST", String::new())
        }
    };
    let permissions = PERMISSIONS[rng.usize(..PERMISSIONS.len())];
    let returns = if returns.is_empty() { returns } else { format!(", returns = {returns}") };
    let attribute = match form {
        Form::Action => {
            format!("#[graph_action({method}, \"{path}\", version = \"beta\", perms = {permissions}{returns})]")
        }
        Form::Derive => String::from("#[derive(Serialize)]\n#[serde(rename_all = \"camelCase\")]"),
        Form::Bon => String::from(
            "#[derive(Serialize, Builder)]\n#[builder(on(String, into))]\n#[serde(rename_all = \"camelCase\")]",
        ),
    };
    let body = if fields.is_empty() { String::from(";") } else { format!(" {{\n{fields}}}") };
    format!("\n/// Calls {path}.\n{attribute}\npub struct {name}{number}{body}\n")
}

/// Chooses by shares that add up to 100.
fn chosen<T>(shares: impl Iterator<Item = (T, u32)>, rng: &mut Rng) -> T {
    let mut left = rng.u32(..100);
    let mut last = None;
    for (choice, share) in shares {
        if left < share {
            return choice;
        }
        left -= share;
        last = Some(choice);
    }
    last.expect("there is a choice")
}

fn pascal(name: &str) -> String {
    let capitalized = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('_').map(capitalized).collect()
}

fn camel(name: &str) -> String {
    let pascal = pascal(name);
    pascal[..1].to_lowercase() + &pascal[1..]
}
