//! Parsing of batch responses, for the fuzz targets of this workspace.

use std::time::SystemTime;

use bytes::Bytes;
use http::HeaderMap;

use super::{exchange::id_of, responses::ItemResponses};
use crate::{__fuzzing, error::Error, exchange::classify::classify};

/// The outcome of a batch item: the status and body of a success, or an error.
type Outcome = Result<(u16, Bytes), Error>;

/// Parses the pages of a batch response and returns the outcome of each item. Ignores invalid pages, except for the
/// first.
///
/// # Errors
///
/// Returns the reason if the first page is invalid.
pub fn batch(pages: &[&[u8]], items: usize) -> Result<Vec<Outcome>, String> {
    let batch = __fuzzing::response(200, HeaderMap::new(), b"");
    let mut responses = ItemResponses::to((0..items).map(id_of));
    for (number, page) in pages.iter().enumerate() {
        match responses.add(&Bytes::copy_from_slice(page)) {
            Err(mistake) if number == 0 => return Err(mistake.reason),
            _ => {}
        }
    }
    let outcome = |item| {
        let response = responses.take(&id_of(item), batch.metadata, &batch, "there is none")?;
        let response = classify(response, SystemTime::UNIX_EPOCH)?;
        Ok((response.status.as_u16(), response.body))
    };
    Ok((0..items).map(outcome).collect())
}
