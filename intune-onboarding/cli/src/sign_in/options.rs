//! The options for sign-in.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Deserialize;

/// How to sign in. What is not given comes from the profile, and then from the environment.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Sign-in options")]
pub(crate) struct SignInOptions {
    /// Sign in this way [default: `GRAPH_ACCESS_TOKEN`, or else what the environment has]
    #[arg(long, global = true, value_name = "WAY")]
    pub(super) auth: Option<Method>,

    /// Take the settings of this profile in the configuration file [default: default]
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) profile: Option<String>,

    /// ID or domain of the tenant
    #[arg(long, global = true, value_name = "TENANT")]
    pub(crate) tenant: Option<String>,

    /// Application (client) ID
    #[arg(long, global = true, value_name = "ID")]
    pub(crate) client_id: Option<String>,

    /// File with the client secret, the certificate with its key (PEM), the federated token or the access token, whichever
    /// --auth needs; - reads standard input
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) credential_file: Option<PathBuf>,

    /// Sign in at this URL instead of the cloud's own
    #[arg(long, global = true, value_name = "URL")]
    pub(super) authority: Option<String>,
}

/// The ways to sign in, as the command line and the configuration file name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Method {
    /// As the user who is signed in to the Azure CLI
    AzureCli,
    /// As an application, with a client secret
    ClientSecret,
    /// As an application, with a certificate
    ClientCertificate,
    /// As the managed identity of a machine on Azure
    ManagedIdentity,
    /// As an application, with a token of Kubernetes or another identity provider
    WorkloadIdentity,
    /// As a user, with a code that is entered in a browser on any device
    DeviceCode,
    /// With an access token
    Token,
}

impl Method {
    /// Returns the name on the command line.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::AzureCli => "azure-cli",
            Self::ClientSecret => "client-secret",
            Self::ClientCertificate => "client-certificate",
            Self::ManagedIdentity => "managed-identity",
            Self::WorkloadIdentity => "workload-identity",
            Self::DeviceCode => "device-code",
            Self::Token => "token",
        }
    }
}

impl SignInOptions {
    /// Returns the name of the first of these options that is given.
    pub(crate) fn given(&self) -> Option<&'static str> {
        let options = [
            ("--auth", self.auth.is_some()),
            ("--profile", self.profile.is_some()),
            ("--tenant", self.tenant.is_some()),
            ("--client-id", self.client_id.is_some()),
            ("--credential-file", self.credential_file.is_some()),
            ("--authority", self.authority.is_some()),
        ];
        options.into_iter().find(|(_, given)| *given).map(|(option, _)| option)
    }
}
