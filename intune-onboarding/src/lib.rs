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
//! | [`vpp`] | vppToken | renew and update, synchronize and revoke licenses; list, get, create, delete, count |
//! | [`android`] | androidDeviceOwnerEnrollmentProfile | create and revoke an enrollment token, groups of devices; list, get, create, update, delete, count |
//! | [`android_for_work`] | androidForWorkEnrollmentProfile | create and revoke an enrollment token; list, get, create, update, delete, count |
//! | [`managed_google_play`] | androidManagedStoreAccountEnterpriseSettings | connect, apps, layout of the store; get, update, delete |
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
pub mod managed_google_play;
#[cfg(feature = "sandbox")]
pub mod sandbox;
#[cfg(feature = "token-files")]
pub mod token_file;
pub mod vpp;

use graph_runtime::metadata::ActionMetadata;

/// Metadata of every operation of this crate, for tables of routes and permissions.
///
/// ```
/// use intune_onboarding::ACTIONS;
///
/// let upload = ACTIONS.iter().find(|action| action.name == "UploadDepToken").expect("declared");
/// assert_eq!(upload.permissions.application.to_string(), "DeviceManagementServiceConfig.ReadWrite.All");
/// ```
pub const ACTIONS: &[&ActionMetadata] = &all_actions();

/// The modules of operations by name, each with the metadata of its operations.
pub const MODULES: &[(&str, &[&ActionMetadata])] = &[
    ("dep", dep::ACTIONS),
    ("dep::profiles", dep::profiles::ACTIONS),
    ("dep::identities", dep::identities::ACTIONS),
    ("android", android::ACTIONS),
    ("android_for_work", android_for_work::ACTIONS),
    ("managed_google_play", managed_google_play::ACTIONS),
    ("vpp", vpp::ACTIONS),
    ("apns", apns::ACTIONS),
    ("identities", identities::ACTIONS),
    ("autopilot", autopilot::ACTIONS),
];

const fn count_actions() -> usize {
    let (mut count, mut module) = (0, 0);
    while module < MODULES.len() {
        count += MODULES[module].1.len();
        module += 1;
    }
    count
}

const fn all_actions() -> [&'static ActionMetadata; count_actions()] {
    let mut all = [MODULES[0].1[0]; count_actions()];
    let (mut place, mut module) = (0, 0);
    while module < MODULES.len() {
        let (_, actions) = MODULES[module];
        let mut action = 0;
        while action < actions.len() {
            all[place] = actions[action];
            place += 1;
            action += 1;
        }
        module += 1;
    }
    all
}

/// The examples of the README are compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use graph_runtime::{
        crate_actions,
        metadata::{LintFinding, lint},
    };

    use super::*;

    #[test]
    fn every_declaration_is_listed_in_its_module() {
        // Some modules are split into private ones, whose declarations they export.
        let public = |module: &str| {
            let name = module.strip_prefix(concat!(env!("CARGO_CRATE_NAME"), "::")).expect("this crate");
            let within = |public: &str| name == public || name.starts_with(&format!("{public}::"));
            let modules = MODULES.iter().map(|(public, _)| *public).filter(|public| within(public));
            modules.max_by_key(|public| public.len()).unwrap_or(name).to_owned()
        };
        let declared: BTreeSet<_> =
            crate_actions!().iter().map(|action| (public(action.module), action.metadata.name)).collect();
        let listed: Vec<_> = MODULES
            .iter()
            .flat_map(|(module, actions)| actions.iter().map(|action| ((*module).to_owned(), action.name)))
            .collect();
        assert_eq!(listed.len(), ACTIONS.len());
        assert_eq!(listed.len(), declared.len(), "listed twice, or not at all: {listed:?} {declared:?}");
        assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), declared);
    }

    #[test]
    fn every_action_has_permissions_documentation_and_a_version() {
        let shortcomings = lint(crate_actions!().iter().map(|action| action.metadata));
        assert!(shortcomings.iter().all(LintFinding::is_note), "{shortcomings:#?}");
    }

    #[test]
    fn every_operation_links_to_its_page_and_is_closed_to_personal_accounts() {
        for action in ACTIONS {
            let page = action.docs.expect(action.name);
            // Microsoft has no page of its own for the newest actions; the link is that of their resource.
            let page = page.replace("/api/resources/", "/api/");
            assert!(page.starts_with("https://learn.microsoft.com/graph/api/intune-"), "{}: {page}", action.name);
            assert_eq!(
                action.permissions.personal,
                graph_runtime::permissions::Access::NotSupported,
                "{}",
                action.name
            );
        }
    }
}
