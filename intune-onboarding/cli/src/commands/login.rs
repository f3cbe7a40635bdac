//! `login`: signs in as a user, and keeps the login.

use clap::Args;
use graph_runtime::auth::TokenRequest;
use serde_json::json;

use crate::{
    failure::Failure,
    options::GlobalOptions,
    output::Output,
    sign_in::{self, Login, Store},
};

const EXAMPLES: &str = "\
Examples:
  intune-onboarding login --tenant contoso.onmicrosoft.com --client-id 11111111-2222-3333-4444-555555555555
  intune-onboarding login --profile school --store file
  intune-onboarding whoami

The application is one of your own tenant: registered in Microsoft Entra, with public client flows allowed, and with the
delegated permissions that `intune-onboarding permissions --caller delegated` shows.";

/// Sign in as a user, with a code that is entered in a browser, and stay signed in until `logout`
///
/// The access token is not stored, but a refresh token, with which each command obtains one.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct LoginArguments {
    /// Keep the login here
    #[arg(long, value_name = "STORE", default_value = "system")]
    store: Store,
}

impl LoginArguments {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        options.reject_service("login calls the sign-in service alone")?;
        let target = sign_in::login_target(&options.sign_in, options.cloud.map(Into::into))?;
        let (application, profile) = (target.application, target.profile);
        if options.dry_run {
            return show(output, "would sign in", &profile, application.tenant(), application.client_id());
        }
        self.store.check()?;
        let scopes = TokenRequest::new([target.cloud.scope()]).scopes;
        let signing_in = sign_in::request_device_code(&application, &scopes, true);
        let tokens = tokio::select! {
            tokens = signing_in => tokens.map_err(|reason| Failure::sign_in(format!("login: {reason}")))?,
            _ = tokio::signal::ctrl_c() => {
                return Err(Failure::interrupted("interrupted: nobody is signed in, and nothing is stored"));
            }
        };
        let refresh_token = tokens.refresh_token.ok_or_else(|| {
            Failure::sign_in("login: the sign-in service returned no refresh token, so that the login cannot be kept")
        })?;
        let (tenant, client_id) = (application.tenant().to_owned(), application.client_id().to_owned());
        Login::new(profile.clone(), application, refresh_token).keep(self.store)?;
        show(output, "signed in", &profile, &tenant, &client_id)
    }
}

fn show(output: &mut Output<'_>, state: &str, profile: &str, tenant: &str, client_id: &str) -> Result<(), Failure> {
    if output.is_json() {
        let login = json!({"state": state, "profile": profile, "tenant": tenant, "clientId": client_id});
        output.json(&json!({"ok": true, "login": login}))?;
        return Ok(());
    }
    output.pair("state", state)?;
    output.pair("profile", profile)?;
    output.pair("tenant", tenant)?;
    output.pair("client ID", client_id)?;
    Ok(())
}
