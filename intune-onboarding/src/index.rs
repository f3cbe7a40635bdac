//! The modules of operations, from which every list and table of operations is made.

use graph_runtime::metadata::ActionMetadata;

/// A module of operations.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Module {
    /// Its path in this crate: `dep::profiles`.
    pub name: &'static str,
    /// The resources of Graph that its operations are about.
    pub resource: &'static str,
    /// What can be done with them, in a few words.
    pub summary: &'static str,
    /// The metadata of its operations.
    pub actions: &'static [&'static ActionMetadata],
}

/// Lists modules, each with the resources and a summary of its operations.
macro_rules! modules {
    ($($first:ident $(::$inner:ident)*: $resource:literal, $summary:literal;)+) => {
        /// The modules of operations, in the order in which tables list them.
        ///
        /// ```
        /// use intune_onboarding::MODULES;
        ///
        /// let vpp = MODULES.iter().find(|module| module.name == "vpp").expect("listed");
        /// assert_eq!(vpp.resource, "vppToken");
        /// assert!(vpp.actions.iter().any(|action| action.name == "UpdateVppToken"));
        /// ```
        pub const MODULES: &[Module] = &[$(Module {
            name: concat!(stringify!($first) $(, "::", stringify!($inner))*),
            resource: $resource,
            summary: $summary,
            actions: crate::$first $(::$inner)* ::ACTIONS,
        }),+];
    };
}

modules! {
    dep: "depOnboardingSetting", "upload a DEP token, synchronize, keys, share, release devices; list, get, create, update, delete, count";
    dep::profiles: "enrollmentProfile", "default profiles, assign to devices, export; list, get, create, update, delete, count";
    dep::identities: "importedAppleDeviceIdentity", "import; list, get, create, update, delete, count";
    android: "androidDeviceOwnerEnrollmentProfile", "create and revoke an enrollment token, groups of devices; list, get, create, update, delete, count";
    android_for_work: "androidForWorkEnrollmentProfile", "create and revoke an enrollment token; list, get, create, update, delete, count";
    managed_google_play: "androidManagedStoreAccountEnterpriseSettings", "connect, apps, layout of the store; get, update, delete";
    vpp: "vppToken", "renew and update, synchronize and revoke licenses; list, get, create, delete, count";
    apns: "applePushNotificationCertificate", "signing requests; get, renew, delete";
    identities: "importedDeviceIdentity", "import, search; list, get, create, update, delete, count";
    autopilot: "importedWindowsAutopilotDeviceIdentity, windowsAutopilotSettings", "import, synchronize; list, get, create, update, delete, count";
}

/// Metadata of every operation of this crate, for tables of routes and permissions.
///
/// ```
/// use intune_onboarding::ACTIONS;
///
/// let upload = ACTIONS.iter().find(|action| action.name == "UploadDepToken").expect("declared");
/// assert_eq!(upload.permissions.application.to_string(), "DeviceManagementServiceConfig.ReadWrite.All");
/// ```
pub const ACTIONS: &[&ActionMetadata] = &all_actions();

const fn count_actions() -> usize {
    let (mut count, mut module) = (0, 0);
    while module < MODULES.len() {
        count += MODULES[module].actions.len();
        module += 1;
    }
    count
}

const fn all_actions() -> [&'static ActionMetadata; count_actions()] {
    let mut all = [MODULES[0].actions[0]; count_actions()];
    let (mut place, mut module) = (0, 0);
    while module < MODULES.len() {
        let actions = MODULES[module].actions;
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
            let modules = MODULES.iter().map(|module| module.name).filter(|public| within(public));
            modules.max_by_key(|public| public.len()).unwrap_or(name).to_owned()
        };
        let declared: BTreeSet<_> =
            crate_actions!().iter().map(|action| (public(action.module), action.metadata.name)).collect();
        let listed: Vec<_> = MODULES
            .iter()
            .flat_map(|module| module.actions.iter().map(|action| (module.name.to_owned(), action.name)))
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
