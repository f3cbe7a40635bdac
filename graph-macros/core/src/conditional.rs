//! Declarations with fields under `#[cfg]`.
//!
//! An attribute sees its item before `cfg` is applied to the fields, a derive sees it afterwards. So the attribute puts
//! a derive on such a struct, which expands the declaration, and hands its arguments to it.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::quote;
use syn::parse::{ParseStream, Parser};

use crate::{
    Options,
    errors::Errors,
    expand,
    model::{Action, GraphType},
    parse::{Arguments, Attribute, Declaration, Item, ItemKind},
    validate, warnings,
};

/// The attribute that carries the arguments from the attribute to the derive.
const ARGUMENTS: &str = "graph_arguments";

/// Emits the struct with its documentation and leaves the rest to [`conditional_action`].
///
/// Without the runtime, the derive cannot be named either, and that is the only error.
pub(crate) fn defer(action: &Action, arguments: TokenStream, options: Options) -> TokenStream {
    if action.runtime.is_missing() {
        return expand::action(action, options);
    }
    // The derive parses the attributes that belong to the macro.
    let emitted = expand::documented(action, &[]);
    let arguments = Group::new(Delimiter::Parenthesis, arguments);
    let runtime = &action.runtime;
    quote! {
        #[derive(#runtime::__private::ConditionalAction)]
        #[graph_arguments #arguments]
        #emitted
    }
}

/// Expands `#[derive(ConditionalAction)]`, which [`graph_action`](crate::graph_action) puts on a struct with fields
/// under `#[cfg]`: everything except the struct.
#[must_use]
pub fn conditional_action(item: TokenStream, options: Options) -> TokenStream {
    let mut errors = Errors::new();
    let mut output = TokenStream::new();
    if let Some(item) = Item::parse(item, ItemKind::Action, &mut errors) {
        let arguments = item.attributes.iter().find(|attribute| attribute.is(ARGUMENTS));
        let arguments = arguments.and_then(Attribute::list).cloned().unwrap_or_default();
        let arguments = Arguments::parse(arguments, &mut errors);
        let mut action = Action::new(Declaration::new(arguments, item, &mut errors));
        action.runtime.resolve(options.dependency);
        validate::check(&action, &mut errors);
        output.extend(expand::companions(&action, options));
        output.extend(warnings(&action, &errors));
    }
    output.extend(errors.into_compile_errors());
    output
}

/// Emits the type and leaves the rest to [`conditional_type`].
///
/// Without the runtime, the derive cannot be named either, and that is the only error.
pub(crate) fn defer_type(graph_type: &GraphType, arguments: TokenStream) -> TokenStream {
    if graph_type.runtime().is_missing() {
        return expand::graph_type(graph_type, false);
    }
    let emitted = expand::type_item(graph_type, &[]);
    let arguments = Group::new(Delimiter::Parenthesis, arguments);
    let runtime = graph_type.runtime();
    quote! {
        #[derive(#runtime::__private::ConditionalType)]
        #[graph_arguments #arguments]
        #emitted
    }
}

/// Expands `#[derive(ConditionalType)]`, which [`graph_type`](crate::graph_type) puts on a type with fields or variants
/// under `#[cfg]`: everything except the type.
#[must_use]
pub fn conditional_type(item: TokenStream, options: Options) -> TokenStream {
    let mut errors = Errors::new();
    let mut output = TokenStream::new();
    let arguments = arguments_of(item.clone());
    if let Some(mut graph_type) = GraphType::parse(arguments, item, &mut errors) {
        graph_type.runtime_mut().resolve(options.dependency);
        validate::check_type(&graph_type, &mut errors);
        output.extend(expand::type_implementations(&graph_type, errors.is_empty()));
    }
    output.extend(errors.into_compile_errors());
    output
}

/// Finds the arguments among the attributes at the start of an item.
fn arguments_of(item: TokenStream) -> TokenStream {
    let parser = |input: ParseStream<'_>| {
        let attributes = Attribute::parse_all(input)?;
        input.parse::<TokenStream>()?;
        let arguments = attributes.iter().find(|attribute| attribute.is(ARGUMENTS)).and_then(Attribute::list);
        Ok(arguments.cloned().unwrap_or_default())
    };
    parser.parse2(item).unwrap_or_default()
}
