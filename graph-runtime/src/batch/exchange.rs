//! One request of a batch, and its response.

use std::collections::HashSet;

use http::{HeaderMap, HeaderValue, header};
use url::Url;

use super::{
    plan::Group,
    request::{Entry, IDEMPOTENT, NEXT_PAGE, NOT_IDEMPOTENT, write_batch},
    responses::{ItemResponses, Mistake},
    run::Run,
};
use crate::{
    error::{Error, build::BuildError, decode::DecodeError},
    exchange::{
        classify::classify,
        outgoing::Outgoing,
        response::{CLIENT_REQUEST_ID, RawResponse},
        sending::Sending,
    },
    metadata::action_metadata::{ApiVersion, Method},
    prepare::{body::Body, prepared::Prepared},
    secret::sent::SentSecrets,
};

/// The maximum number of further pages of a response. It is five times the number of items, so that only a response
/// without end is cut off.
const MAX_PAGES: usize = 100;

impl Run {
    /// Sends one request, and records the outcome of each item.
    pub(super) async fn exchange(&mut self, group: &Group, items: &[usize]) -> Result<(), Error> {
        let now = self.client.clock.now();
        for &item in items {
            self.items[item].started.get_or_insert(now);
        }
        let mut responses = ItemResponses::to(items.iter().map(|&item| id_of(item)));
        let mut outgoing = self.outgoing(self.request(group, items)?);
        let is_write = |&&item: &&usize| self.items[item].metadata.method != Method::Get;
        outgoing.batch_writes = Some(items.iter().filter(is_write).count());
        let (response, mut next) = read(outgoing, &mut responses).await?;
        self.has_response = true;
        let mut seen = HashSet::new();
        let mut left = self.client.max_response_bytes.saturating_sub(response.body.len());
        let why_missing = loop {
            let Some(link) = next.filter(|_| !responses.is_complete()) else {
                break "the batch response has no entry for this request".to_owned();
            };
            match self.next_page(group.version, items, &link, &mut seen, &mut responses, &mut left).await {
                Ok(link) => next = link,
                Err(reason) => break format!("the batch response has no entry for this request, and {reason}"),
            }
        };
        // In order, because `settle` checks whether the items that an item depends on are retried.
        let mut rejected = Vec::new();
        for &item in items {
            let metadata = self.items[item].metadata;
            let outcome = responses
                .take(&id_of(item), metadata, &response, &why_missing)
                .and_then(|response| classify(response, self.client.clock.date()));
            match self.rejected(item, outcome) {
                Ok(error) => rejected.push(error),
                Err(outcome) => self.settle(item, outcome),
            }
        }
        self.renew(rejected, &response).await;
        Ok(())
    }

    fn request(&self, group: &Group, items: &[usize]) -> Result<Box<Prepared>, Error> {
        let url = format!("{}/{}/$batch", self.client.base.as_str(), group.version);
        let url =
            Url::parse(&url).map_err(|error| BuildError::action("Batch", format!("the URL is not valid: {error}")))?;
        let is_idempotent = items.iter().all(|&item| self.items[item].metadata.idempotent);
        let entry = |(place, &item): (usize, &usize)| {
            let before = place.checked_sub(1).filter(|_| group.is_chain).map(|before| items[before]);
            Entry { id: id_of(item), item: &self.items[item].written, depends_on: before.map(|before| [id_of(before)]) }
        };
        let entries: Vec<_> = items.iter().enumerate().map(entry).collect();
        let mut headers = self.headers();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(Box::new(Prepared {
            metadata: if is_idempotent { IDEMPOTENT } else { NOT_IDEMPOTENT },
            version: group.version,
            url,
            headers,
            body: Body::Bytes(write_batch(&entries)?.into()),
            secrets: self.secrets(items),
        }))
    }

    /// Returns the secret values of items, which no error of their request shows.
    fn secrets(&self, items: &[usize]) -> SentSecrets {
        let mut secrets = SentSecrets::default();
        for &item in items {
            secrets.extend(&self.items[item].secrets);
        }
        secrets
    }

    fn outgoing(&self, prepared: Box<Prepared>) -> Outgoing {
        Outgoing::new(self.client.clone(), prepared, self.timeout, false)
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(id) = &self.client_request_id {
            headers.insert(CLIENT_REQUEST_ID, id.clone());
        }
        headers
    }

    /// Requests the next page of a response, and returns the link to the one after it. If this fails, returns the reason
    /// as part of a sentence. `left` is how many bytes further pages may have.
    async fn next_page(
        &self,
        version: ApiVersion,
        items: &[usize],
        next: &str,
        seen: &mut HashSet<Url>,
        responses: &mut ItemResponses,
        left: &mut usize,
    ) -> Result<Option<String>, String> {
        let url = self.client.base.follow(next).map_err(|reason| format!("the next link {reason}"))?;
        if !seen.insert(url.clone()) {
            return Err("the next link points to a page that was already read".to_owned());
        }
        if seen.len() > MAX_PAGES {
            return Err("it has too many pages".to_owned());
        }
        let prepared = Prepared {
            metadata: NEXT_PAGE,
            version,
            url,
            headers: self.headers(),
            body: Body::Nothing,
            secrets: self.secrets(items),
        };
        let page = read(self.outgoing(Box::new(prepared)), responses).await;
        let (page, next) = page.map_err(|error| format!("the next page could not be read: {error}"))?;
        *left = left.checked_sub(page.body.len()).ok_or_else(|| {
            let limit = self.client.max_response_bytes;
            format!("its pages are longer than {limit} bytes together, the `max_response_bytes` of the client")
        })?;
        Ok(next)
    }
}

/// Makes a call, adds the responses to its items, and returns the response with the link to its next page.
async fn read(outgoing: Outgoing, responses: &mut ItemResponses) -> Result<(Box<RawResponse>, Option<String>), Error> {
    let mut sending = Sending::new(outgoing);
    loop {
        let response = (&mut sending).await?;
        let error = match responses.add(&response.body) {
            Ok(next) => return Ok((response, next)),
            Err(Mistake { reason, ends_early: true }) => DecodeError::ended_early(*response, reason),
            Err(Mistake { reason, ends_early: false }) => DecodeError::new(*response, reason),
        };
        let error = Error::from(Box::new(error));
        if !sending.again(&error) {
            return Err(error);
        }
    }
}

/// Returns the ID of an item in its requests. It consists of digits, because Graph compares IDs without regard to case.
pub(super) fn id_of(item: usize) -> String {
    (item + 1).to_string()
}
