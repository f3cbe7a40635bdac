//! The arguments of the attribute: `POST, "/path", version = "beta", perms = "…", …`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::{
    LitBool, LitStr, Path, Token, Type, bracketed,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    punctuated::Punctuated,
    token,
};

use super::{literal, permissions::PermissionsInput};
use crate::action::{
    errors::{Errors, line_of},
    suggest::{did_you_mean, one_of},
};

/// The methods of Graph's operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Patch,
    Put,
    Delete,
}

impl Method {
    const NAMES: [&'static str; 5] = ["GET", "POST", "PATCH", "PUT", "DELETE"];
    const LONGEST: usize = "DELETE".len();

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "GET" => Self::Get,
            "POST" => Self::Post,
            "PATCH" => Self::Patch,
            "PUT" => Self::Put,
            "DELETE" => Self::Delete,
            _ => return None,
        })
    }

    pub(crate) fn as_str(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    pub(crate) fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Patch | Self::Put)
    }
}

/// The arguments as far as they could be read. What was left out is `None`, and so is what is reported already.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) method: Option<Method>,
    pub(crate) path: Option<LitStr>,
    pub(crate) versions: Vec<LitStr>,
    pub(crate) permissions: Option<PermissionsInput>,
    pub(crate) returns: Option<Type>,
    pub(crate) odata_type: Option<LitStr>,
    pub(crate) docs: Option<LitStr>,
    pub(crate) idempotent: Option<LitBool>,
    pub(crate) runtime: Option<Path>,
    /// The arguments that were there, right or wrong.
    seen: Vec<(&'static str, Span)>,
    out_of_order: bool,
}

/// The arguments that have a name.
const NAMES: [&str; 7] = ["version", "perms", "returns", "odata_type", "docs", "idempotent", "crate"];

const ORDER: &str = "the method comes first, the path second, then the rest: \
                     `#[graph_action(GET, \"/users/<id>\", perms = \"…\")]`";

