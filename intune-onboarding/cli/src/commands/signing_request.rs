//! The signing request for the push certificate.

use std::path::Path;

use intune_onboarding::apns::DownloadApplePushNotificationCertificateSigningRequest;
use serde_json::json;

use crate::{
    failure::Failure,
    new_file::NewFile,
    options::GlobalOptions,
    output::Output,
    service::{Service, call_json, show_plan},
};

/// Writes the signing request to a new file. `option` names the file.
pub(super) async fn save(
    option: &'static str,
    path: &Path,
    options: &GlobalOptions,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let service = Service::open(options)?;
    let action = DownloadApplePushNotificationCertificateSigningRequest;
    if service.is_dry_run() {
        return show_plan(output, &[service.plan(&action)?]);
    }
    let file = NewFile::check(option, path)?;
    let response = service.call(&action).await?;
    file.write(response.value.value.as_bytes())?;
    let call = call_json::<DownloadApplePushNotificationCertificateSigningRequest>(&response);
    if output.is_json() {
        return Ok(output.result(&[call], &json!({"file": path.display().to_string()}))?);
    }
    output.line(format_args!("The signing request is in {}.", path.display()))?;
    output.line("Upload it to https://identity.apple.com/pushcert with Renew, not with Create a Certificate.")?;
    Ok(())
}
