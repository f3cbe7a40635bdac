//! What holds for any text that the macro is given. The fuzz targets look for a text for which it does not; the texts
//! that they have found interesting are tried again by an ordinary test. [`wire`] is the same for what the runtime reads,
//! [`values`] for what it writes.

pub mod corpus;
pub mod types;
pub mod values;
pub mod wire;

use std::collections::BTreeSet;

use graph_macros_core::{errors::Errors, model::Action};
use proc_macro2::{Group, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{Data, DeriveInput, Fields, File, Ident, Item, ItemStruct, LitStr, ext::IdentExt, parse::Parser};

use crate::{
    expand, expand_deferred,
    expansion::{errors, methods, traits},
};

/// Any text as the path of an action whose fields are those that the path names, as far as a field can have the name.
///
/// # Panics
///
/// If what has to hold does not.
pub fn path(text: &str) {
    forget_spans();
    let names = text.split('<').skip(1).filter_map(|rest| rest.split_once('>'));
    let names: BTreeSet<_> = names.filter_map(|(name, _)| field(name.strip_suffix("..").unwrap_or(name))).collect();
    let literal = LitStr::new(text, Span::call_site());
    check(&quote!(POST, #literal, perms = none), &quote!(struct Act { #(#names: u8,)* }));
}

/// A field of this name, if there can be one.
fn field(name: &str) -> Option<Ident> {
    let name = Ident::parse_any.parse_str(name).ok()?.unraw().to_string();
    let is_free = !["_", "self", "Self", "super", "crate"].contains(&name.as_str());
    is_free.then(|| Ident::new_raw(&name, Span::call_site()))
}

/// Any tokens as the arguments of an action with a few fields.
///
/// # Panics
///
/// If what has to hold does not.
pub fn attribute(text: &str) {
    let Some(arguments) = tokens(text) else { return };
    let item = quote! {
        /// An action.
        #[derive(Clone)]
        pub struct Act<'a, T> {
            pub id: &'a str,
            pub name: T,
            pub r#type: Option<u8>,
            #[graph(query)]
            pub filter: Option<String>,
            #[graph(header = "If-Match", secret)]
            pub tag: String,
        }
    };
    check(&arguments, &item);
}

/// Any tokens as a whole declaration, `#[graph_action(…)] struct …`.
///
/// # Panics
///
/// If what has to hold does not.
pub fn declaration(text: &str) {
    if let Some((arguments, item)) = attribute_and_item(text) {
        check(&arguments, &item);
    }
}

/// The arguments and the item of a declaration with an attribute, which has arguments in parentheses or none.
fn attribute_and_item(text: &str) -> Option<(TokenStream, TokenStream)> {
    let mut tokens = tokens(text)?.into_iter();
    let (TokenTree::Punct(pound), TokenTree::Group(attribute)) = (tokens.next()?, tokens.next()?) else { return None };
    let mut attribute = attribute.stream().into_iter();
    let TokenTree::Ident(_) = attribute.next()? else { return None };
    let arguments = match attribute.next() {
        Some(TokenTree::Group(arguments)) => arguments.stream(),
        Some(_) => return None,
        None => TokenStream::new(),
    };
    (pound.as_char() == '#').then(|| (arguments, tokens.collect()))
}

/// The text as tokens, if it can be any, and if rustc would come to hand them over.
fn tokens(text: &str) -> Option<TokenStream> {
    forget_spans();
    // Deeper than this, the stack ends in whatever reads Rust, this macro or not.
    let depth = text.bytes().scan(0_usize, |depth, byte| {
        match byte {
            b'(' | b'[' | b'{' | b'<' | b'&' | b'*' | b'!' | b'-' => *depth += 1,
            b')' | b']' | b'}' | b'>' | b';' | b',' => *depth = depth.saturating_sub(1),
            _ => {}
        }
        Some(*depth)
    });
    (depth.max().unwrap_or_default() < 32).then(|| text.parse().ok()).flatten()
}

/// Outside of rustc all text that was ever read is kept, so that its spans can be looked up; that is slow after a while.
fn forget_spans() {
    proc_macro2::extra::invalidate_current_thread_spans();
}

/// Whether a generic parameter is used in no field, which rustc reports. Nothing else is generated then.
fn has_unused_parameter(arguments: &TokenStream, item: &TokenStream) -> bool {
    let mut mistakes = Errors::new();
    let action = Action::parse(arguments.clone(), item.clone(), &mut mistakes);
    drop(mistakes.into_vec());
    action.is_some_and(|action| action.has_unused_parameter())
}

/// Expands a declaration, and looks at what comes of it.
fn check(arguments: &TokenStream, item: &TokenStream) {
    let output = expand(arguments.clone(), item.clone());
    let input = match written(item) {
        Ok(input) if is_supported(&input) => input,
        // What no action can be made of is given back, and said to be so.
        _ => {
            let output = output.to_string();
            assert!(output.starts_with(&item.to_string()), "the item is gone: {output}");
            assert!(output.contains("compile_error"), "nothing is said of {item}");
            return;
        }
    };
    let mut items = parse(&output);
    let Some(Item::Struct(emitted)) = items.first().cloned() else {
        panic!("the struct does not come first: {}", quote!(#(#items)*));
    };
    assert_eq!(emitted.ident, input.ident, "the struct comes first");
    if emitted.attrs.iter().any(|attribute| attribute.path().is_ident("graph_arguments")) {
        items = parse(&expand_deferred(without_conditions(emitted)));
    } else {
        assert_eq!(names(&emitted.fields), names_of(&input), "the struct has its fields");
    }
    if has_unused_parameter(arguments, item) {
        return;
    }
    let shown = quote!(#(#items)*);
    let builder = format_ident!("{}Builder", input.ident.unraw());
    assert!(
        items.iter().any(|item| matches!(item, Item::Struct(item) if item.ident == builder)),
        "no builder: {shown}"
    );
    assert!(traits(&items).any(|name| name.trim_start_matches('_') == "GraphAction"), "it is no action: {shown}");
    let methods: Vec<_> = methods(&items, &builder.to_string()).map(|method| method.sig.ident.unraw()).collect();
    let has = |name: &str| methods.iter().any(|method| method == name);
    assert!(has("build") && has("send"), "the builder has no end: {shown}");
    // A setter that would collide with another method is left out, and that is reported.
    // Neither has one that has no name, which rustc reports itself.
    let missing: Vec<_> = names_of(&input).into_iter().filter(|name| name != "_" && !has(name)).collect();
    assert!(errors(&items) > 0 || missing.is_empty(), "accepted without setters for {missing:?}: {shown}");
}

/// The item as the author wrote it. A field can have a name that is a keyword only in later editions, which syn does not
/// know; the macro writes it as a raw name.
fn written(item: &TokenStream) -> syn::Result<DeriveInput> {
    syn::parse2(item.clone()).or_else(|_| syn::parse2(with_raw_names(item.clone())))
}

fn with_raw_names(tokens: TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let mut raw = TokenStream::new();
    while let Some(token) = tokens.next() {
        let is_name = matches!(tokens.peek(), Some(TokenTree::Punct(colon)) if colon.as_char() == ':' && colon.spacing() == Spacing::Alone);
        raw.extend([match token {
            TokenTree::Ident(word)
                if is_name && ["async", "await", "dyn", "gen", "try"].iter().any(|new| word == new) =>
            {
                TokenTree::Ident(Ident::new_raw(&word.to_string(), word.span()))
            }
            TokenTree::Group(group) => TokenTree::Group(Group::new(group.delimiter(), with_raw_names(group.stream()))),
            other => other,
        }]);
    }
    raw
}

/// A struct with named fields, or with none.
fn is_supported(input: &DeriveInput) -> bool {
    matches!(&input.data, Data::Struct(data) if !matches!(data.fields, Fields::Unnamed(_)))
}

/// Whatever comes of a struct is Rust.
fn parse(output: &TokenStream) -> Vec<Item> {
    match syn::parse2::<File>(output.clone()) {
        Ok(file) => file.items,
        Err(error) => panic!("the expansion is no Rust: {error}: {output}"),
    }
}

/// The struct as a derive sees it, with all conditions met.
fn without_conditions(mut item: ItemStruct) -> TokenStream {
    for field in &mut item.fields {
        field.attrs.retain(|attribute| !attribute.path().is_ident("cfg") && !attribute.path().is_ident("cfg_attr"));
    }
    item.into_token_stream()
}

fn names_of(input: &DeriveInput) -> Vec<String> {
    match &input.data {
        Data::Struct(data) => names(&data.fields),
        Data::Enum(_) | Data::Union(_) => Vec::new(),
    }
}

fn names(fields: &Fields) -> Vec<String> {
    fields.iter().filter_map(|field| field.ident.as_ref()).map(|ident| ident.unraw().to_string()).collect()
}
