//! The encoder with which generated code builds a request.

mod lists;

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use self::lists::{Encoded, write_literal};
use super::{
    body::Body,
    object, path,
    prefer::set_header,
    prepared::{Prepared, Secrets},
    value::{JsonValue, OptionsValue, RawBody, TextValue, text_of},
};
use crate::{
    cloud::base_url::BaseUrl,
    error::build::BuildError,
    metadata::{
        action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method},
        path_template::Parts,
    },
    odata::{patch::Patch, query_options::QueryOptions},
    secret::REDACTED,
    upload::body::UploadBody,
};

/// All characters except those that are not encoded in a query: unreserved characters, `$` and `@`, with which names of
/// OData start, and a few others that are common in OData expressions.
pub(crate) const NOT_IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'$')
    .remove(b'@')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b'/')
    .remove(b':');

/// The maximum length of a URL, in bytes. Servers reject longer ones, and not all of them with a clear error.
pub(crate) const MAX_URL: usize = 32 * 1024;

/// The initial capacity for the values in a URL, in bytes: enough for one or two keys.
const URL_VALUES: usize = 96;
/// The initial capacity of a JSON body, in bytes: enough for most bodies.
const JSON_BODY: usize = 512;
/// What a [`Secret`](crate::Secret) is serialized to in a preview.
const REDACTED_JSON: &[u8] = b"\"[redacted]\"";

/// Builds a request from the values that generated code passes, in the order of the declaration.
///
/// No method returns an error: the encoder keeps the first error and returns it when the request is finished. Generated
/// code is therefore a list of plain calls.
#[expect(clippy::struct_excessive_bools, reason = "each is set on its own")]
pub struct Encoder {
    metadata: &'static ActionMetadata,
    /// The URL as far as it is written, starting with the path of the base URL: that path, the version, the path.
    url: String,
    template: Parts<'static>,
    query: String,
    headers: HeaderMap,
    body: Vec<u8>,
    /// Whether `body` is an object of single properties that has to be closed.
    object_is_open: bool,
    /// The objects that are flattened into it.
    flattened: Vec<Vec<u8>>,
    /// The properties of a PATCH that have no value, as long as none has one.
    omitted: Vec<&'static str>,
    /// The body if it consists of bytes.
    raw: Option<UploadBody>,
    /// Whether the optional whole body has no value.
    no_body: bool,
    secrets: Secrets,
    next_is_secret: bool,
    next_is_quoted: bool,
    error: Option<BuildError>,
}

impl fmt::Debug for Encoder {
    /// Writes the name of the action, but no values, because they may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoder").field("action", &self.metadata.name).finish_non_exhaustive()
    }
}

/// Methods for generated code.
impl Encoder {
    /// Marks the next value as secret.
    pub fn secret(&mut self) -> &mut Self {
        self.next_is_secret = true;
        self
    }

    /// Writes the path up to and including its next parameter.
    pub fn parameter(&mut self, value: &dyn TextValue) {
        let redact = self.redacts(value);
        let Some((literal, Some(parameter))) = self.template.next() else {
            return;
        };
        self.url.push_str(literal);
        let before = self.url.len();
        if let Err(invalid) = path::write(&mut self.url, parameter.position, &|out| value.write_text(out)) {
            self.fail(invalid.into_error(self.metadata.name, parameter));
        }
        if redact {
            self.url.truncate(before);
            self.url.push_str(REDACTED);
        }
    }

    /// Writes a query parameter.
    pub fn query(&mut self, name: &'static str, value: &dyn TextValue) {
        let (redact, quoted) = (self.redacts(value), std::mem::take(&mut self.next_is_quoted));
        self.name(name);
        if redact {
            return self.query.push_str(REDACTED);
        }
        let written = if quoted {
            write_literal(&mut self.query, value)
        } else {
            value.write_text(&mut Encoded { query: &mut self.query, encoded: NOT_IN_QUERY })
        };
        if written.is_err() {
            self.fail(BuildError::display(self.metadata.name, name));
        }
    }

