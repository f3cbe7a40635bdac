//! `apns`: the certificate for Apple's push notifications.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use intune_onboarding::apns::{ApplePushNotificationCertificate, GetApplePushNotificationCertificate};

use super::{
    days::{days_left, in_days},
    signing_request,
};
use crate::{
    failure::Failure,
    options::GlobalOptions,
    output::{Output, cell, to_json},
    service::{Service, call_json, show_plan},
};

/// Apple Push Notification service (APNs): the certificate with which Intune reaches Apple devices
#[derive(Debug, Subcommand)]
pub(crate) enum Apns {
    /// Show the push certificate: its topic, Apple ID and when it expires
    Show,
    /// Write the certificate signing request, which Apple's portal requires, to a file
    Csr(Csr),
}

#[derive(Debug, Args)]
pub(crate) struct Csr {
    /// The new file to write it to
    #[arg(long)]
    file: PathBuf,
}

impl Apns {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        match self {
            Self::Show => show(options, output).await,
            Self::Csr(csr) => signing_request::save("--file", &csr.file, options, output).await,
        }
    }
}

async fn show(options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
    let service = Service::open(options)?;
    let action = GetApplePushNotificationCertificate::default();
    if service.is_dry_run() {
        return show_plan(output, &[service.plan(&action)?]);
    }
    let response = service.call(&action).await?;
    let call = call_json::<GetApplePushNotificationCertificate>(&response);
    let certificate: ApplePushNotificationCertificate = response.value;
    if output.is_json() {
        return Ok(output.result(&[call], &to_json(&certificate)?)?);
    }
    output.pair("topic", cell(certificate.topic_identifier.as_ref()))?;
    output.pair("Apple ID", cell(certificate.apple_identifier.as_ref()))?;
    output.pair("serial number", cell(certificate.certificate_serial_number.as_ref()))?;
    match &certificate.expiration_date_time {
        Some(date) => output.pair("expires", format!("{date} ({})", in_days(days_left(date))))?,
        None => output.pair("expires", "-")?,
    }
    output.pair("last change", cell(certificate.last_modified_date_time.as_ref()))?;
    output.pair("last upload", cell(certificate.certificate_upload_status.as_ref()))?;
    if let Some(reason) = certificate.certificate_upload_failure_reason.filter(|reason| !reason.is_empty()) {
        output.pair("problem", reason)?;
    }
    Ok(())
}
