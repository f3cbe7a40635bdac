//! Classifies a response as a success or an error response.

use std::time::SystemTime;

use crate::{
    error::{Error, api_error::ApiError},
    exchange::response::RawResponse,
    retry::retry_after,
};

/// Returns a success unchanged, and an [`ApiError`] for any other response. A date in `Retry-After` is compared with
/// the response's `Date`, or with `now` if it has none.
pub(crate) fn classify(response: Box<RawResponse>, now: SystemTime) -> Result<Box<RawResponse>, Error> {
    if response.status.is_success() {
        return Ok(response);
    }
    Err(api_error(*response, now))
}

/// Returns an [`ApiError`] for an error response.
pub(crate) fn api_error(response: RawResponse, now: SystemTime) -> Error {
    let wait = retry_after::read(&response.headers, now);
    Box::new(ApiError::new(response, wait)).into()
}