    /// Writes a query parameter if there is a value.
    pub fn query_option<T: TextValue>(&mut self, name: &'static str, value: &Option<T>) {
        match value {
            Some(value) => self.query(name, value),
            None => self.skip_query(),
        }
    }

    /// Writes the system query options.
    pub fn query_options(&mut self, options: &dyn OptionsValue) {
        let secret = std::mem::take(&mut self.next_is_secret);
        let redact = self.is_redacted(secret);
        for (name, value) in options.as_options().into_iter().flat_map(QueryOptions::pairs) {
            self.name(name);
            if redact {
                self.query.push_str(REDACTED);
            } else {
                self.query.extend(utf8_percent_encode(&value, NOT_IN_QUERY));
            }
        }
    }

    /// Writes a request header.
    pub fn header(&mut self, name: &'static str, value: &dyn TextValue) {
        let is_secret = self.next_is_secret || value.is_secret();
        let redact = self.redacts(value);
        let Ok(text) = text_of(value, redact) else {
            return self.fail(BuildError::display(self.metadata.name, name));
        };
        if text.trim().is_empty() {
            return self.reject(name, "must not be empty: a server may treat a header without a value as missing");
        }
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::try_from(text)) {
            (Ok(name), Ok(mut value)) if value.to_str().is_ok() => {
                value.set_sensitive(is_secret);
                set_header(&mut self.headers, name, value);
            }
            _ => self.reject(name, "must consist of visible ASCII characters, spaces and tabs"),
        }
    }

    /// Writes a request header if there is a value.
    pub fn header_option<T: TextValue>(&mut self, name: &'static str, value: &Option<T>) {
        match value {
            Some(value) => self.header(name, value),
            None => self.next_is_secret = false,
        }
    }

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

/// Methods for generated code, for bodies of bytes.
impl Encoder {
    /// Writes the whole body as bytes.
    pub fn raw_body(&mut self, content: &dyn RawBody) {
        let secret = std::mem::take(&mut self.next_is_secret);
        let redact = self.is_redacted(secret);
        self.raw = Some(if redact { UploadBody::from(REDACTED) } else { content.to_body() });
    }

    /// Writes the whole body as bytes if there is a value.
    pub fn raw_body_option<T: RawBody>(&mut self, content: &Option<T>) {
        if let Some(content) = content {
            self.raw_body(content);
        } else {
            self.next_is_secret = false;
        }
    }
}

/// Methods for `prepare`.
impl Encoder {
    pub(super) fn new(
        metadata: &'static ActionMetadata,
        base: &BaseUrl,
        version: ApiVersion,
        secrets: Secrets,
    ) -> Self {
        let base = base.path();
        let mut url = String::with_capacity(base.len() + metadata.path.as_str().len() + URL_VALUES);
        url.push_str(base);
        url.push('/');
        url.push_str(version.as_str());
        Self {
            metadata,
            url,
            template: Parts::new(metadata.path),
            query: String::new(),
            headers: constant_headers(metadata),
            body: match metadata.body {
                BodyKind::Json => Vec::with_capacity(JSON_BODY),
                BodyKind::Nothing | BodyKind::Raw(_) => Vec::new(),
            },
            object_is_open: false,
            flattened: Vec::new(),
            omitted: Vec::new(),
            raw: None,
            no_body: false,
            secrets,
            next_is_secret: false,
            next_is_quoted: false,
            error: None,
        }
    }

