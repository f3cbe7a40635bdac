//! Comparison of JSON values: what differs, and where.

use std::fmt::Write;

use serde::Serialize;
use serde_json::Value;

use super::shown::{differs, kind, value_text};
use crate::{prepare::json, secret::Redaction};

/// An expected JSON value.
#[derive(Debug, Clone)]
pub(super) struct Expected {
    value: Value,
    /// The value with `[redacted]` in place of secrets.
    shown: Value,
}

impl Expected {
    /// Serializes a value, with and without its secrets.
    pub(super) fn of(value: &impl Serialize) -> serde_json::Result<Self> {
        let sent = json::to_value(value)?;
        let _redaction = Redaction::start();
        Ok(Self { value: sent, shown: json::to_value(value)? })
    }

    /// Combines a value with what reports show of it.
    pub(super) const fn with_shown(value: Value, shown: Value) -> Self {
        Self { value, shown }
    }

    /// Returns the value as a report shows it, if it is at `pointer` in a body.
    pub(super) fn text(&self, pointer: &str, secrets: &dyn Fn(&str) -> bool) -> String {
        let mut shown = self.shown.clone();
        redact(&mut shown, pointer, secrets);
        value_text(&shown)
    }

    /// Returns how `got`, which is at `pointer` in a body, differs from the expected value, one line for each difference.
    ///
    /// With `partial`, objects may have further properties.
    pub(super) fn differences(
        &self,
        got: &Value,
        pointer: &str,
        partial: bool,
        secrets: &dyn Fn(&str) -> bool,
    ) -> Vec<String> {
        let mut comparison = Comparison { partial, secrets, lines: Vec::new() };
        comparison.compare(&mut pointer.to_owned(), &self.value, &self.shown, got);
        comparison.lines
    }
}

struct Comparison<'a> {
    partial: bool,
    secrets: &'a dyn Fn(&str) -> bool,
    lines: Vec<String>,
}

impl Comparison<'_> {
    fn compare(&mut self, at: &mut String, expected: &Value, shown: &Value, got: &Value) {
        match (expected, got) {
            (Value::Object(expected), Value::Object(got)) => {
                for (name, value) in expected {
                    let shown = shown.get(name).unwrap_or(shown);
                    let length = push(at, name);
                    match got.get(name) {
                        Some(got) => self.compare(at, value, shown, got),
                        None => self.lines.push(format!("{}: missing", place(at))),
                    }
                    at.truncate(length);
                }
                // An unexpected value may be a secret, so only its name is shown.
                for name in got.keys().filter(|name| !self.partial && !expected.contains_key(*name)) {
                    let length = push(at, name);
                    self.lines.push(format!("{}: unexpected", place(at)));
                    at.truncate(length);
                }
            }
            (Value::Array(expected), Value::Array(got)) if expected.len() == got.len() => {
                for (index, (value, got)) in expected.iter().zip(got).enumerate() {
                    let length = push(at, &index.to_string());
                    self.compare(at, value, shown.get(index).unwrap_or(shown), got);
                    at.truncate(length);
                }
            }
            _ if expected == got => {}
            _ => {
                let secret = expected != shown || (self.secrets)(at);
                let is_nested = |value: &Value| value.is_object() || value.is_array();
                let text = if is_nested(expected) || is_nested(got) { kind } else { value_text };
                self.lines.push(format!("{}: {}", place(at), differs(&text(expected), &text(got), secret)));
            }
        }
    }
}

/// Redacts the secrets in a value that is at `pointer` in a body.
fn redact(value: &mut Value, pointer: &str, secrets: &dyn Fn(&str) -> bool) {
    if secrets(pointer) {
        *value = Value::from(crate::secret::REDACTED);
    } else if let Value::Object(object) = value {
        for (name, value) in object {
            let mut at = pointer.to_owned();
            push(&mut at, name);
            redact(value, &at, secrets);
        }
    }
}

/// Appends a step to a JSON pointer, and returns its length before.
fn push(pointer: &mut String, step: &str) -> usize {
    let length = pointer.len();
    // Writing to a `String` does not fail.
    let _ = write!(pointer, "/{}", step.replace('~', "~0").replace('/', "~1"));
    length
}

/// Returns the name of a place in a body, for reports.
pub(super) fn place(pointer: &str) -> String {
    if pointer.is_empty() { "body".to_owned() } else { format!("property `{pointer}`") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::secret::Secret;

    fn compare(expected: &Value, got: &Value, partial: bool) -> Vec<String> {
        let secrets = |pointer: &str| pointer == "/token";
        Expected::of(expected).expect("JSON").differences(got, "", partial, &secrets)
    }

    #[test]
    fn what_is_equal_has_no_differences() {
        let value = json!({"a": [1, {"b": null}], "token": "x"});
        assert!(compare(&value, &value, false).is_empty());
        assert!(compare(&json!({"a": {}}), &json!({"a": {"b": 1}, "c": 2}), true).is_empty());
    }

    #[test]
    fn every_difference_says_where_it_is() {
        let expected = json!({"a": [1, {"b/c": "x"}], "d": 1, "e": {}, "f": [1]});
        let got = json!({"a": [1, {"b/c": "y"}], "e": [], "f": [1, 2], "g": "hidden"});
        assert_eq!(
            compare(&expected, &got, false),
            [
                r#"property `/a/1/b~1c`: expected "x", got "y""#,
                "property `/d`: missing",
                "property `/e`: expected an object, got an array of length 0",
                "property `/f`: expected an array of length 1, got an array of length 2",
                "property `/g`: unexpected",
            ]
        );
        assert_eq!(compare(&json!(1), &json!("1"), true), [r#"body: expected 1, got "1""#]);
    }

    #[test]
    fn secrets_are_not_shown() {
        #[derive(Serialize)]
        struct Entity {
            key: Secret<&'static str>,
        }

        let lines = compare(&json!({"token": "hunter2"}), &json!({"token": "hunter3"}), true);
        assert_eq!(lines, ["property `/token`: differs (secret values are not shown)"]);
        let expected = Expected::of(&json!({"a": 1})).expect("JSON");
        assert_eq!(expected.text("", &|_| true), r#""[redacted]""#);
        let expected = Expected::of(&Entity { key: Secret::new("hunter2") }).expect("JSON");
        let lines = expected.differences(&json!({"key": "hunter3"}), "", false, &|_| false);
        assert!(!format!("{lines:?} {}", expected.text("", &|_| false)).contains("hunter"), "{lines:?}");
    }
}
