//! `vpp sync` and `vpp revoke-licenses`.

use clap::Args;
use intune_onboarding::vpp::{RevokeLicenses, SyncLicenses};

use crate::{
    commands::done,
    confirm::Confirmation,
    failure::Failure,
    input,
    options::GlobalOptions,
    output::Output,
    service::{Service, show_plan},
};

#[derive(Debug, Args)]
pub(crate) struct Sync {
    /// ID of the vppToken, as shown by `vpp list`
    #[arg(long)]
    id: String,
}

#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// ID of the vppToken, as shown by `vpp list`
    #[arg(long)]
    id: String,

    /// Notify the users of the devices
    #[arg(long)]
    notify: bool,

    /// Revoke licenses that Intune has not assigned, too
    #[arg(long)]
    untracked: bool,

    #[command(flatten)]
    confirmation: Confirmation,
}

impl Sync {
    pub(super) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let id = input::resource_id(&self.id)?;
        let action = SyncLicenses { id: id.to_owned() };
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_plan(output, &[service.plan(&action)?]);
        }
        let done = "the synchronization has begun; `vpp show` says how it ended";
        done::call(&service, &action, done, &[("token", id)], output).await
    }
}

impl Revoke {
    pub(super) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let id = input::resource_id(&self.id)?;
        let action = RevokeLicenses {
            id: id.to_owned(),
            notify_managed_devices: self.notify,
            revoke_untracked_licenses: Some(self.untracked),
        };
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_plan(output, &[service.plan(&action)?]);
        }
        self.confirmation.get("The licenses of all apps of the token are revoked, and users lose the apps")?;
        done::call(&service, &action, "the licenses of the token are revoked", &[("token", id)], output).await
    }
}
