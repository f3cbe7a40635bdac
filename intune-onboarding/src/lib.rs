//! Typed operations for the device onboarding of Microsoft Intune: Apple Device Enrollment Program (DEP) tokens, Android
//! enrollment tokens and Apple Volume Purchase Program (VPP) tokens.
//!
//! Each operation is a struct, declared with [`graph_runtime::graph_action`]. Create it with its builder or as a plain
//! struct, and send it with a [`graph_runtime::GraphClient`]:
//!
//! ```no_run
//! use graph_runtime::GraphClient;
//! use intune_onboarding::{android, dep, vpp};
//!
//! # async fn renew(setting: &str, profile: &str, vpp_token: &str, p7m: &str, vpptoken: &str) -> Result<(), graph_runtime::Error> {
//! let graph = GraphClient::builder().token("eyJ0…").build()?;
//!
//! dep::UploadDepToken::builder().id(setting).apple_id("it@contoso.com").dep_token(p7m).send(&graph).await?;
//! android::CreateToken::builder().id(profile).token_validity_in_seconds(7_776_000).send(&graph).await?;
//! let updated = vpp::UpdateVppToken::builder().id(vpp_token).token(vpptoken).send(&graph).await?;
//! // `None` if the service responds with 204: the token is updated all the same.
//! assert!(updated.is_none_or(|token| token.state == Some(vpp::VppTokenState::Valid)));
//! # Ok(())
//! # }
//! ```
//!
//! | Module | Resource | Operations |
//! |---|---|---|
//! | [`dep`] | depOnboardingSetting | upload a DEP token, synchronize, keys, share, release devices; list, get, create, update, delete, count |
//! | [`dep::profiles`] | enrollmentProfile | default profiles, assign to devices, export; list, get, create, update, delete, count |
//! | [`dep::identities`] | importedAppleDeviceIdentity | import; list, get, create, update, delete, count |
//! | [`android`] | androidDeviceOwnerEnrollmentProfile | create and revoke an enrollment token, groups of devices; list, get, create, update, delete, count |
//! | [`android_for_work`] | androidForWorkEnrollmentProfile | create and revoke an enrollment token; list, get, create, update, delete, count |
//! | [`managed_google_play`] | androidManagedStoreAccountEnterpriseSettings | connect, apps, layout of the store; get, update, delete |
//! | [`vpp`] | vppToken | renew and update, synchronize and revoke licenses; list, get, create, delete, count |
//! | [`apns`] | applePushNotificationCertificate | signing requests; get, renew, delete |
//! | [`identities`] | importedDeviceIdentity | import, search; list, get, create, update, delete, count |
//! | [`autopilot`] | importedWindowsAutopilotDeviceIdentity, windowsAutopilotSettings | import, synchronize; list, get, create, update, delete, count |
//!
//! The documentation of each operation lists its permissions. They are also data, in its
//! [`METADATA`](graph_runtime::GraphAction::METADATA); [`ACTIONS`] lists the metadata of all operations.
//!
//! Intune takes 100 writes of an application in a tenant within 20 seconds, and throttles more. A client with
//! [`Limits::new().writes(100, Duration::from_secs(20))`](graph_runtime::limits::Limits::writes) waits instead, which matters
//! to a program that imports or assigns many devices.
//!
//! # Operations
//!
#![doc = include_str!("operations.md")]
//!
//! # Crate features
//!
//! | Feature | Enables |
//! |---|---|
//! | `rustls` (default), `native-tls` | TLS, as in `graph_runtime` |
//! | `token-files` | `token_file`, checks of Apple's token files before they are uploaded |
//! | `sandbox` | `token-files`, and `sandbox::Sandbox`, an embedded tenant on loopback for tests and trials |
//!
//! The package `intune-onboarding-cli` is a command-line program for these operations.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod android;
pub mod android_for_work;
pub mod apns;
pub mod autopilot;
pub mod dep;
pub mod identities;
mod index;
pub mod managed_google_play;
#[cfg(feature = "sandbox")]
pub mod sandbox;
#[cfg(feature = "token-files")]
pub mod token_file;
pub mod vpp;

pub use self::index::{ACTIONS, MODULES, Module};

/// The examples of the README are compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
