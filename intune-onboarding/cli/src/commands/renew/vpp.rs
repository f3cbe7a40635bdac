//! `renew vpp`.

use std::path::PathBuf;

use clap::Args;
use graph_runtime::{GraphAction, QueryOptions};
use intune_onboarding::{
    token_file::VppTokenFile,
    vpp::{GetVppToken, SyncLicenses, UpdateVppToken, VppToken, VppTokenSyncStatus},
};
use serde_json::Value;

use super::{
    Upload,
    flow::{self, Renewal},
    guide::{self, Step},
    state::State,
};
use crate::{
    commands::{checks, token_files, vpp},
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
    intune-onboarding renew vpp --id ID
  Check the token that Apple Business Manager has given, upload it, and wait for the new date:
    intune-onboarding renew vpp --id ID --file sToken_for_Contoso.vpptoken";

#[derive(Debug, Args)]
pub(crate) struct Vpp {
    /// ID of the vppToken, as shown by `vpp list`
    #[arg(long)]
    id: String,

    /// The new .vpptoken file from Apple, which is checked and uploaded; - reads standard input
    #[arg(long)]
    file: Option<PathBuf>,

    #[command(flatten)]
    upload: Upload,
}

/// A VPP token that is renewed with a file.
struct VppRenewal {
    id: String,
    file: VppTokenFile,
}

impl Vpp {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let id = input::resource_id(&self.id)?.to_owned();
        match &self.file {
            Some(path) => {
                let file = token_files::vpp("--file", path)?;
                flow::run(&VppRenewal { id, file }, &self.upload, options, output).await
            }
            None => show_steps(&id, options, output).await,
        }
    }
}

async fn show_steps(id: &str, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
    let service = Service::open(options)?;
    let action = read(id);
    if service.is_dry_run() {
        return show_plan(output, &[service.plan(&action)?]);
    }
    let response = service.call(&action).await?;
    let state = VppRenewal::state(&response.value);
    let organization = response.value.organization_name.as_deref().unwrap_or("the same organization");
    let account = state.apple_id.as_deref().unwrap_or("an administrator");
    let steps = [
        Step::elsewhere(format!(
            "Sign in to Apple Business Manager or Apple School Manager as {account}; in Preferences, under Payments and \
             Billing, download the content token of {organization}."
        )),
        Step::command("Check the file and upload it:", format!("renew vpp --id {id} --file FILE.vpptoken")),
    ];
    guide::show(VppRenewal::KIND, &state, &steps, &[call_json::<GetVppToken>(&response)], output)
}

fn read(id: &str) -> GetVppToken {
    GetVppToken { id: id.to_owned(), options: QueryOptions::new() }
}

impl Renewal for VppRenewal {
    const KIND: &'static str = "VPP token";
    const UPLOAD: &'static str = UpdateVppToken::METADATA.name;
    const SYNCHRONIZES: bool = true;

    type Current = VppToken;

    fn state(token: &VppToken) -> State {
        let succeeded = token.last_sync_status == Some(VppTokenSyncStatus::Completed);
        let failed = token.last_sync_status == Some(VppTokenSyncStatus::Failed);
        let date = token.last_sync_date_time.clone();
        let name = token.display_name.as_ref().or(token.organization_name.as_ref()).or(token.apple_id.as_ref());
        State {
            id: token.id.clone().unwrap_or_default(),
            name: name.cloned().unwrap_or_default(),
            apple_id: token.apple_id.clone(),
            expires: token.expiration_date_time.clone(),
            synchronized: date.clone().filter(|_| succeeded),
            sync_error: failed.then(|| ("lastSyncStatus is failed".to_owned(), date)),
        }
    }

    fn plan(&self, service: &Service) -> Result<Vec<Planned>, Failure> {
        let read = service.plan(&read(&self.id))?;
        let upload = service.plan(&vpp::renew(&self.id, self.file.text.clone())?)?;
        Ok(vec![read, upload, service.plan(&SyncLicenses { id: self.id.clone() })?])
    }

    async fn read(&self, service: &Service) -> Result<(VppToken, Value), Failure> {
        let response = service.call(&read(&self.id)).await?;
        let call = call_json::<GetVppToken>(&response);
        Ok((response.value, call))
    }

    fn is_uploaded(&self, current: &VppToken) -> bool {
        // The service may store fewer digits than Apple writes.
        let seconds = |date: &graph_runtime::DateTimeOffset| date.to_offset_date_time().unix_timestamp();
        let expires = (self.file.expires.as_ref().map(seconds), current.expiration_date_time.as_ref().map(seconds));
        expires.0.is_some()
            && expires.0 == expires.1
            && current.organization_name.as_deref() == Some(&self.file.organization_name)
    }

    async fn problems(&self, current: &VppToken, _: &Service, _: &mut Vec<Value>) -> Result<Vec<String>, Failure> {
        let organization = current.organization_name.as_deref().filter(|name| !name.trim().is_empty());
        let organization = organization.map_or(Ok(()), |name| checks::organization(&self.file, name));
        let expires = self.file.expires.as_ref().zip(current.expiration_date_time.as_ref());
        let expires = expires.map_or(Ok(()), |(file, current)| checks::longer(Self::KIND, file, current));
        Ok([organization, expires].into_iter().filter_map(Result::err).collect())
    }

    async fn upload(&self, _: &VppToken, service: &Service) -> Result<Value, Failure> {
        let response = service.call(&vpp::renew(&self.id, self.file.text.clone())?).await?;
        Ok(call_json::<UpdateVppToken>(&response))
    }

    fn sync_command(&self) -> String {
        format!("intune-onboarding vpp sync --id {}", self.id)
    }

    async fn synchronize(&self, service: &Service) -> Result<Option<Value>, Failure> {
        let response = service.call(&SyncLicenses { id: self.id.clone() }).await?;
        Ok(Some(call_json::<SyncLicenses>(&response)))
    }
}
