//! The parts of a request that are given as fields, and its body.

use std::path::{Path, PathBuf};

use graph_runtime::{
    ApiVersion,
    metadata::{ActionMetadata, BodyKind},
};
use intune_onboarding::sandbox::BodySchema;
use serde_json::{Map, Value};

use crate::{failure::Failure, input, operations::fold, service::is_secret};

/// A field: `name=value`, or `name=@file`.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    value: FieldValue,
}

#[derive(Debug, Clone)]
enum FieldValue {
    Text(String),
    File(PathBuf),
}

impl Field {
    /// Reads a field from an argument.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        match text.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                let value = match value.strip_prefix('@') {
                    Some(file) => FieldValue::File(file.into()),
                    None => FieldValue::Text(value.to_owned()),
                };
                Ok(Self { name: name.trim().to_owned(), value })
            }
            _ => Err("give a field as NAME=VALUE or NAME=@FILE"),
        }
    }

    /// Returns the name of the placeholder of the path that this field is for.
    pub(super) fn parameter(&self, action: &ActionMetadata) -> Option<&'static str> {
        let folded = fold(&self.name);
        action.path.parameters().map(|parameter| parameter.name).find(|name| fold(name) == folded)
    }

    /// Returns the value, read from the file if it is in one.
    pub(super) fn text(&self) -> Result<String, Failure> {
        match &self.value {
            FieldValue::Text(text) => Ok(text.clone()),
            FieldValue::File(path) => {
                let option = format!("-f {}", self.name);
                let content = String::from_utf8(input::read(&option, path)?);
                let content =
                    content.map_err(|_| Failure::input(format!("{} is not UTF-8", input::name(&option, path))));
                Ok(content?.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']).to_owned())
            }
        }
    }

    /// Rejects a secret among the arguments, which other users of the computer can read.
    fn check_secrecy(&self, action: &ActionMetadata) -> Result<(), Failure> {
        let name = &self.name;
        match self.value {
            FieldValue::Text(_) if is_secret(action, name) => Err(Failure::input(format!(
                "-f {name}: a secret must not be an argument, which others can read: put it into a file, and give \
                 -f {name}=@FILE, or @- for standard input"
            ))),
            _ => Ok(()),
        }
    }
}

/// Returns the body of a request, made of a file and of fields, as the service would accept it.
pub(super) fn body(
    action: &'static ActionMetadata,
    version: ApiVersion,
    fields: &[&Field],
    file: Option<&Path>,
) -> Result<Option<Map<String, Value>>, Failure> {
    let schema = BodySchema::of(action);
    if action.body == BodyKind::Nothing {
        return match (fields.first(), file) {
            (Some(field), _) => Err(no_such_field(action, &field.name)),
            (None, Some(_)) => Err(Failure::input(format!("--body does not apply: {} sends no body", action.name))),
            (None, None) => Ok(None),
        };
    }
    let mut body = file.map(read).transpose()?.unwrap_or_default();
    let mut names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    names.dedup();
    for name in names {
        let same: Vec<_> = fields.iter().filter(|field| field.name == name).collect();
        same.iter().try_for_each(|field| field.check_secrecy(action))?;
        let texts = same.iter().map(|field| field.text()).collect::<Result<Vec<_>, _>>()?;
        let texts: Vec<_> = texts.iter().map(String::as_str).collect();
        let value = match &schema {
            Some(schema) if !schema.properties(version).contains(&name) => {
                return Err(Failure::input(format!(
                    "-f {name}: {} has no such property in {version}; it has {}",
                    action.name,
                    schema.properties(version).join(", ")
                )));
            }
            Some(schema) => {
                schema.value(name, &texts).map_err(|reason| Failure::input(format!("-f {name} {reason}")))?
            }
            None => texts.concat().into(),
        };
        if body.insert(name.to_owned(), value).is_some() {
            return Err(Failure::input(format!("{name} is given twice: with -f and in --body")));
        }
    }
    if let Some(schema) = schema {
        let given = (!body.is_empty() || file.is_some()).then_some(&body);
        schema.check(version, given).map_err(|error| Failure::input(format!("{}: {error}", action.name)))?;
    }
    if let Some(kind) = action.odata_type {
        body.entry("@odata.type").or_insert_with(|| kind.into());
    }
    for (name, value) in action.constants.properties() {
        let value = serde_json::from_str(value).unwrap_or_else(|_| value.into());
        body.entry(name).or_insert(value);
    }
    Ok(Some(body))
}

fn no_such_field(action: &ActionMetadata, name: &str) -> Failure {
    let parameters: Vec<_> = action.path.parameters().map(|parameter| parameter.name).collect();
    let parameters = if parameters.is_empty() { "none".to_owned() } else { parameters.join(", ") };
    Failure::input(format!(
        "-f {name}: {} has no body, and no such placeholder in its path (it has {parameters}); query options begin with $",
        action.name
    ))
}

fn read(path: &Path) -> Result<Map<String, Value>, Failure> {
    let content = input::read("--body", path)?;
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&content);
    let fault = |reason: &str| Failure::input(format!("{} {reason}", input::name("--body", path)));
    // The message of the parser does not quote the content, which may be a secret.
    match serde_json::from_slice(content) {
        Ok(Value::Object(body)) => Ok(body),
        Ok(_) => Err(fault("is no JSON object")),
        Err(error) => Err(fault(&format!("is no JSON: line {}, column {}", error.line(), error.column()))),
    }
}
