//! What is known of an action before it is called.

pub(crate) mod action_metadata;
pub(crate) mod collect;
pub(crate) mod declaration;
pub(crate) mod lint;
pub(crate) mod path_template;

pub use action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind, UnknownVersion};
#[cfg(feature = "inventory")]
pub use collect::{CollectedAction, actions, actions_of};
pub use lint::{Shortcoming, ShortcomingKind, lint};
pub use path_template::{ParameterPosition, PathParameter, PathTemplate};
