//! `logout`: forgets a login.

use clap::Args;
use serde_json::json;

use crate::{failure::Failure, options::GlobalOptions, output::Output, sign_in};

/// Remove what `login` has stored
///
/// The refresh token is removed from this computer. It stays valid at the service until it expires or is revoked there.
#[derive(Debug, Args)]
pub(crate) struct Logout {}

impl Logout {
    #[expect(clippy::unused_async, reason = "every command is run the same way")]
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        options.reject_service("logout calls no service")?;
        let profile = sign_in::profile_name(&options.sign_in);
        let was_there = if options.dry_run { sign_in::is_stored(&profile)? } else { sign_in::remove_login(&profile)? };
        if output.is_json() {
            output.json(&json!({"ok": true, "dryRun": options.dry_run, "profile": profile, "removed": was_there}))?;
            return Ok(());
        }
        output.line(match (was_there, options.dry_run) {
            (true, false) => format!("The login of the profile {profile} is removed."),
            (true, true) => format!("The login of the profile {profile} would be removed."),
            (false, _) => format!("There is no login of the profile {profile}."),
        })?;
        Ok(())
    }
}
