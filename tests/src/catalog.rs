//! How the permission catalog is made from what Microsoft publishes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The first line of the table.
const HEADER: &str = "permission\tdelegated_work\tdelegated_personal\tapplication\tdelegated_id\tapplication_id\t\
                      delegated_admin_consent\tdelegated_privilege_level\tapplication_privilege_level";

/// Makes the table from Microsoft's `permissions.json` and `provisioningInfo.json`.
///
/// One permission a line, sorted by name, so that the macro can search it in place.
///
/// # Errors
///
/// If a text is not the file that it is to be.
pub fn table(permissions: &str, provisioning: &str) -> Result<String, String> {
    let permissions = object(permissions, "permissions", "permissions.json")?;
    let deployments = object(provisioning, "permissionDeployments", "provisioningInfo.json")?;
    let none = Value::Null;
    let names: BTreeSet<_> = permissions.keys().collect();
    let mut table = String::from(HEADER);
    for name in names {
        let scheme = |scheme: &str| &permissions[name]["schemes"][scheme];
        let exists = |value: &Value| if value.is_object() { "yes" } else { "" };
        let (work, personal, application) =
            (scheme("DelegatedWork"), scheme("DelegatedPersonal"), scheme("Application"));
        if [work, personal, application].iter().all(|value| !value.is_object()) {
            continue;
        }
        let deployed = deployments.get(name).unwrap_or(&none);
        let consent = match work["requiresAdminConsent"].as_bool() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        let level = |value: &Value| value["privilegeLevel"].as_u64().map(|level| level.to_string()).unwrap_or_default();
        let row = [
            name,
            exists(work),
            exists(personal),
            exists(application),
            &id(deployed, "DelegatedWork"),
            &id(deployed, "Application"),
            consent,
            &level(work),
            &level(application),
        ];
        table.push('\n');
        table.push_str(&row.join("\t"));
    }
    table.push('\n');
    Ok(table)
}

fn object(text: &str, property: &str, file: &str) -> Result<BTreeMap<String, Value>, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("{file} is not JSON: {error}"))?;
    let object = value.get(property).and_then(Value::as_object);
    let object = object.ok_or_else(|| format!("{file} has no object `{property}`"))?;
    Ok(object.iter().map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// The id that is published for the public environment.
fn id(deployments: &Value, scheme: &str) -> String {
    let published = deployments.as_array().into_iter().flatten().find(|deployment| {
        let environments = deployment["environment"].as_str().unwrap_or_default();
        deployment["scheme"] == scheme && environments.split(';').any(|environment| environment == "public")
    });
    published.and_then(|deployment| deployment["id"].as_str()).unwrap_or_default().to_owned()
}
