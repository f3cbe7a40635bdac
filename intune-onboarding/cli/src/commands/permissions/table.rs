//! The operations with all the permissions with which they can be called.

use graph_runtime::{metadata::ActionMetadata, permissions::Access};
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    output::{Output, permissions_json},
};

/// Shows every alternative of each operation.
pub(super) fn show(actions: &[&'static ActionMetadata], output: &mut Output<'_>) -> Result<(), Failure> {
    if output.is_json() {
        let operations: Vec<_> = actions.iter().map(|action| operation_json(action)).collect();
        output.json(&json!({"ok": true, "operations": operations}))?;
        return Ok(());
    }
    output.line("Any one line of permissions is sufficient for its caller type; the least privileged comes first.")?;
    for action in actions {
        let versions: Vec<_> = action.versions.iter().map(|version| version.as_str()).collect();
        output.line("")?;
        output.line(action.name)?;
        output.line(format_args!("  {} {}  ({})", action.method, action.path, versions.join(", ")))?;
        row(output, "delegated", action.permissions.delegated)?;
        row(output, "application", action.permissions.application)?;
    }
    Ok(())
}

fn row(output: &mut Output<'_>, caller: &str, access: Access) -> Result<(), Failure> {
    if access.alternatives().is_empty() {
        output.line(format_args!("  {caller:<12}{access}"))?;
    }
    for (number, alternative) in access.alternatives().iter().enumerate() {
        let names: Vec<_> = alternative.iter().map(|permission| permission.name).collect();
        let caller = if number == 0 { caller } else { "" };
        output.line(format_args!("  {caller:<12}{}", names.join(" and ")))?;
    }
    Ok(())
}

fn operation_json(action: &ActionMetadata) -> Value {
    json!({
        "operation": action.name,
        "method": action.method.as_str(),
        "path": action.path.as_str(),
        "versions": action.versions.iter().map(|version| version.as_str()).collect::<Vec<_>>(),
        "permissions": permissions_json(&action.permissions),
        "docs": action.docs,
    })
}
