//! Permissions and requests, for a person and for a script.

use graph_runtime::{
    client::Preview,
    metadata::ActionMetadata,
    permissions::{Access, Alternative, Caller, Permissions},
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::failure::Failure;

/// Describes the permissions that an operation needs, in one line.
pub(crate) fn permissions_line(permissions: &Permissions) -> String {
    if permissions.delegated == permissions.application {
        format!("{} (delegated or application)", permissions.delegated)
    } else {
        format!("{} (delegated); {} (application)", permissions.delegated, permissions.application)
    }
}

/// Returns the permissions that an operation needs: for each caller type `null` if it is not supported, or else a list of
/// alternatives, each of them a list of permissions that are needed together.
pub(crate) fn permissions_json(permissions: &Permissions) -> Value {
    let access = |caller| match permissions.of(caller) {
        Access::NotSupported => Value::Null,
        Access::NotNeeded => json!([]),
        Access::AnyOf(alternatives) => {
            let names =
                |alternative: Alternative| alternative.iter().map(|permission| permission.name).collect::<Vec<_>>();
            alternatives.iter().map(names).collect()
        }
    };
    json!({
        "delegated": access(Caller::Delegated),
        "personal": access(Caller::Personal),
        "application": access(Caller::Application),
    })
}

/// Describes a request, with its secrets hidden.
pub(crate) fn request_json(metadata: &ActionMetadata, preview: &Preview) -> Value {
    let headers: Map<String, Value> = preview.headers().map(|(name, value)| (name.to_string(), value.into())).collect();
    let body = preview.body().map(|text| serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)));
    json!({
        "operation": metadata.name,
        "method": preview.method().as_str(),
        "url": preview.url(),
        "headers": headers,
        "body": body,
        "permissions": permissions_json(&metadata.permissions),
    })
}

/// Converts a value to JSON.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<Value, Failure> {
    serde_json::to_value(value).map_err(|error| Failure::internal(error.to_string()))
}
