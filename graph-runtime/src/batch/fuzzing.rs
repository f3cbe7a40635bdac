//! Answers to batches, for the fuzz targets of this workspace.

use std::time::SystemTime;

use bytes::Bytes;
use http::HeaderMap;

use super::{
    answer::{self, Answers},
    exchange::id_of,
};
use crate::{__fuzzing, error::Error, exchange::classify::classify};

/// How the item of a batch ended: with the status and the body of a success, or otherwise.
type Outcome = Result<(u16, Bytes), Error>;

/// What the pages of an answer say to each of so many items. Pages that cannot be read are passed over, but for
/// the first, which ends the batch.
///
/// # Errors
///
/// Where the first page cannot be read: why.
pub fn batch(pages: &[&[u8]], items: usize) -> Result<Vec<Outcome>, String> {
    let response = __fuzzing::answer(200, HeaderMap::new(), b"");
    let mut answers = Answers::default();
    for (number, page) in pages.iter().enumerate() {
        match answer::read(page) {
            Ok(page) => answers.add(page.answers),
            Err(reason) if number == 0 => return Err(reason),
            Err(_) => {}
        }
    }
    let outcome = |item| {
        let answer = answers.take(&id_of(item), response.metadata, &response, "there is none")?;
        let answer = classify(answer, SystemTime::UNIX_EPOCH)?;
        Ok((answer.status.as_u16(), answer.body))
    };
    Ok((0..items).map(outcome).collect())
}
