//! JSON of examples, which people wrote: with comments, without commas, cut off by dots.

use jsonc_parser::{CollectOptions, ParseOptions, ast::Value, parse_to_ast};

use super::limits;

/// A value. Properties keep their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Json {
    /// `null`.
    Null,
    /// A Boolean.
    Boolean,
    /// A number as it is written.
    Number(String),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Returns a property of an object.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        self.properties().iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// Returns the properties of an object.
    pub(super) fn properties(&self) -> &[(String, Self)] {
        match self {
            Self::Object(properties) => properties,
            _ => &[],
        }
    }

    /// Returns the text of a string.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads the JSON at the start of a text; `None` if there is none.
pub(super) fn read(text: &str) -> Option<Json> {
    if !text.starts_with(['{', '[']) || text.len() > limits::JSON {
        return None;
    }
    // Dots that stand for what is left out are no JSON.
    let kept: Vec<&str> =
        text.lines().filter(|line| !matches!(line.trim().trim_end_matches(','), "..." | "…" | "\"...\"")).collect();
    let text = kept.join("\n");
    let value = parse(&text).or_else(|| parse(&text.replace("...", "").replace('…', "")))?;
    Some(value)
}

fn parse(text: &str) -> Option<Json> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default()).ok()?;
    parsed.value.map(|value| convert(&value))
}

// The parser admits a limited depth only.
fn convert(value: &Value<'_>) -> Json {
    match value {
        Value::NullKeyword(_) => Json::Null,
        Value::BooleanLit(_) => Json::Boolean,
        Value::NumberLit(number) => Json::Number(number.value.to_owned()),
        Value::StringLit(text) => Json::String(text.value.clone().into_owned()),
        Value::Array(array) => Json::Array(array.elements.iter().map(convert).collect()),
        Value::Object(object) => Json::Object(
            object
                .properties
                .iter()
                .take(limits::ROWS)
                .map(|property| (property.name.as_str().to_owned(), convert(&property.value)))
                .collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_read_as_people_write_it() {
        let json = read("{\n  // why\n  \"b\": 1,\n  a: \"x\"\n  \"c\": [true, null],\n  ...\n}").expect("it is there");
        assert_eq!(
            json,
            Json::Object(vec![
                ("b".into(), Json::Number("1".into())),
                ("a".into(), Json::String("x".into())),
                ("c".into(), Json::Array(vec![Json::Boolean, Json::Null])),
            ])
        );
    }

    #[test]
    fn what_is_no_json_or_too_deep_is_not_read() {
        assert_eq!(read("<html/>"), None);
        assert_eq!(read("{\"a\": "), None);
        assert_eq!(read(&"[".repeat(100_000)), None);
    }
}
