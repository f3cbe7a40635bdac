//! `android revoke-token`.

use clap::Args;
use graph_runtime::GraphAction;
use intune_onboarding::android::{GetAndroidDeviceOwnerEnrollmentProfile, RevokeToken};
use serde_json::Value;

use super::{
    create::read,
    key::{is_aosp, key, token_key},
};
use crate::{
    confirm::Confirmation,
    failure::Failure,
    input::{self, AOSP},
    options::GlobalOptions,
    output::{Output, cell},
    service::{Service, call_json, show_plan},
};

#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// ID of the androidDeviceOwnerEnrollmentProfile, as shown by `android list`; AOSP profiles too
    #[arg(long)]
    id: String,

    #[command(flatten)]
    confirmation: Confirmation,
}

impl Revoke {
    pub(super) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let id = input::resource_id(&self.id)?;
        let service = Service::open(options)?;
        let revoke = |is_aosp| RevokeToken { id: token_key(is_aosp, key(id)) };
        if service.is_dry_run() {
            let plan = [service.plan(&read(key(id)))?, service.plan(&revoke(id.starts_with(AOSP)))?];
            return show_plan(output, &plan);
        }
        let profile = service.call(&read(key(id))).await?;
        let name = cell(profile.value.display_name.as_ref());
        self.confirmation.get(&format!("No more devices can enroll with the token of \"{name}\""))?;
        let revoked = service.call(&revoke(is_aosp(id, &profile.value))).await?;
        let calls = [call_json::<GetAndroidDeviceOwnerEnrollmentProfile>(&profile), call_json::<RevokeToken>(&revoked)];
        confirm(&calls, &name, revoked.request_id(), output).map_err(|failure| {
            failure.after_confirmed(RevokeToken::METADATA.name, "the token is revoked, but this cannot be shown")
        })
    }
}

fn confirm(calls: &[Value], name: &str, request_id: Option<&str>, output: &mut Output<'_>) -> Result<(), Failure> {
    if output.is_json() {
        return Ok(output.result(calls, &Value::Null)?);
    }
    output.line("The enrollment token is revoked; devices that have enrolled stay enrolled.")?;
    output.pair("profile", name)?;
    output.pair("request-id", request_id.unwrap_or("-"))?;
    Ok(())
}
