//! The error of a batch request, reported for each of its items.

use std::sync::Arc;

use super::{Error, api_error::ApiError, build::BuildError, redirect::Redirects};
use crate::{
    auth::token_error::TokenError,
    exchange::{echo::KnownSecrets, response::RawResponse},
    metadata::action_metadata::ActionMetadata,
};

impl Error {
    /// Returns the error of a batch request as the error of one of its items: an item that was `sent` with the request,
    /// or one that is not sent anymore because the request failed.
    pub(crate) fn for_item(self: &Arc<Self>, metadata: &'static ActionMetadata, sent: bool) -> Self {
        let name = metadata.name;
        match &**self {
            Self::Build(error) => Self::Build(error.clone()),
            Self::Token(error) => Self::Token(TokenError::new(error.reason()).with_source(Arc::clone(self))),
            Self::Permission(error) => Self::Permission(error.clone()),
            // Cannot happen, because the body of a batch request is in memory.
            Self::Body(error) => Self::Build(BuildError::action(name, format!("its batch {}", error.reason()))),
            Self::Transport(error) => Self::Transport(error.for_item(name, sent, Arc::clone(self))),
            Self::Timeout(error) => Self::Timeout(error.for_item(name, sent, Arc::clone(self))),
            Self::Api(error) => {
                let response = RawResponse {
                    metadata,
                    client_request_id: error.client_request_id().unwrap_or_default().into(),
                    status: error.status(),
                    headers: error.headers().clone(),
                    body: error.body().clone(),
                    redirects: Redirects::default(),
                    max_memory: usize::MAX,
                    // They are removed already.
                    secrets: KnownSecrets::default(),
                };
                Self::Api(Box::new(ApiError::new(response, error.retry_after())))
            }
            Self::Decode(error) if sent => Self::Decode(Box::new(error.for_item(name))),
            Self::Decode(_) => {
                Self::Build(BuildError::action(name, "it was not sent because an earlier request of its batch failed"))
            }
        }
    }
}
