//! First step: tokens become what the author wrote, every piece with its span. Nothing is decided here.

mod arguments;
mod attributes;
mod fields;
mod item;
pub(crate) mod literal;
pub(crate) mod path;
mod permissions;
mod words;

use proc_macro2::TokenStream;

pub(crate) use self::{
    arguments::{Arguments, Method},
    attributes::Doc,
    fields::{FieldAttributes, FieldInput, SerdeAttributes},
    item::Item,
    permissions::{AccessInput, CallerKind, PermissionName, PermissionsInput},
    words::Words,
};
use super::errors::Errors;

/// A declaration as it was written.
pub(crate) struct Declaration {
    pub(crate) arguments: Arguments,
    pub(crate) item: Item,
    pub(crate) words: Words,
    /// Whether `Self` stands somewhere in it, be it in its documentation.
    pub(crate) names_self: bool,
}

/// What a macro is given.
pub(crate) struct Input {
    pub(crate) arguments: TokenStream,
    pub(crate) item: TokenStream,
    pub(crate) words: Words,
    names_self: bool,
}

impl Input {
    pub(crate) fn new(arguments: TokenStream, item: TokenStream) -> Self {
        let (of_arguments, of_item) = (arguments.to_string(), item.to_string());
        let names_self = of_item.contains("Self") || of_arguments.contains("Self");
        Self { arguments, item, words: Words::of([&of_arguments, &of_item]), names_self }
    }
}

impl Declaration {
    /// Reads a declaration; `None` if the item is not a struct with named fields, or no item at all.
    pub(crate) fn parse(input: Input, errors: &mut Errors) -> Option<Self> {
        let Input { arguments, item, words, names_self } = input;
        let arguments = Arguments::parse(arguments, errors);
        let item = Item::parse(item, errors)?;
        arguments.check_missing(item.ident.span(), errors);
        Some(Self { arguments, item, words, names_self })
    }
}
