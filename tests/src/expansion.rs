//! Finds what the macro is given, and looks into what it writes.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, ImplItem, ImplItemFn, Item, ItemImpl, LitStr, Meta, Stmt, Type};

/// What stands in a source as `#[graph_action(arguments)] item`, or with another attribute.
#[derive(Debug, Clone)]
pub struct Declaration {
    /// The name of the struct.
    pub name: String,
    /// What the attribute is given.
    pub arguments: TokenStream,
    /// The struct without the attribute.
    pub item: TokenStream,
}

/// Finds a declaration with `#[graph_action]` in the text of a file.
///
/// # Panics
///
/// If it is not there.
#[must_use]
pub fn declaration(source: &str, name: &str) -> Declaration {
    declaration_with("graph_action", source, name)
}

/// Finds a declaration with this attribute in the text of a file.
///
/// # Panics
///
/// If it is not there.
#[must_use]
pub fn declaration_with(attribute: &str, source: &str, name: &str) -> Declaration {
    let file = syn::parse_file(source).expect("the source is Rust");
    let mut item = file
        .items
        .into_iter()
        .find(|item| match item {
            Item::Struct(item) => item.ident == name,
            Item::Enum(item) => item.ident == name,
            _ => false,
        })
        .expect("it is declared");
    let attributes = match &mut item {
        Item::Struct(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        _ => panic!("it is a struct or an enum"),
    };
    let place = attributes.iter().position(|found| found.path().is_ident(attribute)).expect("the attribute");
    let arguments = match attributes.remove(place).meta {
        Meta::List(arguments) => arguments.tokens,
        Meta::Path(_) => TokenStream::new(),
        Meta::NameValue(_) => panic!("the attribute has arguments in parentheses, or none"),
    };
    Declaration { name: name.to_owned(), arguments, item: item.into_token_stream() }
}

/// Formats an expansion, with a blank line between items.
///
/// # Panics
///
/// If it is not Rust.
#[must_use]
pub fn formatted(expansion: TokenStream) -> String {
    const STARTS: [&str; 8] = ["///", "#[", "const ", "fn ", "impl", "pub ", "struct ", "type "];
    let file = syn::parse2(expansion).expect("the expansion is Rust");
    let mut formatted = String::new();
    let mut ends_item = false;
    for line in prettyplease::unparse(&file).lines() {
        let code = line.trim_start();
        if ends_item && STARTS.iter().any(|start| code.starts_with(start)) {
            formatted.push('\n');
        }
        // The lines of a declaration are lines of the file, too.
        let line = if code.starts_with("const DECLARATION") {
            line.replace("\\n", "\\n\\\n            ")
        } else {
            line.to_owned()
        };
        formatted.push_str(&line);
        formatted.push('\n');
        ends_item = !code.starts_with("//") && code.ends_with(['}', ';']);
    }
    formatted
}

/// How many mistakes are reported.
#[must_use]
pub fn errors(items: &[Item]) -> usize {
    messages(items).len()
}

/// The mistakes that are reported, in this order.
///
/// # Panics
///
/// If a message is not a string.
#[must_use]
pub fn messages(items: &[Item]) -> Vec<String> {
    let message = |item: &Item| match item {
        Item::Macro(item) if item.mac.path.segments.last()?.ident == "compile_error" => {
            Some(item.mac.parse_body::<LitStr>().expect("a string").value())
        }
        _ => None,
    };
    items.iter().filter_map(message).collect()
}

/// The methods of a type.
pub fn methods<'i>(items: &'i [Item], of: &str) -> impl Iterator<Item = &'i ImplItemFn> {
    let is_of = move |item: &&ItemImpl| match &*item.self_ty {
        Type::Path(ty) => item.trait_.is_none() && ty.path.segments.last().is_some_and(|last| last.ident == of),
        _ => false,
    };
    implementations(items).filter(is_of).flat_map(|item| &item.items).filter_map(|item| match item {
        ImplItem::Fn(method) => Some(method),
        _ => None,
    })
}

/// The names of the traits that are implemented.
pub fn traits(items: &[Item]) -> impl Iterator<Item = String> {
    let paths = implementations(items).filter_map(|item| item.trait_.as_ref());
    paths.filter_map(|(path, _)| path.segments.last()).map(|last| last.ident.to_string())
}

/// What is implemented, which stands in a constant of its own.
fn implementations(items: &[Item]) -> impl Iterator<Item = &ItemImpl> {
    let blocks = items.iter().filter_map(|item| match item {
        Item::Const(item) => match &*item.expr {
            Expr::Block(block) => Some(&block.block.stmts),
            _ => None,
        },
        _ => None,
    });
    blocks.flatten().filter_map(|statement| match statement {
        Stmt::Item(Item::Impl(item)) => Some(item),
        _ => None,
    })
}
