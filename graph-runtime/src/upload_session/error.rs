//! The error of an upload.

use std::fmt;

use super::session::UploadSession;
use crate::error::Error;

/// Codes of errors for a drive or mailbox without room.
const QUOTA_CODES: [&str; 4] = ["quotaLimitReached", "quotaExceeded", "insufficientStorage", "ErrorQuotaExceeded"];

/// The error returned if an upload in ranges fails.
///
/// It contains the [error](UploadError::error) of the request that failed, and the [session](UploadError::session) with
/// which the upload can be resumed.
#[derive(Debug, Clone)]
pub struct UploadError(Box<Failure>);

#[derive(Debug, Clone)]
struct Failure {
    kind: UploadErrorKind,
    error: Error,
    session: Option<UploadSession>,
}

/// What an upload failed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UploadErrorKind {
    /// The service could not put the file where it should be, with the status 409: for example, there is another file with
    /// its name.
    Conflict,
    /// The drive or mailbox has no room for the file.
    QuotaExceeded,
    /// The session has expired or was canceled, and the upload could not start anew: the body can be read only once, or
    /// the service has no longer accepted new sessions either.
    SessionLost,
    /// The response to the last range was lost, and the session does not exist anymore. Most likely, the upload is complete.
    /// Starting anew could create the file a second time.
    OutcomeUnknown,
    /// Any other error of a request.
    Request,
}

impl UploadError {
    pub(super) fn new(kind: UploadErrorKind, error: Error, session: Option<UploadSession>) -> Self {
        Self(Box::new(Failure { kind, error, session }))
    }

    /// An error of a request, whose kind its status determines.
    pub(super) fn of(error: Error, session: Option<UploadSession>) -> Self {
        Self::new(UploadErrorKind::of(&error), error, session)
    }

    /// Returns what the upload failed for.
    #[must_use]
    pub fn kind(&self) -> UploadErrorKind {
        self.0.kind
    }

    /// Returns the error of the request that failed.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.0.error
    }

    /// Returns the session, to [resume](crate::upload::Upload::resume) the upload later, or `None` if there is none anymore.
    #[must_use]
    pub fn session(&self) -> Option<&UploadSession> {
        self.0.session.as_ref()
    }

    /// Returns the error of the request that failed.
    #[must_use]
    pub fn into_error(self) -> Error {
        self.0.error
    }
}

impl UploadErrorKind {
    fn of(error: &Error) -> Self {
        let Error::Api(response) = error else { return Self::Request };
        let codes =
            response.code().into_iter().chain(response.inner_errors().iter().filter_map(|inner| inner.code.as_deref()));
        let is_quota = |code: &str| QUOTA_CODES.iter().any(|quota| quota.eq_ignore_ascii_case(code));
        match response.status().as_u16() {
            507 => Self::QuotaExceeded,
            _ if codes.into_iter().any(is_quota) => Self::QuotaExceeded,
            409 => Self::Conflict,
            404 | 410 => Self::SessionLost,
            _ => Self::Request,
        }
    }
}

impl fmt::Display for UploadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.error.fmt(f)?;
        f.write_str(match self.0.kind {
            UploadErrorKind::QuotaExceeded => "; there is no room for the file",
            UploadErrorKind::SessionLost => "; the upload session does not exist anymore",
            UploadErrorKind::OutcomeUnknown => {
                "; the response to the last range was lost, so the upload may be complete"
            }
            UploadErrorKind::Conflict | UploadErrorKind::Request => "",
        })
    }
}

impl std::error::Error for UploadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0.error)
    }
}

impl From<UploadError> for Error {
    fn from(error: UploadError) -> Self {
        error.into_error()
    }
}
