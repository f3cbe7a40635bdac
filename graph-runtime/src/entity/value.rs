//! The values of properties.

use serde::{Deserialize, Serialize};

/// A value that is written: every type that implements [`Serialize`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as a property",
    label = "does not implement `serde::Serialize`",
    note = "add `#[graph_type]` to it, or mark a field that is never sent as `#[graph(read_only)]`"
)]
pub trait WriteValue: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> WriteValue for T {}

/// A value that is read: every type that implements [`Deserialize`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read as a property",
    label = "does not implement `serde::Deserialize`",
    note = "add `#[graph_type]` to it, or mark a field that is never returned as `#[serde(skip_deserializing)]`"
)]
pub trait ReadValue<'de>: Deserialize<'de> {}

#[diagnostic::do_not_recommend]
impl<'de, T: Deserialize<'de>> ReadValue<'de> for T {}
