//! The description of permissions in errors, the same in a [`PermissionError`](crate::error::PermissionError) and in an
//! [`ApiError`](crate::ApiError).

use std::fmt;

use super::access::{Access, Caller, Permissions};
use crate::permissions::granted::GrantedPermissions;

/// Writes the permissions that an action needs. Writes them only once if they are the same for delegated and
/// application callers.
pub(crate) fn write_needs(f: &mut fmt::Formatter<'_>, permissions: &Permissions) -> fmt::Result {
    let Permissions { delegated, personal, application } = permissions;
    let is_needed = |access: &Access| !access.alternatives().is_empty();
    match (is_needed(delegated), is_needed(application)) {
        (true, true) if delegated == application => write!(f, "; needs {delegated}"),
        (true, true) => write!(f, "; needs {delegated} (delegated), {application} (application)"),
        (true, false) => write!(f, "; needs {delegated} (delegated)"),
        (false, true) => write!(f, "; needs {application} (application)"),
        (false, false) if is_needed(personal) => write!(f, "; needs {personal} (personal account)"),
        (false, false) => Ok(()),
    }
}

/// Writes the permissions that an action needs and those that the token holds.
pub(crate) fn write_shortage(
    f: &mut fmt::Formatter<'_>,
    needs: &Permissions,
    granted: &GrantedPermissions,
) -> fmt::Result {
    let (needed, caller) = (needs.of(granted.caller()), short_name(granted.caller()));
    match needed {
        Access::NotNeeded => return Ok(()),
        Access::NotSupported => {
            write!(f, "; not available to this caller type ({caller})")?;
            write_needs(f, needs)?;
        }
        Access::AnyOf(_) if granted.suffices(&needed) => {
            return write!(f, "; needs {needed} ({caller}), which the token holds");
        }
        Access::AnyOf(_) => write!(f, "; needs {needed} ({caller})")?,
    }
    write!(f, "; the token holds {granted}")
}

const fn short_name(caller: Caller) -> &'static str {
    match caller {
        Caller::Delegated => "delegated",
        Caller::Personal => "personal account",
        Caller::Application => "application",
    }
}
