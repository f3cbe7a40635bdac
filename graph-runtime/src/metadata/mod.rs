//! Static metadata of actions, and what is made from it: lints, and with the feature `inventory` the list of all actions
//! of a program.
//!
//! Every action has its [`ActionMetadata`] as [`GraphAction::METADATA`](crate::GraphAction::METADATA).

pub(crate) mod action_metadata;
pub(crate) mod collect;
pub(crate) mod constants;
pub(crate) mod declaration;
pub(crate) mod lint;
pub(crate) mod path_template;

pub use action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ParseApiVersionError, ResponseKind};
#[cfg(feature = "inventory")]
pub use collect::{CollectedAction, actions, actions_of};
pub use constants::Constants;
pub use lint::{LintFinding, LintKind, lint};
pub use path_template::{ParameterPosition, PathParameter, PathTemplate};
