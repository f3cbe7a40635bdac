//! What the tests share.

#[path = "../../graph-macros/src/action/mod.rs"]
mod action;
pub mod capture;
pub mod catalogue;
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

use proc_macro2::TokenStream;

/// What the macro reads from its crate: here, no action is collected.
const COLLECTS: bool = false;

/// Expands `#[graph_action(arguments)] item` as an ordinary function.
///
/// The macro's own crate can export nothing but the macro, so its core is compiled in here once more.
#[must_use]
pub fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    action::expand(arguments, item)
}

/// Expands what a declaration with fields under `#[cfg]` leaves to the derive.
#[must_use]
pub fn expand_deferred(item: TokenStream) -> TokenStream {
    action::expand_deferred(item)
}
