//! What the body of a request may contain, for programs that build it at run time.

use graph_runtime::{ApiVersion, metadata::ActionMetadata};
use serde_json::{Map, Value};

use super::{
    facts::{Body, Kind, Operation, Property, Segment, facts},
    schema,
};

/// What Microsoft's metadata says about the body of an operation's request: property names, types, `null`, read-only
/// properties, and the parameters that an action needs.
///
/// A typed request does not need it: the fields of a declaration are what it sends.
///
/// ```
/// use graph_runtime::{ApiVersion, GraphAction};
/// use intune_onboarding::{android::CreateToken, sandbox::BodySchema};
/// use serde_json::{Map, json};
///
/// let schema = BodySchema::of(CreateToken::METADATA).expect("an operation of this crate");
/// let seconds = schema.value("tokenValidityInSeconds", &["3600"]).expect("a number");
/// assert_eq!(seconds, json!(3600));
///
/// let body = Map::from_iter([("tokenValidityInSeconds".to_owned(), seconds)]);
/// assert!(schema.check(ApiVersion::Beta, Some(&body)).is_ok());
/// assert!(schema.check(ApiVersion::Beta, None).is_err(), "the parameter is missing");
/// ```
#[derive(Clone, Copy)]
pub struct BodySchema(&'static Operation);

impl BodySchema {
    /// Finds the body of the request of an operation of this crate; `None` for any other operation.
    #[must_use]
    pub fn of(action: &ActionMetadata) -> Option<Self> {
        let path: Vec<_> = action.path.as_str().split('/').skip(1).collect();
        let is_same = |operation: &&Operation| {
            operation.method.as_str() == action.method.as_str()
                && operation.path.len() == path.len()
                && operation.path.iter().zip(&path).all(|(segment, text)| is_segment(segment, text))
        };
        facts().operations.iter().find(is_same).map(Self)
    }

    /// Whether the request has a body.
    #[must_use]
    pub fn has_body(&self) -> bool {
        !matches!(self.0.body, Body::None)
    }

    /// Returns the names of the properties that can be set in a version. For an entity with derived types, they are those
    /// of all types.
    #[must_use]
    pub fn properties(&self, version: ApiVersion) -> Vec<&'static str> {
        let settable = |property: &&Property| schema::is_settable(property) && property.versions.contains(&version);
        let mut names: Vec<_> = self.all().into_iter().filter(settable).map(|property| property.name).collect();
        names.dedup();
        names
    }

    /// Converts texts to a value of the type of a property: a number, a Boolean or a text. A collection takes several
    /// texts, or one that is a JSON array; a complex value is a JSON object.
    ///
    /// # Errors
    ///
    /// If there is no such property, or the texts are no value of its type. The error is the predicate of a sentence about
    /// the property.
    pub fn value(&self, name: &str, texts: &[&str]) -> Result<Value, String> {
        let all = self.all();
        let property = all.into_iter().find(|property| property.name == name).ok_or("does not exist")?;
        match (property.kind.collection, texts) {
            (true, [text]) if text.trim_start().starts_with('[') => json(text),
            (true, texts) => texts.iter().map(|text| one(property.kind, text)).collect(),
            (false, [text]) => one(property.kind, text),
            (false, _) => Err("is given more than once, and is no list".to_owned()),
        }
    }

    /// Checks a body.
    ///
    /// # Errors
    ///
    /// If the service would reject it. The error is a sentence.
    pub fn check(&self, version: ApiVersion, body: Option<&Map<String, Value>>) -> Result<(), String> {
        let empty = Map::new();
        let checked = match (&self.0.body, body) {
            (Body::None, None) => Ok(()),
            (Body::None, Some(_)) => return Err("The request has no body.".to_owned()),
            (Body::Object(_), None) => return Err("The request needs a body.".to_owned()),
            (Body::Object(kind), Some(body)) => schema::check(kind, version, body),
            (Body::Parameters(parameters), body) => {
                schema::check_parameters(parameters, version, body.unwrap_or(&empty))
            }
        };
        checked.map_err(|error| error.message().to_owned())
    }

    /// Returns all properties, inherited ones first.
    fn all(self) -> Vec<&'static Property> {
        match &self.0.body {
            Body::None => Vec::new(),
            Body::Parameters(parameters) => parameters.properties.iter().collect(),
            Body::Object(kind) => {
                let inherited = facts().lineage(kind).skip(1);
                inherited.chain(facts().family(kind)).flat_map(|found| &found.properties).collect()
            }
        }
    }
}

