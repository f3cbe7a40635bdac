//! The permissions that actions need.
//!
//! [`ActionMetadata::permissions`](crate::metadata::ActionMetadata::permissions) contains the permissions of one
//! action, as documented by Microsoft. An [`ActionSet`] determines the [least privileged permissions](LeastPrivilege)
//! for all actions of an application, compares them with the permissions of a token, and creates scopes, an application
//! manifest and a consent URL from them.

pub(crate) mod access;
pub(crate) mod action_set;
pub mod alternative;
pub mod alternatives;
pub(crate) mod comparison;
pub(crate) mod consent;
mod encoded;
pub(crate) mod explain;
pub(crate) mod granted;
pub(crate) mod least;
pub(crate) mod manifest;
mod markdown;
mod missing;
mod names;
mod optimum;
mod order;
mod problem;

pub use access::{Access, Caller, Permission, Permissions};
pub use action_set::ActionSet;
pub use alternative::Alternative;
pub use alternatives::Alternatives;
pub use comparison::Comparison;
pub use consent::AdminConsent;
pub use granted::GrantedPermissions;
pub use least::{LeastPrivilege, RequiredPermission};
pub use manifest::{RequiredResourceAccess, ResourceAccess, ResourceAccessKind};
