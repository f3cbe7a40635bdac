//! `android`: enrollment profiles of Android Enterprise.

use base64::{Engine, engine::general_purpose::STANDARD};
use clap::{ArgGroup, Args, Subcommand};
use graph_runtime::{GraphAction, QueryOptions};
use intune_onboarding::android::{
    AndroidDeviceOwnerEnrollmentMode, AndroidDeviceOwnerEnrollmentProfile, CreateToken,
    GetAndroidDeviceOwnerEnrollmentProfile, ListAndroidDeviceOwnerEnrollmentProfiles,
};
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    input::{self, AOSP},
    list::List,
    options::GlobalOptions,
    output::{Output, cell, plain, to_json},
    qr::{self, Background, ImageFile},
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
    /// ID of the androidDeviceOwnerEnrollmentProfile, as shown by `android list`; AOSP profiles too
    #[arg(long)]
    id: String,

    /// Validity of the token in days, 1 to 24855
    #[arg(long, value_name = "DAYS", group = "validity", allow_negative_numbers = true)]
    validity_days: Option<i64>,

    /// Validity of the token in seconds, 1 to 2147483647
    #[arg(long, value_name = "SECONDS", group = "validity", allow_negative_numbers = true)]
    validity_seconds: Option<i64>,

    /// Draw the QR code that a new device scans
    #[arg(
        long, value_name = "BACKGROUND", value_enum, num_args = 0..=1, require_equals = true,
        default_missing_value = "auto",
    )]
    qr: Option<Background>,

    /// Write the QR code to this new file, which ends in .svg or .png; only you can read it
    #[arg(long, value_name = "FILE", value_parser = ImageFile::parse)]
    qr_file: Option<ImageFile>,
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
        let id = input::resource_id(&self.id)?;
        let validity = validity(self.validity_days, self.validity_seconds)?;
        let service = Service::open(options)?;
        if service.is_dry_run() {
            let create = create(id.starts_with(AOSP), key(id), validity);
            let plan = [service.plan(&read(key(id)))?, service.plan(&create)?, service.plan(&read_token(key(id)))?];
            show_plan(output, &plan)?;
            if !output.is_json() && !id.starts_with(AOSP) {
                output.line(format_args!("\n# for an AOSP profile, the second request has {AOSP}{id} instead"))?;
            }
            return Ok(());
        }
        if let Some(file) = &self.qr_file {
            file.check()?;
        }
        let created = create_token(&service, id, validity).await?;
        // A token that nobody has seen is a failure, even if only the reader of a pipe has gone.
        self.show(&created, output)
            .and_then(|()| Ok(output.flush()?))
            .map_err(|failure| failure.after(CreateToken::METADATA.name, "the token is created, but cannot be shown"))
    }

    fn show(&self, created: &Created, output: &mut Output<'_>) -> Result<(), Failure> {
        let Created { calls, profile, request_id } = created;
        let content = profile.qr_code_content.as_ref().map(|content| device_content(content.expose()));
        if let (Some(file), Some(content)) = (&self.qr_file, &content) {
            file.write(content)?;
        }
        if output.is_json() {
            let result = to_json(profile)?;
            output.json(&json!({"ok": true, "calls": calls, "result": result, "qrCode": content}))?;
            return Ok(());
        }
        output.line("The enrollment token is created.")?;
        show_token(output, profile)?;
        output.pair("request-id", request_id)?;
        if let (Some(file), Some(_)) = (&self.qr_file, &content) {
            output.pair("QR code", file)?;
        }
        if self.qr.is_some() || (self.qr_file.is_some() && content.is_none()) {
            output.line("")?;
            show_qr_code(output, content.as_deref(), self.qr.unwrap_or(Background::Auto))?;
        }
        Ok(())
    }
}

/// An enrollment token that was created.
pub(super) struct Created {
    /// The calls, for a script.
    calls: [Value; 3],
    /// The profile with the token.
    pub(super) profile: AndroidDeviceOwnerEnrollmentProfile,
    request_id: String,
}

