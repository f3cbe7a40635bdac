//! `renew`: the renewals, in steps that can be done one at a time.

mod android;
mod apns;
mod dep;
mod flow;
mod guide;
mod report;
mod state;
mod vpp;

use std::time::Duration;

use clap::{Args, Subcommand};

use crate::{duration::duration, failure::Failure, options::GlobalOptions, output::Output};

/// Renew a token or certificate, in steps that can be done one at a time
///
/// Without further options, each command shows what there is, and the steps of its renewal. A file from Apple is checked
/// before anything is sent: whether it is for this tenant, and newer than the current one. After the upload, the command
/// waits until Intune shows the new date. A renewal that was interrupted goes on if the same command is run again.
#[derive(Debug, Subcommand)]
pub(crate) enum Renew {
    /// Renew a DEP token: write the public key for Apple to a file, then check and upload the .p7m file from Apple
    #[command(after_help = dep::EXAMPLES)]
    Dep(dep::Dep),
    /// Renew a VPP token: check and upload the .vpptoken file from Apple
    #[command(after_help = vpp::EXAMPLES)]
    Vpp(vpp::Vpp),
    /// Renew the push certificate: write the signing request for Apple to a file, then check and upload the certificate
    #[command(after_help = apns::EXAMPLES)]
    Apns(apns::Apns),
    /// Renew the enrollment token of an Android profile
    #[command(after_help = android::EXAMPLES)]
    Android(android::Android),
}

/// The options of the step that uploads a file.
#[derive(Debug, Args)]
struct Upload {
    /// Upload the file although a check fails, with the consequence that the failure names
    #[arg(long, requires = "file")]
    force: bool,

    /// End after the upload, without waiting until the new date shows
    #[arg(long, requires = "file")]
    no_wait: bool,

    /// Longest time to wait until the new date shows, such as 90s or 15m
    #[arg(long, value_name = "DURATION", value_parser = duration, default_value = "10m")]
    wait_timeout: Duration,
}

impl Renew {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        match self {
            Self::Dep(arguments) => arguments.run(options, output).await,
            Self::Vpp(arguments) => arguments.run(options, output).await,
            Self::Apns(arguments) => arguments.run(options, output).await,
            Self::Android(arguments) => arguments.run(options, output).await,
        }
    }
}
