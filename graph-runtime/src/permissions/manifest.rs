//! The permissions in the manifest of an application.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer, ser::SerializeSeq};

use super::{
    access::{Caller, Permission},
    least::LeastPrivilege,
};

/// The application ID of Microsoft Graph, which is the same in every tenant and cloud.
const MICROSOFT_GRAPH: &str = "00000003-0000-0000-c000-000000000000";
/// The placeholder for the ID of an application.
const NO_APPLICATION: &str = "00000000-0000-0000-0000-000000000000";

/// The permissions that an application requests in its registration, by their IDs: the property
/// `requiredResourceAccess` of its manifest. Returned by
/// [`ActionSet::required_resource_access`](crate::permissions::ActionSet::required_resource_access).
///
/// `Serialize` and `Display` write the value of that property, a JSON array. You can paste it into the manifest, send
/// it in `PATCH /applications/{id}`, or pass it as a file to
/// `az ad app update --required-resource-accesses @file.json`. It replaces the permissions that the application
/// requests at present. To add to them instead, use [`az_command`](RequiredResourceAccess::az_command).
///
/// The permissions of several caller types can be combined. Each permission then occurs once. The scopes of personal
/// accounts have the same IDs as those of work or school accounts.
///
/// ```
/// # use graph_runtime::graph_action;
/// use graph_runtime::{permissions::Caller, permissions_for};
///
/// # #[graph_action(GET, "/users", perms = ["User.Read.All", "Directory.Read.All"])]
/// # struct ListUsers;
/// let access = permissions_for![ListUsers].required_resource_access(&[Caller::Delegated, Caller::Application]);
/// assert_eq!(
///     serde_json::to_value(&access)?,
///     serde_json::json!([{
///         "resourceAppId": "00000003-0000-0000-c000-000000000000",
///         "resourceAccess": [
///             {"id": "a154be20-db9c-4678-8ab7-66f6cc099a59", "type": "Scope"},
///             {"id": "df021288-bdef-4463-88db-98f22de89214", "type": "Role"},
///         ],
///     }]),
/// );
/// assert!(access.without_id().is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// See [requiredResourceAccess resource type](https://learn.microsoft.com/graph/api/resources/requiredresourceaccess)
/// and the [app manifest](https://learn.microsoft.com/entra/identity-platform/reference-microsoft-graph-app-manifest).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequiredResourceAccess {
    access: Vec<ResourceAccess>,
    without_id: Vec<(Caller, Permission)>,
}

/// One permission that an application requests in its registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ResourceAccess {
    /// The ID of the permission.
    pub id: &'static str,
    /// Whether it is a scope or an app role.
    #[serde(rename = "type")]
    pub kind: ResourceAccessKind,
    /// The name of the permission, which is not serialized.
    #[serde(skip)]
    pub name: &'static str,
}

/// The type of a permission in the manifest of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ResourceAccessKind {
    /// A scope, granted to an application that acts on behalf of a user.
    Scope,
    /// An app role, granted to an application that acts on its own behalf.
    Role,
}

impl fmt::Display for ResourceAccessKind {
    /// Writes `Scope` or `Role`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Scope => "Scope",
            Self::Role => "Role",
        })
    }
}

impl From<Caller> for ResourceAccessKind {
    fn from(caller: Caller) -> Self {
        match caller {
            Caller::Delegated | Caller::Personal => Self::Scope,
            Caller::Application => Self::Role,
        }
    }
}

