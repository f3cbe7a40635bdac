//! What an error says of permissions: the same words before a call and after it.

use std::fmt;

use super::access::{Access, Caller, Permissions};
use crate::permissions::granted::GrantedPermissions;

/// Writes what a caller has to be granted, once where it is the same for users and programs.
pub(crate) fn write_needs(f: &mut fmt::Formatter<'_>, permissions: &Permissions) -> fmt::Result {
    let Permissions { delegated, personal, application } = permissions;
    let is_asked = |access: &Access| !access.alternatives().is_empty();
    match (is_asked(delegated), is_asked(application)) {
        (true, true) if delegated == application => write!(f, "; needs {delegated}"),
        (true, true) => write!(f, "; needs {delegated} (delegated), {application} (application)"),
        (true, false) => write!(f, "; needs {delegated} (delegated)"),
        (false, true) => write!(f, "; needs {application} (application)"),
        (false, false) if is_asked(personal) => write!(f, "; needs {personal} (personal account)"),
        (false, false) => Ok(()),
    }
}

/// Writes what a caller has to be granted, beside what its token holds.
pub(crate) fn write_shortage(
    f: &mut fmt::Formatter<'_>,
    needs: &Permissions,
    granted: &GrantedPermissions,
) -> fmt::Result {
    let (needed, kind) = (needs.of(granted.caller()), kind(granted.caller()));
    match needed {
        Access::NotNeeded => return Ok(()),
        Access::NotSupported => {
            write!(f, "; not for this kind of caller ({kind})")?;
            write_needs(f, needs)?;
        }
        Access::AnyOf(_) if granted.suffices(&needed) => {
            return write!(f, "; needs {needed} ({kind}), which the token holds");
        }
        Access::AnyOf(_) => write!(f, "; needs {needed} ({kind})")?,
    }
    write!(f, "; the token holds {granted}")
}

const fn kind(caller: Caller) -> &'static str {
    match caller {
        Caller::Delegated => "delegated",
        Caller::Personal => "personal account",
        Caller::Application => "application",
    }
}
