//! `--query`: a JMESPath expression, applied to a document.

use std::{io, rc::Rc};

use jmespath::{ErrorReason, Expression, JmespathError, Variable};
use serde_json::Value;

/// A JMESPath expression.
#[derive(Debug, Clone)]
pub(crate) struct Query(String);

impl Query {
    /// Checks an expression. The error says in one line where it is invalid.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        compile(text).map(|_| Self(text.to_owned()))
    }

    /// Returns what the expression selects from a document.
    pub(super) fn select(&self, document: &Value) -> io::Result<Value> {
        let fault = |reason: String| io::Error::other(format!("--query: {reason}"));
        let expression = compile(&self.0).map_err(fault)?;
        let document = Variable::try_from(document).map_err(|error| fault(line(&error)))?;
        let selected = expression.search(Rc::new(document)).map_err(|error| fault(line(&error)))?;
        serde_json::to_value(&*selected).map_err(io::Error::other)
    }
}

fn compile(text: &str) -> Result<Expression<'static>, String> {
    jmespath::compile(text).map_err(|error| line(&error))
}

/// Describes an error in one line; the library draws the expression below it.
fn line(error: &JmespathError) -> String {
    let reason = match &error.reason {
        ErrorReason::Parse(reason) => reason.clone(),
        ErrorReason::Runtime(reason) => reason.to_string(),
    };
    format!("{} at character {} of the JMESPath expression", reason.trim().trim_end_matches('.'), error.offset + 1)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn select(expression: &str) -> io::Result<Value> {
        let document = json!({"ok": true, "result": {"value": [{"id": "b", "n": 7_776_000}, {"id": "a", "n": 1.5}]}});
        Query::parse(expression).expect(expression).select(&document)
    }

    #[test]
    fn an_expression_selects_from_the_document() {
        for (expression, selected) in [
            ("result.value[].id", json!(["b", "a"])),
            ("result.value[?n > `2`].n", json!([7_776_000])),
            ("sort_by(result.value, &id)[0].[id, n]", json!(["a", 1.5])),
            ("missing", Value::Null),
        ] {
            assert_eq!(select(expression).expect(expression), selected, "{expression}");
        }
    }

    #[test]
    fn an_error_is_one_line() {
        for expression in ["result.value[", "a b", ""] {
            let error = Query::parse(expression).expect_err(expression);
            assert!(error.contains("at character ") && !error.contains('\n'), "{error}");
        }
        let error = select("length(ok)").expect_err("no length").to_string();
        assert!(error.starts_with("--query: ") && error.contains("given boolean") && !error.contains('\n'), "{error}");
    }
}
