//! The shape of Microsoft's files.

use std::{borrow::Cow, collections::BTreeMap};

use serde::Deserialize;

use crate::description::Caller;

/// The permissions of `permissions.json`, by name.
pub(super) type Permissions<'a> = BTreeMap<Cow<'a, str>, Permission<'a>>;

/// The deployments of `provisioningInfo.json`, by the permission's name.
pub(super) type Deployments<'a> = BTreeMap<Cow<'a, str>, Vec<Deployment<'a>>>;

#[derive(Deserialize)]
struct PermissionsFile<'a> {
    #[serde(borrow)]
    permissions: Permissions<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ProvisioningFile<'a> {
    #[serde(borrow)]
    permission_deployments: Deployments<'a>,
}

/// A permission, and what it admits to.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Permission<'a> {
    #[serde(borrow)]
    pub(super) schemes: BTreeMap<Cow<'a, str>, Scheme>,
    #[serde(borrow)]
    pub(super) path_sets: Vec<PathSet<'a>>,
}

/// A permission for one kind of caller.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Scheme {
    #[serde(default)]
    pub(super) privilege_level: Option<u8>,
}

/// Paths that a permission admits to in the same way.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PathSet<'a> {
    #[serde(borrow)]
    pub(super) scheme_keys: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) methods: Vec<Cow<'a, str>>,
    /// Each path with its conditions: `least=DelegatedWork,Application;AlsoRequires=Policy.Read.All`.
    #[serde(borrow)]
    pub(super) paths: BTreeMap<Cow<'a, str>, Option<Cow<'a, str>>>,
}

/// A permission for one kind of caller as one environment has it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Deployment<'a> {
    #[serde(borrow)]
    pub(super) scheme: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) id: Option<Cow<'a, str>>,
    #[serde(default)]
    is_hidden: bool,
    #[serde(default)]
    is_enabled: Option<bool>,
}

/// The conditions that a path has in a path set.
#[derive(Default)]
pub(super) struct Conditions<'a> {
    /// The schemes for which the permission is the least privileged.
    pub(super) least: Vec<&'a str>,
    /// One of these is needed as well.
    pub(super) also: Vec<&'a str>,
}

impl<'a> Conditions<'a> {
    pub(super) fn parse(text: &'a str) -> Self {
        let mut conditions = Self::default();
        for pair in text.split(';') {
            let Some((key, values)) = pair.split_once('=') else { continue };
            let values = values.split(',').map(str::trim).filter(|value| !value.is_empty());
            match key.trim().to_ascii_lowercase().as_str() {
                "least" => conditions.least.extend(values),
                "alsorequires" => conditions.also.extend(values),
                // Microsoft's specification reserves further keys.
                _ => {}
            }
        }
        conditions
    }
}

impl Deployment<'_> {
    /// Returns whether an app can ask for the permission.
    pub(super) fn is_offered(&self) -> bool {
        !self.is_hidden && self.is_enabled != Some(false)
    }
}

/// Reads `permissions.json`.
pub(super) fn permissions(json: &[u8]) -> Result<Permissions<'_>, String> {
    let PermissionsFile { permissions } = parse(json, "permission data")?;
    if permissions.is_empty() {
        return Err("expected permission data, found an object without permissions".into());
    }
    Ok(permissions)
}

/// Reads `provisioningInfo.json`.
pub(super) fn deployments(json: &[u8]) -> Result<Deployments<'_>, String> {
    parse(json, "the provisioning data of permissions")
        .map(|ProvisioningFile { permission_deployments }| permission_deployments)
}

/// Returns the kind of caller that a scheme is for.
pub(super) fn caller(scheme: &str) -> Option<Caller> {
    match scheme {
        "DelegatedWork" => Some(Caller::Delegated),
        "DelegatedPersonal" => Some(Caller::Personal),
        "Application" => Some(Caller::Application),
        _ => None,
    }
}

fn parse<'a, T: Deserialize<'a>>(json: &'a [u8], what: &str) -> Result<T, String> {
    let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    serde_json::from_slice(json).map_err(|error| format!("expected {what}: {error}"))
}
