//! The least privileged permissions for some operations.

use graph_runtime::permissions::{ActionSet, Caller, LeastPrivilege, Permission};
use serde_json::{Map, Value, json};

use super::key;
use crate::{failure::Failure, operations::names, output::Output};

/// Shows the least privileged permissions for each of these caller types.
pub(super) fn show(set: ActionSet<'_>, callers: &[Caller], output: &mut Output<'_>) -> Result<(), Failure> {
    let sets: Vec<_> = callers.iter().map(|&caller| set.least_privilege(caller)).collect();
    if output.is_json() {
        let least: Map<_, _> = sets.iter().map(|least| (key(least.caller()).to_owned(), least_json(least))).collect();
        output.json(&json!({"ok": true, "operations": names(set.actions()), "leastPrivilege": least}))?;
        return Ok(());
    }
    output.caption(format_args!("Least privileged permissions for {}:\n", names(set.actions()).join(", ")))?;
    let rows: Vec<_> = sets.iter().flat_map(rows).collect();
    output.table(["CALLER", "PERMISSION", "LEVEL", "ADMIN CONSENT", "NEEDED FOR"], &rows)?;
    Ok(())
}

fn rows(least: &LeastPrivilege) -> Vec<[String; 5]> {
    let caller = least.caller();
    let none = || "-".to_owned();
    let mut rows: Vec<_> = least
        .required()
        .iter()
        .map(|required| {
            let permission = &required.permission;
            [
                key(caller).to_owned(),
                permission.to_string(),
                permission.level(caller).map_or_else(none, |level| level.to_string()),
                if permission.needs_admin_consent(caller) { "yes" } else { "no" }.to_owned(),
                names(&required.needed_for).join(", "),
            ]
        })
        .collect();
    if !least.not_supported().is_empty() {
        let cannot = names(least.not_supported()).join(", ");
        rows.push([key(caller).to_owned(), "(not supported)".to_owned(), none(), none(), cannot]);
    } else if rows.is_empty() {
        rows.push([key(caller).to_owned(), "(none needed)".to_owned(), none(), none(), none()]);
    }
    rows
}

fn least_json(least: &LeastPrivilege) -> Value {
    let required = |required: &graph_runtime::permissions::RequiredPermission| {
        let mut json = permission_json(&required.permission, least.caller());
        json["neededFor"] = names(&required.needed_for).into();
        json
    };
    json!({
        "permissions": least.required().iter().map(required).collect::<Vec<_>>(),
        "notSupported": names(least.not_supported()),
    })
}

/// Describes a permission, as it is granted to this caller type.
pub(super) fn permission_json(permission: &Permission, caller: Caller) -> Value {
    json!({
        "name": permission.name,
        "id": permission.id(caller),
        "level": permission.level(caller),
        "adminConsent": permission.needs_admin_consent(caller),
    })
}
