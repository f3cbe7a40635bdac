//! The target of all spans and events of this crate.

/// The target by which a subscriber selects them.
pub(crate) const TARGET: &str = "graph_runtime";
