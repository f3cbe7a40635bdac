//! What the tests share.

pub mod capture;
pub mod catalog;
pub mod declarations;
pub mod expansion;
pub mod extent;
pub mod fixtures;
pub mod fuzzing;
pub mod measure;
pub mod modules;
pub mod package;
pub mod random_actions;
pub mod server;
pub mod time;
pub mod tls;
pub mod token;

/// The examples of the README are compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

use graph_macros_core::Options;
use proc_macro2::TokenStream;

/// Expands `#[graph_action(arguments)] item` as an ordinary function, without collecting the action.
#[must_use]
pub fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    graph_macros_core::graph_action(arguments, item, Options::default())
}

/// Expands what a declaration with fields under `#[cfg]` leaves to the derive.
#[must_use]
pub fn expand_deferred(item: TokenStream) -> TokenStream {
    graph_macros_core::conditional_action(item, Options::default())
}

/// Expands `#[graph_type(arguments)] item` as an ordinary function.
#[must_use]
pub fn expand_type(arguments: TokenStream, item: TokenStream) -> TokenStream {
    graph_macros_core::graph_type(arguments, item, Options::default())
}

/// Expands what a type with fields or variants under `#[cfg]` leaves to the derive.
#[must_use]
pub fn expand_deferred_type(item: TokenStream) -> TokenStream {
    graph_macros_core::conditional_type(item, Options::default())
}
