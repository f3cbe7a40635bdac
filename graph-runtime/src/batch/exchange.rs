//! One request of a batch, and its answer.

use std::collections::HashSet;

use http::{HeaderMap, HeaderValue, header};
use url::Url;

use super::{
    answer::{self, Answers},
    plan::Group,
    request::{Entry, MAY_REPEAT, MUST_NOT_REPEAT, REST_OF_ANSWER, write_batch},
    run::Run,
};
use crate::{
    error::{Error, build::BuildError, decode::DecodeError},
    exchange::{classify::classify, outgoing::Outgoing, response::CLIENT_REQUEST_ID, send::send},
    metadata::action_metadata::ApiVersion,
    prepare::{body::Body, prepared::Prepared},
};

/// How many pages more an answer may have. Five times as many as items, so that none is cut off but one without end.
const MAX_PAGES: usize = 100;

impl Run {
    /// Sends one request, and notes what its answer says of each item.
    pub(super) async fn exchange(&mut self, group: &Group, items: &[usize]) -> Result<(), Error> {
        let now = self.client.clock.now();
        for &item in items {
            self.items[item].started.get_or_insert(now);
        }
        let outgoing = self.outgoing(self.request(group, items)?);
        let response = send(outgoing).await?;
        let mut page =
            answer::read(&response.body).map_err(|reason| Box::new(DecodeError::new((*response).clone(), reason)))?;
        self.answered = true;
        let mut answers = Answers::default();
        let mut seen = HashSet::new();
        let why_missing = loop {
            answers.add(page.answers);
            let all = items.iter().all(|&item| answers.has(&id_of(item)));
            let Some(next) = page.next.filter(|_| !all) else {
                break "the answer to the batch has none for it".to_owned();
            };
            match self.rest_of_answer(group.version, &next, &mut seen).await {
                Ok(rest) => page = rest,
                Err(reason) => break format!("the answer to the batch has none for it, and {reason}"),
            }
        };
        // In order, so that what depends on an item knows whether it is sent again.
        for &item in items {
            let metadata = self.items[item].metadata;
            let outcome = answers
                .take(&id_of(item), metadata, &response, &why_missing)
                .and_then(|response| classify(response, self.client.clock.date()));
            self.settle(item, outcome);
        }
        Ok(())
    }

    fn request(&self, group: &Group, items: &[usize]) -> Result<Box<Prepared>, Error> {
        let url = format!("{}/{}/$batch", self.client.base.as_str(), group.version);
        let url =
            Url::parse(&url).map_err(|error| BuildError::action("Batch", format!("its URL is not valid: {error}")))?;
        let may_repeat = items.iter().all(|&item| self.items[item].metadata.idempotent);
        let entry = |(place, &item): (usize, &usize)| {
            let before = place.checked_sub(1).filter(|_| group.is_chain).map(|before| items[before]);
            Entry { id: id_of(item), item: &self.items[item].written, depends_on: before.map(|before| [id_of(before)]) }
        };
        let entries: Vec<_> = items.iter().enumerate().map(entry).collect();
        let mut headers = self.headers();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(Box::new(Prepared {
            metadata: if may_repeat { MAY_REPEAT } else { MUST_NOT_REPEAT },
            version: group.version,
            url,
            headers,
            body: Body::Bytes(write_batch(&entries)?.into()),
        }))
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

    /// Asks for the next page of an answer. Where there is none to be had, says why.
    async fn rest_of_answer(
        &self,
        version: ApiVersion,
        next: &str,
        seen: &mut HashSet<Url>,
    ) -> Result<answer::Page, String> {
        let url = self.client.base.follow(next).map_err(|reason| format!("its next link {reason}"))?;
        if !seen.insert(url.clone()) {
            return Err("its next link leads to a page that was read already".to_owned());
        }
        if seen.len() > MAX_PAGES {
            return Err("it has too many pages".to_owned());
        }
        let prepared =
            Prepared { metadata: REST_OF_ANSWER, version, url, headers: self.headers(), body: Body::Nothing };
        let rest = send(self.outgoing(Box::new(prepared))).await;
        let rest = rest.map_err(|error| format!("the rest of it could not be read: {error}"))?;
        answer::read(&rest.body).map_err(|reason| format!("the rest of it was not understood: {reason}"))
    }
}

/// The id of an item in its requests: digits alone, since Graph does not tell ids apart by their case.
pub(super) fn id_of(item: usize) -> String {
    (item + 1).to_string()
}