impl std::fmt::Debug for BodySchema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("BodySchema").field(&self.0.name()).finish()
    }
}

/// Whether a segment of a declared path is one of the metadata.
fn is_segment(segment: &Segment, text: &str) -> bool {
    match segment {
        Segment::Name(name) => *name == text,
        Segment::Key => text.starts_with('<'),
        Segment::Function(name, _) => {
            let call = text.strip_prefix("microsoft.graph.").unwrap_or(text);
            call.split_once('(').is_some_and(|(called, _)| called == *name)
        }
    }
}

fn one(kind: Kind, text: &str) -> Result<Value, String> {
    match kind.name {
        "Edm.Boolean" => match text {
            "true" => Ok(true.into()),
            "false" => Ok(false.into()),
            _ => Err(format!("is {text:?}; it has to be true or false")),
        },
        "Edm.Int32" => {
            text.parse::<i32>().map(Value::from).map_err(|_| format!("is {text:?}; it has to be a whole number"))
        }
        name if facts().find_type(name).is_some() => json(text),
        name => match facts().members(name) {
            Some(members) if !members.contains(&text) => {
                Err(format!("is {text:?}; it has to be one of {}", members.join(", ")))
            }
            _ => Ok(text.into()),
        },
    }
}

fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("is no JSON: {error}"))
}

#[cfg(test)]
mod tests {
    use graph_runtime::GraphAction;
    use serde_json::json;

    use super::*;
    use crate::{ACTIONS, dep, vpp};

    #[test]
    fn each_operation_of_this_crate_has_one() {
        for action in ACTIONS {
            let schema = BodySchema::of(action).unwrap_or_else(|| panic!("{}", action.name));
            let declared = matches!(action.body, graph_runtime::metadata::BodyKind::Json);
            assert_eq!(schema.has_body(), declared, "{}", action.name);
        }
    }

    #[test]
    fn texts_become_values_of_the_type() {
        let schema = BodySchema::of(vpp::UpdateVppToken::METADATA).expect("declared");
        assert_eq!(schema.value("automaticallyUpdateApps", &["true"]), Ok(json!(true)));
        assert_eq!(schema.value("vppTokenAccountType", &["education"]), Ok(json!("education")));
        let error = |name: &str, texts: &[&str]| schema.value(name, texts).expect_err(name);
        assert_eq!(error("automaticallyUpdateApps", &["1"]), "is \"1\"; it has to be true or false");
        assert_eq!(error("vppTokenAccountType", &["x"]), "is \"x\"; it has to be one of business, education");
        assert_eq!(error("appleID", &["a"]), "does not exist");
        assert_eq!(error("appleId", &["a", "b"]), "is given more than once, and is no list");

        let schema = BodySchema::of(dep::ReleaseAppleDevices::METADATA).expect("declared");
        assert_eq!(schema.properties(ApiVersion::Beta), ["depToken", "deviceSerialNumbers"]);
        for texts in [&["A", "B"][..], &[r#"["A", "B"]"#]] {
            assert_eq!(schema.value("deviceSerialNumbers", texts), Ok(json!(["A", "B"])));
        }
    }

    #[test]
    fn a_body_is_checked_as_the_service_checks_it() {
        let schema = BodySchema::of(dep::UploadDepToken::METADATA).expect("declared");
        let check = |body: Value| schema.check(ApiVersion::Beta, body.as_object());
        assert_eq!(check(json!({"appleId": "a", "depToken": "b"})), Ok(()));
        for (body, message) in [
            (json!({"appleId": "a"}), "The parameter 'depToken' is missing in the request."),
            (json!(null), "The parameter 'appleId' is missing in the request."),
            (json!({"appleId": 1, "depToken": "b"}), "Cannot convert the value of the property 'appleId'"),
            (json!({"appleId": "a", "depToken": "b", "c": 1}), "The property 'c' does not exist"),
        ] {
            let error = check(body.clone()).expect_err(message);
            assert!(error.starts_with(message), "{body}: {error}");
        }
        let schema = BodySchema::of(vpp::ListVppTokens::METADATA).expect("declared");
        assert_eq!(schema.check(ApiVersion::V1_0, Some(&Map::new())), Err("The request has no body.".to_owned()));
    }
}
