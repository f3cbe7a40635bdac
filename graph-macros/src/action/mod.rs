//! From a declaration to its expansion: parse → model → validate → expand. No step looks back.
//!
//! Works on `proc_macro2` streams, so it can be tested, fuzzed and measured as an ordinary function.

mod catalogue;
mod conditional;
mod errors;
mod expand;
mod model;
mod parse;
mod suggest;
mod validate;

use proc_macro2::TokenStream;

pub(crate) use self::conditional::expand_deferred;
use self::{
    errors::Errors,
    model::Action,
    parse::{Declaration, Input},
};

/// Expands `#[graph_action(arguments)] item`.
///
/// The item itself is always there again, and so is everything else that can be made of it, so that one mistake does
/// not bring errors wherever the action is used. All mistakes are reported at once.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let input = Input::new(arguments, item.clone());
    if conditional::has_conditional_fields(&input) {
        return conditional::defer(input);
    }
    let mut errors = Errors::new();
    let mut output = match Declaration::parse(input, &mut errors) {
        Some(declaration) => {
            let action = Action::from_declaration(declaration);
            validate::check(&action, &mut errors);
            expand::action(&action)
        }
        None => expand::unsupported(item),
    };
    output.extend(errors.into_tokens());
    output
}
