//! The course of an upload: which range is sent next, and what is done after an error.

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use super::{
    error::{UploadError, UploadErrorKind},
    next_ranges::NextRanges,
    requests::{check, complete, put, state_after_range, status, unexpected},
    session::UploadSession,
    upload::{Report, UploadProgress},
};
use crate::{
    client::shared::Shared,
    error::{Error, body::BodyError, build::BuildError, retry_safety::RetrySafety},
    exchange::{decode::decode, outgoing::Outgoing, response::RawResponse, send::send},
    retry::attempts::Retries,
    trace::{self, TARGET},
    upload::ranges::RangeReader,
};

/// How often an upload starts anew.
const MAX_RESTARTS: u32 = 3;

/// How often the service may accept a range without expecting less than before.
const MAX_STALLED: u32 = 3;

/// An upload in progress.
pub(super) struct Run<'a> {
    client: Shared,
    /// The request that opens a session.
    create: Outgoing,
    reader: RangeReader,
    total: u64,
    range_size: usize,
    timeout: Option<Duration>,
    progress: Option<Report<'a>>,
    session: Option<UploadSession>,
    restarts: u32,
    since: Since,
}

/// What happened since the service last got closer to the end of the file.
struct Since {
    /// How many bytes were missing then.
    missing: u64,
    started: Instant,
    retries: Retries,
    /// What the last retry took from the budget.
    cost: Option<u32>,
    /// Whether the service was asked what is missing because it did not take a range.
    asked: bool,
    /// How many ranges the service accepted.
    stalled: u32,
    /// Whether the response to the last range was lost, so that the upload may be complete.
    may_be_complete: bool,
}

impl Since {
    fn new(missing: u64, started: Instant) -> Self {
        let retries = Retries::default();
        Self { missing, started, retries, cost: None, asked: false, stalled: 0, may_be_complete: false }
    }
}

/// Sends all ranges that are missing, and returns the last response.
pub(super) async fn run(mut upload: Run<'_>, resumed: Option<UploadSession>) -> Result<Box<RawResponse>, UploadError> {
    match resumed {
        None => upload.open().await?,
        Some(session) => {
            upload.session = Some(session);
            upload.ask().await?;
        }
    }
    loop {
        let missing = upload.missing()?;
        upload.note(&missing);
        let Some(next) = missing.first() else {
            let session = upload.session()?;
            let response = complete(&upload.client, session, upload.timeout).await;
            return response.map_err(|error| upload.failed(error));
        };
        if let Some(last) = upload.send_next(&missing, next).await? {
            return Ok(last);
        }
    }
}

impl<'a> Run<'a> {
    pub(super) fn new(
        create: Outgoing,
        reader: RangeReader,
        total: u64,
        range_size: usize,
        timeout: Option<Duration>,
        progress: Option<Report<'a>>,
    ) -> Self {
        let client = create.client.clone();
        let since = Since::new(u64::MAX, client.clock.now());
        Self { client, create, reader, total, range_size, timeout, progress, session: None, restarts: 0, since }
    }

    /// Opens a session.
    async fn open(&mut self) -> Result<(), UploadError> {
        self.session = None;
        let create = self.create.for_page(self.create.prepared.url.clone());
        let opened = async {
            let response = send(&create).await?;
            let session: UploadSession = decode(response.clone())?;
            check(&self.client, &session, &response)?;
            Ok(session)
        };
        let session = opened.await.map_err(|error| UploadError::of(error, None))?;
        self.session = Some(session);
        self.since = Since::new(u64::MAX, self.client.clock.now());
        self.report(0);
        Ok(())
    }

