//! The argument `perms`, in all its forms.

use std::fmt;

use proc_macro2::{Ident, Span};
use syn::{LitStr, Token, bracketed, ext::IdentExt, parenthesized, parse::ParseStream, punctuated::Punctuated, token};

use super::list::{Seen, parse_list};
use crate::{
    errors::Errors,
    suggest::{did_you_mean, one_of},
};

/// A caller type that Microsoft documents permissions for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caller {
    /// An app that acts for a user with a work or school account.
    Delegated,
    /// An app that acts for a user with a personal account.
    Personal,
    /// An app that acts as itself.
    Application,
}

impl Caller {
    /// All caller types, in the order of Microsoft's tables.
    pub const ALL: [Self; 3] = [Self::Delegated, Self::Personal, Self::Application];

    /// Returns the keyword in `perms(…)`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delegated => "delegated",
            Self::Personal => "personal",
            Self::Application => "application",
        }
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The argument as it was written.
pub enum PermissionsInput {
    /// `perms = …`: the same for delegated and application callers.
    Same(AccessInput),
    /// `perms(delegated = …, personal = …, application = …)`.
    ByCaller {
        /// The word `perms`, if the parentheses are empty.
        empty: Option<Span>,
        /// The caller types in the order in which they are given.
        callers: Vec<(Caller, AccessInput)>,
    },
}

/// The permissions of one caller type as they were written.
pub enum AccessInput {
    /// `none`.
    None,
    /// One alternative or a list, from the least to the most privileged.
    AnyOf(Vec<Alternative>),
}

/// Permissions that are needed together; one in most cases.
pub struct Alternative {
    /// Their names.
    pub names: Vec<PermissionName>,
}

/// The name of a permission as it was written.
pub struct PermissionName {
    /// The string literal.
    pub literal: LitStr,
    /// Whether it was written as `unchecked("…")`.
    pub unchecked: bool,
}

const FORMS: &str = "write a permission as `\"Name\"`, alternatives as `[\"Least\", \"More\"]`, permissions needed \
                     together as `all(\"A\", \"B\")`, a permission newer than the catalog as `unchecked(\"New\")`, or \
                     `none`";

impl PermissionsInput {
    /// Parses what follows `perms =`.
    pub(super) fn parse_for_all(keyword: Span, input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            return Err(syn::Error::new(keyword, format!("argument `perms` requires a value; {FORMS}")));
        }
        AccessInput::parse(input).map(Self::Same)
    }

    /// Parses what follows `perms`, a list in parentheses.
    pub(super) fn parse_by_caller(keyword: Span, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Self> {
        let list;
        parenthesized!(list in input);
        let empty = list.is_empty().then_some(keyword);
        let mut callers = Vec::new();
        let mut seen = Seen::default();
        parse_list(&list, errors, |input, _| {
            let (caller, span, access) = parse_caller(input)?;
            seen.once(caller.as_str(), span, format_args!("caller type `{caller}`"))?;
            callers.push((caller, access));
            Ok(())
        });
        Ok(Self::ByCaller { empty, callers })
    }
}

fn parse_caller(input: ParseStream<'_>) -> syn::Result<(Caller, Span, AccessInput)> {
    let keywords = Caller::ALL.map(Caller::as_str);
    if !input.peek(Ident::peek_any) {
        return Err(input.error(format!("expected a caller type: {}", one_of(&keywords))));
    }
    let keyword = input.call(Ident::parse_any)?;
    let text = keyword.to_string();
    let Some(caller) = Caller::ALL.into_iter().find(|caller| caller.as_str() == text) else {
        let hint = did_you_mean(&text, keywords);
        let message = format!("unknown caller type `{text}`; expected {}{hint}", one_of(&keywords));
        return Err(syn::Error::new(keyword.span(), message));
    };
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(keyword.span(), format!("caller type `{text}` requires a value; {FORMS}")));
    }
    input.parse::<Token![=]>()?;
    Ok((caller, keyword.span(), AccessInput::parse(input)?))
}

impl AccessInput {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if next_word(input).is_some_and(|word| word == "none") {
            input.call(Ident::parse_any)?;
            return Ok(Self::None);
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
            let message = "the list of permissions is empty; name a permission or write `none`";
            return Err(syn::Error::new(brackets.span.join(), message));
        }
        Ok(Self::AnyOf(alternatives))
    }
}

impl Alternative {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if next_word(input).is_none_or(|word| word != "all") {
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
        let forms = |error: syn::Error| syn::Error::new(error.span(), FORMS);
        if !input.peek(Ident::peek_any) {
            return Ok(Self { literal: input.parse().map_err(forms)?, unchecked: false });
        }
        let word = input.call(Ident::parse_any)?;
        if word != "unchecked" || !input.peek(token::Paren) {
            let hint = did_you_mean(&word.to_string(), ["none", "all", "unchecked"]);
            return Err(syn::Error::new(word.span(), format!("{FORMS}{hint}")));
        }
        let name;
        parenthesized!(name in input);
        let literal = name.parse().map_err(forms)?;
        if !name.is_empty() {
            return Err(name.error("`unchecked` takes one name"));
        }
        Ok(Self { literal, unchecked: true })
    }
}

/// Returns the next token, if it is a word.
fn next_word(input: ParseStream<'_>) -> Option<Ident> {
    input.cursor().ident().map(|(word, _)| word)
}
