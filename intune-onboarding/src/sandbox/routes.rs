//! The routes: path, versions, method, permissions.
//!
//! They are written from Microsoft's metadata instead of being derived from the declarations of this crate, so that a wrong
//! declaration fails against the tenant.

use std::collections::BTreeSet;

use graph_runtime::ApiVersion;
use http::Method;

use super::{
    operations,
    request::Request,
    response::{ErrorResponse, Success},
    service::Service,
};

/// An operation of the tenant.
pub(super) struct Operation {
    /// The segments of the path, with `{}` for a key.
    path: &'static [&'static str],
    versions: &'static [ApiVersion],
    method: Method,
    /// The permissions, one of which is required.
    pub(super) any_of: &'static [&'static str],
    pub(super) run: fn(&Service, &Request) -> Result<Success, ErrorResponse>,
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

/// Returns the operation that a request calls.
pub(super) fn find(request: &Request) -> Result<&'static Operation, ErrorResponse> {
    let exists = |operation: &&Operation| operation.versions.contains(&request.version);
    let at_path = |operation: &&Operation| {
        operation.path.len() == request.segments.len()
            && matched(operation.path, &request.segments) == operation.path.len()
    };
    let mut methods = BTreeSet::new();
    for operation in OPERATIONS.iter().filter(exists).filter(at_path) {
        if operation.method == request.method {
            return Ok(operation);
        }
        methods.insert(operation.method.as_str());
    }
    if !methods.is_empty() {
        return Err(ErrorResponse::method_not_allowed(&Vec::from_iter(methods).join(", ")));
    }
    let known = OPERATIONS.iter().filter(exists).map(|operation| matched(operation.path, &request.segments)).max();
    let segment = request.segments.get(known.unwrap_or(0)).or(request.segments.last());
    Err(ErrorResponse::unknown_segment(segment.map_or("", String::as_str)))
}

/// Returns the number of leading segments that match the path.
fn matched(path: &[&str], segments: &[String]) -> usize {
    path.iter().zip(segments).take_while(|(template, segment)| **template == "{}" || template == segment).count()
}

/// Returns every permission that is of use for some operation.
pub(super) fn every_permission() -> BTreeSet<String> {
    OPERATIONS.iter().flat_map(|operation| operation.any_of).map(ToString::to_string).collect()
}
