//! Which operations there are: path, versions, method, permissions.
//!
//! Written down here from Microsoft's metadata, and not taken from the declarations of this crate, so that a wrong
//! declaration meets a tenant that does not know it.

use std::collections::BTreeSet;

use axum::http::Method;
use graph_runtime::ApiVersion;

use super::{
    answer::{Answer, Refusal},
    exchange::Exchange,
    operations,
    server::Service,
};

/// An operation of the tenant.
pub(super) struct Operation {
    /// The segments of its path; `{}` stands for a key.
    path: &'static [&'static str],
    versions: &'static [ApiVersion],
    method: Method,
    /// The permissions of which it needs one.
    pub(super) any_of: &'static [&'static str],
    pub(super) run: fn(&Service, &Exchange) -> Result<Answer, Refusal>,
}

const BETA: &[ApiVersion] = &[ApiVersion::Beta];
const BOTH: &[ApiVersion] = &[ApiVersion::V1_0, ApiVersion::Beta];

const SERVICE_CONFIG: &[&str] =
    &["DeviceManagementServiceConfig.Read.All", "DeviceManagementServiceConfig.ReadWrite.All"];
const SERVICE_CONFIG_WRITE: &[&str] = &["DeviceManagementServiceConfig.ReadWrite.All"];
const CONFIGURATION: &[&str] =
    &["DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"];
const CONFIGURATION_WRITE: &[&str] = &["DeviceManagementConfiguration.ReadWrite.All"];
const VPP: &[&str] = &[
    "DeviceManagementServiceConfig.Read.All",
    "DeviceManagementServiceConfig.ReadWrite.All",
    "DeviceManagementConfiguration.Read.All",
    "DeviceManagementConfiguration.ReadWrite.All",
];
const VPP_WRITE: &[&str] =
    &["DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"];

const OPERATIONS: &[Operation] = &[
    Operation {
        path: &["deviceManagement", "depOnboardingSettings"],
        versions: BETA,
        method: Method::GET,
        any_of: SERVICE_CONFIG,
        run: operations::list_dep_onboarding_settings,
    },
    Operation {
        path: &["deviceManagement", "depOnboardingSettings", "{}"],
        versions: BETA,
        method: Method::GET,
        any_of: SERVICE_CONFIG,
        run: operations::get_dep_onboarding_setting,
    },
    Operation {
        path: &["deviceManagement", "depOnboardingSettings", "{}", "uploadDepToken"],
        versions: BETA,
        method: Method::POST,
        any_of: SERVICE_CONFIG_WRITE,
        run: operations::upload_dep_token,
    },
    Operation {
        path: &["deviceManagement", "androidDeviceOwnerEnrollmentProfiles"],
        versions: BETA,
        method: Method::GET,
        any_of: CONFIGURATION,
        run: operations::list_android_profiles,
    },
    Operation {
        path: &["deviceManagement", "androidDeviceOwnerEnrollmentProfiles", "{}"],
        versions: BETA,
        method: Method::GET,
        any_of: CONFIGURATION,
        run: operations::get_android_profile,
    },
    Operation {
        path: &["deviceManagement", "androidDeviceOwnerEnrollmentProfiles", "{}", "createToken"],
        versions: BETA,
        method: Method::POST,
        any_of: CONFIGURATION_WRITE,
        run: operations::create_token,
    },
    Operation {
        path: &["deviceAppManagement", "vppTokens"],
        versions: BOTH,
        method: Method::GET,
        any_of: VPP,
        run: operations::list_vpp_tokens,
    },
    Operation {
        path: &["deviceAppManagement", "vppTokens", "{}"],
        versions: BOTH,
        method: Method::GET,
        any_of: VPP,
        run: operations::get_vpp_token,
    },
    Operation {
        path: &["deviceAppManagement", "vppTokens", "{}"],
        versions: BOTH,
        method: Method::PATCH,
        any_of: VPP_WRITE,
        run: operations::update_vpp_token,
    },
];

/// The operation that a request asks for.
pub(super) fn find(exchange: &Exchange) -> Result<&'static Operation, Refusal> {
    let exists = |operation: &&Operation| operation.versions.contains(&exchange.version);
    let at_path = |operation: &&Operation| {
        operation.path.len() == exchange.segments.len()
            && matched(operation.path, &exchange.segments) == operation.path.len()
    };
    let mut methods = BTreeSet::new();
    for operation in OPERATIONS.iter().filter(exists).filter(at_path) {
        if operation.method == exchange.method {
            return Ok(operation);
        }
        methods.insert(operation.method.as_str());
    }
    if !methods.is_empty() {
        return Err(Refusal::method_not_allowed(&Vec::from_iter(methods).join(", ")));
    }
    let known = OPERATIONS.iter().filter(exists).map(|operation| matched(operation.path, &exchange.segments)).max();
    let segment = exchange.segments.get(known.unwrap_or(0)).or(exchange.segments.last());
    Err(Refusal::unknown_segment(segment.map_or("", String::as_str)))
}

/// How many of the first segments are as the path says.
fn matched(path: &[&str], segments: &[String]) -> usize {
    path.iter().zip(segments).take_while(|(template, segment)| **template == "{}" || template == segment).count()
}

/// The permissions of which some operation needs one.
pub(super) fn every_permission() -> BTreeSet<String> {
    OPERATIONS.iter().flat_map(|operation| operation.any_of).map(ToString::to_string).collect()
}
