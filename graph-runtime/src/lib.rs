//! A typed client for Microsoft Graph.
//!
//! You declare an operation once, as an attribute on a plain struct. The declaration is checked at compile time, and
//! generates a builder, the metadata of the operation and its documentation.
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
//! - [`graph_action`] is the reference for the attribute.
//! - The [`guide`] shows how to get from a page of Microsoft's reference to a declaration, for all kinds of operations.
//! - [`how_to`] starts from what an application wants: to upload a large file, to keep a copy up to date, to wait for a
//!   long-running operation, to measure calls.
//! - [`traces`] lists the spans and events of a call, and shows how to export them with OpenTelemetry.
//! - [`faults`] lists the outcome of a call for each failure mode.

#![cfg_attr(docsrs, feature(doc_cfg))]

// Generated code uses the path `::graph_runtime`, even in the tests of this crate.
#[allow(unused_extern_crates)]
extern crate self as graph_runtime;

#[cfg(feature = "__fuzzing")]
#[doc(hidden)]
pub mod __fuzzing;
mod action;
pub mod auth;
pub mod batch;
#[cfg(feature = "blocking")]
pub mod blocking;
mod call;
pub mod client;
mod cloud;
pub mod delta;
mod entity;
pub mod error;
mod exchange;
pub mod limits;
#[cfg(feature = "loopback")]
pub mod loopback;
pub mod metadata;
pub mod odata;
pub mod operation;
pub mod paging;
pub mod permissions;
mod prepare;
pub mod retry;
mod secret;
#[cfg(feature = "testing")]
pub mod testing;
mod trace;
pub mod upload;
mod upload_session;

pub mod faults {
    #![doc = include_str!("../docs/faults.md")]
}

pub mod traces {
    #![doc = include_str!("../docs/traces.md")]
}

pub mod how_to {
    #![doc = include_str!("../docs/how_to.md")]
}

pub mod guide {
    #![doc = include_str!("../docs/guide.md")]
}

/// Compiles and runs the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[doc(hidden)]
pub mod __private;

#[doc = include_str!("../docs/graph_action.md")]
pub use graph_macros::graph_action;

#[doc = include_str!("../docs/graph_type.md")]
pub use graph_macros::graph_type;

pub use bytes::Bytes;
pub use reqwest;
pub use time;

pub use action::{ActionResponse, GraphAction};
#[doc(inline)]
pub use client::GraphClient;
pub use cloud::Cloud;
#[doc(inline)]
pub use error::{ApiError, Error};
#[doc(inline)]
pub use metadata::ApiVersion;
#[doc(inline)]
pub use odata::{DateTimeOffset, Page, Patch, QueryOptions};
pub use secret::Secret;
