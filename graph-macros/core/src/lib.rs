#![doc = include_str!("../README.md")]
#![expect(missing_debug_implementations, reason = "syn's types implement `Debug` only with one more feature")]

pub mod catalog;
mod conditional;
pub mod errors;
pub mod expand;
pub mod model;
pub mod names;
pub mod parse;
pub mod path;
mod suggest;
pub mod validate;

use proc_macro2::TokenStream;

pub use self::conditional::{conditional_action, conditional_type};
use self::{
    errors::Errors,
    model::{Action, Dependency, GraphType},
};

/// How declarations are expanded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether each action adds itself to the list of all actions.
    pub collect: bool,
    /// What is known of the dependency that generated code names.
    pub dependency: Dependency,
}

/// Expands `#[graph_action(arguments)] item`.
///
/// The output always contains the item, and everything else that can be generated in spite of mistakes, so that one
/// mistake does not cause errors wherever the action is used. All mistakes are reported at once.
#[must_use]
pub fn graph_action(arguments: TokenStream, item: TokenStream, options: Options) -> TokenStream {
    let mut errors = Errors::new();
    let mut output = match Action::parse(arguments.clone(), item.clone(), &mut errors) {
        Some(mut action) => {
            action.runtime.resolve(options.dependency);
            if action.item.has_conditional_fields() {
                // The derive reports all mistakes: it sees only the fields that remain.
                drop(errors.into_vec());
                return conditional::defer(&action, arguments, options);
            }
            validate::check(&action, &mut errors);
            let mut expanded = expand::action(&action, options);
            expanded.extend(warnings(&action, &errors));
            expanded
        }
        None => item,
    };
    output.extend(errors.into_compile_errors());
    output
}

/// Returns an item for each warning about an action, unless it has a mistake, which comes first.
fn warnings(action: &Action, errors: &Errors) -> TokenStream {
    if !errors.is_empty() || action.runtime.is_missing() {
        return TokenStream::new();
    }
    validate::find_disorder(action).iter().map(|disorder| expand::warning(action, disorder)).collect()
}

/// Expands `#[graph_type(arguments)] item`.
///
/// As for an action, the output always contains the item, and all mistakes are reported at once.
#[must_use]
pub fn graph_type(arguments: TokenStream, item: TokenStream, options: Options) -> TokenStream {
    let mut errors = Errors::new();
    let mut output = match GraphType::parse(arguments.clone(), item.clone(), &mut errors) {
        Some(mut graph_type) => {
            graph_type.runtime_mut().resolve(options.dependency);
            if graph_type.is_conditional() {
                drop(errors.into_vec());
                return conditional::defer_type(&graph_type, arguments);
            }
            validate::check_type(&graph_type, &mut errors);
            expand::graph_type(&graph_type, errors.is_empty())
        }
        None => item,
    };
    output.extend(errors.into_compile_errors());
    output
}
