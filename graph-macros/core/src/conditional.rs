//! Declarations with fields under `#[cfg]`.
//!
//! An attribute sees its item before `cfg` is applied to the fields, a derive sees it afterwards. So the attribute puts
//! a derive on such a struct, which expands the declaration, and hands its arguments to it.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::quote;

use crate::{
    Options,
    errors::Errors,
    expand,
    model::Action,
    parse::{Arguments, Attribute, Declaration, Item},
    validate, warnings,
};

/// Emits the struct with its documentation and leaves the rest to [`conditional_action`].
pub(crate) fn defer(action: &Action, arguments: TokenStream) -> TokenStream {
    // The derive parses the attributes that belong to the macro.
    let emitted = expand::documented(action, &[]);
    let arguments = Group::new(Delimiter::Parenthesis, arguments);
    let runtime = &action.runtime;
    quote! {
        #[derive(#runtime::__private::ConditionalAction)]
        #[graph_arguments #arguments]
        #emitted
    }
}

/// Expands `#[derive(ConditionalAction)]`, which [`graph_action`](crate::graph_action) puts on a struct with fields
/// under `#[cfg]`: everything except the struct.
#[must_use]
pub fn conditional_action(item: TokenStream, options: Options) -> TokenStream {
    let mut errors = Errors::new();
    let mut output = TokenStream::new();
    if let Some(item) = Item::parse(item, &mut errors) {
        let arguments = item.attributes.iter().find(|attribute| attribute.is("graph_arguments"));
        let arguments = arguments.and_then(Attribute::list).cloned().unwrap_or_default();
        let arguments = Arguments::parse(arguments, &mut errors);
        let action = Action::new(Declaration::new(arguments, item, &mut errors));
        validate::check(&action, &mut errors);
        output.extend(expand::companions(&action, options));
        output.extend(warnings(&action, &errors));
    }
    output.extend(errors.into_compile_errors());
    output
}
