//! The attributes `#[graph(…)]` of a field.

use proc_macro2::Span;
use syn::{
    Ident, LitStr, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    token,
};

use super::{
    Attribute,
    list::{Seen, parse_list},
    types::PROPERTY_ATTRIBUTES,
};
use crate::{
    errors::Errors,
    suggest::{did_you_mean, one_of},
};

/// What `#[graph(…)]` says about a field, with the place where it says so.
#[derive(Default)]
pub struct GraphAttributes {
    /// `path`.
    pub path: Option<Span>,
    /// `query` or `query = "$select"`.
    pub query: Option<(Span, Option<LitStr>)>,
    /// `quoted`.
    pub quoted: Option<Span>,
    /// `header = "If-Match"`.
    pub header: Option<LitStr>,
    /// `query_options`.
    pub query_options: Option<Span>,
    /// `body`.
    pub body: Option<Span>,
    /// `raw_body = "application/octet-stream"`.
    pub raw_body: Option<LitStr>,
    /// `secret`.
    pub secret: Option<Span>,
    /// `redirected`.
    pub redirected: Option<Span>,
    /// `name = "ItemIds"`.
    pub name: Option<LitStr>,
    /// Whether an attribute has a mistake, so that the role of the field is unknown.
    pub is_broken: bool,
    seen: Seen,
}

const NAMES: [&str; 10] =
    ["path", "query", "quoted", "query_options", "header", "body", "raw_body", "secret", "redirected", "name"];

impl GraphAttributes {
    pub(super) fn parse(&mut self, attribute: &Attribute, errors: &mut Errors) {
        let Some(list) = attribute.list() else {
            self.is_broken = true;
            let message = format!("expected parentheses: `#[graph(…)]` takes {}", one_of(&NAMES));
            return errors.at(attribute, message);
        };
        let parser = |input: ParseStream<'_>| {
            self.is_broken |= !parse_list(input, errors, |input, _| self.element(input));
            Ok(())
        };
        if let Err(error) = parser.parse2(list.clone()) {
            self.is_broken = true;
            errors.push(error);
        }
    }

    fn element(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if !input.peek(Ident::peek_any) {
            return Err(input.error(format!("expected a field attribute: {}", one_of(&NAMES))));
        }
        let word = input.call(Ident::parse_any)?;
        let text = word.to_string();
        let Some(name) = NAMES.into_iter().find(|name| *name == text) else {
            return Err(syn::Error::new(word.span(), explain_unknown(&text)));
        };
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            let literal: LitStr = input.parse().map_err(|error| syn::Error::new(error.span(), form(name)))?;
            if !input.is_empty() && !input.peek(Token![,]) {
                return Err(input.error(form(name)));
            }
            Some(literal)
        } else if input.peek(token::Paren) {
            return Err(input.error(form(name)));
        } else {
            None
        };
        self.seen.once(name, word.span(), format_args!("field attribute `{name}`"))?;
        match (name, value) {
            ("path", None) => self.path = Some(word.span()),
            ("query", value) => self.query = Some((word.span(), value)),
            ("quoted", None) => self.quoted = Some(word.span()),
            ("header", Some(value)) => self.header = Some(value),
            ("query_options", None) => self.query_options = Some(word.span()),
            ("body", None) => self.body = Some(word.span()),
            ("raw_body", Some(value)) => self.raw_body = Some(value),
            ("secret", None) => self.secret = Some(word.span()),
            ("redirected", None) => self.redirected = Some(word.span()),
            ("name", Some(value)) => self.name = Some(value),
            _ => return Err(syn::Error::new(word.span(), form(name))),
        }
        Ok(())
    }

    /// Returns the attributes that say where in the request the field belongs.
    pub(crate) fn places(&self) -> Vec<(&'static str, Span)> {
        let mut places = Vec::new();
        places.extend(self.query.as_ref().map(|(span, _)| ("query", *span)));
        places.extend(self.query_options.map(|span| ("query_options", span)));
        places.extend(self.header.as_ref().map(|literal| ("header", literal.span())));
        places.extend(self.body.map(|span| ("body", span)));
        places.extend(self.raw_body.as_ref().map(|literal| ("raw_body", literal.span())));
        places
    }
}

fn explain_unknown(name: &str) -> String {
    if PROPERTY_ATTRIBUTES.contains(&name) {
        return format!(
            "`{name}` is a field attribute of `#[graph_type]`; the fields of an action are only sent, so remove it"
        );
    }
    let hint = match name {
        "rename" => String::from("; did you mean `name`?"),
        _ => did_you_mean(name, NAMES),
    };
    format!("unknown field attribute `{name}`; expected {}{hint}", one_of(&NAMES))
}

/// Returns how a field attribute is written.
fn form(name: &str) -> String {
    match name {
        "query" => String::from("write `#[graph(query)]`, or `#[graph(query = \"$select\")]` for another name"),
        "header" => String::from("`header` requires a name: write `#[graph(header = \"If-Match\")]`"),
        "name" => String::from("`name` requires a value: write `#[graph(name = \"ItemIds\")]`"),
        "raw_body" => String::from(
            "`raw_body` requires the media type of the body: write \
             `#[graph(raw_body = \"application/octet-stream\")]`",
        ),
        _ => format!("`{name}` takes no value: write `#[graph({name})]`"),
    }
}
