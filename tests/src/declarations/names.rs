//! The names of fields.

/// The names of fields: those that a lint might take for something else, keywords, and names of generated code.
pub(super) const NAMES: [&str; 42] = [
    "display_name",
    "to_recipients",
    "from_date",
    "is_read",
    "as_of",
    "into_folder",
    "new",
    "default",
    "add",
    "next",
    "clone_of",
    "eq",
    "not",
    "from_str",
    "hash",
    "drop",
    "index",
    "deref",
    "borrow",
    "cmp",
    "builder",
    "fields",
    "encoder",
    "f",
    "state",
    "serializer",
    "response",
    "metadata",
    "encode",
    "fmt",
    "uuid",
    "text",
    "union",
    "sha_256",
    "naïve_ö",
    "ref",
    "match",
    "box",
    "gen",
    "dyn",
    "clear",
    "get_it",
];

const KEYWORDS: [&str; 7] = ["type", "async", "ref", "match", "box", "gen", "dyn"];

/// The name as it is written in Rust.
pub(super) fn written(name: &str) -> String {
    if KEYWORDS.contains(&name) { format!("r#{name}") } else { name.to_owned() }
}
