//! `renew dep`.

use std::path::PathBuf;

use clap::Args;
use graph_runtime::{GraphAction, QueryOptions};
use intune_onboarding::{
    dep::{
        DepOnboardingSetting, GetDepOnboardingSetting, GetEncryptionPublicKey, SyncWithAppleDeviceEnrollmentProgram,
        UploadDepToken,
    },
    token_file::{self, DepTokenFile},
};
use serde_json::Value;

use super::{
    Upload,
    flow::{self, Renewal},
    guide::{self, Step},
    state::State,
};
use crate::{
    commands::{checks, dep, public_key, token_files},
    confirm::Confirmation,
    failure::Failure,
    input,
    options::GlobalOptions,
    output::Output,
    service::{Planned, Service, call_json, show_plan},
};

/// What follows the help.
pub(super) const EXAMPLES: &str = "\
Examples:
  See when the token expires, and the steps of its renewal:
    intune-onboarding renew dep --id ID
  Check the token that Apple Business Manager has given, upload it, and wait for the new date:
    intune-onboarding renew dep --id ID --file Contoso_smime.p7m
  Write the public key of Intune to a file, if the server at Apple has another one:
    intune-onboarding renew dep --id ID --public-key-file Intune.pem";

#[derive(Debug, Args)]
pub(crate) struct Dep {
    /// ID of the depOnboardingSetting, as shown by `dep list`
    #[arg(long)]
    id: String,

    /// Write the public key, for which Apple encrypts the token, to this new file
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    public_key_file: Option<PathBuf>,

    /// Generate a new public key before it is written. A token that Apple has encrypted for the current one, and that is not
    /// uploaded yet, becomes worthless
    #[arg(long, requires = "public_key_file")]
    new_public_key: bool,

    #[command(flatten)]
    confirmation: Confirmation,

    /// The new .p7m file from Apple, which is checked and uploaded; - reads standard input
    #[arg(long)]
    file: Option<PathBuf>,

    /// Apple ID with which the token was created [default: that of the current token]
    #[arg(long, requires = "file")]
    apple_id: Option<String>,

    #[command(flatten)]
    upload: Upload,
}

/// A DEP token that is renewed with a file.
struct DepRenewal {
    id: String,
    file: DepTokenFile,
    apple_id: Option<String>,
}

impl Dep {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let id = input::resource_id(&self.id)?.to_owned();
        if let Some(path) = &self.public_key_file {
            let confirmation = self.new_public_key.then_some(self.confirmation);
            return public_key::save(&id, "--public-key-file", path, confirmation, options, output).await;
        }
        let Some(path) = &self.file else {
            return show_steps(&id, options, output).await;
        };
        let apple_id = self.apple_id.map(|id| input::text("--apple-id", &id).map(str::to_owned)).transpose()?;
        let file = token_files::dep("--file", path)?;
        flow::run(&DepRenewal { id, file, apple_id }, &self.upload, options, output).await
    }
}

async fn show_steps(id: &str, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
    let service = Service::open(options)?;
    let action = read(id);
    if service.is_dry_run() {
        return show_plan(output, &[service.plan(&action)?]);
    }
    let response = service.call(&action).await?;
    let state = DepRenewal::state(&response.value);
    let account = state.apple_id.as_deref().unwrap_or("an administrator");
    let steps = [
        Step::elsewhere(format!(
            "Sign in to Apple Business Manager or Apple School Manager as {account}; in Preferences, choose the server of \
             Intune, and download its token."
        )),
        Step::command("Check the file and upload it:", format!("renew dep --id {id} --file FILE.p7m")),
        Step::command(
            "Only if the check says that the token is for another public key, write the right one to a file, upload it to \
             the server, and begin again:",
            format!("renew dep --id {id} --public-key-file Intune.pem"),
        ),
    ];
    guide::show(DepRenewal::KIND, &state, &steps, &[call_json::<GetDepOnboardingSetting>(&response)], output)
}

fn read(id: &str) -> GetDepOnboardingSetting {
    GetDepOnboardingSetting { id: id.to_owned(), options: QueryOptions::new() }
}

impl DepRenewal {
    fn action(&self, current: Option<&str>) -> Result<UploadDepToken, Failure> {
        let apple_id = self.apple_id.as_deref().or(current).ok_or_else(|| {
            Failure::input("--apple-id is missing: Intune does not have the Apple ID of the current token")
        })?;
        dep::upload(&self.id, apple_id, self.file.text.clone())
    }

    fn key(&self) -> GetEncryptionPublicKey {
        GetEncryptionPublicKey { id: self.id.clone() }
    }

    fn sync(&self) -> SyncWithAppleDeviceEnrollmentProgram {
        SyncWithAppleDeviceEnrollmentProgram { id: self.id.clone() }
    }
}

impl Renewal for DepRenewal {
    const KIND: &'static str = "DEP token";
    const UPLOAD: &'static str = UploadDepToken::METADATA.name;
    const SYNCHRONIZES: bool = true;

    type Current = DepOnboardingSetting;

    fn state(setting: &DepOnboardingSetting) -> State {
        let name = setting.token_name.as_ref().or(setting.apple_identifier.as_ref());
        let error = setting.last_sync_error_code.filter(|code| *code != 0);
        State {
            id: setting.id.clone().unwrap_or_default(),
            name: name.cloned().unwrap_or_default(),
            apple_id: setting.apple_identifier.clone(),
            expires: setting.token_expiration_date_time.clone(),
            synchronized: setting.last_successful_sync_date_time.clone(),
            // When the error occurred is not known.
            sync_error: error.map(|code| (format!("Apple's error {code}"), None)),
        }
    }

    fn plan(&self, service: &Service) -> Result<Vec<Planned>, Failure> {
        let upload = self.action(Some("(that of the current token)"))?;
        Ok(vec![
            service.plan(&read(&self.id))?,
            service.plan(&self.key())?,
            service.plan(&upload)?,
            service.plan(&self.sync())?,
        ])
    }

    async fn read(&self, service: &Service) -> Result<(DepOnboardingSetting, Value), Failure> {
        let response = service.call(&read(&self.id)).await?;
        let call = call_json::<GetDepOnboardingSetting>(&response);
        Ok((response.value, call))
    }

    /// The date in a DEP token is encrypted, so nobody can tell.
    fn is_uploaded(&self, _: &DepOnboardingSetting) -> bool {
        false
    }

    async fn problems(
        &self,
        _: &DepOnboardingSetting,
        service: &Service,
        calls: &mut Vec<Value>,
    ) -> Result<Vec<String>, Failure> {
        let response = service.call(&self.key()).await?;
        calls.push(call_json::<GetEncryptionPublicKey>(&response));
        let problem = match token_file::certificate(response.value.value.as_bytes()) {
            Ok(key) => checks::recipient(&self.file, &key.id),
            Err(error) => Err(format!(
                "whether the token is for the public key of Intune cannot be checked: {error}, as what Intune returned"
            )),
        };
        Ok(problem.err().into_iter().collect())
    }

    async fn upload(&self, current: &DepOnboardingSetting, service: &Service) -> Result<Value, Failure> {
        let response = service.call(&self.action(current.apple_identifier.as_deref())?).await?;
        Ok(call_json::<UploadDepToken>(&response))
    }

    fn sync_command(&self) -> String {
        format!("intune-onboarding dep sync --id {}", self.id)
    }

    async fn synchronize(&self, service: &Service) -> Result<Option<Value>, Failure> {
        let response = service.call(&self.sync()).await?;
        Ok(Some(call_json::<SyncWithAppleDeviceEnrollmentProgram>(&response)))
    }
}
