//! The JSON body.

use bytes::Bytes;

use super::Encoder;
use crate::{
    error::build::BuildError,
    metadata::action_metadata::Method,
    odata::patch::Patch,
    prepare::{object, prepared::Secrets, value::JsonValue},
    secret::{REDACTED, sent::note_json},
};

/// What a [`Secret`](crate::Secret) is serialized to in a preview.
const REDACTED_JSON: &[u8] = b"\"[redacted]\"";

/// Methods for generated code, for the JSON body.
impl Encoder {
    /// Writes a property of the JSON body.
    pub fn property(&mut self, name: &'static str, value: &dyn JsonValue) {
        self.separate();
        self.body.push(b'"');
        self.body.extend_from_slice(name.as_bytes());
        self.body.extend_from_slice(b"\":");
        self.json(name, value);
    }

    /// Writes a property of the JSON body if there is a value.
    pub fn property_option<T: JsonValue>(&mut self, name: &'static str, value: &Option<T>) {
        match value {
            Some(value) => self.property(name, value),
            None => self.omit(name),
        }
    }

    /// Writes a property of the JSON body that is kept, cleared or set.
    pub fn property_patch<T: JsonValue>(&mut self, name: &'static str, value: &Patch<T>) {
        match value {
            Patch::Keep => self.omit(name),
            Patch::Clear => {
                self.next_is_secret = false;
                self.property(name, &());
            }
            Patch::Set(value) => self.property(name, value),
        }
    }

    /// Notes that a property of the JSON body is not sent.
    pub fn omit(&mut self, name: &'static str) {
        self.next_is_secret = false;
        if self.metadata.method == Method::Patch && !self.has_properties() {
            self.omitted.push(name);
        }
    }

    /// Writes the properties of an object after those of the JSON body, except those that it has already.
    pub fn flatten(&mut self, name: &'static str, value: &dyn JsonValue) {
        let secret = std::mem::take(&mut self.next_is_secret);
        let mut object = Vec::new();
        if let Err(error) = value.write_json(&mut object) {
            return self.reject_json(name, secret, &error);
        }
        if secret {
            note_json(&object);
        }
        let is_redacted = self.is_redacted(secret || object == REDACTED_JSON);
        match object.trim_ascii() {
            b"null" => self.omit(name),
            [b'{', properties @ .., b'}'] if properties.trim_ascii().is_empty() => self.omit(name),
            _ if is_redacted => self.flattened.push(b"{\"...\":\"[redacted]\"}".to_vec()),
            [b'{', .., b'}'] => self.flattened.push(object),
            _ => self.reject(name, "must serialize to a JSON object, because it is flattened into the body"),
        }
    }

    /// Writes the whole JSON body.
    pub fn body(&mut self, value: &dyn JsonValue) {
        self.json("body", value);
        if let (Some(name), Some(b'{')) = (self.metadata.odata_type, self.body.first()) {
            self.replace_body(|body| object::typed(body, name));
        }
        if self.metadata.method == Method::Patch && object::is_empty(&self.body) {
            self.reject("body", "must have a property: a PATCH without one changes nothing");
        }
    }

    /// Writes the whole JSON body if there is a value.
    pub fn body_option<T: JsonValue>(&mut self, value: &Option<T>) {
        if let Some(value) = value {
            self.body(value);
        } else {
            self.next_is_secret = false;
            self.no_body = true;
        }
    }
}

impl Encoder {
    /// Returns the finished body.
    pub(super) fn finish_json(&mut self) -> Bytes {
        if self.body.is_empty() {
            self.open_object();
        }
        if self.object_is_open {
            self.body.push(b'}');
        }
        if !self.flattened.is_empty() {
            let (others, declared) = (std::mem::take(&mut self.flattened), self.metadata.odata_type);
            self.replace_body(|body| object::flattened(body, &others, declared));
        }
        if !self.omitted.is_empty() && object::is_empty(&self.body) {
            self.fail_empty_patch();
        }
        Bytes::from(std::mem::take(&mut self.body))
    }

    /// Whether the JSON body has a property, apart from its type.
    fn has_properties(&self) -> bool {
        self.object_is_open || !self.flattened.is_empty()
    }

    fn replace_body(&mut self, replace: impl FnOnce(&[u8]) -> serde_json::Result<Vec<u8>>) {
        match replace(&self.body) {
            Ok(body) => self.body = body,
            // What has been serialized is JSON, so that this never happens.
            Err(_) => self.reject("body", "cannot be read as the JSON that it was serialized to"),
        }
    }

    fn fail_empty_patch(&mut self) {
        let names: Vec<_> = self.omitted.iter().map(|name| format!("`{name}`")).collect();
        let set = if names.len() == 1 { "set" } else { "set at least one of" };
        let reason = format!("a PATCH without a property changes nothing; {set} {}", names.join(", "));
        self.fail(BuildError::action(self.metadata.name, reason));
    }

    /// Prepares the JSON body for another property: opens the object, or writes a comma.
    fn separate(&mut self) {
        if !self.object_is_open {
            self.open_object();
        }
        if self.body.last() != Some(&b'{') {
            self.body.push(b',');
        }
    }

    fn open_object(&mut self) {
        self.object_is_open = true;
        self.body.push(b'{');
        if let Some(name) = self.metadata.odata_type {
            write_odata_type(&mut self.body, name);
        }
        for (name, json) in self.metadata.constants.properties() {
            self.separate();
            self.body.push(b'"');
            self.body.extend_from_slice(name.as_bytes());
            self.body.extend_from_slice(b"\":");
            self.body.extend_from_slice(json.as_bytes());
        }
    }

    fn json(&mut self, name: &'static str, value: &dyn JsonValue) {
        let secret = std::mem::take(&mut self.next_is_secret);
        let before = self.body.len();
        let written = if secret && self.secrets == Secrets::Redacted {
            REDACTED.write_json(&mut self.body)
        } else {
            value.write_json(&mut self.body)
        };
        match written {
            Ok(()) if secret => note_json(&self.body[before..]),
            Ok(()) => {}
            Err(error) => self.reject_json(name, secret, &error),
        }
    }

    fn reject_json(&mut self, name: &'static str, secret: bool, error: &serde_json::Error) {
        if secret {
            // The message may contain the value.
            self.reject(name, "cannot be serialized to JSON");
        } else {
            self.reject(name, format_args!("cannot be serialized to JSON: {error}"));
        }
    }
}

/// Appends `"@odata.type":"…"`.
fn write_odata_type(out: &mut Vec<u8>, name: &str) {
    out.extend_from_slice(b"\"@odata.type\":");
    // Serializing a string never fails.
    let _ = name.write_json(out);
}
