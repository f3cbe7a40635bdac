//! The attributes of a struct or of a field.

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};
use syn::{AttrStyle, Attribute, Token, bracketed, buffer::Cursor, parse::ParseStream};

/// Attributes, apart from the documentation.
#[derive(Default)]
pub(super) struct Attributes {
    pub(super) docs: Vec<Doc>,
    pub(super) others: Vec<Attribute>,
}

/// An attribute of the documentation, as it was written. There is one for nearly every field, and it is only repeated, so
/// that a line is not read.
#[derive(Clone)]
pub(crate) struct Doc {
    sign: TokenTree,
    pub(crate) brackets: Group,
}

impl Doc {
    /// Another text in its place.
    pub(crate) fn with(&self, content: TokenStream) -> Self {
        let mut brackets = Group::new(Delimiter::Bracket, content);
        brackets.set_span(self.brackets.span());
        Self { sign: self.sign.clone(), brackets }
    }
}

impl ToTokens for Doc {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(self.sign.clone());
        tokens.append(self.brackets.clone());
    }
}

/// One that had to be read first: `#[doc(hidden)]`, or what a macro was given as `$m:meta`.
impl From<Attribute> for Doc {
    fn from(attribute: Attribute) -> Self {
        let meta = attribute.meta.into_token_stream();
        let mut brackets = Group::new(Delimiter::Bracket, meta);
        brackets.set_span(attribute.bracket_token.span.join());
        let sign = Punct::new('#', Spacing::Alone);
        Self { sign: sign.into(), brackets }
    }
}

impl Attributes {
    pub(super) fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attributes = Self::default();
        while input.peek(Token![#]) {
            if let Some(doc) = doc(input.cursor()) {
                attributes.docs.push(doc);
                input.parse::<TokenTree>()?;
                input.parse::<TokenTree>()?;
                continue;
            }
            let attribute = other(input)?;
            if attribute.path().is_ident("doc") {
                attributes.docs.push(attribute.into());
            } else {
                attributes.others.push(attribute);
            }
        }
        Ok(attributes)
    }
}

/// A line that is a literal, as nearly all are.
fn doc(cursor: Cursor<'_>) -> Option<Doc> {
    let (sign, rest) = cursor.token_tree()?;
    let (content, ..) = rest.group(Delimiter::Bracket)?;
    let (name, content) = content.ident()?;
    let (equals, content) = content.punct()?;
    let (_, end) = content.literal()?;
    match rest.token_tree()? {
        (TokenTree::Group(brackets), _) if name == "doc" && equals.as_char() == '=' && end.eof() => {
            Some(Doc { sign, brackets })
        }
        _ => None,
    }
}

fn other(input: ParseStream<'_>) -> syn::Result<Attribute> {
    let content;
    Ok(Attribute {
        pound_token: input.parse()?,
        style: AttrStyle::Outer,
        bracket_token: bracketed!(content in input),
        meta: content.parse()?,
    })
}

/// The tokens of a struct or of its fields without the attributes of these names.
pub(super) fn without(names: &[&str], tokens: TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let mut left = Vec::new();
    while let Some(token) = tokens.next() {
        let is_sign = matches!(&token, TokenTree::Punct(sign) if sign.as_char() == '#');
        match tokens.peek() {
            Some(TokenTree::Group(brackets))
                if is_sign
                    && brackets.delimiter() == Delimiter::Bracket
                    && name(brackets.stream()).is_some_and(|name| names.contains(&name.as_str())) =>
            {
                tokens.next();
            }
            _ => left.push(token),
        }
    }
    left.into_iter().collect()
}

/// The name of an attribute, if it is one word.
fn name(attribute: TokenStream) -> Option<String> {
    let mut tokens = attribute.into_iter();
    match tokens.next()? {
        TokenTree::Ident(name) => {
            let is_path = matches!(tokens.next(), Some(TokenTree::Punct(sign)) if sign.as_char() == ':');
            (!is_path).then(|| name.to_string())
        }
        // What a macro was given as `$m:meta`.
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => name(group.stream()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn attributes_are_taken_out_by_their_names() {
        let given = Group::new(Delimiter::None, quote!(graph(secret)));
        let tokens = quote! {
            #[graph] #[doc = "x"] #[serde(skip)] pub a: [u8; 1], #[graph::other] #[#given] #[graphs] b: u8, #[graph(query)] c: u8
        };
        assert_eq!(
            without(&["graph"], tokens.clone()).to_string(),
            quote!(#[doc = "x"] #[serde(skip)] pub a: [u8; 1], #[graph::other] #[graphs] b: u8, c: u8).to_string()
        );
        assert_eq!(
            without(&["graph", "serde"], tokens).to_string(),
            quote!(#[doc = "x"] pub a: [u8; 1], #[graph::other] #[graphs] b: u8, c: u8).to_string()
        );
    }
}
