//! `whoami`: whose access token it is, and what it allows.

mod commands;

use clap::Args;
use graph_runtime::{
    Secret,
    permissions::{ActionSet, Comparison, GrantedPermissions},
};
use intune_onboarding::sandbox::Sandbox;
use serde_json::{Value, json};

use self::commands::COMMANDS;
use super::permissions::key;
use crate::{
    claims::{self, Claims},
    failure::Failure,
    operations::names,
    options::GlobalOptions,
    output::{Output, cell},
    sign_in,
};

/// Show the tenant and the caller of the access token, its permissions, and which commands they allow
///
/// Obtains the token as a command would, and reads it; no operation is called. What a token says is for guidance: the
/// service decides.
#[derive(Debug, Args)]
pub(crate) struct Whoami {}

impl Whoami {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let (token, way) = token(options).await?;
        let Some(token) = token else {
            return if output.is_json() {
                Ok(output.json(&json!({"ok": true, "dryRun": true, "signIn": way}))?)
            } else {
                Ok(output.line(way)?)
            };
        };
        let unreadable = |reason: &str| Failure::not_understood(format!("the access token cannot be read: {reason}"));
        let claims = claims::read(token.expose()).map_err(unreadable)?;
        claims.check(std::time::SystemTime::now())?;
        let granted = GrantedPermissions::from_token(token.expose())
            .ok_or_else(|| unreadable("it names no permissions, or not as Microsoft documents it"))?;
        let compared: Vec<_> =
            COMMANDS.iter().map(|(command, actions)| (*command, ActionSet::new(actions).compare(&granted))).collect();
        if output.is_json() {
            return Ok(output.json(&json!({"ok": true, "whoami": report(&claims, &granted, &compared, &way)}))?);
        }
        output.pair("sign-in", &way)?;
        output.pair("tenant", cell(claims.tenant.as_ref()))?;
        output.pair("caller", key(granted.caller()))?;
        output.pair("name", cell(claims.name()))?;
        output.pair("application", cell(claims.application()))?;
        output.pair("expires", claims.expires())?;
        for (number, permission) in granted.permissions().iter().enumerate() {
            output.pair(if number == 0 { "permissions" } else { "" }, permission)?;
        }
        output.line("")?;
        let row = |(command, comparison): &(&str, Comparison)| {
            let allowed = if comparison.is_sufficient() { "yes" } else { "no" };
            [(*command).to_owned(), allowed.to_owned(), lacking(comparison)]
        };
        output.table(["COMMAND", "ALLOWED", "LACKS"], &compared.iter().map(row).collect::<Vec<_>>())?;
        Ok(())
    }
}

/// Returns the token, and how it was obtained; no token if it would only be obtained.
async fn token(options: &GlobalOptions) -> Result<(Option<Secret<String>>, String), Failure> {
    if options.sandbox {
        let sandbox = Sandbox::start()?;
        return Ok((Some(sandbox.access_token()), "the embedded tenant".to_owned()));
    }
    let sign_in = sign_in::choose(&options.sign_in, options.cloud.map(Into::into))?;
    let way = sign_in.describe();
    let token = if options.dry_run { None } else { Some(sign_in.access_token().await?) };
    Ok((token, way))
}

fn lacking(comparison: &Comparison) -> String {
    let missing = comparison.missing().iter().map(|permission| permission.name.to_owned());
    let not_supported =
        names(comparison.not_supported()).into_iter().map(|name| format!("{name} (not for this caller)"));
    let lacking: Vec<_> = missing.chain(not_supported).collect();
    if lacking.is_empty() { "-".to_owned() } else { lacking.join(", ") }
}

fn report(claims: &Claims, granted: &GrantedPermissions, compared: &[(&str, Comparison)], way: &str) -> Value {
    let command = |(command, comparison): &(&str, Comparison)| {
        let missing: Vec<_> = comparison.missing().iter().map(|permission| permission.name).collect();
        json!({
            "command": command,
            "allowed": comparison.is_sufficient(),
            "missing": missing,
            "notSupported": names(comparison.not_supported()),
        })
    };
    json!({
        "signIn": way,
        "tenant": claims.tenant,
        "caller": key(granted.caller()),
        "name": claims.name(),
        "application": claims.application(),
        "expires": claims.expires(),
        "permissions": granted.permissions(),
        "commands": compared.iter().map(command).collect::<Vec<_>>(),
    })
}
