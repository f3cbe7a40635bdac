//! Questions that callers ask of an error.

use http::StatusCode;

use super::Error;
use crate::permissions::access::Permission;

impl Error {
    /// Returns `true` for the status 404: there is no such resource, or the caller must not see it.
    ///
    /// ```
    /// use graph_runtime::Error;
    ///
    /// /// Returns whether a resource exists no more after an attempt to delete it.
    /// fn is_gone(deleted: Result<(), Error>) -> Result<bool, Error> {
    ///     match deleted {
    ///         Err(error) if error.is_not_found() => Ok(true),
    ///         Err(error) if error.is_throttled() => Ok(false),
    ///         deleted => deleted.map(|()| true),
    ///     }
    /// }
    /// # let _ = is_gone;
    /// ```
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// Returns `true` for the status 409: the change conflicts with the state of the resource, such as a name that is in
    /// use.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// Returns `true` for the status 412: the resource does not meet the condition of the request, such as an `If-Match`
    /// with the entity tag of an earlier version.
    #[must_use]
    pub fn is_precondition_failed(&self) -> bool {
        self.has_status(StatusCode::PRECONDITION_FAILED)
    }

    /// Returns `true` for the statuses 429 and 509: the service limits the number of requests.
    ///
    /// [`retry_after`](Error::retry_after) returns the wait that the service asks for. A call that ends in this error has
    /// already made the retries of its [policy](crate::retry::RetryPolicy).
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        matches!(self, Self::Api(error) if matches!(error.status().as_u16(), 429 | 509))
    }

    /// Returns the permissions that the token lacks for the action, as far as the token says so.
    ///
    /// They are those of one alternative: the one of which fewest are missing, and of these the least privileged. The
    /// result is empty if the error is not about permissions, if the token cannot be read, if it holds what the action
    /// needs, or if the action is not available to its caller type. See
    /// [`GrantedPermissions::missing`](crate::permissions::GrantedPermissions::missing).
    #[must_use]
    pub fn missing_permissions(&self) -> Vec<Permission> {
        let (needs, granted) = match self {
            Self::Api(error) => (error.needs(), error.granted()),
            Self::Permission(error) => (error.needs(), Some(error.granted())),
            _ => return Vec::new(),
        };
        granted.map_or_else(Vec::new, |granted| granted.missing(&needs.of(granted.caller())))
    }

    /// Whether the error is an error response with this status.
    fn has_status(&self, status: StatusCode) -> bool {
        matches!(self, Self::Api(error) if error.status() == status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{error::api_error::ApiError, exchange::response::RawResponse};

    fn of(status: u16) -> Error {
        Box::new(ApiError::new(*RawResponse::for_test(status, &[], b""), None)).into()
    }

    #[test]
    fn each_question_is_about_its_own_statuses() {
        let asked =
            |question: fn(&Error) -> bool| (100..600).filter(|&status| question(&of(status))).collect::<Vec<u16>>();
        assert_eq!(asked(Error::is_not_found), [404]);
        assert_eq!(asked(Error::is_conflict), [409]);
        assert_eq!(asked(Error::is_precondition_failed), [412]);
        assert_eq!(asked(Error::is_throttled), [429, 509]);
        assert_eq!(asked(Error::is_retryable), [408, 429, 500, 502, 503, 504, 509]);
        let warned = |status: &u16| of(*status).to_string().contains("may have been processed");
        assert_eq!((100..600).filter(warned).collect::<Vec<u16>>(), [408, 500, 502, 504]);
    }

    #[test]
    fn an_error_is_cloned_with_its_source() {
        use std::error::Error as _;

        use crate::{
            error::{attempt::Attempt, body::BodyError},
            upload::source::Fault,
        };

        let attempt = Attempt { action: "Test", host: "graph.example", client_request_id: "1" };
        let error = Error::from(BodyError::new(attempt, false, Fault::Failed(std::io::Error::other("gone").into())));
        let clone = error.clone();
        drop(error);
        let source = clone.source().and_then(|source| source.downcast_ref::<std::io::Error>());
        assert_eq!(source.map(ToString::to_string).as_deref(), Some("gone"));
        assert_eq!(of(404).clone().to_string(), of(404).to_string());
    }
}
