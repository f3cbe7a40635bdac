//! What puts an action on the list of all actions: nothing, unless the feature `inventory` is on.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericParam, Lifetime};

use super::Names;
use crate::{COLLECTS, action::model::Action};

/// Hands the action to a macro of the runtime, which does nothing where the runtime collects nothing. An action with
/// parameters for types or constants is as many as there are values for them, and none of them is known here.
pub(super) fn expand(action: &Action, names: &Names<'_>) -> Option<TokenStream> {
    let has_lifetimes_only =
        action.generics.params.iter().all(|parameter| matches!(parameter, GenericParam::Lifetime(_)));
    if !COLLECTS || !has_lifetimes_only {
        return None;
    }
    let Names { private, action: ident, .. } = names;
    let lifetimes: Vec<_> =
        action.generics.params.iter().map(|_| Lifetime::new("'static", proc_macro2::Span::mixed_site())).collect();
    let arguments = (!lifetimes.is_empty()).then(|| quote!(<#(#lifetimes),*>));
    Some(quote!(#private::collect_action!(#ident #arguments);))
}
