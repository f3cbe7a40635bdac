//! Headers that a caller sets.

use http::{HeaderName, HeaderValue, header};

use crate::exchange::response::CLIENT_REQUEST_ID;

/// A header that a caller sets; refuses what is the client's own to set, and what cannot be sent.
pub(crate) fn own_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let Ok(known) = HeaderName::from_bytes(name.as_bytes()) else {
        return Err(format!("{name:?} is no name of a header"));
    };
    if [header::AUTHORIZATION, header::HOST, header::CONTENT_LENGTH, header::TRANSFER_ENCODING].contains(&known) {
        return Err(format!("the header `{known}` is set by the client alone"));
    }
    if known == CLIENT_REQUEST_ID {
        return Err("the header `client-request-id` is set with `.client_request_id(…)`".to_owned());
    }
    // `HeaderValue` itself lets bytes beyond ASCII pass, which servers read in different ways.
    match HeaderValue::from_str(value) {
        Ok(value) if value.to_str().is_ok() => Ok((known, value)),
        _ => Err(format!("the header `{known}`: a value holds visible ASCII characters, spaces and tabs alone")),
    }
}
