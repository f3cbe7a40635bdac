//! An upload in ranges.

use std::{any::TypeId, fmt, time::Duration};

use super::{
    error::UploadError,
    requests::nothing_metadata,
    run::{Run, run},
    session::UploadSession,
};
use crate::{
    action::ActionResponse,
    call::future::DetailedResponse,
    error::{Error, build::BuildError},
    exchange::outgoing::Outgoing,
    upload::{body::UploadBody, ranges::RangeReader},
};

/// The size of which a range, except for the last one, must be a multiple.
const UNIT: usize = 320 * 1024;

/// The default size of a range: the largest multiple below the 4 MB that Outlook takes.
const DEFAULT: usize = 12 * UNIT;

/// The largest range that Microsoft Graph takes.
const LARGEST: usize = 60 * 1024 * 1024;

/// An upload of a large body in ranges. Created by [`Call::upload`](crate::client::Call::upload) and
/// [`GraphClient::upload`](crate::GraphClient::upload), from an action that opens an [`UploadSession`].
///
/// The body is sent in ranges of 3.75 MiB, which all services take: drives, Outlook and printers. Only one range is in memory
/// at a time. The ranges are sent to the URL of the session, which must be HTTPS, without the client's token and
/// [headers](crate::client::GraphClientBuilder::header).
///
/// | If | the upload |
/// |---|---|
/// | a range is throttled (429, 503, 509) or no connection is made | sends it again, as the [policy](crate::retry::RetryPolicy) says |
/// | the response to a range is lost, or is 408, 500, 502 or 504 | waits as the policy says, asks which ranges are missing, and continues there |
/// | the service says that it expects another range (`nextExpectedRanges`, 416) | continues there |
/// | the session does not exist anymore (404, 410) | starts anew with a new session, up to three times; progress shows it |
/// | the response to the last range is lost, and the session does not exist anymore | fails with [`OutcomeUnknown`](crate::upload::UploadErrorKind::OutcomeUnknown) |
/// | the session waits for its completion (`deferCommit`) | completes it |
///
/// Any other error ends the upload with an [`UploadError`], whose session resumes it.
///
/// ```no_run
/// use graph_runtime::{GraphClient, graph_action, upload::{UploadBody, UploadSession}};
///
/// #[graph_action(
///     POST, "/me/drive/root:/<path..>:/createUploadSession",
///     perms(delegated = "Files.ReadWrite"),
///     returns = UploadSession,
/// )]
/// struct CreateUploadSession<'a> {
///     path: &'a str,
/// }
///
/// # async fn upload(graph: &GraphClient) -> Result<(), Box<dyn std::error::Error>> {
/// let video = UploadBody::file("video.mp4").await?;
/// let item = graph
///     .upload(&CreateUploadSession { path: "Videos/video.mp4" }, video)
///     .on_progress(|progress| println!("{} of {} bytes", progress.sent, progress.total))
///     .send::<serde_json::Value>()
///     .await?;
/// println!("{}", item.value["id"]);
/// # Ok(())
/// # }
/// ```
#[must_use = "an upload does nothing until `.send()`"]
pub struct Upload<'a> {
    create: Result<Outgoing, Error>,
    body: UploadBody,
    range_size: usize,
    timeout: Option<Duration>,
    session: Option<UploadSession>,
    progress: Option<Report<'a>>,
}

pub(super) type Report<'a> = Box<dyn FnMut(UploadProgress<'_>) + Send + 'a>;

/// The progress of an upload, after a session was opened and after each range.
#[derive(Debug)]
#[non_exhaustive]
pub struct UploadProgress<'a> {
    /// The number of bytes that the service has.
    pub sent: u64,
    /// The length of the body.
    pub total: u64,
    /// The session, which a program can store to [resume](Upload::resume) the upload after a restart.
    pub session: &'a UploadSession,
    /// How often the upload has started anew, because its session did not exist anymore.
    pub restarts: u32,
}

impl<'a> Upload<'a> {
    pub(crate) fn new(create: Result<Outgoing, Error>, body: UploadBody) -> Self {
        Self { create, body, range_size: DEFAULT, timeout: None, session: None, progress: None }
    }

    /// Sets the size of a range in bytes: a multiple of 320 KiB, up to 60 MiB. The default is 3.75 MiB.
    ///
    /// Larger ranges need fewer requests and more memory, and more is lost if a connection breaks. Microsoft recommends 5 to 10
    /// MiB for drives; Outlook takes less than 4 MB, and a printer 10 MB.
    ///
    /// For any other size, [`send`](Upload::send) returns [`Error::Build`].
    pub fn range_size(mut self, bytes: usize) -> Self {
        self.range_size = bytes;
        self
    }

    /// Sets the time-out for each attempt of a range, and for each chunk of a stream. The default is the
    /// [client's](crate::client::GraphClientBuilder::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Resumes the upload of this session, which was stored earlier. The upload asks the service which ranges are missing. If
    /// the session does not exist anymore, it opens a new one.
    ///
    /// A session also ends when its upload is complete. If the response to the last range did not arrive before, find out
    /// first whether the file is there.
    pub fn resume(mut self, session: UploadSession) -> Self {
        self.session = Some(session);
        self
    }

    /// Sets a function that is called when a session was opened or resumed, and after each range.
    pub fn on_progress(mut self, report: impl FnMut(UploadProgress<'_>) + Send + 'a) -> Self {
        self.progress = Some(Box::new(report));
        self
    }

    /// Sends the body, and returns the last response: of type `()` if it has no content of interest.
    ///
    /// If the future is dropped, the session remains until it expires, and can be resumed.
    /// [`cancel_upload`](crate::GraphClient::cancel_upload) ends it.
    ///
    /// # Errors
    ///
    /// Returns an [`UploadError`] with an [`Error`] of any variant; with [`Error::Build`] if the body is empty or has no
    /// [length](UploadBody::with_length), which the service must know.
    pub async fn send<T: ActionResponse>(self) -> Result<DetailedResponse<T>, UploadError> {
        let Self { create, body, range_size, timeout, session, progress } = self;
        let create = create.map_err(|error| UploadError::of(error, session.clone()))?;
        let total = check(create.prepared.metadata.name, &body, range_size)
            .map_err(|error| UploadError::of(error.into(), session.clone()))?;
        let upload = Run::new(create, RangeReader::new(body), total, range_size, timeout, progress);
        let mut response = Box::pin(run(upload, session)).await?;
        if TypeId::of::<T>() == TypeId::of::<()>() {
            response.metadata = nothing_metadata();
        }
        DetailedResponse::decode(response).map_err(|error| UploadError::of(error, None))
    }
}

/// Returns the length of the body, if it can be sent in ranges of this size.
fn check(action: &'static str, body: &UploadBody, range_size: usize) -> Result<u64, BuildError> {
    if range_size == 0 || range_size > LARGEST || !range_size.is_multiple_of(UNIT) {
        let reason = format!("must be a multiple of {UNIT} bytes (320 KiB), up to {LARGEST}");
        return Err(BuildError::field(action, "range_size", reason));
    }
    match body.length() {
        None => Err(BuildError::field(action, "body", "must have a length: set it with `UploadBody::with_length`")),
        Some(0) => {
            Err(BuildError::field(action, "body", "must not be empty: an empty file is created with one request"))
        }
        Some(length) => Ok(length),
    }
}

impl fmt::Debug for Upload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("body", &self.body)
            .field("range_size", &self.range_size)
            .field("timeout", &self.timeout)
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}
