//! The encoder with which generated code builds a request.

mod headers;
mod json_body;
mod lists;
pub(crate) mod query;
mod raw_body;

use std::fmt;

use http::HeaderMap;
use zeroize::Zeroizing;

use super::{
    body::Body,
    path,
    prepared::{Prepared, Secrets},
    value::{TextValue, text_of},
};
use crate::{
    cloud::base_url::BaseUrl,
    error::build::BuildError,
    metadata::{
        action_metadata::{ActionMetadata, ApiVersion, BodyKind},
        path_template::Parts,
    },
    secret::{
        REDACTED,
        sent::{SentSecrets, note_text},
    },
    upload::body::UploadBody,
};

/// The maximum length of a URL, in bytes. Servers reject longer ones, and not all of them with a clear error.
pub(crate) const MAX_URL: usize = 32 * 1024;

/// The initial capacity for the values in a URL, in bytes: enough for one or two keys.
const URL_VALUES: usize = 96;
/// The initial capacity of a JSON body, in bytes: enough for most bodies.
const JSON_BODY: usize = 512;
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
        let mut encoder = Self {
            metadata,
            url,
            template: Parts::new(metadata.path),
            query: String::new(),
            headers: HeaderMap::new(),
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
        };
        encoder.constant_headers();
        encoder
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
        Ok(Box::new(Prepared { metadata, version, url, headers, body, secrets: SentSecrets::default() }))
    }

    fn finish_body(&mut self) -> Body {
        match self.metadata.body {
            BodyKind::Raw(_) => self.raw.take().map_or(Body::Nothing, Body::from),
            BodyKind::Json if !self.no_body => Body::Bytes(self.finish_json()),
            BodyKind::Json | BodyKind::Nothing => Body::Nothing,
        }
    }

    /// Whether the next value is written as `[redacted]`. Resets the mark that it is secret. A secret is noted.
    fn redacts(&mut self, value: &dyn TextValue) -> bool {
        let secret = std::mem::take(&mut self.next_is_secret) || value.is_secret();
        if secret {
            self.note(value);
        }
        self.is_redacted(secret)
    }

    fn note(&self, value: &dyn TextValue) {
        if self.secrets == Secrets::Noted
            && let Ok(text) = text_of(value, false)
        {
            note_text(Zeroizing::new(text).as_bytes());
        }
    }

    fn is_redacted(&self, is_secret: bool) -> bool {
        is_secret && self.secrets == Secrets::Redacted
    }

    fn reject(&mut self, field: &'static str, predicate: impl fmt::Display) {
        self.fail(BuildError::field(self.metadata.name, field, predicate));
    }

    /// Keeps the error if it is the first one.
    fn fail(&mut self, error: BuildError) {
        self.error.get_or_insert(error);
    }
}
