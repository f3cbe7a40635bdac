//! The trait that `#[graph_action]` implements.

use serde::{Deserializer, de::DeserializeOwned};

use crate::{
    metadata::{
        action_metadata::{ActionMetadata, ResponseKind, SecretPart},
        declaration::{self, Declaration},
    },
    prepare::{encoder::Encoder, request::EncodeRequest},
};

/// A Microsoft Graph operation, with everything that the client needs to call it.
///
/// [`#[graph_action]`](crate::graph_action) implements it for a declaration; it is not implemented by hand.
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
    /// The static metadata of the operation: path, versions, permissions and so on.
    const METADATA: &'static ActionMetadata = &declaration::metadata(Self::DECLARATION, Self::RESPONSE, Self::SECRETS);

    /// What the declaration says.
    #[doc(hidden)]
    const DECLARATION: Declaration = "";

    /// The kind of a successful response.
    #[doc(hidden)]
    const RESPONSE: ResponseKind = ResponseKind::Nothing;

    /// The secret parts of a request.
    #[doc(hidden)]
    const SECRETS: &'static [SecretPart] = &[];

    /// The type of a successful response.
    type Response: ActionResponse;

    /// Writes the path parameters, query, headers and body of one request.
    #[doc(hidden)]
    fn encode(&self, encoder: &mut Encoder);
}

/// The type of a response: any type that can be deserialized and sent between threads.
///
/// Some types have a meaning of their own: `()` accepts any successful response and ignores its body, and
/// [`Page`](crate::Page) has further pages.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the response of an action",
    label = "does not implement `serde::Deserialize`, or is not `Send` and `'static`",
    note = "derive `serde::Deserialize` for a type with owned fields; an action without a response body returns `()`"
)]
pub trait ActionResponse: Sized + Send + 'static {
    /// Deserializes the value.
    ///
    /// # Errors
    ///
    /// Those of the type's `Deserialize`.
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
