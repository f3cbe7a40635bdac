//! The warning about alternatives that are not in the order of their privileges.

use proc_macro2::Ident;
use quote::quote;

use super::{TokenStream, own_lints};
use crate::{model::Action, validate::Disorder};

/// Returns an item that rustc warns about: on stable, a macro can only use something deprecated, whose note is the message.
///
/// It is outside the items of the action, some of which allow the lint, and has the attributes with which the author
/// allows it.
pub(crate) fn warning(action: &Action, disorder: &Disorder) -> TokenStream {
    let cfgs = action.attributes("cfg");
    let own_lints = own_lints(action);
    let note = format!("{}, or write `#[allow(deprecated)]`", disorder.message);
    // What is used is what rustc underlines. In the context of a derive, it would not warn.
    let used = Ident::new("order_of_permissions", disorder.span);
    quote! {
        #(#cfgs)* #own_lints const _: () = {
            #[deprecated(note = #note)]
            #[allow(non_upper_case_globals)]
            const #used: () = ();
            #used
        };
    }
}
