//! `permissions`: what there is to call, what has to be granted for it, and whether it is.

mod check;
mod least;
mod operations;
mod table;

use graph_runtime::{
    Cloud,
    permissions::{ActionSet, AdminConsent, Caller, LeastPrivilege},
};
use serde_json::json;

use super::{
    args::{Permissions, Shared},
    commands,
    failure::Failure,
    output::Output,
};

pub(crate) fn run(arguments: &Permissions, shared: &Shared, output: &mut Output<'_>) -> Result<(), Failure> {
    const REASON: &str = "permissions calls nothing";
    if arguments.scopes || arguments.consent_url {
        shared.refuse_call_options(REASON)?;
    } else {
        shared.refuse_service_options(REASON)?;
    }
    if arguments.client_id.is_some() && !arguments.az && !arguments.consent_url {
        return Err(Failure::input("--client-id is for --consent-url and --az"));
    }
    let actions = operations::named(arguments.operations.as_deref())?;
    let set = ActionSet::new(&actions);
    let caller = arguments.caller.map(Caller::from);
    let cloud = shared.cloud.map_or(Cloud::Global, Cloud::from);
    if arguments.check {
        return check::run(set, output);
    }
    if arguments.scopes {
        let least = possible(set, caller.unwrap_or(Caller::Delegated))?;
        return write(output, "scope", &least.scope(&cloud));
    }
    if arguments.consent_url {
        let least = possible(set, caller.unwrap_or(Caller::Delegated))?;
        return write(
            output,
            "consentUrl",
            &consent(arguments)?.url(&least, &cloud).map_err(graph_runtime::Error::from)?,
        );
    }
    if arguments.manifest || arguments.az {
        return registration(arguments, set, caller, output);
    }
    let callers = caller.map_or(Caller::ALL.to_vec(), |caller| vec![caller]);
    if arguments.markdown {
        let table = set.markdown(&callers);
        return if output.is_json() { write(output, "markdown", &table) } else { Ok(output.text(&table)?) };
    }
    if arguments.operations.is_none() && caller.is_none() {
        return table::show(&actions, output);
    }
    least::show(set, &callers, output)
}

/// The least for a kind of caller that can call all the operations; what is made from less would not do.
fn possible(set: ActionSet<'_>, caller: Caller) -> Result<LeastPrivilege, Failure> {
    let least = set.least_privilege(caller);
    if least.not_supported().is_empty() {
        return Ok(least);
    }
    let names = operations::names(least.not_supported());
    Err(Failure::input(format!(
        "{} cannot be called by this kind of caller ({}): leave them out with --for, or choose another --caller",
        names.join(", "),
        key(caller)
    )))
}

fn consent(arguments: &Permissions) -> Result<AdminConsent, Failure> {
    let missing = || Failure::input("--consent-url needs --client-id and --redirect-uri");
    let client_id = arguments.client_id.as_deref().ok_or_else(missing)?;
    let mut consent = AdminConsent::new(client_id, arguments.redirect_uri.as_deref().ok_or_else(missing)?);
    if let Some(tenant) = &arguments.tenant {
        consent = consent.tenant(tenant);
    }
    if let Some(state) = &arguments.state {
        consent = consent.state(state);
    }
    Ok(consent)
}

/// What an application's registration asks for: the manifest, or the command that adds to it.
fn registration(
    arguments: &Permissions,
    set: ActionSet<'_>,
    caller: Option<Caller>,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let callers = caller.map_or(vec![Caller::Delegated, Caller::Application], |caller| vec![caller]);
    for &caller in &callers {
        possible(set, caller)?;
    }
    let access = set.required_resource_access(&callers);
    if let Some((caller, permission)) = access.without_id().first() {
        // A manifest without it would look complete.
        return Err(Failure::input(format!(
            "Microsoft publishes no id for {permission} ({}): add it in the portal, or leave what needs it out with --for",
            key(*caller)
        )));
    }
    if arguments.manifest {
        if output.is_json() {
            let access = commands::to_json(&access)?;
            output.json(&json!({"ok": true, "requiredResourceAccess": access}))?;
        } else {
            output.line(&access)?;
        }
        return Ok(());
    }
    match access.az_command(arguments.client_id.as_deref()) {
        Some(command) => write(output, "command", &command),
        None => Err(Failure::input("these operations need no permission: there is nothing to add")),
    }
}

/// Writes one text, by this name where a script reads.
fn write(output: &mut Output<'_>, name: &str, text: &str) -> Result<(), Failure> {
    if output.is_json() {
        output.json(&json!({"ok": true, name: text}))?;
    } else {
        output.line(text)?;
    }
    Ok(())
}

/// A kind of caller, as the command line and JSON name it.
fn key(caller: Caller) -> &'static str {
    match caller {
        Caller::Delegated => "delegated",
        Caller::Personal => "personal",
        Caller::Application => "application",
    }
}
