//! How much code the macro writes.

use std::fs;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, File, Item, ItemStruct};

use super::{Form, form};
use crate::{
    expansion::{Declaration, declaration},
    package::workspace,
};

/// How much the macro writes for a declaration, beside the author's own struct, which stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Lines of the formatted code, without doc comments.
    pub lines: usize,
    /// Bytes of the formatted code, without doc comments: what the compiler has to check.
    pub bytes: usize,
    /// Bytes of the formatted code, with doc comments.
    pub bytes_with_docs: usize,
    /// Bytes of the tokens, without doc comments, with one space between every two.
    pub token_bytes: usize,
}

impl Size {
    /// Expands a declaration, and counts.
    ///
    /// # Panics
    ///
    /// If the expansion leaves work to another macro, the code of which would not be counted.
    #[must_use]
    pub fn of(declaration: &Declaration) -> Self {
        let Declaration { name, arguments, item } = declaration;
        let written: &ItemStruct = &syn::parse2(item.clone()).expect("a struct");
        let expansion = crate::expand(arguments.clone(), item.clone());
        let mut file: File = syn::parse2(expansion).expect("the expansion is Rust");
        file.items.retain(|item| match item {
            Item::Struct(item) if item.ident == name => {
                assert_eq!(attributes(item), attributes(written), "{name}: its own attributes are other ones");
                false
            }
            _ => true,
        });
        let bytes_with_docs = prettyplease::unparse(&file).len();
        let tokens = without_docs(file.into_token_stream());
        assert_eq!(other_macro(&tokens), None, "{name}: another macro is called");
        let token_bytes = tokens.to_string().len();
        let formatted = prettyplease::unparse(&syn::parse2(tokens).expect("it is Rust still"));
        Self { lines: formatted.lines().count(), bytes: formatted.len(), bytes_with_docs, token_bytes }
    }
}

/// The attributes of a struct but for its doc comments.
fn attributes(item: &ItemStruct) -> Vec<String> {
    let attributes = item.attrs.iter().filter(|attribute| !attribute.path().is_ident("doc"));
    attributes.map(Attribute::to_token_stream).map(|tokens| tokens.to_string()).collect()
}

/// The code without `#[doc = "…"]`.
fn without_docs(tokens: TokenStream) -> TokenStream {
    let mut code = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if is_doc(&group) => {
                // The `#` before it.
                code.pop();
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), without_docs(group.stream()));
                inner.set_span(group.span());
                code.push(inner.into());
            }
            token => code.push(token),
        }
    }
    code.into_iter().collect()
}

/// Whether a group is `[doc = "…"]`.
fn is_doc(group: &Group) -> bool {
    let mut tokens = group.stream().into_iter();
    group.delimiter() == Delimiter::Bracket
        && matches!(tokens.next(), Some(TokenTree::Ident(name)) if name == "doc")
        && matches!(tokens.next(), Some(TokenTree::Punct(equals)) if equals.as_char() == '=')
}

/// A macro or derive that the code leaves work to; what `core` itself has is a word or two.
fn other_macro(code: &TokenStream) -> Option<String> {
    let tokens: Vec<_> = code.clone().into_iter().collect();
    let called = tokens.windows(3).find_map(|tokens| match tokens {
        [TokenTree::Ident(name), TokenTree::Punct(bang), TokenTree::Group(_)] if bang.as_char() == '!' => {
            Some(name.to_string()).filter(|name| !["concat", "format_args", "stringify"].contains(&name.as_str()))
        }
        [TokenTree::Punct(pound), TokenTree::Group(group), _] if pound.as_char() == '#' => {
            let name = group.stream().into_iter().next().map(|token| token.to_string());
            name.filter(|name| ["derive", "cfg_eval"].contains(&name.as_str()))
        }
        _ => None,
    });
    called.or_else(|| {
        tokens.iter().find_map(|token| match token {
            TokenTree::Group(group) => other_macro(&group.stream()),
            _ => None,
        })
    })
}

/// The declaration of the action that is measured.
#[must_use]
pub fn measured_declaration() -> Declaration {
    declaration(Form::Action.source(), form::NAME)
}

/// The action that is measured, and the three operations.
///
/// # Panics
///
/// If the source of an operation cannot be read.
#[must_use]
pub fn declarations() -> [Declaration; 4] {
    let operation = |file: &str, name: &str| {
        let source = workspace().join("intune-onboarding/src").join(file);
        declaration(&fs::read_to_string(source).expect("the source"), name)
    };
    [
        measured_declaration(),
        operation("dep.rs", "UploadDepToken"),
        operation("android.rs", "CreateToken"),
        operation("vpp.rs", "UpdateVppToken"),
    ]
}
