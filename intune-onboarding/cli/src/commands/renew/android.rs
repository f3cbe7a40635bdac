//! `renew android`.

use clap::Args;
use graph_runtime::DateTimeOffset;
use intune_onboarding::android::{AndroidDeviceOwnerEnrollmentProfile, GetAndroidDeviceOwnerEnrollmentProfile};

use super::{
    guide::{self, Step},
    state::State,
};
use crate::{
    commands::android::{
        code::CodeOptions,
        create::{create_token, read, show_requests},
        key::key,
        validity::Validity,
    },
    failure::Failure,
    input,
    interrupt::until_interrupted,
    options::GlobalOptions,
    output::Output,
    service::{Service, call_json, show_plan},
};

/// What follows the help.
pub(super) const EXAMPLES: &str = "\
Examples:
  See when the token expires:
    intune-onboarding renew android --id ID
  Create a new token for 90 days, and write its QR code to a file:
    intune-onboarding renew android --id ID --validity-days 90 --qr-file code.png";

#[derive(Debug, Args)]
pub(crate) struct Android {
    /// ID of the androidDeviceOwnerEnrollmentProfile, as shown by `android list`; AOSP profiles too
    #[arg(long)]
    id: String,

    #[command(flatten)]
    validity: Validity,

    /// Create the token although the current one expires later
    #[arg(long, requires = "validity")]
    force: bool,

    #[command(flatten)]
    code: CodeOptions,
}

impl Android {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let id = input::resource_id(&self.id)?;
        if self.validity.is_missing() {
            return show_steps(id, options, output).await;
        }
        let validity = self.validity.seconds()?;
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_requests(&service, id, validity, output);
        }
        self.code.check()?;
        let work = async {
            let current = service.call(&read(key(id))).await?.value;
            self.check(&current, validity)?;
            create_token(&service, id, validity).await
        };
        let created = until_interrupted(work, || {
            Failure::interrupted("interrupted: `android show` shows whether the profile has the new token")
        })
        .await?;
        created.show(&self.code, output)
    }

    fn check(&self, current: &AndroidDeviceOwnerEnrollmentProfile, validity: i32) -> Result<(), Failure> {
        let Some(expires) = &current.token_expiration_date_time else { return Ok(()) };
        let new = DateTimeOffset::now().checked_add(graph_runtime::time::Duration::seconds(validity.into()));
        if self.force || new.is_none_or(|new| new > *expires) {
            return Ok(());
        }
        Err(Failure::input(format!(
            "the current token expires later, at {expires}: give a longer validity, or --force; no token was created"
        )))
    }
}

async fn show_steps(id: &str, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
    let service = Service::open(options)?;
    let action = read(key(id));
    if service.is_dry_run() {
        return show_plan(output, &[service.plan(&action)?]);
    }
    let response = service.call(&action).await?;
    let profile = &response.value;
    let state = State {
        id: profile.id.clone().unwrap_or_default(),
        name: profile.display_name.clone().unwrap_or_default(),
        expires: profile.token_expiration_date_time.clone(),
        ..State::default()
    };
    let steps = [
        Step::command(
            "Create a new token, and write its QR code to a file:",
            format!("renew android --id {id} --validity-days 90 --qr-file code.png"),
        ),
        Step::elsewhere(
            "Give the new QR code to those who set up devices, and put the new token into the configuration of zero-touch \
             enrollment, if you use it (`android show --zero-touch` prints it).",
        ),
    ];
    let call = call_json::<GetAndroidDeviceOwnerEnrollmentProfile>(&response);
    guide::show("Android token", &state, &steps, &[call], output)
}
