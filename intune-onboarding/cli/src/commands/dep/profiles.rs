//! `dep profiles`.

use clap::{Args, Subcommand};
use intune_onboarding::dep::profiles::{EnrollmentProfile, ListEnrollmentProfiles};

use crate::{
    failure::Failure,
    input,
    list::List,
    options::GlobalOptions,
    output::{Output, cell},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Profiles {
    /// List the enrollment profiles of a token with their IDs
    List(ListProfiles),
}

#[derive(Debug, Args)]
pub(crate) struct ListProfiles {
    /// ID of the depOnboardingSetting, as shown by `dep list`
    #[arg(long)]
    id: String,

    #[command(flatten)]
    list: List,
}

impl Profiles {
    pub(super) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let Self::List(ListProfiles { id, list }) = self;
        let id = input::resource_id(&id)?.to_owned();
        let action = ListEnrollmentProfiles { id, options: list.query_options() };
        list.run(&action, ["ID", "PLATFORM", "DEFAULT", "NAME"], row, options, output).await
    }
}

fn row(profile: &mut EnrollmentProfile) -> [String; 4] {
    let (platform, id, is_default, name) = match profile {
        EnrollmentProfile::Dep(profile) => ("-", &profile.id, profile.is_default, &profile.display_name),
        EnrollmentProfile::Ios(profile) => ("iOS", &profile.id, profile.is_default, &profile.display_name),
        EnrollmentProfile::MacOs(profile) => {
            // A secret is not for a list.
            profile.admin_account_password = None;
            ("macOS", &profile.id, profile.is_default, &profile.display_name)
        }
        EnrollmentProfile::TvOs(profile) => ("tvOS", &profile.id, None, &profile.display_name),
        EnrollmentProfile::VisionOs(profile) => ("visionOS", &profile.id, None, &profile.display_name),
        EnrollmentProfile::Other(_) => {
            return ["-", "-", "-", "(a kind that this version does not know)"].map(str::to_owned);
        }
    };
    let is_default = match is_default {
        Some(true) => "yes",
        Some(false) => "no",
        None => "-",
    };
    [cell(id.as_ref()), platform.to_owned(), is_default.to_owned(), cell(name.as_ref())]
}
