//! The target of all spans and events of this crate.

/// The target by which a subscriber filters the spans and events of this crate.
pub(crate) const TARGET: &str = "graph_runtime";
