//! The arguments of the attribute: `POST, "/path", version = "beta", perms = "…", …`.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{
    LitBool, LitStr, Path, Token, Type, bracketed, ext::IdentExt, parse::ParseStream, punctuated::Punctuated, token,
};

use super::{
    constants::{Constant, Values, parse_constants},
    keyword::Keyword,
    list::{Seen, parse_tokens},
    method::Method,
    permissions::PermissionsInput,
};
use crate::{
    errors::Errors,
    suggest::{did_you_mean, one_of},
};

/// The arguments of `#[graph_action(…)]`. One that is missing or has a mistake is `None`.
#[derive(Default)]
pub struct Arguments {
    /// The method.
    pub method: Option<Method>,
    /// The path template.
    pub path: Option<LitStr>,
    /// `version = …`, in the order in which they are given.
    pub versions: Vec<LitStr>,
    /// `perms = …` or `perms(…)`.
    pub permissions: Option<PermissionsInput>,
    /// `returns = …`.
    pub returns: Option<Type>,
    /// `odata_type = …`.
    pub odata_type: Option<LitStr>,
    /// `header(…)`.
    pub headers: Vec<Constant>,
    /// `query(…)`.
    pub query: Vec<Constant>,
    /// `property(…)`.
    pub properties: Vec<Constant>,
    /// `docs = …`.
    pub docs: Option<LitStr>,
    /// `redirects = …`.
    pub redirects: Option<LitBool>,
    /// `idempotent = …`.
    pub idempotent: Option<LitBool>,
    /// `crate = …`.
    pub runtime: Option<Path>,
    /// Whether nothing is written.
    is_empty: bool,
    /// The arguments that are given, with or without a mistake.
    seen: Seen,
    is_order_reported: bool,
}

const METHOD: &str = "method";
const PATH: &str = "path";
const ORDER: &str = "the method comes first, then the path, then the other arguments: \
                     `#[graph_action(GET, \"/users/<id>\", perms = \"…\")]`";

const FORM: &str = "write the method, the path and the permissions that a caller needs: \
                    `#[graph_action(GET, \"/users/<id>\", perms = \"User.Read.All\", returns = User)]`";

