//! `renew apns`.

use std::path::PathBuf;

use clap::Args;
use graph_runtime::{GraphAction, Patch};
use intune_onboarding::{
    apns::{
        ApplePushNotificationCertificate, GetApplePushNotificationCertificate, UpdateApplePushNotificationCertificate,
    },
    token_file::PushCertificateFile,
};
use serde_json::Value;

use super::{
    Upload,
    flow::{self, Renewal},
    guide::{self, Step},
    state::State,
};
use crate::{
    commands::{checks, signing_request, token_files},
    failure::Failure,
    input,
    options::GlobalOptions,
    output::Output,
    service::{Planned, Service, call_json, show_plan},
};

/// What follows the help.
pub(super) const EXAMPLES: &str = "\
Examples:
  See when the certificate expires, and the steps of its renewal:
    intune-onboarding renew apns
  Write the signing request for https://identity.apple.com/pushcert to a file:
    intune-onboarding renew apns --csr-file Intune.csr
  Check the certificate that Apple has given, and upload it:
    intune-onboarding renew apns --file MDM_Certificate.pem";

#[derive(Debug, Args)]
pub(crate) struct Apns {
    /// Write the signing request, which Apple's portal requires, to this new file
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    csr_file: Option<PathBuf>,

    /// The new certificate from Apple, a .pem file, which is checked and uploaded; - reads standard input
    #[arg(long)]
    file: Option<PathBuf>,

    /// Apple ID with which the certificate was renewed [default: that of the current certificate]
    #[arg(long, requires = "file")]
    apple_id: Option<String>,

    #[command(flatten)]
    upload: Upload,
}

/// The push certificate, which is renewed with a file.
struct ApnsRenewal {
    file: PushCertificateFile,
    apple_id: Option<String>,
}

impl Apns {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        if let Some(path) = &self.csr_file {
            return signing_request::save("--csr-file", path, options, output).await;
        }
        let Some(path) = &self.file else {
            return show_steps(options, output).await;
        };
        let apple_id = self.apple_id.map(|id| input::text("--apple-id", &id).map(str::to_owned)).transpose()?;
        let file = token_files::push_certificate("--file", path)?;
        flow::run(&ApnsRenewal { file, apple_id }, &self.upload, options, output).await
    }
}

async fn show_steps(options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
    let service = Service::open(options)?;
    let action = GetApplePushNotificationCertificate::default();
    if service.is_dry_run() {
        return show_plan(output, &[service.plan(&action)?]);
    }
    let response = service.call(&action).await?;
    let state = ApnsRenewal::state(&response.value);
    let account = state.apple_id.as_deref().unwrap_or("the owner of the certificate");
    let topic = response.value.topic_identifier.as_deref().unwrap_or("of Intune");
    let steps = [
        Step::command("Write the signing request to a file:", "renew apns --csr-file Intune.csr"),
        Step::elsewhere(format!(
            "Sign in to https://identity.apple.com/pushcert as {account}; beside the certificate with the topic {topic}, \
             choose Renew, not Create a Certificate; upload the signing request, and download the certificate."
        )),
        Step::command("Check the certificate and upload it:", "renew apns --file FILE.pem"),
    ];
    let call = call_json::<GetApplePushNotificationCertificate>(&response);
    guide::show(ApnsRenewal::KIND, &state, &steps, &[call], output)
}

impl ApnsRenewal {
    fn update(&self, apple_id: Option<&str>) -> UpdateApplePushNotificationCertificate {
        let apple_identifier = self.apple_id.as_deref().or(apple_id).map_or(Patch::Keep, Patch::from);
        UpdateApplePushNotificationCertificate { apple_identifier, certificate: Patch::Set(self.file.text.clone()) }
    }
}

impl Renewal for ApnsRenewal {
    const KIND: &'static str = "push certificate";
    const UPLOAD: &'static str = UpdateApplePushNotificationCertificate::METADATA.name;
    const SYNCHRONIZES: bool = false;

    type Current = ApplePushNotificationCertificate;

    fn state(certificate: &ApplePushNotificationCertificate) -> State {
        let name = certificate.topic_identifier.as_ref().or(certificate.apple_identifier.as_ref());
        State {
            id: certificate.id.clone().unwrap_or_default(),
            name: name.cloned().unwrap_or_default(),
            apple_id: certificate.apple_identifier.clone(),
            expires: certificate.expiration_date_time.clone(),
            ..State::default()
        }
    }

    fn plan(&self, service: &Service) -> Result<Vec<Planned>, Failure> {
        let read = service.plan(&GetApplePushNotificationCertificate::default())?;
        Ok(vec![read, service.plan(&self.update(None))?])
    }

    async fn read(&self, service: &Service) -> Result<(ApplePushNotificationCertificate, Value), Failure> {
        let response = service.call(&GetApplePushNotificationCertificate::default()).await?;
        let call = call_json::<GetApplePushNotificationCertificate>(&response);
        Ok((response.value, call))
    }

    fn is_uploaded(&self, current: &ApplePushNotificationCertificate) -> bool {
        let number = current.certificate_serial_number.as_deref().map(|number| number.trim_start_matches('0'));
        number.is_some_and(|number| number.eq_ignore_ascii_case(&self.file.certificate.id.serial_number))
            && current.topic_identifier.as_ref() == Some(&self.file.topic)
    }

    async fn problems(
        &self,
        current: &ApplePushNotificationCertificate,
        _: &Service,
        _: &mut Vec<Value>,
    ) -> Result<Vec<String>, Failure> {
        let topic = current.topic_identifier.as_deref().map_or(Ok(()), |topic| checks::topic(&self.file, topic));
        let expires = current.expiration_date_time.as_ref();
        let expires =
            expires.map_or(Ok(()), |current| checks::longer(Self::KIND, &self.file.certificate.not_after, current));
        Ok([topic, expires].into_iter().filter_map(Result::err).collect())
    }

    async fn upload(&self, current: &ApplePushNotificationCertificate, service: &Service) -> Result<Value, Failure> {
        let response = service.call(&self.update(current.apple_identifier.as_deref())).await?;
        let reason =
            response.value.as_ref().and_then(|certificate| certificate.certificate_upload_failure_reason.as_deref());
        match reason.filter(|reason| !reason.is_empty()) {
            Some(reason) => Err(Failure::rejected(format!("Intune does not accept the certificate: {reason}"))),
            None => Ok(call_json::<UpdateApplePushNotificationCertificate>(&response)),
        }
    }

    fn sync_command(&self) -> String {
        String::new()
    }

    async fn synchronize(&self, _: &Service) -> Result<Option<Value>, Failure> {
        Ok(None)
    }
}
