//! Whether the compiler accepts what is written, by the rules of the language itself.

use std::str::FromStr;

use graph_macros_core::{
    errors::Errors,
    model::{Action, GraphType},
    validate,
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Item};

/// What the language has against an action.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// The messages of the compiler.
    pub(super) mistakes: Vec<String>,
    /// Whether the privilege levels contradict the order of the permissions, which is a warning.
    pub(super) is_disordered: bool,
}

/// Checks an action.
pub(super) fn check_action(text: &str) -> Findings {
    alone(|| action_findings(text))
}

/// Checks a type, and returns the messages of the compiler.
pub(super) fn check_type(text: &str) -> Vec<String> {
    alone(|| type_mistakes(text))
}

/// Runs in a thread of its own: what a thread has parsed stays in memory as long as the thread.
fn alone<T: Default + Send>(check: impl FnOnce() -> T + Send) -> T {
    // Only a deeper nesting than any type of Graph's could make the parser panic.
    std::thread::scope(|scope| scope.spawn(check).join().unwrap_or_default())
}

fn action_findings(text: &str) -> Findings {
    let (arguments, item) = match split(text) {
        Ok(parts) => parts,
        Err(message) => return Findings { mistakes: vec![message], is_disordered: false },
    };
    let mut errors = Errors::new();
    let action = Action::parse(arguments, item, &mut errors);
    if let Some(action) = &action {
        validate::check(action, &mut errors);
    }
    let is_disordered = action.is_some_and(|action| !validate::find_disorder(&action).is_empty());
    Findings { mistakes: messages(errors), is_disordered }
}

fn type_mistakes(text: &str) -> Vec<String> {
    let (arguments, item) = match split(text) {
        Ok(parts) => parts,
        Err(message) => return vec![message],
    };
    let mut errors = Errors::new();
    if let Some(graph_type) = GraphType::parse(arguments, item, &mut errors) {
        validate::check_type(&graph_type, &mut errors);
    }
    messages(errors)
}

fn messages(errors: Errors) -> Vec<String> {
    errors.into_vec().iter().map(ToString::to_string).collect()
}

/// Returns the arguments of the language's attribute on an item, and the item without it.
fn split(text: &str) -> Result<(TokenStream, TokenStream), String> {
    let mut item: Item = syn::parse_str(text).map_err(|error| error.to_string())?;
    let attributes = match &mut item {
        Item::Struct(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        _ => return Err(String::from("neither a struct nor an enum")),
    };
    let is_ours = |attribute: &Attribute| {
        attribute.path().segments.last().is_some_and(|last| last.ident == "graph_action" || last.ident == "graph_type")
    };
    let at = attributes.iter().position(is_ours).ok_or("no attribute")?;
    let attribute = attributes.remove(at);
    let arguments = match attribute.meta {
        syn::Meta::List(list) => list.tokens,
        syn::Meta::Path(_) | syn::Meta::NameValue(_) => TokenStream::default(),
    };
    // The parser wants the tokens as the compiler hands them over.
    let item = TokenStream::from_str(&item.to_token_stream().to_string()).map_err(|error| error.to_string())?;
    Ok((arguments, item))
}
