//! What can be asked for on the command line.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum, builder::PossibleValuesParser};
use graph_runtime::{ApiVersion, Cloud, permissions::Caller};
use intune_onboarding::vpp::VppTokenAccountType;

use super::failure::Failure;

const EXAMPLES: &str = "\
Examples:
  Try it without an account, on a tenant of its own:
    intune-onboarding demo

  Renew the token of Apple Business Manager, looking at the request first:
    intune-onboarding dep list
    intune-onboarding dep upload-token --id 54fac284-7866-43e5-860a-9c8e10fa3d7d \\
        --apple-id it@contoso.com --file Contoso_smime.p7m --dry-run

  Make an Android enrolment token for 30 days and draw its QR code:
    intune-onboarding android list
    intune-onboarding android create-token --id 4a9f0c6e-51e6-4c57-8b2e-3f4b0d6f8a11 --validity-days 30 --qr

  Renew a VPP token from a file that another program writes:
    fetch-vpptoken | intune-onboarding vpp update --id 9ceb2f92-2f92-9ceb-922f-eb9c922feb9c --file -

  See what an application has to be granted for two groups of operations, and whether a token has it:
    intune-onboarding permissions --for dep,vpp
    intune-onboarding permissions --for dep,vpp --check

Environment:
  GRAPH_ACCESS_TOKEN  An access token for Microsoft Graph. Needed by whatever calls the service, and by permissions
                      --check; not by demo, permissions and --dry-run. It is never an argument, so that it stays out of process lists.
                      With the Azure CLI: az account get-access-token --resource-type ms-graph --query accessToken -o tsv

Exit codes:
  0  done
  1  the output cannot be written, or the demo went wrong
  2  bad usage or bad input; nothing was sent
  3  no access token, or the service does not accept it
  4  the service refused; permissions --check: the token lacks something
  5  the service was not reached, or did not answer in time
  6  the service answered, but not in a way that is understood; permissions --check: the token cannot be read";

const PERMISSIONS_EXAMPLES: &str = "\
Examples:
  intune-onboarding permissions --for vpp,UploadDepToken
  intune-onboarding permissions --for vpp --caller application --manifest > access.json
  az ad app update --id <CLIENT ID> --required-resource-accesses @access.json
  intune-onboarding permissions --for vpp --check

--check sends nothing: it reads what the token says of itself, for guidance. It exits with
  0  nothing is missing; what is granted beyond that is listed
  3  there is no token
  4  something is missing, or this kind of caller cannot call one of the operations
  6  it cannot be told: the token is opaque, or none that can be read";

/// Microsoft Intune's device onboarding from the command line: DEP tokens, Android enrolment tokens, VPP tokens.
#[derive(Debug, Parser)]
#[command(name = "intune-onboarding", version, after_help = EXAMPLES, max_term_width = 110)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) shared: Shared,
}

/// What every command understands.
#[derive(Debug, Args)]
pub(crate) struct Shared {
    /// Write JSON to stdout, for scripts: results, requests, permissions and errors
    #[arg(long, global = true, help_heading = "Options for every command")]
    pub(crate) json: bool,

    /// Show the request instead of sending it; needs no access token
    #[arg(long, global = true, help_heading = "Options for every command")]
    pub(crate) dry_run: bool,

    /// Call this address instead of Microsoft's: what stands before /v1.0 and /beta
    #[arg(long, global = true, value_name = "URL", help_heading = "Options for every command")]
    pub(crate) base_url: Option<String>,

    /// Call the Graph of this cloud; us-gov is GCC High [default: global]
    #[arg(long, global = true, value_name = "CLOUD", help_heading = "Options for every command")]
    pub(crate) cloud: Option<CloudName>,

    /// Call this version of Graph instead of the first in which the operation exists
    #[arg(
        long,
        global = true,
        value_name = "VERSION",
        value_parser = api_version,
        help_heading = "Options for every command"
    )]
    pub(crate) api_version: Option<ApiVersion>,

    /// Repeat a call that is safe to repeat up to this often [default: 3]
    #[arg(long, global = true, value_name = "NUMBER", help_heading = "Options for every command")]
    pub(crate) retries: Option<u32>,
}

impl Shared {
    /// Refuses the options that say how the service is called, where it is not.
    pub(crate) fn refuse_service_options(&self, reason: &str) -> Result<(), Failure> {
        self.refuse_call_options(reason)?;
        match self.cloud {
            Some(_) => Err(Failure::input(format!("--cloud does not apply: {reason}"))),
            None => Ok(()),
        }
    }

