//! Access tokens: how a client obtains and caches them.
//!
//! A client takes a fixed token ([`GraphClientBuilder::token`](crate::client::GraphClientBuilder::token)), a closure
//! ([`token_fn`](crate::client::GraphClientBuilder::token_fn)) or a [`TokenProvider`]. With the feature
//! `azure-identity`, `AzureCredential` adapts any credential of the `azure_identity` crate.

pub(crate) mod access_token;
pub(crate) mod authorization;
#[cfg(feature = "azure-identity")]
mod azure;
pub(crate) mod cache;
pub(crate) mod challenge;
pub(crate) mod function;
pub(crate) mod provider;
pub(crate) mod static_token;
pub(crate) mod token_error;

pub use access_token::AccessToken;
#[cfg(feature = "azure-identity")]
pub use azure::AzureCredential;
pub use provider::{TokenFuture, TokenProvider, TokenRequest};
pub use static_token::StaticToken;
pub use token_error::TokenError;