/// Creates an enrollment token for the profile with this ID, and reads it.
///
/// The profile is read first, since it tells under which key its token is created, and since a token that cannot be read
/// is of no use.
pub(super) async fn create_token(service: &Service, id: &str, validity: i32) -> Result<Created, Failure> {
    let before = service.call(&read(key(id))).await?;
    let is_aosp = id.starts_with(AOSP) || before.value.enrollment_mode.as_ref().is_some_and(is_aosp);
    let created = service.call(&create(is_aosp, key(id), validity)).await?;
    let after = service.call(&read_token(key(id))).await.map_err(|failure| {
        failure.after(CreateToken::METADATA.name, "the token is created, but the profile cannot be read")
    })?;
    let calls = [
        call_json::<GetAndroidDeviceOwnerEnrollmentProfile>(&before),
        call_json::<CreateToken>(&created),
        call_json::<GetAndroidDeviceOwnerEnrollmentProfile>(&after),
    ];
    let request_id = created.request_id().unwrap_or("-").to_owned();
    let (mut profile, token) = (before.value, after.value);
    profile.token_value = token.token_value;
    profile.qr_code_content = token.qr_code_content;
    profile.token_creation_date_time = token.token_creation_date_time;
    profile.token_expiration_date_time = token.token_expiration_date_time;
    profile.wifi_password = None;
    profile.qr_code_image = None;
    Ok(Created { calls, profile, request_id })
}

/// Returns the key of a profile, which is its ID without what is put before it for an AOSP token.
fn key(id: &str) -> &str {
    id.strip_prefix(AOSP).unwrap_or(id)
}

fn is_aosp(mode: &AndroidDeviceOwnerEnrollmentMode) -> bool {
    mode.to_string().contains("AOSP")
}

fn read(id: &str) -> GetAndroidDeviceOwnerEnrollmentProfile {
    GetAndroidDeviceOwnerEnrollmentProfile { id: id.to_owned(), options: QueryOptions::new() }
}

fn create(is_aosp: bool, id: &str, token_validity_in_seconds: i32) -> CreateToken {
    CreateToken { id: if is_aosp { format!("{AOSP}{id}") } else { id.to_owned() }, token_validity_in_seconds }
}

/// Reads the token, which the service may leave out if it is not named.
fn read_token(id: &str) -> GetAndroidDeviceOwnerEnrollmentProfile {
    let names = ["tokenValue", "qrCodeContent", "tokenCreationDateTime", "tokenExpirationDateTime"];
    GetAndroidDeviceOwnerEnrollmentProfile { id: id.to_owned(), options: QueryOptions::new().select(names) }
}

/// Returns what a device reads from the QR code: JSON, which is in base64 in the profiles of AOSP devices.
pub(super) fn device_content(content: &str) -> String {
    let decoded = STANDARD.decode(content.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.filter(|text| text.trim_start().starts_with('{')).unwrap_or_else(|| content.to_owned())
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

/// Draws a QR code, or writes its content if the terminal is too narrow for it.
pub(super) fn show_qr_code(
    output: &mut Output<'_>,
    content: Option<&str>,
    background: Background,
) -> Result<(), Failure> {
    let Some(content) = content else {
        return Ok(output.line("The service returned no QR code.")?);
    };
    let screen = output.screen();
    let qr::Drawing { text, width, note } = qr::draw(content, background, screen)?;
    match screen.columns {
        Some(columns) if columns < width => {
            output.line(format_args!(
                "The QR code needs {width} columns, and the terminal has {columns}: make it wider, or write the code to a \
                 file with --qr-file. Its content is:"
            ))?;
            output.line(plain(content))?;
        }
        _ => {
            output.line(format_args!("QR code, {width} columns wide{note}:"))?;
            output.line(text)?;
        }
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
    fn a_device_reads_json_whether_or_not_it_is_in_base64() {
        let json = r#"{"token":"x"}"#;
        assert_eq!(device_content(json), json);
        assert_eq!(device_content(&STANDARD.encode(json)), json);
        for other in ["", "ABCDEFGH", "not base64"] {
            assert_eq!(device_content(other), other);
        }
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
