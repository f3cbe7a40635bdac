//! Declarations with fields under `#[cfg]`.
//!
//! An attribute sees its item before `cfg` is applied to what is inside; a derive sees it afterwards. So such a
//! declaration is expanded by a derive, which the attribute puts on the struct, and to which it hands its arguments.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DataStruct, DeriveInput, Fields, Meta};

use super::{
    errors::Errors,
    expand,
    model::Action,
    parse::{Declaration, Input},
    validate,
};

/// Whether a field is there under a condition only, or has an attribute that is.
pub(super) fn has_conditional_fields(input: &Input) -> bool {
    // Nearly no declaration has; what it costs to find out is to be little.
    if !input.words.has_cfg {
        return false;
    }
    let Ok(DeriveInput { data: Data::Struct(DataStruct { fields: Fields::Named(fields), .. }), .. }) =
        syn::parse2(input.item.clone())
    else {
        return false;
    };
    let conditional = |path: &syn::Path| path.is_ident("cfg") || path.is_ident("cfg_attr");
    fields.named.iter().flat_map(|field| &field.attrs).any(|attribute| conditional(attribute.path()))
}

/// Emits the struct with its documentation, and leaves the rest to [`expand_deferred`].
pub(super) fn defer(input: Input) -> TokenStream {
    let (arguments, item) = (input.arguments.clone(), input.item.clone());
    // Whatever is wrong is reported by the derive, which sees the fields that are left.
    let mut unreported = Errors::new();
    let declaration = Declaration::parse(input, &mut unreported);
    unreported.leave_to_derive();
    let (Some(declaration), Ok(input)) = (declaration, syn::parse2::<DeriveInput>(item.clone())) else {
        return item;
    };
    let action = Action::from_declaration(declaration);
    let emitted: TokenStream = expand::documented(&action, quote!(#input)).into_iter().collect();
    let runtime = &action.runtime;
    quote! {
        #[derive(#runtime::__private::ConditionalAction)]
        #[graph_arguments(#arguments)]
        #emitted
    }
}

/// Expands all but the struct itself.
pub(crate) fn expand_deferred(item: TokenStream) -> TokenStream {
    let Ok(mut input) = syn::parse2::<DeriveInput>(item) else {
        return TokenStream::new();
    };
    let mut arguments = TokenStream::new();
    input.attrs.retain(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("graph_arguments") => {
            arguments = list.tokens.clone();
            false
        }
        _ => true,
    });
    let mut errors = Errors::new();
    let mut output = TokenStream::new();
    if let Some(declaration) = Declaration::parse(Input::new(arguments, quote!(#input)), &mut errors) {
        let action = Action::from_declaration(declaration);
        validate::check(&action, &mut errors);
        output = expand::beside(&action).into_iter().collect();
    }
    output.extend(errors.into_tokens());
    output
}
