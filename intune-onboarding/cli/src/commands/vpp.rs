//! `vpp`: Apple's Volume Purchase Program.

mod licenses;
mod show;
mod update;

use clap::Subcommand;
use graph_runtime::{Patch, Secret};
use intune_onboarding::vpp::{DeleteVppToken, ListVppTokens, UpdateVppToken, VppToken};

use super::delete::Delete;
use crate::{
    failure::Failure,
    input,
    list::List,
    options::GlobalOptions,
    output::{Output, cell},
};

/// Apple's Volume Purchase Program (VPP): tokens for apps and books
#[derive(Debug, Subcommand)]
pub(crate) enum Vpp {
    /// Update a VPP token; properties that are not given keep their values
    Update(update::Update),
    /// List the VPP tokens with their IDs
    List(List),
    /// Show a VPP token: its state, when it expires, and how its last synchronization with Apple ended
    Show(show::Show),
    /// Start a synchronization of the licenses of a token with Apple
    Sync(licenses::Sync),
    /// Revoke the licenses of all apps of a token; users lose the apps
    RevokeLicenses(licenses::Revoke),
    /// Delete a VPP token; the licenses of its apps are returned
    Delete(Delete),
}

impl Vpp {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        match self {
            Self::Update(arguments) => arguments.run(options, output).await,
            Self::List(list) => {
                let action = ListVppTokens { options: list.query_options() };
                let head = ["ID", "STATE", "EXPIRES", "TYPE", "APPLE ID", "ORGANIZATION"];
                list.run(&action, head, row, options, output).await
            }
            Self::Show(arguments) => arguments.run(options, output).await,
            Self::Sync(arguments) => arguments.run(options, output).await,
            Self::RevokeLicenses(arguments) => arguments.run(options, output).await,
            Self::Delete(delete) => {
                let action = |id: &str| DeleteVppToken { id: id.to_owned() };
                let consequence = "The VPP token is deleted, and the licenses of its apps are returned";
                delete.run(action, "VPP token", consequence, options, output).await
            }
        }
    }
}

fn row(token: &mut VppToken) -> [String; 6] {
    token.token = None;
    [
        cell(token.id.as_ref()),
        cell(token.state.as_ref()),
        cell(token.expiration_date_time.as_ref()),
        cell(token.vpp_token_account_type.as_ref()),
        cell(token.apple_id.as_ref()),
        cell(token.organization_name.as_ref()),
    ]
}

/// Returns the operation that renews a token and changes nothing else.
pub(super) fn renew(id: &str, token: Secret<String>) -> Result<UpdateVppToken, Failure> {
    let id = input::resource_id(id)?.to_owned();
    Ok(UpdateVppToken { id, token: Patch::Set(token.into_inner()), ..UpdateVppToken::default() })
}
