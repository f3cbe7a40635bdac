//! Actions in serialized results, which are named.

use serde::Serializer;

use crate::metadata::action_metadata::ActionMetadata;

/// Serializes actions as a list of their names.
pub(super) fn serialize<S: Serializer>(actions: &[&'static ActionMetadata], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(actions.iter().map(|action| action.name))
}