impl Arguments {
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut arguments = Self::default();
        let read = |input: ParseStream<'_>| {
            let mut position = 0;
            while !input.is_empty() {
                if let Err(error) = arguments.argument(input, position, errors) {
                    errors.push(error);
                    skip_to_comma(input);
                }
                position += 1;
                if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                    // What follows is read as the next argument, if it can be one.
                    errors.at_span(input.span(), "a comma is expected between two arguments");
                    if !literal::is_next(input) && !input.peek(Ident::peek_any) {
                        skip_to_comma(input);
                        let _ = input.parse::<Token![,]>();
                    }
                }
            }
            Ok(())
        };
        if let Err(error) = read.parse2(tokens) {
            errors.push(error);
        }
        arguments
    }

    /// Whether the argument was there, right or wrong.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.seen.iter().any(|(seen, _)| *seen == name)
    }

    fn argument(&mut self, input: ParseStream<'_>, position: usize, errors: &mut Errors) -> syn::Result<()> {
        if literal::is_next(input) {
            return self.string(input.parse()?, position);
        }
        if !input.peek(Ident::peek_any) {
            return Err(input.error(format!("an argument is expected here; {ORDER}")));
        }
        let name = input.call(Ident::parse_any)?;
        if input.peek(Token![=]) || input.peek(token::Paren) {
            self.named(&name, input, errors)
        } else {
            self.method(&name, position)
        }
    }

    /// A bare word is the method.
    fn method(&mut self, word: &Ident, position: usize) -> syn::Result<()> {
        let text = word.to_string();
        let error = |message: String| Err(syn::Error::new(word.span(), message));
        let Some(method) = Method::named(&text) else {
            if NAMES.contains(&text.as_str()) {
                self.seen.push((known(&text), word.span()));
                return error(format!("`{text}` needs a value; {}", form(&text)));
            }
            self.seen.push(("method", word.span()));
            return error(format!(
                "`{text}` is not a method of Microsoft Graph: write {}{}",
                one_of(&Method::NAMES),
                did_you_mean(&text, Method::NAMES),
            ));
        };
        self.once("method", word.span())?;
        self.method = Some(method);
        self.in_order(position, 0, word.span())
    }

    /// A bare string is the path.
    fn string(&mut self, literal: LitStr, position: usize) -> syn::Result<()> {
        let text = literal::value(&literal);
        let upper = if text.len() <= Method::LONGEST { text.to_uppercase() } else { text };
        if let Some(method) = Method::named(&upper) {
            self.seen.push(("method", literal.span()));
            self.method = Some(method);
            return Err(syn::Error::new(literal.span(), format!("the method is written without quotes: `{upper}`")));
        }
        self.once("path", literal.span())?;
        let expected = usize::from(self.has("method"));
        let span = literal.span();
        self.path = Some(literal);
        self.in_order(position, expected, span)
    }

    /// Method and path stand where they belong; said once, about the first that does not.
    fn in_order(&mut self, position: usize, expected: usize, span: Span) -> syn::Result<()> {
        if position == expected || std::mem::replace(&mut self.out_of_order, true) {
            return Ok(());
        }
        Err(syn::Error::new(span, ORDER))
    }

    fn named(&mut self, name: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        let text = name.to_string();
        if !NAMES.contains(&text.as_str()) {
            let hint = match text.as_str() {
                "method" => {
                    self.seen.push(("method", name.span()));
                    String::from("; the method is written bare and first: `GET`")
                }
                "path" | "url" => {
                    self.seen.push(("path", name.span()));
                    String::from("; the path is a bare string, after the method")
                }
                "permissions" | "permission" | "perm" | "scopes" => {
                    self.seen.push(("perms", name.span()));
                    String::from("; did you mean `perms`?")
                }
                "response" | "ret" => String::from("; did you mean `returns`?"),
                _ => did_you_mean(&text, NAMES),
            };
            return Err(syn::Error::new(
                name.span(),
                format!("`{text}` is not an argument of `graph_action`, which takes {}{hint}", one_of(&NAMES)),
            ));
        }
        let name_span = name.span();
        let repeated = self.once(known(&text), name_span);
        if text == "perms" && input.peek(token::Paren) {
            let permissions = PermissionsInput::parse_by_caller(name_span, input, errors)?;
            repeated?;
            self.permissions = Some(permissions);
            return Ok(());
        }
        if !input.peek(Token![=]) {
            return Err(input.error(format!("`{text}` needs a value; {}", form(&text))));
        }
        input.parse::<Token![=]>()?;
        let wrong = |error: syn::Error| syn::Error::new(error.span(), form(&text));
        // Each value is read before a repetition is reported, so that reading goes on behind it.
        match text.as_str() {
            "version" => {
                let versions = parse_versions(input).map_err(wrong)?;
                repeated?;
                self.versions = versions;
            }
            "perms" => {
                let permissions = PermissionsInput::parse_for_all(name_span, input)?;
                repeated?;
                self.permissions = Some(permissions);
            }
            "returns" => {
                let returns = input.parse().map_err(wrong)?;
                repeated?;
                self.returns = Some(returns);
            }
            "odata_type" => {
                let odata_type = input.parse().map_err(wrong)?;
                repeated?;
                self.odata_type = Some(odata_type);
            }
            "docs" => {
                let docs = input.parse().map_err(wrong)?;
                repeated?;
                self.docs = Some(docs);
            }
            "idempotent" => {
                let idempotent = input.parse().map_err(wrong)?;
                repeated?;
                self.idempotent = Some(idempotent);
            }
            _ => {
                let runtime = input.call(Path::parse_mod_style).map_err(wrong)?;
                repeated?;
                self.runtime = Some(runtime);
            }
        }
        Ok(())
    }

    fn once(&mut self, name: &'static str, span: Span) -> syn::Result<()> {
        if let Some((_, first)) = self.seen.iter().find(|(seen, _)| *seen == name) {
            let message = match name {
                "method" | "path" => {
                    format!("there is a second {name}; the first one stands {}; remove one", line_of(*first))
                }
                _ => format!("`{name}` stands twice; the first one stands {}; remove one", line_of(*first)),
            };
            return Err(syn::Error::new(span, message));
        }
        self.seen.push((name, span));
        Ok(())
    }

    /// Reports what has to be there and is not: at the path, behind which it belongs, or else at the name of the struct.
    pub(super) fn check_missing(&self, item: Span, errors: &mut Errors) {
        let here = self.path.as_ref().map_or(item, LitStr::span);
        if !self.has("method") {
            errors.at_span(here, format!("the method is missing; {ORDER}"));
        }
        if !self.has("path") {
            errors.at_span(item, format!("the path is missing; {ORDER}"));
        }
        if !self.has("perms") {
            errors.at_span(
                here,
                format!("`perms` is missing: it says what a caller has to be granted; {}", form("perms")),
            );
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

/// How the value of an argument is written.
fn form(name: &str) -> String {
    let form = match name {
        "version" => {
            "`version = \"v1.0\"`, `version = \"beta\"` or, the one to call first, `version = [\"v1.0\", \"beta\"]`"
        }
        "perms" => {
            "`perms = \"Name\"` for all work and school callers, `perms = [\"Least\", \"More\"]` for alternatives, \
             `perms(delegated = …, personal = …, application = …)` for each kind of caller, or `perms = none`"
        }
        "returns" => "`returns = Type`, the type of a success's answer",
        "odata_type" => "`odata_type = \"#microsoft.graph.vppToken\"`",
        "docs" => "`docs = \"https://learn.microsoft.com/graph/api/…\"`",
        "idempotent" => "`idempotent = true` or `idempotent = false`",
        _ => "`crate = path::to::graph_runtime`",
    };
    format!("write {form}")
}

fn known(name: &str) -> &'static str {
    NAMES.into_iter().find(|known| *known == name).unwrap_or("crate")
}

fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        let _ = input.parse::<TokenTree>();
    }
}