    /// The same, where it matters in which cloud the service would be.
    pub(crate) fn refuse_call_options(&self, reason: &str) -> Result<(), Failure> {
        let options = [
            ("--dry-run", self.dry_run),
            ("--base-url", self.base_url.is_some()),
            ("--api-version", self.api_version.is_some()),
            ("--retries", self.retries.is_some()),
        ];
        match options.into_iter().find(|(_, given)| *given) {
            Some((option, _)) => Err(Failure::input(format!("{option} does not apply: {reason}"))),
            None => Ok(()),
        }
    }
}

/// The clouds under names for the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
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

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Renew a DEP token, make an Android token and renew a VPP token, on an embedded tenant; needs no account
    Demo(Demo),
    /// Apple's Device Enrollment Program: Apple Business Manager, Apple School Manager
    #[command(subcommand)]
    Dep(Dep),
    /// Android Enterprise: enrolment profiles of corporate-owned devices
    #[command(subcommand)]
    Android(Android),
    /// Apple's Volume Purchase Program
    #[command(subcommand)]
    Vpp(Vpp),
    /// Show what the operations need to be granted: all of them as a table, or the least for some
    Permissions(Box<Permissions>),
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Upload this .p7m file instead of a made-up one; it does not leave this computer
    #[arg(long, value_name = "FILE")]
    pub(crate) dep_token: Option<PathBuf>,

    /// Upload this .vpptoken file instead of a made-up one; it does not leave this computer
    #[arg(long, value_name = "FILE")]
    pub(crate) vpp_token: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Dep {
    /// Upload a new DEP token: the .p7m file from Apple Business Manager
    UploadToken(UploadToken),
    /// List the connections to Apple, with their ids
    List(List),
}

#[derive(Debug, Args)]
pub(crate) struct UploadToken {
    /// Id of the depOnboardingSetting, as `dep list` shows it
    #[arg(long)]
    pub(crate) id: String,

    /// The Apple ID under which the token was made
    #[arg(long)]
    pub(crate) apple_id: String,

    /// The .p7m file; - reads standard input
    #[arg(long)]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Android {
    /// Make a new enrolment token for a profile, and show it
    CreateToken(CreateToken),
    /// List the enrolment profiles, with their ids
    List(List),
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("validity").required(true))]
pub(crate) struct CreateToken {
    /// Id of the androidDeviceOwnerEnrollmentProfile, as `android list` shows it
    #[arg(long)]
    pub(crate) id: String,

    /// How many days the token is valid: 1 to 24855
    #[arg(long, value_name = "DAYS", group = "validity", allow_negative_numbers = true)]
    pub(crate) validity_days: Option<i64>,

    /// How many seconds the token is valid: 1 to 2147483647
    #[arg(long, value_name = "SECONDS", group = "validity", allow_negative_numbers = true)]
    pub(crate) validity_seconds: Option<i64>,

    /// Draw the QR code that a new device scans
    #[arg(long)]
    pub(crate) qr: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Vpp {
    /// Change a VPP token; what is not given stays as it is
    Update(Box<UpdateVpp>),
    /// List the VPP tokens, with their ids
    List(List),
}

#[derive(Debug, Args)]
pub(crate) struct UpdateVpp {
    /// Id of the vppToken, as `vpp list` shows it
    #[arg(long)]
    pub(crate) id: String,

    /// Renew it from this .vpptoken file; - reads standard input
    #[arg(long)]
    pub(crate) file: Option<PathBuf>,

    /// The organization that it belongs to
    #[arg(long, value_name = "NAME")]
    pub(crate) organization_name: Option<String>,

    /// The Apple ID under which it was made
    #[arg(long)]
    pub(crate) apple_id: Option<String>,

    /// The country or region of its App Store, such as us
    #[arg(long, value_name = "COUNTRY")]
    pub(crate) country: Option<String>,

    /// Whether its apps are kept up to date
    #[arg(long, value_name = "true|false", action = clap::ArgAction::Set)]
    pub(crate) automatically_update_apps: Option<bool>,

    /// Which of Apple's programs it is of
    #[arg(long, value_name = "TYPE", value_parser = PossibleValuesParser::new(VppTokenAccountType::MEMBERS))]
    pub(crate) account_type: Option<String>,

