//! The declarations of a crate.

use std::sync::Arc;

use graph_macros_core::{
    errors::Errors,
    model::{Action, GraphType},
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Fields, Item, ext::IdentExt};

use super::{
    Place, Problem, attributes,
    enumeration::GraphEnumeration,
    place::Lines,
    resolve::Scopes,
    scope::{ModuleId, tokens},
};

/// The index of a declaration in its crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeclarationId(pub(super) usize);

/// A declaration.
pub struct Declaration {
    /// The name.
    pub name: String,
    /// Where the name is.
    pub place: Place,
    /// What is declared.
    pub declared: Declared,
    /// The fields, variants or members.
    pub parts: Vec<Part>,
    /// Whether it has the attribute `#[deprecated]`.
    pub is_deprecated: bool,
    pub(super) module: ModuleId,
    pub(super) lines: Lines,
}

/// What a declaration declares.
#[expect(clippy::large_enum_variant, reason = "a crate has few, and types are matched with what is in them")]
pub enum Declared {
    /// An operation: `#[graph_action]`.
    Action(Box<Action>),
    /// A type: `#[graph_type]`.
    Type(GraphType),
    /// An enumeration: `graph_enum!`.
    Enumeration(GraphEnumeration),
}

/// A field, a variant or a member of a declaration.
#[derive(Debug)]
pub struct Part {
    /// The name in Rust, without `r#`.
    pub name: String,
    /// Where the name is.
    pub place: Place,
    pub(super) lines: Lines,
}

impl std::fmt::Debug for Declaration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Declaration").field("name", &self.name).field("place", &self.place).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Declared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Action(_) => "Action",
            Self::Type(_) => "Type",
            Self::Enumeration(_) => "Enumeration",
        })
    }
}

impl Declaration {
    /// Finds a field, variant or member by its name in Rust.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.name == name)
    }

    /// Returns the place of a field, variant or member, or that of the declaration.
    #[must_use]
    pub fn place_of(&self, part: &str) -> &Place {
        self.part(part).map_or(&self.place, |part| &part.place)
    }

    /// Returns the place where a span of this declaration begins.
    #[must_use]
    pub fn place_at(&self, span: proc_macro2::Span) -> Place {
        Place::of(&self.place.file, span)
    }
}

/// Finds the declarations in all modules.
pub(super) fn find_all(mut scopes: Scopes, problems: &mut Vec<Problem>) -> (Vec<Declaration>, Scopes) {
    let mut declarations = Vec::new();
    for (module, index) in scopes.items() {
        let file = scopes.module(module).file.clone();
        for declared in declare(&scopes, module, index, &file, problems) {
            let item = &scopes.module(module).items[index];
            let Some((name, span)) = ident(item) else { continue };
            scopes.declare(module, index, DeclarationId(declarations.len()), &declared);
            let item = &scopes.module(module).items[index];
            declarations.push(Declaration {
                name,
                place: Place::of(&file, span),
                parts: parts(item, &file),
                is_deprecated: is_deprecated(item, &declared),
                module,
                lines: Lines::of(tokens(item)),
                declared,
            });
        }
    }
    (declarations, scopes)
}

/// Returns what an item declares: more than one declaration if they are conditional.
fn declare(
    scopes: &Scopes,
    module: ModuleId,
    index: usize,
    file: &Arc<str>,
    problems: &mut Vec<Problem>,
) -> Vec<Declared> {
    let item = &scopes.module(module).items[index];
    if let Item::Macro(invocation) = item {
        let is_enumeration = scopes.is_macro(module, &invocation.mac.path, "graph_enum");
        let enumeration = is_enumeration.then(|| GraphEnumeration::parse(invocation.mac.tokens.clone()));
        return enumeration.and_then(Result::ok).map(Declared::Enumeration).into_iter().collect();
    }
    let mut declared = Vec::new();
    for attributes::Use { path, arguments, index } in attributes::uses(attributes_of(item)) {
        let mut errors = Errors::new();
        if scopes.is_macro(module, &path, "graph_action") {
            let action = Action::parse(arguments, declared_tokens(item, index), &mut errors);
            declared.extend(action.map(|action| Declared::Action(Box::new(action))));
        } else if scopes.is_macro(module, &path, "graph_type") {
            let graph_type = GraphType::parse(arguments, declared_tokens(item, index), &mut errors);
            declared.extend(graph_type.map(Declared::Type));
        }
        for error in errors.into_vec() {
            let message = error.to_string().lines().next().unwrap_or_default().to_owned();
            problems.push(Problem { place: Place::of(file, error.span()), message });
        }
    }
    declared
}

/// Returns an item as the macro gets it, without the attribute that is the macro, as if each condition held.
fn declared_tokens(item: &Item, attribute: usize) -> TokenStream {
    let expand = |fields: &mut Fields| {
        for field in fields.iter_mut() {
            field.attrs = attributes::as_if_all_hold(&field.attrs);
        }
    };
    let mut item = item.clone();
    match &mut item {
        Item::Struct(item) => {
            item.attrs.remove(attribute);
            expand(&mut item.fields);
        }
        Item::Enum(item) => {
            item.attrs.remove(attribute);
            for variant in &mut item.variants {
                variant.attrs = attributes::as_if_all_hold(&variant.attrs);
                expand(&mut variant.fields);
            }
        }
        _ => {}
    }
    item.into_token_stream()
}

fn attributes_of(item: &Item) -> &[Attribute] {
    match item {
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        _ => &[],
    }
}

fn is_deprecated(item: &Item, declared: &Declared) -> bool {
    let attributes = match declared {
        Declared::Enumeration(enumeration) => &enumeration.attributes,
        Declared::Action(_) | Declared::Type(_) => attributes_of(item),
    };
    attributes.iter().any(|attribute| attribute.path().is_ident("deprecated"))
}

fn ident(item: &Item) -> Option<(String, proc_macro2::Span)> {
    let ident = match item {
        Item::Struct(item) => item.ident.clone(),
        Item::Enum(item) => item.ident.clone(),
        Item::Macro(item) => GraphEnumeration::parse(item.mac.tokens.clone()).ok()?.ident,
        _ => return None,
    };
    Some((ident.unraw().to_string(), ident.span()))
}

fn parts(item: &Item, file: &Arc<str>) -> Vec<Part> {
    let part = |ident: &syn::Ident, tokens: TokenStream| Part {
        name: ident.unraw().to_string(),
        place: Place::of(file, ident.span()),
        lines: Lines::of(tokens),
    };
    match item {
        Item::Struct(item) => item
            .fields
            .iter()
            .filter_map(|field| field.ident.as_ref().map(|ident| part(ident, field.to_token_stream())))
            .collect(),
        Item::Enum(item) => {
            item.variants.iter().map(|variant| part(&variant.ident, variant.to_token_stream())).collect()
        }
        Item::Macro(item) => GraphEnumeration::parse(item.mac.tokens.clone())
            .map(|enumeration| {
                enumeration.members.iter().map(|member| part(&member.ident, member.to_token_stream())).collect()
            })
            .unwrap_or_default(),
        _ => Vec::new(),
    }
}
