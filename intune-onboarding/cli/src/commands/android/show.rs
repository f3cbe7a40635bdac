//! `android show`.

use clap::Args;
use graph_runtime::Secret;
use intune_onboarding::android::{AndroidDeviceOwnerEnrollmentProfile, GetAndroidDeviceOwnerEnrollmentProfile};
use serde_json::{Value, json};

use super::{
    code::{CodeOptions, device_content},
    create::{read, read_token},
    key::{is_aosp, key},
    zero_touch,
};
use crate::{
    commands::days::{days_left, in_days},
    failure::Failure,
    input,
    options::GlobalOptions,
    output::{Output, cell, to_json},
    service::{Service, call_json, show_plan},
};

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// ID of the androidDeviceOwnerEnrollmentProfile, as shown by `android list`; AOSP profiles too
    #[arg(long)]
    id: String,

    /// Show the enrollment token, which lets devices in
    #[arg(long)]
    token: bool,

    /// Print the configuration (DPC extras) for Google's zero-touch portal, with the token
    #[arg(long, conflicts_with_all = ["qr", "qr_file", "token"])]
    zero_touch: bool,

    #[command(flatten)]
    code: CodeOptions,
}

impl Show {
    pub(super) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let id = input::resource_id(&self.id)?;
        let service = Service::open(options)?;
        let (profile, token) = (read(key(id)), read_token(key(id)));
        if service.is_dry_run() {
            return show_plan(output, &[service.plan(&profile)?, service.plan(&token)?]);
        }
        self.code.check()?;
        let profile = service.call(&profile).await?;
        let token = service.call(&token).await?;
        let calls = [
            call_json::<GetAndroidDeviceOwnerEnrollmentProfile>(&profile),
            call_json::<GetAndroidDeviceOwnerEnrollmentProfile>(&token),
        ];
        let (mut profile, token) = (profile.value, token.value);
        profile.qr_code_image = None;
        profile.wifi_password = None;
        profile.token_expiration_date_time = token.token_expiration_date_time;
        profile.token_creation_date_time = token.token_creation_date_time;
        profile.token_value = token.token_value;
        profile.qr_code_content = token.qr_code_content;
        if self.zero_touch {
            return show_zero_touch(id, &profile, output);
        }
        self.show(&profile, &calls, output)
    }

    fn show(
        &self,
        profile: &AndroidDeviceOwnerEnrollmentProfile,
        calls: &[Value],
        output: &mut Output<'_>,
    ) -> Result<(), Failure> {
        let content = profile.qr_code_content.as_ref().map(|content| device_content(content.expose()));
        self.code.write(content.as_deref())?;
        let shown = self.shown(profile);
        if output.is_json() {
            let code = content.filter(|_| self.token);
            output.json(&json!({"ok": true, "calls": calls, "result": to_json(&shown)?, "qrCode": code}))?;
            return Ok(());
        }
        output.pair("id", cell(shown.id.as_ref()))?;
        output.pair("name", cell(shown.display_name.as_ref()))?;
        output.pair("mode", cell(shown.enrollment_mode.as_ref()))?;
        output.pair("devices", cell(shown.enrolled_device_count.as_ref()))?;
        let has_token = profile.token_value.is_some();
        let token = match &shown.token_value {
            Some(token) => token.expose(),
            None if has_token => "hidden; --token shows it, --qr its QR code",
            None => "none; `android create-token` creates one",
        };
        output.pair("token", token)?;
        match &shown.token_expiration_date_time {
            Some(date) => output.pair("expires", format!("{date} ({})", in_days(days_left(date))))?,
            None => output.pair("expires", "-")?,
        }
        output.pair("Wi-Fi", wifi(&shown))?;
        self.code.show(content.as_deref(), output)
    }

    /// Returns the profile without the secrets that were not requested.
    fn shown(&self, profile: &AndroidDeviceOwnerEnrollmentProfile) -> AndroidDeviceOwnerEnrollmentProfile {
        let mut shown = profile.clone();
        if !self.token {
            shown.token_value = None;
            shown.qr_code_content = None;
        }
        shown
    }
}

/// Says to which network the code connects a device.
fn wifi(profile: &AndroidDeviceOwnerEnrollmentProfile) -> String {
    match (profile.configure_wifi, &profile.wifi_ssid) {
        (Some(true), Some(name)) => {
            let hidden = if profile.wifi_hidden == Some(true) { ", hidden" } else { "" };
            format!("the QR code connects to {name} ({}{hidden})", cell(profile.wifi_security_type.as_ref()))
        }
        _ => "not in the QR code: connect the device during setup".to_owned(),
    }
}

fn show_zero_touch(
    id: &str,
    profile: &AndroidDeviceOwnerEnrollmentProfile,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    if is_aosp(id, profile) {
        return Err(Failure::input("--zero-touch does not apply: AOSP devices do not enroll with Google's zero-touch"));
    }
    let token = profile.token_value.as_ref().map(Secret::expose).filter(|token| !token.is_empty());
    let token = token.ok_or_else(|| Failure::input("the profile has no token: `android create-token` creates one"))?;
    output.json(&zero_touch::configuration(token))?;
    Ok(())
}
