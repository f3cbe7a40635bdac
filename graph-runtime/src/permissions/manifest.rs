//! How an application's registration asks for permissions.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeSeq};

use super::{
    access::{Caller, Permission},
    least::LeastPrivilege,
};

/// The id of Microsoft Graph itself, the same in every tenant and cloud.
const MICROSOFT_GRAPH: &str = "00000003-0000-0000-c000-000000000000";
/// What stands for an application's id where none is given.
const NO_APPLICATION: &str = "00000000-0000-0000-0000-000000000000";

/// The permissions that an application's registration asks for, by Microsoft's ids: the property
/// `requiredResourceAccess` of its manifest. What [`ActionSet::required_resource_access`](crate::permissions::ActionSet::required_resource_access)
/// makes.
///
/// Written as JSON, or shown, it is the value of that property, an array. It can be pasted into the manifest, sent in
/// `PATCH /applications/{id}`, or given as a file to `az ad app update --required-resource-accesses @file.json`. It
/// replaces what the application asks for now; [`az_command`](RequiredResourceAccess::az_command) adds to it.
///
/// Where several kinds of caller are asked for, all of them are in it, each permission once; a personal account has the
/// scopes of the same ids as a work or school account.
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
/// See [requiredResourceAccess](https://learn.microsoft.com/graph/api/resources/requiredresourceaccess) and the
/// [application manifest](https://learn.microsoft.com/entra/identity-platform/reference-microsoft-graph-app-manifest).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequiredResourceAccess {
    access: Vec<ResourceAccess>,
    without_id: Vec<(Caller, Permission)>,
}

/// One permission that an application's registration asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ResourceAccess {
    /// Microsoft's id of the permission.
    pub id: &'static str,
    /// Whether it is a scope or an app role.
    #[serde(rename = "type")]
    pub kind: ResourceAccessKind,
    /// The name of the permission, which is not written.
    #[serde(skip)]
    pub name: &'static str,
}

/// The two kinds of permission in an application's manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum ResourceAccessKind {
    /// A scope, granted to a program that acts for a user.
    Scope,
    /// An app role, granted to a program that acts for itself.
    Role,
}

impl fmt::Display for ResourceAccessKind {
    /// `Scope` or `Role`.
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
    /// What these sets ask for together, in their order.
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

    /// The permissions that it asks for.
    #[must_use]
    pub fn access(&self) -> &[ResourceAccess] {
        &self.access
    }

    /// The permissions that it cannot ask for, since Microsoft publishes no id of them for that kind of caller. They have to
    /// be added by hand, in the portal.
    #[must_use]
    pub fn without_id(&self) -> &[(Caller, Permission)] {
        &self.without_id
    }

    /// The command of the Azure CLI that adds the permissions to what an application asks for; none where there are none
    /// to add.
    ///
    /// The application is named by its (client) id, its object id or its URI. Without one, an id of zeros stands in its
    /// place, to be replaced. An administrator consents afterwards, with `az ad app permission admin-consent`.
    ///
    /// See [az ad app permission add](https://learn.microsoft.com/cli/azure/ad/app/permission#az-ad-app-permission-add).
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
    /// Writes the value of `requiredResourceAccess`: an array with one element, or with none.
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
    /// The same JSON, over several lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string_pretty(self).map_err(|_| fmt::Error)?)
    }
}

/// A word of a command line, in quotes where a shell would read anything into it.
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
    fn a_word_is_one_word_to_a_shell() {
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
