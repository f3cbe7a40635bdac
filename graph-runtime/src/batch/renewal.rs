//! Items whose token the service rejects: they are sent again with a fresh one.

use http::StatusCode;

use super::run::{Outcome, Run};
use crate::{
    auth::{authorization::Authorization, challenge, token_error::TokenError},
    error::{Error, api_error::ApiError},
    exchange::response::RawResponse,
    trace::TARGET,
};

/// An item, and its error response with the status 401.
pub(super) type Rejected = (usize, Box<ApiError>);

impl Run {
    /// Returns the error of an item whose token was rejected, or else its outcome. An item gets a fresh token once.
    pub(super) fn rejected(&self, item: usize, outcome: Outcome) -> Result<Rejected, Outcome> {
        match outcome {
            Err(Error::Api(error)) if error.status() == StatusCode::UNAUTHORIZED && !self.items[item].was_renewed => {
                Ok((item, error))
            }
            outcome => Err(outcome),
        }
    }

    /// Requests a fresh token for items whose token was rejected, and has them sent again, as calls of their own would be.
    /// Without one, they end with their errors. `batch` is the response that they were in.
    pub(super) async fn renew(&mut self, rejected: Vec<Rejected>, batch: &RawResponse) {
        if rejected.is_empty() {
            return;
        }
        let claims = rejected.iter().find_map(|(_, error)| challenge::claims(error.headers()));
        let fresh = self.fresh_token(batch.secrets.token(), claims.as_deref()).await;
        for (item, error) in rejected {
            match &fresh {
                Ok(Some(_)) => {
                    tracing::info!(target: TARGET, %error, "retrying an item of a batch with a fresh token");
                    self.items[item].was_renewed = true;
                    self.send_again(item);
                }
                Ok(None) => self.settle(item, Err(error.into())),
                Err(token_error) => {
                    let token_error = TokenError::new(token_error.reason());
                    self.settle(item, Err(error.with_token_error(token_error).into()));
                }
            }
        }
    }

    /// Returns another token than this one, or `None` if there is none, or if the token was issued for this batch.
    async fn fresh_token(
        &self,
        token: Option<&Authorization>,
        claims: Option<&str>,
    ) -> Result<Option<Authorization>, TokenError> {
        let may_be_stale = |token: &&Authorization| claims.is_some() || !token.is_new();
        match (&self.client.tokens, token.filter(may_be_stale)) {
            (Some(tokens), Some(token)) => {
                let limit = self.timeout.unwrap_or(self.client.timeout);
                tokens.renew(token, claims, &*self.client.clock, limit).await
            }
            _ => Ok(None),
        }
    }
}