    /// Set this property to null; may be given several times
    #[arg(long, value_name = "PROPERTY")]
    pub(crate) clear: Vec<Clearable>,
}

/// What Graph lets be null in a VPP token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "camelCase")]
pub(crate) enum Clearable {
    OrganizationName,
    AppleId,
    #[value(alias = "country")]
    CountryOrRegion,
    Token,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Show at most this many
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) top: Option<u32>,

    /// Show those that this OData expression holds for
    #[arg(long, value_name = "EXPRESSION")]
    pub(crate) filter: Option<String>,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("shown"), after_help = PERMISSIONS_EXAMPLES)]
pub(crate) struct Permissions {
    /// Only for these: operations such as `UploadDepToken`, or groups (dep, android, vpp), separated by commas [default: all]
    #[arg(long = "for", value_name = "OPERATIONS", value_delimiter = ',')]
    pub(crate) operations: Option<Vec<String>>,

    /// Only for this kind of caller; --scopes and --consent-url are for one, and take delegated by default
    #[arg(long, value_name = "CALLER")]
    pub(crate) caller: Option<CallerName>,

    /// Write the scopes to sign in with
    #[arg(long, group = "shown")]
    pub(crate) scopes: bool,

    /// Write the address at which an administrator consents; needs --client-id and --redirect-uri
    #[arg(long, group = "shown", requires_all = ["client_id", "redirect_uri"])]
    pub(crate) consent_url: bool,

    /// Write the requiredResourceAccess of an application's manifest, as JSON
    #[arg(long, group = "shown")]
    pub(crate) manifest: bool,

    /// Write the command of the Azure CLI that adds the permissions to an application
    #[arg(long, group = "shown")]
    pub(crate) az: bool,

    /// Write a table in Markdown
    #[arg(long, group = "shown")]
    pub(crate) markdown: bool,

    /// Compare with what the access token in `GRAPH_ACCESS_TOKEN` holds; exits with 4 if something is missing
    #[arg(long, group = "shown", conflicts_with = "caller")]
    pub(crate) check: bool,

    /// Id of the application (client), for --consent-url and --az
    #[arg(long, value_name = "ID", conflicts_with_all = ["scopes", "manifest", "markdown", "check"])]
    pub(crate) client_id: Option<String>,

    /// Tenant of the administrator, by id or domain, for --consent-url [default: organizations]
    #[arg(long, value_name = "TENANT", requires = "consent_url")]
    pub(crate) tenant: Option<String>,

    /// Where the browser goes afterwards, for --consent-url: one that the application has registered
    #[arg(long, value_name = "URI", requires = "consent_url")]
    pub(crate) redirect_uri: Option<String>,

    /// A text that comes back to the application, for --consent-url
    #[arg(long, value_name = "TEXT", requires = "consent_url")]
    pub(crate) state: Option<String>,
}

/// The kinds of callers under names for the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CallerName {
    Delegated,
    Application,
    Personal,
}

impl From<CallerName> for Caller {
    fn from(name: CallerName) -> Self {
        match name {
            CallerName::Delegated => Self::Delegated,
            CallerName::Application => Self::Application,
            CallerName::Personal => Self::Personal,
        }
    }
}

fn api_version(text: &str) -> Result<ApiVersion, String> {
    text.parse().map_err(|_| "Microsoft Graph has the versions v1.0 and beta".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn shared_options_stand_anywhere() {
        for line in ["x --json --dry-run vpp list", "x vpp --json list --dry-run", "x vpp list --dry-run --json"] {
            let arguments = Arguments::try_parse_from(line.split(' ')).expect(line);
            assert!(arguments.shared.json && arguments.shared.dry_run, "{line}");
        }
    }

    #[test]
    fn one_validity_is_asked_for() {
        for line in
            ["x android create-token --id a", "x android create-token --id a --validity-days 1 --validity-seconds 1"]
        {
            assert!(Arguments::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
        assert!(Arguments::try_parse_from("x android create-token --id a --validity-days -1".split(' ')).is_ok());
    }

    #[test]
    fn a_property_to_clear_has_the_name_that_graph_gives_it() {
        let line = "x vpp update --id a --clear organizationName --clear countryOrRegion --clear country";
        let Command::Vpp(Vpp::Update(update)) = Arguments::try_parse_from(line.split(' ')).expect(line).command else {
            panic!("another command");
        };
        let expected = [Clearable::OrganizationName, Clearable::CountryOrRegion, Clearable::CountryOrRegion];
        assert_eq!(update.clear, expected);
    }
}
