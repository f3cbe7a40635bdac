//! `android`: enrollment profiles of Android Enterprise.

pub(super) mod code;
pub(super) mod create;
pub(super) mod key;
mod revoke;
mod show;
pub(super) mod validity;
mod zero_touch;

use clap::Subcommand;
use intune_onboarding::android::{
    AndroidDeviceOwnerEnrollmentProfile, DeleteAndroidDeviceOwnerEnrollmentProfile,
    ListAndroidDeviceOwnerEnrollmentProfiles,
};

use crate::{
    commands::delete::Delete,
    failure::Failure,
    list::List,
    options::GlobalOptions,
    output::{Output, cell},
};

/// Android Enterprise: enrollment profiles of corporate-owned devices
#[derive(Debug, Subcommand)]
pub(crate) enum Android {
    /// Create an enrollment token for a profile and show it
    CreateToken(create::CreateTokenArguments),
    /// Revoke the enrollment token of a profile: no more devices can enroll with it
    RevokeToken(revoke::Revoke),
    /// List the enrollment profiles with their IDs
    List(List),
    /// Show an enrollment profile, and on request its token or QR code
    Show(show::Show),
    /// Delete an enrollment profile with its token; devices that have enrolled stay enrolled
    Delete(Delete),
}

impl Android {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        match self {
            Self::CreateToken(arguments) => arguments.run(options, output).await,
            Self::RevokeToken(arguments) => arguments.run(options, output).await,
            Self::List(list) => {
                let action = ListAndroidDeviceOwnerEnrollmentProfiles { options: list.query_options() };
                let head = ["ID", "MODE", "TOKEN EXPIRES", "DEVICES", "NAME"];
                list.run(&action, head, row, options, output).await
            }
            Self::Show(arguments) => arguments.run(options, output).await,
            Self::Delete(delete) => {
                let action = |id: &str| DeleteAndroidDeviceOwnerEnrollmentProfile { id: key::key(id).to_owned() };
                let consequence = "The enrollment profile is deleted, and no more devices can enroll with its token";
                delete.run(action, "enrollment profile", consequence, options, output).await
            }
        }
    }
}

fn row(profile: &mut AndroidDeviceOwnerEnrollmentProfile) -> [String; 5] {
    // Secrets that let devices in are not for a list.
    profile.token_value = None;
    profile.qr_code_content = None;
    profile.qr_code_image = None;
    profile.wifi_password = None;
    [
        cell(profile.id.as_ref()),
        cell(profile.enrollment_mode.as_ref()),
        cell(profile.token_expiration_date_time.as_ref()),
        cell(profile.enrolled_device_count.as_ref()),
        cell(profile.display_name.as_ref()),
    ]
}
