//! Fourth station: an answer is a success or a refusal.

use std::time::SystemTime;

use crate::{
    error::{Error, api_error::ApiError},
    exchange::response::RawResponse,
    retry::retry_after,
};

/// Lets a success context; makes an [`ApiError`] of any other answer. `now` is what dates in headers are counted from.
pub(crate) fn classify(response: Box<RawResponse>, now: SystemTime) -> Result<Box<RawResponse>, Error> {
    if response.status.is_success() {
        return Ok(response);
    }
    Err(refusal(*response, now))
}

/// Makes an [`ApiError`] of an answer that is no success.
pub(crate) fn refusal(response: RawResponse, now: SystemTime) -> Error {
    let wait = retry_after::read(&response.headers, now);
    Box::new(ApiError::new(response, wait)).into()
}
