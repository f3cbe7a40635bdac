//! The `perms` argument, in all its forms.

use std::fmt;

use proc_macro2::{Ident, Span};
use syn::{LitStr, Token, bracketed, ext::IdentExt, parenthesized, parse::ParseStream, punctuated::Punctuated, token};

use super::literal;
use crate::action::{
    errors::{Errors, line_of},
    suggest::{did_you_mean, one_of},
};

/// The kinds of caller that Microsoft documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum CallerKind {
    Delegated,
    Personal,
    Application,
}

impl CallerKind {
    pub(crate) const ALL: [Self; 3] = [Self::Delegated, Self::Personal, Self::Application];

    fn keyword(self) -> &'static str {
        match self {
            Self::Delegated => "delegated",
            Self::Personal => "personal",
            Self::Application => "application",
        }
    }
}

impl fmt::Display for CallerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.keyword())
    }
}

/// The whole argument.
pub(crate) enum PermissionsInput {
    /// `perms = …`: delegated and application alike.
    Same(AccessInput),
    /// `perms(delegated = …, personal = …, application = …)`.
    ByCaller {
        /// The word `perms`, where nothing stands in the parentheses.
        empty: Option<Span>,
        callers: Vec<(CallerKind, AccessInput)>,
    },
}

/// What one kind of caller needs.
pub(crate) enum AccessInput {
    None,
    AnyOf(Vec<Alternative>),
}

/// Permissions that are needed together; mostly one.
pub(crate) struct Alternative {
    pub(crate) names: Vec<PermissionName>,
}

pub(crate) struct PermissionName {
    pub(crate) literal: LitStr,
    /// Written as `unchecked("…")`.
    pub(crate) unchecked: bool,
}

const FORMS: &str = "a permission is written `\"Name\"`, permissions needed together `all(\"A\", \"B\")`, one that is newer \
                     than the catalogue `unchecked(\"New\")`, alternatives `[\"Least\", \"More\"]`, and nothing at all `none`";

impl PermissionsInput {
    /// Reads what follows `perms =`.
    pub(super) fn parse_for_all(keyword: Span, input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            return Err(syn::Error::new(keyword, format!("`perms` needs a value: {FORMS}")));
        }
        AccessInput::parse(input).map(Self::Same)
    }

    /// Reads what follows `perms`: a list in parentheses.
    pub(super) fn parse_by_caller(keyword: Span, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Self> {
        let list;
        parenthesized!(list in input);
        let empty = list.is_empty().then_some(keyword);
        let mut callers: Vec<(CallerKind, AccessInput)> = Vec::new();
        let mut seen: Vec<(CallerKind, Span)> = Vec::new();
        while !list.is_empty() {
            match parse_caller(&list) {
                Ok((caller, span, access)) => {
                    if let Some((_, first)) = seen.iter().find(|(kind, _)| *kind == caller) {
                        let first = line_of(*first);
                        errors.at_span(
                            span,
                            format!("`{caller}` stands twice; the first one stands {first}; remove one"),
                        );
                    } else {
                        seen.push((caller, span));
                        callers.push((caller, access));
                    }
                }
                Err(error) => {
                    errors.push(error);
                    while !list.is_empty() && !list.peek(Token![,]) {
                        list.parse::<proc_macro2::TokenTree>()?;
                    }
                }
            }
            if !list.is_empty() && list.parse::<Token![,]>().is_err() {
                return Err(list.error("a comma is expected between two kinds of caller"));
            }
        }
        Ok(Self::ByCaller { empty, callers })
    }
}

fn parse_caller(input: ParseStream<'_>) -> syn::Result<(CallerKind, Span, AccessInput)> {
    let keywords = CallerKind::ALL.map(CallerKind::keyword);
    if !input.peek(Ident::peek_any) {
        return Err(input.error(format!("a kind of caller is expected here: {}", one_of(&keywords))));
    }
    let keyword = input.call(Ident::parse_any)?;
    let text = keyword.to_string();
    let Some(caller) = CallerKind::ALL.into_iter().find(|caller| caller.keyword() == text) else {
        return Err(syn::Error::new(
            keyword.span(),
            format!("`{text}` is not a kind of caller: write {}{}", one_of(&keywords), did_you_mean(&text, keywords)),
        ));
    };
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(keyword.span(), format!("`{text}` needs a value: {FORMS}")));
    }
    input.parse::<Token![=]>()?;
    Ok((caller, keyword.span(), AccessInput::parse(input)?))
}

impl AccessInput {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Ident::peek_any) {
            let fork = input.fork();
            if fork.call(Ident::parse_any)? == "none" {
                input.call(Ident::parse_any)?;
                return Ok(Self::None);
            }
        }
        if !input.peek(token::Bracket) {
            return Ok(Self::AnyOf(vec![Alternative::parse(input)?]));
        }
        let list;
        let brackets = bracketed!(list in input);
        let alternatives: Vec<_> =
            Punctuated::<Alternative, Token![,]>::parse_terminated_with(&list, Alternative::parse)?
                .into_iter()
                .collect();
        if alternatives.is_empty() {
            return Err(syn::Error::new(
                brackets.span.join(),
                "the list of permissions is empty; name one, or write `none`",
            ));
        }
        Ok(Self::AnyOf(alternatives))
    }
}

impl Alternative {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(Ident::peek_any) {
            return Ok(Self { names: vec![PermissionName::parse(input)?] });
        }
        if input.fork().call(Ident::parse_any)? != "all" {
            return Ok(Self { names: vec![PermissionName::parse(input)?] });
        }
        let all = input.call(Ident::parse_any)?;
        if !input.peek(token::Paren) {
            return Err(syn::Error::new(all.span(), FORMS));
        }
        let list;
        parenthesized!(list in input);
        let names: Vec<_> =
            Punctuated::<PermissionName, Token![,]>::parse_terminated_with(&list, PermissionName::parse)?
                .into_iter()
                .collect();
        if names.is_empty() {
            return Err(syn::Error::new(all.span(), "`all()` is empty; name the permissions that are needed together"));
        }
        Ok(Self { names })
    }
}

impl PermissionName {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if literal::is_next(input) {
            return Ok(Self { literal: input.parse()?, unchecked: false });
        }
        if !input.peek(Ident::peek_any) {
            return Err(input.error(FORMS));
        }
        let word = input.call(Ident::parse_any)?;
        if word != "unchecked" || !input.peek(token::Paren) {
            let text = word.to_string();
            let hint = did_you_mean(&text, ["none", "all", "unchecked"]);
            return Err(syn::Error::new(word.span(), format!("{FORMS}{hint}")));
        }
        let name;
        parenthesized!(name in input);
        let literal = name.parse().map_err(|error| syn::Error::new(error.span(), FORMS))?;
        if !name.is_empty() {
            return Err(name.error("`unchecked` takes one name"));
        }
        Ok(Self { literal, unchecked: true })
    }
}
