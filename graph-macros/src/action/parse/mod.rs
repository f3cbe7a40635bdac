//! First step: tokens become what the author wrote, every piece with its span. Nothing is decided here.

mod arguments;
mod fields;
mod item;
pub(crate) mod path;
mod permissions;

use proc_macro2::TokenStream;

pub(crate) use self::{
    arguments::{Arguments, Method},
    fields::{FieldAttributes, FieldInput, SerdeAttributes},
    item::Item,
    permissions::{AccessInput, CallerKind, PermissionName, PermissionsInput},
};
use super::errors::Errors;

/// A declaration as it was written.
pub(crate) struct Declaration {
    pub(crate) arguments: Arguments,
    pub(crate) item: Item,
    /// The same as text.
    pub(crate) text: String,
}

impl Declaration {
    /// Reads a declaration; `None` if the item is not a struct with named fields, or no item at all.
    pub(crate) fn parse(arguments: TokenStream, item: TokenStream, errors: &mut Errors) -> Option<Self> {
        let text = format!("{arguments} {item}");
        let arguments = Arguments::parse(arguments, errors);
        let item = Item::parse(item, errors)?;
        arguments.check_missing(item.ident.span(), errors);
        Some(Self { arguments, item, text })
    }
}
