//! Looks into what the macro writes.

use syn::{Expr, ImplItem, ImplItemFn, Item, ItemImpl, Stmt, Type};

/// How many mistakes are reported.
#[must_use]
pub fn errors(items: &[Item]) -> usize {
    let is_error = |item: &&Item| match item {
        Item::Macro(item) => item.mac.path.segments.last().is_some_and(|last| last.ident == "compile_error"),
        _ => false,
    };
    items.iter().filter(is_error).count()
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
