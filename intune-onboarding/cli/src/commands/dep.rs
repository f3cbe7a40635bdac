//! `dep`: Apple's Device Enrollment Program.

mod profiles;
mod show;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use graph_runtime::{GraphAction, Secret, client::DetailedResponse};
use intune_onboarding::dep::{
    DeleteDepOnboardingSetting, DepOnboardingSetting, ListDepOnboardingSettings, SyncWithAppleDeviceEnrollmentProgram,
    UploadDepToken,
};
use serde_json::Value;

use super::{delete::Delete, done};
use crate::{
    failure::Failure,
    input,
    list::List,
    options::GlobalOptions,
    output::{Output, cell},
    service::{Service, call_json, show_plan},
};

/// Apple's Device Enrollment Program (DEP): tokens of Apple Business Manager and Apple School Manager
#[derive(Debug, Subcommand)]
pub(crate) enum Dep {
    /// Upload a new DEP token: the .p7m file from Apple
    UploadToken(UploadToken),
    /// List the enrollment program tokens (depOnboardingSettings) with their IDs
    List(List),
    /// Show an enrollment program token: when it expires, and how its last synchronization with Apple ended
    Show(show::Show),
    /// Start a synchronization of devices with Apple; Intune accepts one every 15 minutes
    Sync(Sync),
    /// Delete an enrollment program token with its profiles; its devices can no longer enroll automatically
    Delete(Delete),
    /// The enrollment profiles of a token
    #[command(subcommand)]
    Profiles(profiles::Profiles),
}

#[derive(Debug, Args)]
pub(crate) struct Sync {
    /// ID of the depOnboardingSetting, as shown by `dep list`
    #[arg(long)]
    id: String,
}

#[derive(Debug, Args)]
pub(crate) struct UploadToken {
    /// ID of the depOnboardingSetting, as shown by `dep list`
    #[arg(long)]
    id: String,

    /// Apple ID with which the token was created
    #[arg(long)]
    apple_id: String,

    /// The .p7m file, which is checked before it is sent; - reads standard input
    #[arg(long)]
    file: PathBuf,
}

impl Dep {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        match self {
            Self::UploadToken(arguments) => arguments.run(options, output).await,
            Self::List(arguments) => {
                let action = list(&arguments);
                let head = ["ID", "TYPE", "EXPIRES", "DEVICES", "APPLE ID", "NAME"];
                arguments.run(&action, head, row, options, output).await
            }
            Self::Show(arguments) => arguments.run(options, output).await,
            Self::Sync(arguments) => arguments.run(options, output).await,
            Self::Delete(delete) => {
                let action = |id: &str| DeleteDepOnboardingSetting { id: id.to_owned() };
                let consequence = "The token and its enrollment profiles are deleted, and its devices no longer enroll \
                                   automatically";
                delete.run(action, "enrollment program token", consequence, options, output).await
            }
            Self::Profiles(profiles) => profiles.run(options, output).await,
        }
    }
}

impl Sync {
    async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let id = input::resource_id(&self.id)?;
        let action = SyncWithAppleDeviceEnrollmentProgram { id: id.to_owned() };
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_plan(output, &[service.plan(&action)?]);
        }
        let done = "the synchronization has begun; `dep show` says how it ended";
        done::call(&service, &action, done, &[("setting", id)], output).await
    }
}

fn row(setting: &mut DepOnboardingSetting) -> [String; 6] {
    [
        cell(setting.id.as_ref()),
        cell(setting.token_type.as_ref()),
        cell(setting.token_expiration_date_time.as_ref()),
        cell(setting.synced_device_count.as_ref()),
        cell(setting.apple_identifier.as_ref()),
        cell(setting.token_name.as_ref()),
    ]
}

/// Returns the operation that uploads a token.
pub(super) fn upload(id: &str, apple_id: &str, dep_token: Secret<String>) -> Result<UploadDepToken, Failure> {
    Ok(UploadDepToken {
        id: input::resource_id(id)?.to_owned(),
        apple_id: input::text("--apple-id", apple_id)?.to_owned(),
        dep_token: dep_token.into_inner(),
    })
}

/// Returns the operation that lists the settings.
pub(super) fn list(list: &List) -> ListDepOnboardingSettings {
    ListDepOnboardingSettings { options: list.query_options() }
}

impl UploadToken {
    async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let action = upload(&self.id, &self.apple_id, input::dep_token("--file", &self.file)?)?;
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_plan(output, &[service.plan(&action)?]);
        }
        let response = service.call(&action).await?;
        confirm(&action, &response, output).map_err(|failure| {
            failure
                .after_confirmed(UploadDepToken::METADATA.name, "the DEP token is uploaded, but this cannot be shown")
        })
    }
}

fn confirm(action: &UploadDepToken, response: &DetailedResponse<()>, output: &mut Output<'_>) -> Result<(), Failure> {
    if output.is_json() {
        return Ok(output.result(&[call_json::<UploadDepToken>(response)], &Value::Null)?);
    }
    output.line("The DEP token is uploaded.")?;
    output.pair("setting", &action.id)?;
    output.pair("Apple ID", &action.apple_id)?;
    output.pair("request-id", response.request_id().unwrap_or("-"))?;
    Ok(())
}
