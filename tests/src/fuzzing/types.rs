//! What holds for any tokens that `#[graph_type]` is given.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, Data, DeriveInput, Fields, Item};

use super::{attribute_and_item, names, parse, written};
use crate::{
    expand_deferred_type, expand_type,
    expansion::{errors, traits},
};

/// Any tokens as a whole declaration, `#[graph_type(…)] struct …` or `enum …`.
///
/// # Panics
///
/// If what has to hold does not.
pub fn type_declaration(text: &str) {
    if let Some((arguments, item)) = attribute_and_item(text) {
        check(arguments, &item);
    }
}

/// Expands a type, and looks at what comes of it.
fn check(arguments: TokenStream, item: &TokenStream) {
    let output = expand_type(arguments, item.clone());
    let input = match written(item) {
        Ok(input) if is_supported(&input) => input,
        // What no type can be made of is given back, and said to be so.
        _ => {
            let output = output.to_string();
            assert!(output.starts_with(&item.to_string()), "the item is gone: {output}");
            assert!(output.contains("compile_error"), "nothing is said of {item}");
            return;
        }
    };
    let mut items = parse(&output);
    let emitted = items.first().cloned().and_then(Emitted::new);
    let Some(emitted) = emitted else { panic!("the type does not come first: {}", quote!(#(#items)*)) };
    assert_eq!(emitted.input.ident, input.ident, "the type comes first");
    if emitted.is_deferred() {
        items = parse(&expand_deferred_type(emitted.without_conditions()));
    } else {
        assert_eq!(parts(&emitted.input), parts(&input), "the type has its fields or variants");
    }
    let shown = || quote!(#(#items)*);
    let traits: Vec<_> = traits(&items).collect();
    let is_implemented = |name: &str| traits.iter().any(|implemented| implemented == name);
    for name in ["Serialize", "Deserialize"] {
        let is_derived = input.attrs.iter().any(|attribute| derives(attribute, name));
        assert_ne!(is_implemented(name), is_derived, "`{name}` is not implemented once: {}", shown());
    }
    assert!(is_implemented("Entity"), "it cannot be read: {}", shown());
    let is_derived = |name: &str| input.attrs.iter().any(|attribute| derives(attribute, name));
    assert!(!is_implemented("Debug") || !is_derived("Debug"), "`Debug` is implemented twice: {}", shown());
    assert!(
        !(is_derived("Serialize") || is_derived("Deserialize")) || errors(&items) > 0,
        "nothing is said of a derived trait: {}",
        shown()
    );
}

/// A struct with named fields, or with none, or an enum.
fn is_supported(input: &DeriveInput) -> bool {
    match &input.data {
        Data::Struct(data) => !matches!(data.fields, Fields::Unnamed(_)),
        Data::Enum(_) => true,
        Data::Union(_) => false,
    }
}

/// Whether an attribute derives a trait.
fn derives(attribute: &Attribute, name: &str) -> bool {
    let mut is_derived = false;
    if attribute.path().is_ident("derive") {
        // What is no list of paths is for rustc to report.
        let _ = attribute.parse_nested_meta(|meta| {
            is_derived |= meta.path.segments.last().is_some_and(|last| last.ident == name);
            Ok(())
        });
    }
    is_derived
}

/// The struct or enum that the macro writes again.
struct Emitted {
    input: DeriveInput,
}

impl Emitted {
    fn new(item: Item) -> Option<Self> {
        match item {
            Item::Struct(item) => Some(Self { input: item.into() }),
            Item::Enum(item) => Some(Self { input: item.into() }),
            _ => None,
        }
    }

    /// Whether the rest is left to the derive.
    fn is_deferred(&self) -> bool {
        self.input.attrs.iter().any(|attribute| attribute.path().is_ident("graph_arguments"))
    }

    /// The type as a derive sees it, with all conditions met.
    fn without_conditions(mut self) -> TokenStream {
        let is_left =
            |attribute: &Attribute| !attribute.path().is_ident("cfg") && !attribute.path().is_ident("cfg_attr");
        match &mut self.input.data {
            Data::Struct(data) => data.fields.iter_mut().for_each(|field| field.attrs.retain(is_left)),
            Data::Enum(data) => data.variants.iter_mut().for_each(|variant| variant.attrs.retain(is_left)),
            Data::Union(_) => {}
        }
        self.input.into_token_stream()
    }
}

/// The names of the fields or variants.
fn parts(input: &DeriveInput) -> Vec<String> {
    match &input.data {
        Data::Struct(data) => names(&data.fields),
        Data::Enum(data) => data.variants.iter().map(|variant| &variant.ident).map(Ident::to_string).collect(),
        Data::Union(_) => Vec::new(),
    }
}