    /// Returns the finished request, or the first error.
    pub(super) fn finish(mut self, base: &BaseUrl, version: ApiVersion) -> Result<Box<Prepared>, BuildError> {
        if let Some((literal, _)) = self.template.next() {
            self.url.push_str(literal);
        }
        self.constant_query();
        if !self.query.is_empty() {
            self.url.push('?');
            self.url.push_str(&self.query);
        }
        let body = self.finish_body();
        if let Some(error) = self.error {
            return Err(error);
        }
        let Self { metadata, url, headers, .. } = self;
        let length = base.origin_len() + url.len();
        if length > MAX_URL {
            let reason = format!("the URL has {length} bytes; the limit is {MAX_URL}");
            return Err(BuildError::action(metadata.name, reason));
        }
        let url = base
            .with_path(&url)
            .map_err(|error| BuildError::action(metadata.name, format!("the URL is not valid: {error}")))?;
        // Boxed, because it is moved several times.
        Ok(Box::new(Prepared { metadata, version, url, headers, body }))
    }

    fn finish_body(&mut self) -> Body {
        match self.metadata.body {
            BodyKind::Raw(_) => return self.raw.take().map_or(Body::Nothing, Body::from),
            BodyKind::Nothing => return Body::Nothing,
            BodyKind::Json if self.no_body => return Body::Nothing,
            BodyKind::Json => {}
        }
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
        Body::Bytes(Bytes::from(std::mem::take(&mut self.body)))
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

    /// Resets the marks of a query parameter that is not sent.
    fn skip_query(&mut self) {
        self.next_is_secret = false;
        self.next_is_quoted = false;
    }

    /// Appends `name=` to the query.
    fn name(&mut self, name: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.extend(utf8_percent_encode(name, NOT_IN_QUERY));
        self.query.push('=');
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

    /// Writes the query parameters that every request contains, apart from those that the caller's options contain.
    fn constant_query(&mut self) {
        for (name, value) in self.metadata.constants.query() {
            let encoded = utf8_percent_encode(name, NOT_IN_QUERY).to_string();
            let is_name = |pair: &str| pair.split_once('=').is_some_and(|(name, _)| name == encoded);
            if !self.query.split('&').any(is_name) {
                self.name(name);
                self.query.extend(utf8_percent_encode(value, NOT_IN_QUERY));
            }
        }
    }

    fn json(&mut self, name: &'static str, value: &dyn JsonValue) {
        let secret = std::mem::take(&mut self.next_is_secret);
        let written = if secret && self.secrets == Secrets::Redacted {
            REDACTED.write_json(&mut self.body)
        } else {
            value.write_json(&mut self.body)
        };
        if let Err(error) = written {
            self.reject_json(name, secret, &error);
        }
    }

    /// Whether the next value is written as `[redacted]`. Resets the mark that it is secret.
    fn redacts(&mut self, value: &dyn TextValue) -> bool {
        let secret = std::mem::take(&mut self.next_is_secret) || value.is_secret();
        self.is_redacted(secret)
    }

    fn is_redacted(&self, is_secret: bool) -> bool {
        is_secret && self.secrets == Secrets::Redacted
    }

    fn reject_json(&mut self, name: &'static str, secret: bool, error: &serde_json::Error) {
        if secret {
            // The message may contain the value.
            self.reject(name, "cannot be serialized to JSON");
        } else {
            self.reject(name, format_args!("cannot be serialized to JSON: {error}"));
        }
    }

    fn reject(&mut self, field: &'static str, predicate: impl fmt::Display) {
        self.fail(BuildError::field(self.metadata.name, field, predicate));
    }

    /// Keeps the error if it is the first one.
    fn fail(&mut self, error: BuildError) {
        self.error.get_or_insert(error);
    }
}

/// Returns the headers that every request of an action contains.
fn constant_headers(metadata: &ActionMetadata) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in metadata.constants.headers() {
        // The macro allows only valid names and values.
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            set_header(&mut headers, name, value);
        }
    }
    headers
}

/// Appends `"@odata.type":"…"`.
fn write_odata_type(out: &mut Vec<u8>, name: &str) {
    out.extend_from_slice(b"\"@odata.type\":");
    // Serializing a string never fails.
    let _ = name.write_json(out);
}
