//! `android`: enrollment profiles of Android Enterprise.

use clap::{ArgGroup, Args, Subcommand};
use graph_runtime::{GraphAction, QueryOptions};
use intune_onboarding::android::{
    AndroidDeviceOwnerEnrollmentProfile, CreateToken, GetAndroidDeviceOwnerEnrollmentProfile,
    ListAndroidDeviceOwnerEnrollmentProfiles,
};

use crate::{
    failure::Failure,
    input,
    list::List,
    options::GlobalOptions,
    output::{Output, cell, to_json},
    qr,
    service::{Service, call_json, show_plan},
};

/// Android Enterprise: enrollment profiles of corporate-owned devices
#[derive(Debug, Subcommand)]
pub(crate) enum Android {
    /// Create an enrollment token for a profile and show it
    CreateToken(CreateTokenArguments),
    /// List the enrollment profiles with their IDs
    List(List),
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("validity").required(true))]
pub(crate) struct CreateTokenArguments {
    /// ID of the androidDeviceOwnerEnrollmentProfile, as shown by `android list`
    #[arg(long)]
    id: String,

    /// Validity of the token in days, 1 to 24855
    #[arg(long, value_name = "DAYS", group = "validity", allow_negative_numbers = true)]
    validity_days: Option<i64>,

    /// Validity of the token in seconds, 1 to 2147483647
    #[arg(long, value_name = "SECONDS", group = "validity", allow_negative_numbers = true)]
    validity_seconds: Option<i64>,

    /// Draw the QR code that a new device scans
    #[arg(long)]
    qr: bool,
}

impl Android {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        match self {
            Self::CreateToken(arguments) => arguments.run(options, output).await,
            Self::List(list) => {
                let action = ListAndroidDeviceOwnerEnrollmentProfiles { options: list.query_options() };
                let head = ["ID", "MODE", "TOKEN EXPIRES", "DEVICES", "NAME"];
                list.run(&action, head, row, options, output).await
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

impl CreateTokenArguments {
    async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let id = input::resource_id(&self.id)?.to_owned();
        let token_validity_in_seconds = validity(self.validity_days, self.validity_seconds)?;
        let create = CreateToken { id: id.clone(), token_validity_in_seconds };
        let read = GetAndroidDeviceOwnerEnrollmentProfile { id, options: QueryOptions::new() };
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_plan(output, &[service.plan(&create)?, service.plan(&read)?]);
        }
        let created = service.call(&create).await?;
        let profile = service.call(&read).await.map_err(|failure| {
            failure.after(CreateToken::METADATA.name, "the token is created, but the profile cannot be read")
        })?;
        if output.is_json() {
            let calls =
                [call_json::<CreateToken>(&created), call_json::<GetAndroidDeviceOwnerEnrollmentProfile>(&profile)];
            let mut profile = profile.value;
            profile.wifi_password = None;
            return Ok(output.result(&calls, &to_json(&profile)?)?);
        }
        output.line("The enrollment token is created.")?;
        show_token(output, &profile.value)?;
        output.pair("request-id", created.request_id().unwrap_or("-"))?;
        if self.qr {
            output.line("")?;
            show_qr_code(output, &profile.value)?;
        }
        Ok(())
    }
}

/// Shows the token of a profile, which is why it was created.
pub(super) fn show_token(
    output: &mut Output<'_>,
    profile: &AndroidDeviceOwnerEnrollmentProfile,
) -> Result<(), Failure> {
    output.pair("profile", cell(profile.display_name.as_ref()))?;
    output.pair("token", profile.token_value.as_ref().map_or("-", |token| token.expose()))?;
    output.pair("expires", cell(profile.token_expiration_date_time.as_ref()))?;
    Ok(())
}

/// Draws the QR code of a profile.
pub(super) fn show_qr_code(
    output: &mut Output<'_>,
    profile: &AndroidDeviceOwnerEnrollmentProfile,
) -> Result<(), Failure> {
    match &profile.qr_code_content {
        Some(content) => {
            let drawn = qr::draw(content.expose(), output.has_color())?;
            output.line(format_args!("QR code, {} columns wide:", drawn.width))?;
            output.line(drawn.text)?;
        }
        None => output.line("The service returned no QR code.")?,
    }
    Ok(())
}

/// Returns the validity of an enrollment token in seconds.
fn validity(days: Option<i64>, seconds: Option<i64>) -> Result<i32, Failure> {
    const DAY: i32 = 24 * 60 * 60;
    // Microsoft's documentation names no longest validity, so the limit is that of the property's type, Edm.Int32.
    const MAX: i32 = i32::MAX;
    let (option, value, longest, unit) = match (days, seconds) {
        (Some(days), _) => ("--validity-days", days, MAX / DAY, DAY),
        (None, seconds) => ("--validity-seconds", seconds.unwrap_or(0), MAX, 1),
    };
    match i32::try_from(value) {
        Ok(value) if (1..=longest).contains(&value) => Ok(value * unit),
        _ => Err(Failure::input(format!("{option} is {value}: it must be from 1 to {longest}"))),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::Arguments;

    #[test]
    fn one_validity_is_asked_for() {
        for line in
            ["x android create-token --id a", "x android create-token --id a --validity-days 1 --validity-seconds 1"]
        {
            assert!(Arguments::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
        assert!(Arguments::try_parse_from("x android create-token --id a --validity-days -1".split(' ')).is_ok());
    }

    #[test]
    fn a_validity_is_one_second_at_least_and_fits_its_type() {
        assert_eq!(validity(None, Some(1)).ok(), Some(1));
        assert_eq!(validity(None, Some(2_147_483_647)).ok(), Some(i32::MAX));
        assert_eq!(validity(Some(1), None).ok(), Some(86_400));
        assert_eq!(validity(Some(90), None).ok(), Some(7_776_000));
        assert_eq!(validity(Some(24_855), None).ok(), Some(24_855 * 86_400));
        for (days, seconds) in [
            (Some(0), None),
            (Some(24_856), None),
            (Some(-1), None),
            (Some(i64::MAX), None),
            (None, Some(0)),
            (None, Some(2_147_483_648)),
            (None, Some(i64::MIN)),
        ] {
            assert!(validity(days, seconds).is_err(), "{days:?} {seconds:?}");
        }
    }
}
