//! The arguments of `#[graph_type]`: `"#microsoft.graph.vppToken", crate = path`.

use proc_macro2::{Ident, TokenStream};
use syn::{LitStr, Path, Token, ext::IdentExt, parse::ParseStream};

use super::super::list::{Seen, parse_tokens};
use crate::errors::Errors;

/// The arguments of `#[graph_type(…)]`. One that is missing or has a mistake is `None`.
#[derive(Default)]
pub struct TypeArguments {
    /// The name of the type.
    pub odata_type: Option<LitStr>,
    /// `crate = …`.
    pub runtime: Option<Path>,
    seen: Seen,
}

const FORM: &str = "write `#[graph_type]`, or `#[graph_type(\"#microsoft.graph.vppToken\")]` to send the type";
const CRATE: &str = "write `crate = path::to::graph_runtime`";

impl TypeArguments {
    /// Parses what the parentheses of the attribute contain.
    pub fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut arguments = Self::default();
        parse_tokens(tokens, errors, |input, _| arguments.argument(input));
        arguments
    }

    /// Returns whether `crate` is given, with or without a mistake.
    pub(crate) fn gives_runtime(&self) -> bool {
        self.seen.contains("crate")
    }

    fn argument(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if !input.peek(Ident::peek_any) {
            let literal: LitStr = input.parse().map_err(|error| syn::Error::new(error.span(), FORM))?;
            self.seen.once("type", literal.span(), "type")?;
            self.odata_type = Some(literal);
            return Ok(());
        }
        let word = input.call(Ident::parse_any)?;
        if word != "crate" {
            let hint = if word == "odata_type" || word == "name" { "; the type has no keyword" } else { "" };
            return Err(syn::Error::new(word.span(), format!("unknown argument `{word}`; {FORM}{hint}")));
        }
        self.seen.once("crate", word.span(), "argument `crate`")?;
        let expected = |error: syn::Error| syn::Error::new(error.span(), CRATE);
        input.parse::<Token![=]>().map_err(expected)?;
        self.runtime = Some(input.call(Path::parse_mod_style).map_err(expected)?);
        Ok(())
    }
}