impl RequiredResourceAccess {
    /// Combines the permissions of several sets, in their order.
    pub fn new<'l>(sets: impl IntoIterator<Item = &'l LeastPrivilege>) -> Self {
        let mut merged = Self::default();
        for set in sets {
            let kind = ResourceAccessKind::from(set.caller());
            for permission in set.permissions() {
                let is_same = |&(caller, other): &(Caller, Permission)| {
                    ResourceAccessKind::from(caller) == kind && other.name.eq_ignore_ascii_case(permission.name)
                };
                match permission.id(set.caller()) {
                    Some(id) if merged.access.iter().any(|access| access.id == id && access.kind == kind) => {}
                    Some(id) => merged.access.push(ResourceAccess { id, kind, name: permission.name }),
                    None if merged.without_id.iter().any(is_same) => {}
                    None => merged.without_id.push((set.caller(), *permission)),
                }
            }
        }
        merged
    }

    /// Returns the requested permissions.
    #[must_use]
    pub fn access(&self) -> &[ResourceAccess] {
        &self.access
    }

    /// Returns the permissions that cannot be requested by ID, because Microsoft publishes no ID for that caller type.
    /// They have to be added manually in the Azure portal.
    #[must_use]
    pub fn without_id(&self) -> &[(Caller, Permission)] {
        &self.without_id
    }

    /// Returns the command of the Azure CLI that adds the permissions to those that an application requests, or `None`
    /// if there are no permissions to add.
    ///
    /// The application is identified by its application (client) ID, its object ID or its identifier URI. If
    /// `application` is `None`, the command contains an ID of zeros as a placeholder. After the command, an
    /// administrator consents with `az ad app permission admin-consent`.
    ///
    /// See [az ad app permission
    /// add](https://learn.microsoft.com/cli/azure/ad/app/permission#az-ad-app-permission-add).
    ///
    /// ```
    /// # use graph_runtime::graph_action;
    /// use graph_runtime::{permissions::Caller, permissions_for};
    ///
    /// # #[graph_action(GET, "/users", perms = ["User.Read.All", "Directory.Read.All"])]
    /// # struct ListUsers;
    /// let access = permissions_for![ListUsers].required_resource_access(&[Caller::Application]);
    /// assert_eq!(
    ///     access.az_command(Some("535fb089-9ff3-47b6-9bfb-4f1264799865")).as_deref(),
    ///     Some(
    ///         "az ad app permission add --id 535fb089-9ff3-47b6-9bfb-4f1264799865 \
    ///          --api 00000003-0000-0000-c000-000000000000 \
    ///          --api-permissions df021288-bdef-4463-88db-98f22de89214=Role",
    ///     ),
    /// );
    /// ```
    #[must_use]
    pub fn az_command(&self, application: Option<&str>) -> Option<String> {
        use fmt::Write as _;

        if self.access.is_empty() {
            return None;
        }
        let application = quoted(application.unwrap_or(NO_APPLICATION));
        let mut command =
            format!("az ad app permission add --id {application} --api {MICROSOFT_GRAPH} --api-permissions");
        for ResourceAccess { id, kind, .. } in &self.access {
            let _ = write!(command, " {id}={kind}");
        }
        Some(command)
    }
}

impl Serialize for RequiredResourceAccess {
    /// Writes the value of `requiredResourceAccess`: an array with one element, or an empty array.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Resource<'a> {
            resource_app_id: &'static str,
            resource_access: &'a [ResourceAccess],
        }

        let resource = Resource { resource_app_id: MICROSOFT_GRAPH, resource_access: &self.access };
        let resources: &[Resource<'_>] = if self.access.is_empty() { &[] } else { &[resource] };
        let mut array = serializer.serialize_seq(Some(resources.len()))?;
        resources.iter().try_for_each(|resource| array.serialize_element(resource))?;
        array.end()
    }
}

impl fmt::Display for RequiredResourceAccess {
    /// Writes the JSON, formatted over several lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string_pretty(self).map_err(|_| fmt::Error)?)
    }
}

/// Returns an argument for a POSIX shell, quoted if necessary.
fn quoted(word: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:/".contains(&byte);
    if !word.is_empty() && word.bytes().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_is_quoted_for_a_shell() {
        for (word, expected) in [
            ("535fb089-9ff3", "535fb089-9ff3"),
            ("api://contoso.com/a_b", "api://contoso.com/a_b"),
            ("", "''"),
            ("a b", "'a b'"),
            ("$(reboot)", "'$(reboot)'"),
            ("a'; reboot; '", r"'a'\''; reboot; '\'''"),
        ] {
            assert_eq!(quoted(word), expected);
        }
    }
}
