//! Documents: JSON, YAML, or the rows of what a query selects.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_saphyr::{DoubleQuoted, SerializerOptions};

use super::{table::Layout, text::is_hidden};

/// What a document is written as.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Document {
    #[default]
    Json,
    Yaml,
    /// For what a query selects: the items of a list are rows, and the properties of objects are columns.
    Rows(Layout),
}

impl Document {
    /// Writes a document. `columns` is the width of the terminal, if it is one.
    pub(super) fn write(self, value: &Value, columns: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Json => writeln!(out, "{}", escaped(&format!("{value:#}"), json_escape)),
            Self::Yaml => out.write_all(yaml(value)?.as_bytes()),
            Self::Rows(layout) => rows(value, layout, columns, out),
        }
    }
}

/// Escapes what is hidden. Outside its texts, a document has no such character but line breaks.
fn escaped(document: &str, escape: impl Fn(char) -> String) -> String {
    let mut escaped = String::with_capacity(document.len());
    for character in document.chars() {
        if character != '\n' && is_hidden(character) {
            escaped.push_str(&escape(character));
        } else {
            escaped.push(character);
        }
    }
    escaped
}

fn json_escape(character: char) -> String {
    character.encode_utf16(&mut [0; 2]).iter().fold(String::new(), |escape, unit| format!("{escape}\\u{unit:04x}"))
}

fn yaml(value: &Value) -> io::Result<String> {
    let mut options = SerializerOptions::default();
    options.prefer_block_scalars = false;
    let document = serde_saphyr::to_string_with_options(&Yaml(value), options).map_err(io::Error::other)?;
    Ok(escaped(&document, |character| format!("\\U{:08x}", u32::from(character))))
}

/// A value whose texts with hidden characters are in double quotes, in which these can be escaped.
struct Yaml<'v>(&'v Value);

impl Serialize for Yaml<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::String(text) if text.contains(is_hidden) => DoubleQuoted(text).serialize(serializer),
            Value::Array(items) => serializer.collect_seq(items.iter().map(Yaml)),
            Value::Object(members) => serializer.collect_map(members.iter().map(|(name, value)| (name, Yaml(value)))),
            other => other.serialize(serializer),
        }
    }
}

/// Writes what a query selects as rows.
fn rows(value: &Value, layout: Layout, columns: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    let one = std::slice::from_ref(value);
    let items = match value {
        Value::Null => &[],
        Value::Array(items) => items.as_slice(),
        _ => one,
    };
    let names: BTreeSet<&String> = items.iter().filter_map(Value::as_object).flat_map(|item| item.keys()).collect();
    let row = |item: &Value| match item {
        Value::Object(members) => names.iter().map(|name| members.get(*name).map_or_else(String::new, cell)).collect(),
        Value::Array(cells) => cells.iter().map(cell).collect(),
        other => vec![cell(other)],
    };
    let rows: Vec<Vec<String>> = items.iter().map(row).collect();
    let rows: Vec<_> = rows.iter().map(Vec::as_slice).collect();
    let head: Option<Vec<_>> = (!names.is_empty()).then(|| names.iter().copied().cloned().collect());
    layout.write(head.as_deref(), &rows, columns, out)
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(document: Document, value: &Value) -> String {
        let mut out = Vec::new();
        document.write(value, None, &mut out).expect("written");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn what_is_not_visible_is_escaped_and_survives() {
        for hidden in ["\u{7f}", "\u{9b}", "\u{ad}", "\u{200b}", "\u{202e}", "\u{2069}", "\u{feff}", "\u{e0041}"] {
            let value = json!({"text": format!("a{hidden}b\n")});
            let json = written(Document::Json, &value);
            assert!(!json.contains(hidden), "{json:?}");
            assert_eq!(serde_json::from_str::<Value>(&json).expect("JSON"), value);
            let yaml = written(Document::Yaml, &value);
            assert!(!yaml.contains(hidden) && yaml.starts_with("text: \"a\\") && yaml.ends_with("b\\n\"\n"), "{yaml}");
        }
    }

    #[test]
    fn yaml_keeps_the_types_of_values() {
        let value = json!({
            "texts": ["yes", "null", "1.0", "2026-11-29", "", "a: b", "# c", "株式会社", "a\nb", "it's", "~", "0x1f"],
            "others": [true, null, 1.5, 7_776_000, {}, [], {"a": {"b": [1]}}],
        });
        let texts = r##"
- "yes"
- "null"
- "1.0"
- "2026-11-29"
- ""
- "a: b"
- "# c"
- 株式会社
- "a\nb"
- it's
- "~"
- "0x1f"
"##;
        let others = "\n- true\n- null\n- 1.5\n- 7776000\n- {}\n- []\n- a:\n    b:\n    - 1";
        assert_eq!(written(Document::Yaml, &value), format!("others:{others}\ntexts:{texts}"));
    }

    #[test]
    fn items_are_rows_and_properties_columns() {
        let table = |value| written(Document::Rows(Layout::Aligned), &value);
        let tabs = |value| written(Document::Rows(Layout::Tabs), &value);
        let items = json!([{"id": "a", "left": 3}, {"id": "b", "note": ["x"]}]);
        assert_eq!(table(items.clone()), "id  left  note\na   3\nb         [\"x\"]\n");
        assert_eq!(tabs(items), "a\t3\t\nb\t\t[\"x\"]\n");
        assert_eq!(tabs(json!([["a", null, true], ["b"]])), "a\t\ttrue\nb\n");
        assert_eq!(tabs(json!(["a\tb", 1])), "a b\n1\n");
        assert_eq!((tabs(json!("a")), tabs(json!({"a": 1, "b": "c"}))), ("a\n".to_owned(), "1\tc\n".to_owned()));
        assert_eq!((tabs(Value::Null), tabs(json!([]))), (String::new(), String::new()));
    }
}
