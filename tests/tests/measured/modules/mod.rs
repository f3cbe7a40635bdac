//! Which files of a crate use which others.

mod graph_runtime;
mod reader;
