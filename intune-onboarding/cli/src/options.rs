//! The options that every command takes.

use std::time::Duration;

use clap::{Args, ValueEnum, builder::FalseyValueParser};
use graph_runtime::{ApiVersion, Cloud};
use serde::Deserialize;

use crate::{failure::Failure, output::OutputOptions, sign_in::SignInOptions};

/// The options that every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalOptions {
    #[command(flatten)]
    pub(crate) output: OutputOptions,

    /// Show the request instead of sending it; needs no access token
    #[arg(long, global = true)]
    pub(crate) dry_run: bool,

    /// Call an embedded tenant with made-up data instead of Microsoft Graph; needs no access token. Each run has a tenant of
    /// its own: see `sandbox` for one that stays
    #[arg(long, global = true, env = "INTUNE_ONBOARDING_SANDBOX", hide_env_values = true, value_parser = FalseyValueParser::new())]
    pub(crate) sandbox: bool,

    /// Call this base URL without the version segment (/v1.0, /beta) instead of the cloud's own
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) base_url: Option<String>,

    /// Call Microsoft Graph in this cloud; us-gov is GCC High [default: global]
    #[arg(long, global = true, value_name = "CLOUD")]
    pub(crate) cloud: Option<CloudName>,

    /// Call this version of Microsoft Graph, v1.0 or beta [default: the operation's own]
    #[arg(long, global = true, value_name = "VERSION", value_parser = api_version)]
    pub(crate) api_version: Option<ApiVersion>,

    /// Maximum number of retries for calls that are safe to retry [default: 3]
    #[arg(long, global = true, value_name = "NUMBER")]
    pub(crate) retries: Option<u32>,

    /// Seconds after which an attempt without a whole response ends, and may be retried [default: 100]
    #[arg(long, global = true, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) timeout: Option<u64>,

    /// Write the way to sign in, and each request, response and retry, to standard error
    #[arg(long, short, global = true)]
    pub(crate) verbose: bool,

    // The last one, since its heading counts for what follows.
    #[command(flatten)]
    pub(crate) sign_in: SignInOptions,

    /// What defines the program; set by `with_definition`.
    #[arg(skip = clap::Command::default as fn() -> clap::Command)]
    definition: fn() -> clap::Command,
}

impl GlobalOptions {
    /// Adds what defines the program, for the commands that describe it.
    pub(crate) fn with_definition(self, definition: fn() -> clap::Command) -> Self {
        Self { definition, ..self }
    }

    /// Returns the definition of the program: its commands and their options.
    pub(crate) fn definition(&self) -> clap::Command {
        (self.definition)()
    }

    /// Returns how long an attempt may take, if it is not as long as usual.
    pub(crate) fn attempt_timeout(&self) -> Option<Duration> {
        self.timeout.map(Duration::from_secs)
    }

    /// Rejects the options for calls and the cloud, for a command to which neither applies.
    pub(crate) fn reject_service_options(&self, reason: &str) -> Result<(), Failure> {
        self.reject_call_options(reason)?;
        match self.cloud {
            Some(_) => Err(Failure::input(format!("--cloud does not apply: {reason}"))),
            None => Ok(()),
        }
    }

    /// Rejects the options for calls, for a command that sends nothing.
    pub(crate) fn reject_call_options(&self, reason: &str) -> Result<(), Failure> {
        if self.dry_run {
            return Err(Failure::input(format!("--dry-run does not apply: {reason}")));
        }
        self.reject_service(reason)
    }

    /// Rejects the options for calls, for a command that can be shown, but does not call Microsoft Graph.
    pub(crate) fn reject_service(&self, reason: &str) -> Result<(), Failure> {
        let options = [
            ("--sandbox", self.sandbox),
            ("--base-url", self.base_url.is_some()),
            ("--api-version", self.api_version.is_some()),
            ("--retries", self.retries.is_some()),
            ("--timeout", self.timeout.is_some()),
        ];
        match options.into_iter().find(|(_, given)| *given) {
            Some((option, _)) => Err(Failure::input(format!("{option} does not apply: {reason}"))),
            None => Ok(()),
        }
    }
}

/// The clouds, as the command line names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CloudName {
    Global,
    UsGov,
    UsGovDod,
    China,
}

impl From<CloudName> for Cloud {
    fn from(name: CloudName) -> Self {
        match name {
            CloudName::Global => Self::Global,
            CloudName::UsGov => Self::UsGovernment,
            CloudName::UsGovDod => Self::UsGovernmentDod,
            CloudName::China => Self::China,
        }
    }
}

fn api_version(text: &str) -> Result<ApiVersion, String> {
    text.parse().map_err(|_| "the versions of Microsoft Graph are v1.0 and beta".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use crate::Arguments;

    #[test]
    fn global_options_may_be_given_anywhere() {
        for line in ["x --json --dry-run vpp list", "x vpp --json list --dry-run", "x vpp list --dry-run --json"] {
            let options = Arguments::try_parse_from(line.split(' ')).expect(line).options;
            assert!(options.dry_run, "{line}");
        }
    }
}
