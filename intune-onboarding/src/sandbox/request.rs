//! Requests.

use graph_runtime::{ApiVersion, Bytes};
use http::{HeaderMap, Method, Uri, header};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::response::ErrorResponse;

/// A request as the operations see it.
pub(super) struct Request {
    pub(super) method: Method,
    pub(super) version: ApiVersion,
    /// The segments below the version, decoded.
    pub(super) segments: Vec<String>,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    body: Bytes,
}

impl Request {
    pub(super) fn new(method: Method, uri: &Uri, headers: HeaderMap, body: Bytes) -> Result<Self, ErrorResponse> {
        let mut segments = Vec::new();
        for segment in uri.path().trim_start_matches('/').split('/') {
            let decoded = percent_decode_str(segment).decode_utf8();
            segments
                .push(decoded.map_err(|_| ErrorResponse::bad_request("The request URI is not valid."))?.into_owned());
        }
        let version = segments.remove(0);
        let version = version.parse().map_err(|_| ErrorResponse::unknown_version(&version))?;
        let query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
        Ok(Self { method, version, segments, query, headers, body })
    }

    /// Checks that the request has no other query options than these.
    pub(super) fn allow_query(&self, allowed: &[&str]) -> Result<(), ErrorResponse> {
        match self.query.iter().find(|(name, _)| !allowed.contains(&name.as_str())) {
            None => Ok(()),
            Some((name, _)) if name.starts_with('$') => Err(ErrorResponse::bad_request(format!(
                "Query option '{}' is not allowed. To allow it, set the 'AllowedQueryOptions' property on \
                 EnableQueryAttribute or QueryValidationSettings.",
                capitalized(name.trim_start_matches('$'))
            ))),
            Some((name, _)) => {
                Err(ErrorResponse::bad_request(format!("The query parameter '{name}' is not supported.")))
            }
        }
    }

    pub(super) fn query_option(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(option, _)| option == name).map(|(_, value)| value.as_str())
    }

    /// Returns the body, which must be a JSON object.
    pub(super) fn json(&self) -> Result<Map<String, Value>, ErrorResponse> {
        let content_type = self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        if self.body.is_empty() {
            return Err(ErrorResponse::bad_request("Empty Payload. JSON content expected."));
        }
        if !media_type.eq_ignore_ascii_case("application/json") {
            return Err(ErrorResponse::unsupported_media_type(content_type));
        }
        serde_json::from_slice(&self.body).map_err(|_| {
            ErrorResponse::bad_request(
                "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid \
                 JSON format.",
            )
        })
    }
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
