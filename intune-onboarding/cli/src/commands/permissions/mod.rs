//! `permissions`: the permissions that operations need, the least privileged of them, and whether a token has them.

mod check;
mod least;
mod table;

use clap::{ArgGroup, Args, ValueEnum};
use graph_runtime::{
    Cloud,
    permissions::{ActionSet, AdminConsent, Caller, LeastPrivilege},
};
use serde_json::json;

use crate::{
    failure::Failure,
    operations,
    options::GlobalOptions,
    output::{Output, to_json},
    sign_in::SignInOptions,
};

const EXAMPLES: &str = "\
Examples:
  intune-onboarding permissions --for vpp,UploadDepToken
  intune-onboarding permissions --for vpp --caller application --manifest > access.json
  az ad app update --id <CLIENT ID> --required-resource-accesses @access.json
  intune-onboarding permissions --for vpp --check

--check calls no operation: it reads the permissions from the token. It exits with
  0  no permission is missing; permissions that are not needed are listed
  3  there is no token, it has expired, or it is for another service
  4  a permission is missing, or the caller type cannot call one of the operations
  6  the token cannot be read, as those of personal accounts cannot";

/// Show the permissions that operations need, or the least privileged set for some of them
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("shown"), after_help = EXAMPLES)]
pub(crate) struct Permissions {
    /// Operations such as `UploadDepToken`, or groups such as dep, separated by commas [default: all]
    #[arg(long = "for", value_name = "OPERATIONS", value_delimiter = ',')]
    operations: Option<Vec<String>>,

    /// Only for this caller type; without it, --scopes and --consent-url are for delegated
    #[arg(long, value_name = "CALLER")]
    caller: Option<CallerName>,

    /// Print the scopes to request at sign-in
    #[arg(long, group = "shown")]
    scopes: bool,

    /// Print the URL for admin consent; needs --client-id and --redirect-uri, and takes --tenant
    #[arg(long, group = "shown")]
    consent_url: bool,

    /// Print requiredResourceAccess for the manifest of an application, as JSON
    #[arg(long, group = "shown")]
    manifest: bool,

    /// Print the Azure CLI command that adds the permissions to the application of --client-id
    #[arg(long, group = "shown")]
    az: bool,

    /// Print a Markdown table
    #[arg(long, group = "shown")]
    markdown: bool,

    /// Compare with the access token that a call would have; exits with 4 if a permission is missing
    #[arg(long, group = "shown", conflicts_with = "caller")]
    check: bool,

    /// Redirect URI that is registered for the application, for --consent-url
    #[arg(long, value_name = "URI", requires = "consent_url")]
    redirect_uri: Option<String>,

    /// Text that is passed on to the redirect URI, for --consent-url
    #[arg(long, value_name = "TEXT", requires = "consent_url")]
    state: Option<String>,
}

/// The caller types, as the command line names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CallerName {
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

