//! The trait that `#[graph_action]` implements.

use serde::{Deserializer, de::DeserializeOwned};

use crate::{
    metadata::{
        action_metadata::{ActionMetadata, ResponseKind, SecretPart},
        declaration::Declaration,
    },
    prepare::{encoder::Encoder, request::EncodeRequest},
};

/// A Microsoft Graph operation, with everything that the client needs to call it.
///
/// Not implemented by hand: [`#[graph_action]`](crate::graph_action) writes it from a declaration.
///
/// ```
/// use graph_runtime::{ApiVersion, GraphAction, graph_action, metadata::Method};
///
/// /// Sends the device a request to restart.
/// #[graph_action(
///     POST, "/deviceManagement/managedDevices/<id>/rebootNow",
///     perms = "DeviceManagementManagedDevices.PrivilegedOperations.All",
/// )]
/// pub struct RebootNow {
///     /// Key of the managedDevice.
///     pub id: String,
/// }
///
/// let metadata = RebootNow::METADATA;
/// assert_eq!(metadata.method, Method::Post);
/// assert_eq!(metadata.path.as_str(), "/deviceManagement/managedDevices/<id>/rebootNow");
/// assert_eq!(metadata.versions, [ApiVersion::V1_0]);
/// ```
pub trait GraphAction {
    /// What is known of the operation before it is called: route, versions, permissions.
    const METADATA: &'static ActionMetadata = &Self::DECLARATION.metadata(Self::RESPONSE, Self::SECRETS);

    /// What the declaration says.
    #[doc(hidden)]
    const DECLARATION: Declaration = Declaration::NONE;

    /// What a success answers, by its kind.
    #[doc(hidden)]
    const RESPONSE: ResponseKind = ResponseKind::Nothing;

    /// The secret parts of a request.
    #[doc(hidden)]
    const SECRETS: &'static [SecretPart] = &[];

    /// What a success answers.
    type Response: ActionResponse;

    /// Writes the path parameters, query, headers and body of one request.
    #[doc(hidden)]
    fn encode(&self, encoder: &mut Encoder);
}

/// What an action can return: anything that can be read from JSON and sent between threads.
///
/// Some types mean something of their own: `()` takes any success and ignores its body, and [`Page`](crate::Page) has
/// its further pages followed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be what an action returns",
    label = "does not implement `serde::Deserialize`, or is not `Send` and `'static`",
    note = "derive `serde::Deserialize` for it, on owned fields; an action that answers nothing returns `()`"
)]
pub trait ActionResponse: Sized + Send + 'static {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// As the type's `Deserialize` does.
    #[doc(hidden)]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + Send + 'static> ActionResponse for T {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer)
    }
}

// For the reference, which has nothing to drop: how a value is dropped would be compiled for each action.
impl<A: GraphAction> EncodeRequest for &A {
    fn encode_request(&self, encoder: &mut Encoder) {
        self.encode(encoder);
    }
}
