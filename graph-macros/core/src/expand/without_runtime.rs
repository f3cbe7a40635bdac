//! Declarations in a crate in which generated code would not find the runtime.
//!
//! rustc would report that in its own words, for some declarations several times. The error of the macro is part of a
//! type here, that of what a caller needs of an action, because rustc reports nothing about the uses of such a value.

use proc_macro2::TokenStream;
use quote::quote;

use super::debug;
use crate::model::{Action, GraphType};

/// Generates what else the struct has: functions that start the use of an action, and `Debug`.
pub(super) fn companions(action: &Action) -> TokenStream {
    let cfgs: Vec<_> = action.attributes("cfg").collect();
    let ident = &action.item.ident;
    let (impl_generics, type_generics, where_clause) = action.generics.split_for_impl();
    let debug = debug::of_action(action);
    let error = error(action.runtime.explain());
    quote! {
        #(#cfgs)* const _: () = {
            #error

            impl #impl_generics #ident #type_generics #where_clause {
                #[doc(hidden)]
                pub fn builder() -> __Missing {
                    loop {}
                }

                #[doc(hidden)]
                pub fn send<__C>(self, _: __C) -> __Missing {
                    loop {}
                }
            }

            #debug
        };
    }
}

/// Generates what else a type has: `Debug`.
pub(super) fn type_implementations(graph_type: &GraphType) -> TokenStream {
    let cfgs = graph_type.attributes().iter().filter(|attribute| attribute.is("cfg"));
    let debug = match graph_type {
        GraphType::Object(object) => debug::of_object(object),
        GraphType::Derived(_) => None,
    };
    let error = error(graph_type.runtime().explain());
    quote!(#(#cfgs)* const _: () = { #error #debug };)
}

/// Declares a type that contains the error, which rustc reports at the attribute.
fn error(message: Option<String>) -> TokenStream {
    let message = message.unwrap_or_default();
    quote!(
        type __Missing = [(); ::core::compile_error!(#message)];
    )
}