impl Permissions {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        const REASON: &str = "permissions sends nothing";
        if self.scopes || self.consent_url {
            options.reject_call_options(REASON)?;
        } else {
            options.reject_service_options(REASON)?;
        }
        let sign_in = &options.sign_in;
        // Only --check signs in. Two of the options have another use here.
        let mut unused = sign_in.clone();
        unused.client_id = unused.client_id.filter(|_| !self.az && !self.consent_url);
        unused.tenant = unused.tenant.filter(|_| !self.consent_url);
        if let Some(option) = unused.given().filter(|_| !self.check) {
            return Err(Failure::input(match option {
                "--client-id" => "--client-id is for --consent-url, --az and --check".to_owned(),
                "--tenant" => "--tenant is for --consent-url and --check".to_owned(),
                option => format!("{option} is for --check: otherwise, {REASON}"),
            }));
        }
        let actions = operations::named(self.operations.as_deref())?;
        let set = ActionSet::new(&actions);
        let caller = self.caller.map(Caller::from);
        let cloud = options.cloud.map_or(Cloud::Global, Cloud::from);
        if self.check {
            return check::run(set, options, output).await;
        }
        if self.scopes {
            let least = callable(set, caller.unwrap_or(Caller::Delegated))?;
            return write(output, "scope", &least.scope(&cloud));
        }
        if self.consent_url {
            let least = callable(set, caller.unwrap_or(Caller::Delegated))?;
            let url = self.consent(sign_in)?.url(&least, &cloud).map_err(graph_runtime::Error::from)?;
            return write(output, "consentUrl", &url);
        }
        if self.manifest || self.az {
            return self.registration(set, caller, sign_in, output);
        }
        let callers = caller.map_or(Caller::ALL.to_vec(), |caller| vec![caller]);
        if self.markdown {
            let table = set.markdown(&callers);
            return if output.is_json() { write(output, "markdown", &table) } else { Ok(output.text(&table)?) };
        }
        if self.operations.is_none() && caller.is_none() {
            return table::show(&actions, output);
        }
        least::show(set, &callers, output)
    }

    fn consent(&self, sign_in: &SignInOptions) -> Result<AdminConsent, Failure> {
        let missing = || Failure::input("--consent-url needs --client-id and --redirect-uri");
        let client_id = sign_in.client_id.as_deref().ok_or_else(missing)?;
        let mut consent = AdminConsent::new(client_id, self.redirect_uri.as_deref().ok_or_else(missing)?);
        if let Some(tenant) = &sign_in.tenant {
            consent = consent.tenant(tenant);
        }
        if let Some(state) = &self.state {
            consent = consent.state(state);
        }
        Ok(consent)
    }

    /// Writes what the registration of an application needs: the manifest, or the command that adds to it.
    fn registration(
        &self,
        set: ActionSet<'_>,
        caller: Option<Caller>,
        sign_in: &SignInOptions,
        output: &mut Output<'_>,
    ) -> Result<(), Failure> {
        let callers = caller.map_or(vec![Caller::Delegated, Caller::Application], |caller| vec![caller]);
        for &caller in &callers {
            callable(set, caller)?;
        }
        let access = set.required_resource_access(&callers);
        if let Some((caller, permission)) = access.without_id().first() {
            // A manifest without it would look complete.
            return Err(Failure::input(format!(
                "Microsoft publishes no ID for {permission} ({}): add it in the portal, or leave out the operations that \
                 need it with --for",
                key(*caller)
            )));
        }
        if self.manifest {
            if output.is_json() {
                let access = to_json(&access)?;
                output.json(&json!({"ok": true, "requiredResourceAccess": access}))?;
            } else {
                output.line(&access)?;
            }
            return Ok(());
        }
        match access.az_command(sign_in.client_id.as_deref()) {
            Some(command) => write(output, "command", &command),
            None => Err(Failure::input("these operations need no permission: there is nothing to add")),
        }
    }
}

/// Returns the least privileged permissions for a caller type, if it can call all the operations.
fn callable(set: ActionSet<'_>, caller: Caller) -> Result<LeastPrivilege, Failure> {
    let least = set.least_privilege(caller);
    if least.not_supported().is_empty() {
        return Ok(least);
    }
    let names = operations::names(least.not_supported());
    Err(Failure::input(format!(
        "{} cannot be called by this caller type ({}): leave them out with --for, or choose another --caller",
        names.join(", "),
        key(caller)
    )))
}

/// Writes one text; its name is for JSON.
fn write(output: &mut Output<'_>, name: &str, text: &str) -> Result<(), Failure> {
    if output.is_json() {
        output.json(&json!({"ok": true, name: text}))?;
    } else {
        output.line(text)?;
    }
    Ok(())
}

/// Returns the name of a caller type on the command line and in JSON.
pub(super) fn key(caller: Caller) -> &'static str {
    match caller {
        Caller::Delegated => "delegated",
        Caller::Personal => "personal",
        Caller::Application => "application",
    }
}