impl Arguments {
    /// Parses what the parentheses of the attribute contain.
    pub fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut arguments = Self { is_empty: tokens.is_empty(), ..Self::default() };
        let mut position = 0;
        parse_tokens(tokens, errors, |input, errors| {
            let result = arguments.argument(input, position, errors);
            position += 1;
            result
        });
        arguments
    }

    fn argument(&mut self, input: ParseStream<'_>, position: usize, errors: &mut Errors) -> syn::Result<()> {
        if !input.peek(Ident::peek_any) {
            let expected = |error: syn::Error| syn::Error::new(error.span(), format!("expected an argument; {ORDER}"));
            return self.path(input.parse().map_err(expected)?, position);
        }
        let name = input.call(Ident::parse_any)?;
        if input.peek(Token![=]) || input.peek(token::Paren) {
            self.named(&name, input, errors)
        } else {
            self.method(&name, position)
        }
    }

    fn method(&mut self, word: &Ident, position: usize) -> syn::Result<()> {
        let text = word.to_string();
        let error = |message: String| Err(syn::Error::new(word.span(), message));
        let Some(method) = Method::find(&text) else {
            if let Some(keyword) = Keyword::find(&text) {
                self.seen.note(keyword.as_str(), word.span());
                return error(format!("argument `{text}` requires a value; {}", keyword.form()));
            }
            self.seen.note(METHOD, word.span());
            let methods = Method::ALL.map(Method::as_str);
            let hint = did_you_mean(&text, methods);
            return error(format!("unknown method `{text}`; expected {}{hint}", one_of(&methods)));
        };
        self.seen.once(METHOD, word.span(), METHOD)?;
        self.method = Some(method);
        self.check_order(position, 0, word.span())
    }

    fn path(&mut self, literal: LitStr, position: usize) -> syn::Result<()> {
        let span = literal.span();
        if let Some(method) = Method::find(&literal.value().to_uppercase()) {
            self.seen.note(METHOD, span);
            self.method = Some(method);
            let message = format!("the method has no quotes; write `{}`", method.as_str());
            return Err(syn::Error::new(span, message));
        }
        self.seen.once(PATH, span, PATH)?;
        self.path = Some(literal);
        let expected = usize::from(self.seen.contains(METHOD));
        self.check_order(position, expected, span)
    }

    /// Method and path are where they belong. Only the first one that is not is reported.
    fn check_order(&mut self, position: usize, expected: usize, span: Span) -> syn::Result<()> {
        if position == expected || std::mem::replace(&mut self.is_order_reported, true) {
            return Ok(());
        }
        Err(syn::Error::new(span, ORDER))
    }

    fn named(&mut self, name: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        let text = name.to_string();
        let Some(keyword) = Keyword::find(&text) else { return Err(self.unknown(&text, name.span())) };
        if let Err(duplicate) = self.seen.once(keyword.as_str(), name.span(), format_args!("argument `{text}`")) {
            // The value is parsed so that parsing continues after it.
            Self::default().value(keyword, name.span(), input, errors)?;
            return Err(duplicate);
        }
        self.value(keyword, name.span(), input, errors)
    }

    fn unknown(&mut self, name: &str, span: Span) -> syn::Error {
        // What another name most likely means is not reported as missing as well.
        let (meant, hint) = match name {
            "method" => (Some(METHOD), String::from("; the method comes first, without a name: `GET`")),
            "path" | "url" => (Some(PATH), String::from("; the path comes second, without a name")),
            "permissions" | "permission" | "perm" | "scopes" => {
                (Some(Keyword::Perms.as_str()), String::from("; did you mean `perms`?"))
            }
            "headers" => (None, String::from("; did you mean `header(…)`?")),
            "response" | "ret" => (None, String::from("; did you mean `returns`?")),
            _ => (None, did_you_mean(name, Keyword::ALL.map(Keyword::as_str))),
        };
        if let Some(meant) = meant {
            self.seen.note(meant, span);
        }
        let expected = one_of(&Keyword::ALL.map(Keyword::as_str));
        syn::Error::new(span, format!("unknown argument `{name}`; expected {expected}{hint}"))
    }

    /// Parses the value of an argument, with its `=` or its parentheses.
    fn value(&mut self, keyword: Keyword, name: Span, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        match keyword {
            Keyword::Header | Keyword::Query | Keyword::Property if input.peek(Token![=]) => {
                return Err(syn::Error::new(name, keyword.form()));
            }
            Keyword::Header => self.headers = parse_constants(input, errors, Values::Strings, keyword.form())?,
            Keyword::Query => self.query = parse_constants(input, errors, Values::Strings, keyword.form())?,
            Keyword::Property => self.properties = parse_constants(input, errors, Values::Scalars, keyword.form())?,
            Keyword::Perms if input.peek(token::Paren) => {
                self.permissions = Some(PermissionsInput::parse_by_caller(name, input, errors)?);
            }
            _ => return self.assigned(keyword, name, input),
        }
        Ok(())
    }

    /// Parses the value of an argument that is written `name = …`, with its `=`.
    fn assigned(&mut self, keyword: Keyword, name: Span, input: ParseStream<'_>) -> syn::Result<()> {
        let expected = |error: syn::Error| syn::Error::new(error.span(), keyword.form());
        input.parse::<Token![=]>().map_err(expected)?;
        match keyword {
            Keyword::Version => self.versions = parse_versions(input).map_err(expected)?,
            Keyword::Perms => self.permissions = Some(PermissionsInput::parse_for_all(name, input)?),
            Keyword::Returns => self.returns = Some(input.parse().map_err(expected)?),
            Keyword::ODataType => self.odata_type = Some(input.parse().map_err(expected)?),
            Keyword::Docs => self.docs = Some(input.parse().map_err(expected)?),
            Keyword::Redirects => self.redirects = Some(input.parse().map_err(expected)?),
            Keyword::Idempotent => self.idempotent = Some(input.parse().map_err(expected)?),
            Keyword::Crate => self.runtime = Some(input.call(Path::parse_mod_style).map_err(expected)?),
            // Written with parentheses.
            Keyword::Header | Keyword::Query | Keyword::Property => {}
        }
        Ok(())
    }

    /// Returns whether `crate` is given, with or without a mistake.
    pub(crate) fn gives_runtime(&self) -> bool {
        self.seen.contains(Keyword::Crate.as_str())
    }

    /// Reports required arguments that are missing: at the path, after which they belong, or else at the struct's name.
    pub(super) fn check_missing(&self, item: Span, errors: &mut Errors) {
        if self.is_empty {
            return errors.at_span(Span::call_site(), format!("the attribute is empty; {FORM}"));
        }
        let here = self.path.as_ref().map_or(item, LitStr::span);
        if !self.seen.contains(METHOD) {
            errors.at_span(here, format!("missing method; {ORDER}"));
        }
        if !self.seen.contains(PATH) {
            errors.at_span(item, format!("missing path; {ORDER}"));
        }
        if !self.seen.contains(Keyword::Perms.as_str()) {
            let form = Keyword::Perms.form();
            errors.at_span(here, format!("missing `perms`, the permissions that a caller needs; {form}"));
        }
    }
}

fn parse_versions(input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    if !input.peek(token::Bracket) {
        return Ok(vec![input.parse()?]);
    }
    let list;
    let brackets = bracketed!(list in input);
    let versions: Vec<_> = Punctuated::<LitStr, Token![,]>::parse_terminated(&list)?.into_iter().collect();
    if versions.is_empty() {
        return Err(syn::Error::new(brackets.span.join(), "empty"));
    }
    Ok(versions)
}
