//! Headers that the caller sets.

use http::{HeaderName, HeaderValue, header};

use crate::exchange::response::CLIENT_REQUEST_ID;

/// Parses a header that the caller sets. Returns the reason if it is invalid, or can be set only by the client.
pub(crate) fn caller_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let Ok(known) = HeaderName::from_bytes(name.as_bytes()) else {
        return Err(format!("{name:?} is not a valid header name"));
    };
    if [header::AUTHORIZATION, header::HOST, header::CONTENT_LENGTH, header::TRANSFER_ENCODING].contains(&known) {
        return Err(format!("the header `{known}` is set only by the client"));
    }
    if known == CLIENT_REQUEST_ID {
        return Err("the header `client-request-id` can be set only with `.client_request_id(…)`".to_owned());
    }
    // `HeaderValue` itself allows bytes beyond ASCII, which servers interpret differently.
    match HeaderValue::from_str(value) {
        Ok(value) if value.to_str().is_ok() => Ok((known, value)),
        _ => Err(format!("the header `{known}` must consist of visible ASCII characters, spaces and tabs")),
    }
}
