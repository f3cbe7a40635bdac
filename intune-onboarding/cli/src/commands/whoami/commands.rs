//! The commands, and the operations that each calls.

use graph_runtime::{GraphAction, metadata::ActionMetadata};
use intune_onboarding::{
    android::{CreateToken, GetAndroidDeviceOwnerEnrollmentProfile, ListAndroidDeviceOwnerEnrollmentProfiles},
    android_for_work::ListAndroidForWorkEnrollmentProfiles,
    apns::GetApplePushNotificationCertificate,
    dep::{ListDepOnboardingSettings, UploadDepToken},
    vpp::{ListVppTokens, UpdateVppToken},
};

/// The commands that call the service, in the order of the help.
pub(super) const COMMANDS: &[(&str, &[&ActionMetadata])] = &[
    (
        "status",
        &[
            ListDepOnboardingSettings::METADATA,
            ListVppTokens::METADATA,
            GetApplePushNotificationCertificate::METADATA,
            ListAndroidDeviceOwnerEnrollmentProfiles::METADATA,
            ListAndroidForWorkEnrollmentProfiles::METADATA,
        ],
    ),
    ("dep list", &[ListDepOnboardingSettings::METADATA]),
    ("dep upload-token", &[UploadDepToken::METADATA]),
    ("android list", &[ListAndroidDeviceOwnerEnrollmentProfiles::METADATA]),
    ("android create-token", &[GetAndroidDeviceOwnerEnrollmentProfile::METADATA, CreateToken::METADATA]),
    ("vpp list", &[ListVppTokens::METADATA]),
    ("vpp update", &[UpdateVppToken::METADATA]),
];

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::Arguments;

    #[test]
    fn each_is_a_command_of_the_program() {
        for (command, _) in COMMANDS {
            let program = Arguments::command();
            let mut definition = &program;
            for name in command.split(' ') {
                definition = definition.find_subcommand(name).unwrap_or_else(|| panic!("{command}"));
            }
        }
    }
}
