//! Values in reports: short, and without secrets.

use serde_json::Value;

use super::route::Parameters;
use crate::{
    metadata::{
        action_metadata::{ActionMetadata, SecretPart},
        path_template::{ParameterPosition, Parts},
    },
    secret::REDACTED,
};

/// The length beyond which a value is shortened, in characters.
const MAX_VALUE: usize = 200;

/// Returns a text as a report shows it.
pub(super) fn text(value: &str, secret: bool) -> String {
    if secret { REDACTED.to_owned() } else { shortened(&format!("{value:?}")) }
}

/// Returns a JSON value as a report shows it.
pub(super) fn value_text(value: &Value) -> String {
    shortened(&value.to_string())
}

/// Returns the kind of an object or array, and any other value itself.
pub(super) fn kind(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(items) => format!("an array of length {}", items.len()),
        other => value_text(other),
    }
}

/// Returns the line for a value that differs. Both values are given as a report shows them.
pub(super) fn differs(expected: &str, got: &str, secret: bool) -> String {
    if secret { "differs (secret values are not shown)".to_owned() } else { format!("expected {expected}, got {got}") }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_VALUE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Which parts of a request the declaration marks as secret.
impl ActionMetadata {
    pub(super) fn hides_parameter(&self, name: &str) -> bool {
        self.secrets.iter().any(|part| matches!(part, SecretPart::Parameter(secret) if *secret == name))
    }

    pub(super) fn hides_query(&self, name: &str) -> bool {
        self.secrets.iter().any(|part| match part {
            SecretPart::Query(secret) => *secret == name,
            // Options can have any name.
            SecretPart::QueryOptions => true,
            _ => false,
        })
    }

    pub(super) fn hides_header(&self, name: &str) -> bool {
        name.eq_ignore_ascii_case("authorization")
            || self
                .secrets
                .iter()
                .any(|part| matches!(part, SecretPart::Header(secret) if secret.eq_ignore_ascii_case(name)))
    }

    /// Returns whether the value at a pointer in a JSON body is secret.
    pub(super) fn hides_property(&self, pointer: &str) -> bool {
        let top = pointer.strip_prefix('/').map(|steps| steps.split('/').next().unwrap_or(steps));
        let top = top.map(|step| step.replace("~1", "/").replace("~0", "~"));
        self.secrets.iter().any(|part| match part {
            SecretPart::Body => true,
            SecretPart::Property(secret) => top.as_deref() == Some(*secret),
            _ => false,
        })
    }

    /// Returns the path of a request with decoded parameters, those that the declaration marks as secret redacted.
    pub(super) fn path_of(&self, parameters: &Parameters) -> String {
        self.path_with(parameters, &|name| self.hides_parameter(name))
    }

    /// Returns the path of a request with decoded parameters, those that `hides` selects redacted.
    pub(super) fn path_with(&self, parameters: &Parameters, hides: &dyn Fn(&str) -> bool) -> String {
        let mut parts = Parts::new(self.path);
        let mut values = parameters.iter();
        let mut path = String::new();
        while let Some((literal, parameter)) = parts.next() {
            path.push_str(literal);
            if let (Some(parameter), Some((_, value))) = (parameter, values.next()) {
                match parameter.position {
                    _ if hides(parameter.name) => path.push_str(REDACTED),
                    ParameterPosition::Quoted => path.push_str(&value.replace('\'', "''")),
                    _ => path.push_str(value),
                }
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        metadata::action_metadata::{ApiVersion, BodyKind, Method, ResponseKind},
        permissions::access::Permissions,
    };

    const METADATA: ActionMetadata = ActionMetadata::declare(
        "Test",
        Method::Post,
        "/a/<x>/f(b='<y>')",
        &[ApiVersion::V1_0],
        Permissions::NOT_NEEDED,
        BodyKind::Json,
        ResponseKind::Nothing,
    );

    #[test]
    fn what_is_declared_secret_is_hidden_wherever_it_stands() {
        const SECRETS: ActionMetadata = ActionMetadata {
            secrets: &[
                SecretPart::Parameter("x"),
                SecretPart::Query("q"),
                SecretPart::Header("X-Key"),
                SecretPart::Property("a/b"),
            ],
            ..METADATA
        };
        assert!(SECRETS.hides_parameter("x") && !SECRETS.hides_parameter("y"));
        assert!(SECRETS.hides_query("q") && !SECRETS.hides_query("$top"));
        assert!(SECRETS.hides_header("x-key") && SECRETS.hides_header("Authorization"));
        assert!(SECRETS.hides_property("/a~1b/c") && !SECRETS.hides_property("/a") && !SECRETS.hides_property(""));
        assert_eq!(
            SECRETS.path_of(&vec![("x", "hunter2".to_owned()), ("y", "it's".to_owned())]),
            "/a/[redacted]/f(b='it''s')"
        );
    }

    #[test]
    fn a_secret_body_is_hidden_whole() {
        const BODY: ActionMetadata =
            ActionMetadata { secrets: &[SecretPart::Body, SecretPart::QueryOptions], ..METADATA };
        assert!(BODY.hides_property("/x") && BODY.hides_property(""));
        assert!(BODY.hides_query("$filter") && BODY.hides_query("q"));
    }

    #[test]
    fn long_values_are_shortened() {
        assert_eq!(text(&"é".repeat(500), false).chars().count(), 201);
        assert_eq!(text("é", true), "[redacted]");
    }
}
