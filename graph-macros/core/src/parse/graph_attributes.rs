//! The attributes `#[graph(…)]` of a field.

use proc_macro2::Span;
use syn::LitStr;

use super::{
    Attribute,
    elements::{OF_ACTIONS, OF_TYPES, Vocabulary},
    list::Seen,
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

const VOCABULARY: Vocabulary = Vocabulary { names: &OF_ACTIONS, explain_unknown, form };

impl GraphAttributes {
    pub(super) fn parse(&mut self, attribute: &Attribute, errors: &mut Errors) {
        let mut seen = std::mem::take(&mut self.seen);
        self.is_broken |= !VOCABULARY.parse(attribute, &mut seen, errors, |name, span, value| {
            match (name, value) {
                ("path", None) => self.path = Some(span),
                ("query", value) => self.query = Some((span, value)),
                ("quoted", None) => self.quoted = Some(span),
                ("header", Some(value)) => self.header = Some(value),
                ("query_options", None) => self.query_options = Some(span),
                ("body", None) => self.body = Some(span),
                ("raw_body", Some(value)) => self.raw_body = Some(value),
                ("secret", None) => self.secret = Some(span),
                ("redirected", None) => self.redirected = Some(span),
                ("name", Some(value)) => self.name = Some(value),
                _ => return false,
            }
            true
        });
        self.seen = seen;
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
    if OF_TYPES.contains(&name) {
        return format!(
            "`{name}` is a field attribute of `#[graph_type]`; the fields of an action are only sent, so remove it"
        );
    }
    let hint = match name {
        "rename" => String::from("; did you mean `name`?"),
        _ => did_you_mean(name, OF_ACTIONS),
    };
    format!("unknown field attribute `{name}`; expected {}{hint}", one_of(&OF_ACTIONS))
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
