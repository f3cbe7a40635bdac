//! `android create-token`.

use clap::Args;
use graph_runtime::{GraphAction, QueryOptions};
use intune_onboarding::android::{
    AndroidDeviceOwnerEnrollmentProfile, CreateToken, GetAndroidDeviceOwnerEnrollmentProfile,
};
use serde_json::{Value, json};

use super::{
    code::{CodeOptions, device_content},
    key::{is_aosp, key, token_key},
    validity::Validity,
};
use crate::{
    failure::Failure,
    input::{self, AOSP},
    options::GlobalOptions,
    output::{Output, cell, to_json},
    service::{Planned, Service, call_json, show_plan},
};

#[derive(Debug, Args)]
#[command(mut_group("validity", |group| group.required(true)))]
pub(crate) struct CreateTokenArguments {
    /// ID of the androidDeviceOwnerEnrollmentProfile, as shown by `android list`; AOSP profiles too
    #[arg(long)]
    id: String,

    #[command(flatten)]
    validity: Validity,

    #[command(flatten)]
    code: CodeOptions,
}

impl CreateTokenArguments {
    pub(super) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let id = input::resource_id(&self.id)?;
        let validity = self.validity.seconds()?;
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_requests(&service, id, validity, output);
        }
        self.code.check()?;
        let created = create_token(&service, id, validity).await?;
        created.show(&self.code, output)
    }
}

/// Shows the requests that create a token.
pub(in crate::commands) fn show_requests(
    service: &Service,
    id: &str,
    validity: i32,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    show_plan(output, &plan(service, id, validity)?)?;
    if !output.is_json() && !id.starts_with(AOSP) {
        output.line(format_args!("\n# for an AOSP profile, the second request has {AOSP}{id} instead"))?;
    }
    Ok(())
}

fn plan(service: &Service, id: &str, validity: i32) -> Result<Vec<Planned>, Failure> {
    let create = create(id.starts_with(AOSP), key(id), validity);
    Ok(vec![service.plan(&read(key(id)))?, service.plan(&create)?, service.plan(&read_token(key(id)))?])
}

/// An enrollment token that was created.
pub(in crate::commands) struct Created {
    /// The calls, for a script.
    calls: [Value; 3],
    /// The profile with the token.
    pub(in crate::commands) profile: AndroidDeviceOwnerEnrollmentProfile,
    request_id: String,
}

impl Created {
    /// Shows the token. If it cannot be shown, that is a failure, even if only the reader of a pipe has gone: nobody has seen
    /// it.
    pub(in crate::commands) fn show(&self, code: &CodeOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        self.try_show(code, output)
            .and_then(|()| Ok(output.flush()?))
            .map_err(|failure| failure.after(CreateToken::METADATA.name, "the token is created, but cannot be shown"))
    }

    fn try_show(&self, code: &CodeOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let Self { calls, profile, request_id } = self;
        let content = profile.qr_code_content.as_ref().map(|content| device_content(content.expose()));
        code.write(content.as_deref())?;
        if output.is_json() {
            let result = to_json(profile)?;
            output.json(&json!({"ok": true, "calls": calls, "result": result, "qrCode": content}))?;
            return Ok(());
        }
        output.line("The enrollment token is created.")?;
        show_token(output, profile)?;
        output.pair("request-id", request_id)?;
        code.show(content.as_deref(), output)
    }
}

/// Creates an enrollment token for the profile with this ID, and reads it.
///
/// The profile is read first, since it tells under which key its token is created, and since a token that cannot be read
/// is of no use.
pub(in crate::commands) async fn create_token(service: &Service, id: &str, validity: i32) -> Result<Created, Failure> {
    let before = service.call(&read(key(id))).await?;
    let created = service.call(&create(is_aosp(id, &before.value), key(id), validity)).await?;
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

pub(in crate::commands) fn read(id: &str) -> GetAndroidDeviceOwnerEnrollmentProfile {
    GetAndroidDeviceOwnerEnrollmentProfile { id: id.to_owned(), options: QueryOptions::new() }
}

fn create(is_aosp: bool, id: &str, token_validity_in_seconds: i32) -> CreateToken {
    CreateToken { id: token_key(is_aosp, id), token_validity_in_seconds }
}

/// Reads the token, which the service may leave out if it is not named.
pub(super) fn read_token(id: &str) -> GetAndroidDeviceOwnerEnrollmentProfile {
    let names = ["tokenValue", "qrCodeContent", "tokenCreationDateTime", "tokenExpirationDateTime"];
    GetAndroidDeviceOwnerEnrollmentProfile { id: id.to_owned(), options: QueryOptions::new().select(names) }
}

/// Shows the token of a profile, which is why it was created.
pub(in crate::commands) fn show_token(
    output: &mut Output<'_>,
    profile: &AndroidDeviceOwnerEnrollmentProfile,
) -> Result<(), Failure> {
    output.pair("profile", cell(profile.display_name.as_ref()))?;
    output.pair("token", profile.token_value.as_ref().map_or("-", |token| token.expose()))?;
    output.pair("expires", cell(profile.token_expiration_date_time.as_ref()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

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
}
