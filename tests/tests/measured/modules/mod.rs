//! Which files of a crate use which others.

mod reader;
