//! A typed client for Microsoft Graph.
//!
//! An operation is declared once, as an attribute on a plain struct; the declaration is checked while it compiles and
//! brings a builder, the metadata of the operation and its documentation.
//!
//! ```no_run
//! use graph_runtime::{GraphClient, graph_action};
//!
//! /// Uploads a new Device Enrollment Program token.
//! #[graph_action(
//!     POST, "/deviceManagement/depOnboardingSettings/<id>/uploadDepToken",
//!     version = "beta",
//!     perms = "DeviceManagementServiceConfig.ReadWrite.All",
//! )]
//! pub struct UploadDepToken {
//!     /// Key of the depOnboardingSetting.
//!     pub id: String,
//!     pub apple_id: String,
//!     #[graph(secret)]
//!     pub dep_token: String,
//! }
//!
//! # async fn call(setting: &str, file: &str) -> Result<(), graph_runtime::Error> {
//! let graph = GraphClient::builder().token("eyJ0…").build()?;
//! UploadDepToken::builder().id(setting).apple_id("it@contoso.com").dep_token(file).send(&graph).await?;
//! # Ok(())
//! # }
//! ```
//!
//! [`graph_action`] describes the language; the [`guide`] goes from a page of Microsoft's reference to a declaration, for
//! every shape that Graph's operations have; [`faults`] says what a call ends in when something fails.

// Generated code names `::graph_runtime`, also where it stands in this crate's own tests.
#[allow(unused_extern_crates)]
extern crate self as graph_runtime;

mod action;
mod authorize;
mod batch;
mod call;
mod claims;
mod classify;
mod client;
mod cloud;
mod collect;
mod credentials;
mod declaration;
mod decode;
mod error;
pub mod faults;
#[cfg(feature = "testing")]
mod fuzzing;
pub mod guide;
mod lint;
#[cfg(feature = "loopback")]
pub mod loopback;
mod metadata;
mod odata;
mod paging;
mod permissions;
mod prepare;
mod redirect;
mod request_id;
mod retry;
mod secret;
mod send;
mod sensitive;
mod stream;
mod template;
#[cfg(feature = "testing")]
pub mod testing;
mod trace;
mod upload;

/// The examples of the README are compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

/// What reads the texts of others, for fuzzing. No part of the public interface.
#[cfg(feature = "testing")]
#[doc(hidden)]
pub mod __fuzzing {
    pub use crate::fuzzing::{batch, challenge, link, misread, redirect, refusal, retry_after};
}

#[doc = include_str!("../docs/graph_action.md")]
pub use graph_macros::graph_action;

pub use bytes::Bytes;
pub use reqwest;

pub use action::{GraphAction, Response};
pub use batch::{Batch, BatchItem, BatchResponse, Handle};
pub use call::{Call, DetailedResponse, ResponseFuture};
pub use claims::Granted;
pub use client::{GraphClient, GraphClientBuilder};
pub use cloud::{Cloud, CustomCloud};
#[cfg(feature = "inventory")]
pub use collect::{CollectedAction, actions, actions_of};
#[cfg(feature = "azure-identity")]
pub use credentials::AzureCredential;
pub use credentials::{AccessToken, StaticToken, TokenError, TokenFuture, TokenProvider, TokenRequest};
pub use error::{
    ApiError, BodyError, BuildError, DecodeError, Error, ErrorDetail, InnerError, PermissionError, TimeoutError,
    TransportError,
};
pub use lint::{Shortcoming, ShortcomingKind, lint};
pub use metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind, UnknownVersion};
pub use odata::{DateTimeOffset, InvalidDateTimeOffset, Page, Patch, QueryOptions, Text, Value};
pub use paging::{Items, Paged, Pages};
pub use permissions::{
    Access, ActionSet, AdminConsent, Alternative, AlternativeIter, Alternatives, AlternativesIter, Caller, Comparison,
    LeastPrivilege, Permission, Permissions, RequiredPermission, RequiredResourceAccess, ResourceAccess,
    ResourceAccessKind,
};
pub use prepare::{Preview, RawBody};
pub use retry::RetryPolicy;
pub use secret::Secret;
pub use stream::ByteStream;
pub use template::{ParameterPosition, PathParameter, PathTemplate};
pub use upload::UploadBody;
