//! A call that was not sent, since its token does not allow it.

use std::fmt;

use crate::{
    metadata::action_metadata::ActionMetadata,
    permissions::{access::Permissions, explain::write_shortage, granted::GrantedPermissions},
};

/// The access token clearly lacks what the action needs, so nothing was sent; only where
/// [`preflight`](crate::client::GraphClientBuilder::preflight) is on.
///
/// Its `Display` is one line, with the words that a refusal by the service has too: `UploadDepToken was not sent; needs
/// DeviceManagementServiceConfig.ReadWrite.All (application); the token holds Device.Read.All`.
#[derive(Debug, Clone)]
pub struct PermissionError {
    metadata: &'static ActionMetadata,
    granted: GrantedPermissions,
}

impl PermissionError {
    /// Lets a token pass that is enough for the action.
    pub(crate) fn check(metadata: &'static ActionMetadata, granted: &GrantedPermissions) -> Result<(), Box<Self>> {
        if granted.suffices(&metadata.permissions.of(granted.caller())) {
            Ok(())
        } else {
            Err(Box::new(Self { metadata, granted: granted.clone() }))
        }
    }

    /// What was to be called.
    #[must_use]
    pub fn action(&self) -> &'static ActionMetadata {
        self.metadata
    }

    /// What each kind of caller has to be granted for the action.
    #[must_use]
    pub fn needs(&self) -> &'static Permissions {
        &self.metadata.permissions
    }

    /// What the token holds.
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
