//! What adds an action to the list of all actions.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{GenericParam, Lifetime};

use crate::model::Action;

/// Hands the action to a macro of the runtime, which does nothing unless the runtime collects actions.
///
/// An action with type or const parameters is not collected: there are as many actions as there are arguments, and none
/// is known here.
pub(super) fn submission(action: &Action) -> Option<TokenStream> {
    let ident = &action.item.ident;
    let params = &action.generics.params;
    if !params.iter().all(|param| matches!(param, GenericParam::Lifetime(_))) {
        return None;
    }
    let lifetimes: Vec<_> = params.iter().map(|_| Lifetime::new("'static", Span::mixed_site())).collect();
    let arguments = (!lifetimes.is_empty()).then(|| quote!(<#(#lifetimes),*>));
    Some(quote!(__graph::collect_action!(#ident #arguments);))
}
