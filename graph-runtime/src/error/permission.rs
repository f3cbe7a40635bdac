//! The error for a call that was not sent because its token lacks a permission.

use std::fmt;

use crate::{
    metadata::action_metadata::ActionMetadata,
    permissions::{access::Permissions, explain::write_shortage, granted::GrantedPermissions},
};

/// The error returned if the access token clearly lacks a permission that the action needs. Nothing was sent.
///
/// Calls return this error only if [`preflight`](crate::client::GraphClientBuilder::preflight) is enabled.
///
/// `Display` writes one line. It describes the permissions in the same words as an [`ApiError`](crate::ApiError) with
/// status 403: `UploadDepToken was not sent; needs DeviceManagementServiceConfig.ReadWrite.All (application); the token
/// holds Device.Read.All`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionError {
    metadata: &'static ActionMetadata,
    granted: GrantedPermissions,
}

impl PermissionError {
    /// Checks whether the permissions of a token are sufficient for the action.
    pub(crate) fn check(metadata: &'static ActionMetadata, granted: &GrantedPermissions) -> Result<(), Box<Self>> {
        if granted.suffices(&metadata.permissions.of(granted.caller())) {
            Ok(())
        } else {
            Err(Box::new(Self { metadata, granted: granted.clone() }))
        }
    }

    /// Returns the metadata of the action that was not called.
    #[must_use]
    pub fn action(&self) -> &'static ActionMetadata {
        self.metadata
    }

    /// Returns the permissions that the action needs, for each caller type.
    #[must_use]
    pub fn needs(&self) -> &'static Permissions {
        &self.metadata.permissions
    }

    /// Returns the caller type and the permissions of the token.
    #[must_use]
    pub fn granted(&self) -> &GrantedPermissions {
        &self.granted
    }
}

impl fmt::Display for PermissionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was not sent", self.metadata.name)?;
        write_shortage(f, self.needs(), &self.granted)
    }
}

impl std::error::Error for PermissionError {}
