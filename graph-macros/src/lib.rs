#![doc = include_str!("../README.md")]

mod action;

use proc_macro::TokenStream;

/// Whether every action is collected.
const COLLECTS: bool = cfg!(feature = "inventory");

/// Declares a Microsoft Graph action on a plain struct.
///
/// Re-exported as `graph_runtime::graph_action`, where it is described and can be tried: generated code names
/// `::graph_runtime`, so that is the crate to depend on.
#[proc_macro_attribute]
pub fn graph_action(arguments: TokenStream, item: TokenStream) -> TokenStream {
    action::expand(arguments.into(), item.into()).into()
}

/// Expands a declaration with fields under `#[cfg]`, once rustc has removed those that do not apply.
///
/// Written by `#[graph_action]` alone.
#[doc(hidden)]
#[proc_macro_derive(ConditionalAction, attributes(graph, graph_arguments, serde))]
pub fn conditional_action(item: TokenStream) -> TokenStream {
    action::expand_deferred(item.into()).into()
}
