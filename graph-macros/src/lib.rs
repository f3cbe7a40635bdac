#![doc = include_str!("../README.md")]

mod dependency;

use graph_macros_core::Options;
use proc_macro::TokenStream;

/// Declares a Microsoft Graph action on a plain struct.
///
/// Use it as `graph_runtime::graph_action`, which documents it: generated code names `::graph_runtime`, so that is the
/// crate to depend on.
#[proc_macro_attribute]
pub fn graph_action(arguments: TokenStream, item: TokenStream) -> TokenStream {
    graph_macros_core::graph_action(arguments.into(), item.into(), options()).into()
}

/// Expands a declaration with fields under `#[cfg]`, after rustc has removed those that do not apply.
///
/// Only `#[graph_action]` writes this derive.
#[doc(hidden)]
#[proc_macro_derive(ConditionalAction, attributes(graph, graph_arguments, serde))]
pub fn conditional_action(item: TokenStream) -> TokenStream {
    graph_macros_core::conditional_action(item.into(), options()).into()
}

/// Declares a type that requests hold and responses bring.
///
/// Use it as `graph_runtime::graph_type`, which documents it.
#[proc_macro_attribute]
pub fn graph_type(arguments: TokenStream, item: TokenStream) -> TokenStream {
    graph_macros_core::graph_type(arguments.into(), item.into(), options()).into()
}

/// Expands a type with fields or variants under `#[cfg]`, after rustc has removed those that do not apply.
///
/// Only `#[graph_type]` writes this derive.
#[doc(hidden)]
#[proc_macro_derive(ConditionalType, attributes(graph, graph_arguments, serde))]
pub fn conditional_type(item: TokenStream) -> TokenStream {
    graph_macros_core::conditional_type(item.into(), options()).into()
}

fn options() -> Options {
    Options { collect: cfg!(feature = "inventory"), dependency: dependency::find() }
}
