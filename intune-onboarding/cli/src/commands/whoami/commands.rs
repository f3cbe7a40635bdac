//! The commands, and the operations that each calls.

use graph_runtime::{GraphAction, metadata::ActionMetadata};
use intune_onboarding::{
    android::{
        CreateToken, DeleteAndroidDeviceOwnerEnrollmentProfile, GetAndroidDeviceOwnerEnrollmentProfile,
        ListAndroidDeviceOwnerEnrollmentProfiles, RevokeToken,
    },
    android_for_work::ListAndroidForWorkEnrollmentProfiles,
    apns::{
        DownloadApplePushNotificationCertificateSigningRequest, GetApplePushNotificationCertificate,
        UpdateApplePushNotificationCertificate,
    },
    autopilot::{
        DeleteImportedWindowsAutopilotDeviceIdentity, GetImportedWindowsAutopilotDeviceIdentity,
        GetWindowsAutopilotSettings, ImportDevices, ListImportedWindowsAutopilotDeviceIdentities,
        SyncWindowsAutopilotSettings,
    },
    dep::{
        DeleteDepOnboardingSetting, GetDepOnboardingSetting, GetEncryptionPublicKey, ListDepOnboardingSettings,
        SyncWithAppleDeviceEnrollmentProgram, UploadDepToken, profiles::ListEnrollmentProfiles,
    },
    identities::{
        DeleteImportedDeviceIdentity, GetImportedDeviceIdentity, ImportDeviceIdentityList,
        ListImportedDeviceIdentities, SearchExistingIdentities,
    },
    vpp::{DeleteVppToken, GetVppToken, ListVppTokens, RevokeLicenses, SyncLicenses, UpdateVppToken},
};

macro_rules! commands {
    ($($command:literal: $($operation:ident),+;)+) => { &[$(($command, &[$($operation::METADATA),+])),+] };
}

/// The commands that call operations of their own choice, in the order of the help.
pub(super) const COMMANDS: &[(&str, &[&ActionMetadata])] = commands! {
    "status": ListDepOnboardingSettings, ListVppTokens, GetApplePushNotificationCertificate,
        ListAndroidDeviceOwnerEnrollmentProfiles, ListAndroidForWorkEnrollmentProfiles;
    "watch": ListDepOnboardingSettings, ListVppTokens, GetApplePushNotificationCertificate,
        ListAndroidDeviceOwnerEnrollmentProfiles, ListAndroidForWorkEnrollmentProfiles;
    "renew dep": GetDepOnboardingSetting, GetEncryptionPublicKey, UploadDepToken, SyncWithAppleDeviceEnrollmentProgram;
    "renew vpp": GetVppToken, UpdateVppToken, SyncLicenses;
    "renew apns": GetApplePushNotificationCertificate, DownloadApplePushNotificationCertificateSigningRequest,
        UpdateApplePushNotificationCertificate;
    "renew android": GetAndroidDeviceOwnerEnrollmentProfile, CreateToken;
    "dep list": ListDepOnboardingSettings;
    "dep show": GetDepOnboardingSetting;
    "dep upload-token": UploadDepToken;
    "dep sync": SyncWithAppleDeviceEnrollmentProgram;
    "dep profiles list": ListEnrollmentProfiles;
    "dep delete": DeleteDepOnboardingSetting;
    "android list": ListAndroidDeviceOwnerEnrollmentProfiles;
    "android show": GetAndroidDeviceOwnerEnrollmentProfile;
    "android create-token": GetAndroidDeviceOwnerEnrollmentProfile, CreateToken;
    "android revoke-token": GetAndroidDeviceOwnerEnrollmentProfile, RevokeToken;
    "android delete": DeleteAndroidDeviceOwnerEnrollmentProfile;
    "vpp list": ListVppTokens;
    "vpp show": GetVppToken;
    "vpp update": UpdateVppToken;
    "vpp sync": SyncLicenses;
    "vpp revoke-licenses": RevokeLicenses;
    "vpp delete": DeleteVppToken;
    "apns show": GetApplePushNotificationCertificate;
    "apns csr": DownloadApplePushNotificationCertificateSigningRequest;
    "identities list": ListImportedDeviceIdentities;
    "identities show": GetImportedDeviceIdentity, SearchExistingIdentities;
    "identities import": SearchExistingIdentities, ImportDeviceIdentityList;
    "identities export": ListImportedDeviceIdentities;
    "identities delete": SearchExistingIdentities, DeleteImportedDeviceIdentity;
    "autopilot list": ListImportedWindowsAutopilotDeviceIdentities;
    "autopilot show": GetImportedWindowsAutopilotDeviceIdentity;
    "autopilot import": ListImportedWindowsAutopilotDeviceIdentities, ImportDevices;
    "autopilot export": ListImportedWindowsAutopilotDeviceIdentities;
    "autopilot delete": ListImportedWindowsAutopilotDeviceIdentities, DeleteImportedWindowsAutopilotDeviceIdentity;
    "autopilot sync": GetWindowsAutopilotSettings, SyncWindowsAutopilotSettings;
};

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::Arguments;

    /// The commands that call nothing, or whatever they are told to.
    const OTHERS: [&str; 10] =
        ["call", "completions", "demo", "inspect", "login", "logout", "man", "permissions", "sandbox", "whoami"];

    #[test]
    fn each_command_of_the_program_is_listed_with_what_it_calls() {
        let mut program = Arguments::command();
        program.build();
        let mut found = Vec::new();
        let mut groups = vec![(String::new(), &program)];
        while let Some((path, group)) = groups.pop() {
            for command in group.get_subcommands().filter(|command| command.get_name() != "help") {
                let path = format!("{path} {}", command.get_name()).trim_start().to_owned();
                if command.has_subcommands() { groups.push((path, command)) } else { found.push(path) }
            }
        }
        found.sort_unstable();
        let mut listed: Vec<_> = COMMANDS.iter().map(|(command, _)| *command).chain(OTHERS).collect();
        listed.sort_unstable();
        assert_eq!(found, listed);
    }
}