    /// Asks the service what is missing. Starts anew if the session does not exist anymore.
    async fn ask(&mut self) -> Result<(), UploadError> {
        match status(&self.client, self.session()?, self.timeout).await {
            Ok(session) => {
                self.session = Some(session);
                let sent = self.total - self.missing()?.bytes();
                self.report(sent);
                Ok(())
            }
            Err(error) if is_lost(&error) => self.restart(error).await,
            // Not every service says it. What is known of the session has to do.
            Err(error) if has_status(&error, &[405, 501]) => Ok(()),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Starts anew with a new session, if that is possible.
    async fn restart(&mut self, error: Error) -> Result<(), UploadError> {
        if self.since.may_be_complete {
            return Err(UploadError::new(UploadErrorKind::OutcomeUnknown, error, None));
        }
        if self.restarts >= MAX_RESTARTS || !self.reader.can_read(0) {
            return Err(UploadError::new(UploadErrorKind::SessionLost, error, None));
        }
        self.restarts += 1;
        tracing::warn!(target: TARGET, %error, "starting the upload anew");
        self.open().await
    }

    /// Sends the next range. Returns the response if it is the last one.
    async fn send_next(
        &mut self,
        missing: &NextRanges,
        next: Range<u64>,
    ) -> Result<Option<Box<RawResponse>>, UploadError> {
        let length = usize::try_from(next.end - next.start).unwrap_or(usize::MAX).min(self.range_size);
        let limit = self.timeout.unwrap_or(self.client.timeout);
        let content = self
            .reader
            .read(next.start, length, limit)
            .await
            .map_err(|fault| self.failed(BodyError::new(self.create.attempt(), false, fault).into()))?;
        let end = next.start.saturating_add(u64::try_from(content.len()).unwrap_or(u64::MAX));
        let (range, left) = (next.start..end, missing.bytes() - (end - next.start));
        let sent = put(&self.client, self.session()?, self.timeout, range.clone(), self.total, content).await;
        let response = match sent {
            Ok(response) => response,
            Err(error) => return self.recover(error, left == 0).await.map(|()| None),
        };
        self.client.budget.reward(self.since.cost.take());
        let Some(state) = state_after_range(&response) else {
            if left > 0 {
                let reason = format!("the service completed the upload, although {left} bytes are missing");
                return Err(self.failed(unexpected(&response, reason)));
            }
            self.report(self.total);
            return Ok(Some(response));
        };
        self.since.stalled += 1;
        if self.since.stalled > MAX_STALLED {
            let reason = "the service expects the same range again and again";
            return Err(self.failed(unexpected(&response, reason)));
        }
        if let Some(session) = &mut self.session {
            session.update(state, Some(range.end));
        }
        let sent = self.total - self.missing()?.bytes();
        self.report(sent);
        Ok(None)
    }

    /// Makes sure after an error that the upload can continue, and where.
    async fn recover(&mut self, error: Error, was_last: bool) -> Result<(), UploadError> {
        if is_lost(&error) {
            return self.restart(error).await;
        }
        // The service has this range, for example because a lost attempt arrived after all.
        if has_status(&error, &[416]) && !self.since.asked {
            self.since.asked = true;
            return self.ask().await;
        }
        if error.retry_safety() != RetrySafety::OutcomeUnknown {
            return Err(self.failed(error));
        }
        let client = self.client.clone();
        let elapsed = client.clock.now().saturating_duration_since(self.since.started);
        // A range can be sent twice.
        let Some(wait) = self.since.retries.wait_after(&error, &client.retry, true, elapsed) else {
            return Err(self.failed(error));
        };
        let Some(waiting) = client.budget.take(&error) else {
            return Err(self.failed(error.with_spent_budget()));
        };
        trace::retrying(self.since.retries.count() - 1, wait, &error);
        client.clock.sleep(wait).await;
        self.since.cost = Some(waiting.spend());
        self.since.may_be_complete |= was_last;
        self.ask().await
    }

    /// Notes what is missing. If it is less than before, retries count from 0 again.
    fn note(&mut self, missing: &NextRanges) {
        if missing.bytes() < self.since.missing {
            self.since = Since::new(missing.bytes(), self.client.clock.now());
        }
    }

    fn missing(&self) -> Result<NextRanges, UploadError> {
        let session = self.session()?;
        session.missing(self.total).map_err(|reason| self.failed(self.not_built(reason)))
    }

    /// Returns the session, which there is from the first request on.
    fn session(&self) -> Result<&UploadSession, UploadError> {
        self.session.as_ref().ok_or_else(|| UploadError::of(self.not_built("it has no session"), None))
    }

    fn report(&mut self, sent: u64) {
        if let (Some(report), Some(session)) = (&mut self.progress, &self.session) {
            report(UploadProgress { sent, total: self.total, session, restarts: self.restarts });
        }
    }

    fn failed(&self, error: Error) -> UploadError {
        UploadError::of(error, self.session.clone())
    }

    fn not_built(&self, reason: impl Into<String>) -> Error {
        BuildError::action(self.create.prepared.metadata.name, reason).into()
    }
}

/// Whether the session does not exist anymore.
fn is_lost(error: &Error) -> bool {
    has_status(error, &[404, 410])
}

fn has_status(error: &Error, statuses: &[u16]) -> bool {
    matches!(error, Error::Api(error) if statuses.contains(&error.status().as_u16()))
}
