//! The attributes of the struct and of its fields.

use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, quote};
use syn::{
    LitStr, Meta, Token,
    buffer::Cursor,
    ext::IdentExt,
    parse::{Parse, ParseStream},
    token,
};

/// An attribute, which is emitted as it was written.
#[derive(Clone)]
pub struct Attribute {
    pound: Token![#],
    brackets: Group,
    content: Content,
}

#[derive(Clone)]
enum Content {
    /// `name = literal`. Most attributes are doc comments of this form, which are only copied, so syn does not parse
    /// them.
    Literal(String, Literal),
    Other(Box<Meta>),
}

impl Attribute {
    /// Returns whether the attribute has this name.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        match &self.content {
            Content::Literal(own, _) => own == name,
            Content::Other(meta) => meta.path().is_ident(name),
        }
    }

    /// Returns whether the attribute has one of these names, or would have it under a condition.
    pub(super) fn is_one_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
            || (self.is("cfg_attr") && self.list().is_some_and(|list| contains_word(list.clone(), names)))
    }

    /// Returns the tokens in the parentheses of `name(…)`.
    #[must_use]
    pub fn list(&self) -> Option<&TokenStream> {
        match &self.content {
            Content::Other(meta) => meta.require_list().ok().map(|list| &list.tokens),
            Content::Literal(..) => None,
        }
    }

    /// Returns the value of `name = literal`.
    #[must_use]
    pub fn value(&self) -> Option<&Literal> {
        match &self.content {
            Content::Literal(_, value) => Some(value),
            Content::Other(_) => None,
        }
    }

    /// Returns the attribute `#[doc = …]` in the place of this one.
    #[must_use]
    pub(crate) fn with_docs(&self, text: &LitStr) -> Self {
        let mut brackets = Group::new(Delimiter::Bracket, quote!(doc = #text));
        brackets.set_span(self.brackets.span());
        Self { pound: self.pound, brackets, content: Content::Literal(String::from("doc"), text.token()) }
    }

    pub(crate) fn parse_all(input: ParseStream<'_>) -> syn::Result<Vec<Self>> {
        let mut attributes = Vec::new();
        while input.peek(Token![#]) {
            attributes.push(input.parse()?);
        }
        Ok(attributes)
    }
}

impl Parse for Attribute {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let pound = input.parse()?;
        if !input.peek(token::Bracket) {
            return Err(input.error("expected an attribute in square brackets"));
        }
        let literal = literal(input.cursor());
        let brackets: Group = input.parse()?;
        let content = match literal {
            Some((name, value)) => Content::Literal(name, value),
            None => Content::Other(Box::new(syn::parse2(brackets.stream())?)),
        };
        Ok(Self { pound, brackets, content })
    }
}

impl ToTokens for Attribute {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.pound.to_tokens(tokens);
        tokens.append(self.brackets.clone());
    }
}

/// Returns the name and the literal, if the content of the brackets that follow is `name = literal`.
fn literal(cursor: Cursor<'_>) -> Option<(String, Literal)> {
    let (content, ..) = cursor.group(Delimiter::Bracket)?;
    let (name, content) = content.ident()?;
    let (equals, content) = content.punct()?;
    let (value, end) = content.literal()?;
    (equals.as_char() == '=' && end.eof()).then(|| (name.unraw().to_string(), value))
}

/// Returns whether tokens contain one of these identifiers.
pub(super) fn contains_word(tokens: TokenStream, words: &[&str]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => words.iter().any(|word| ident == word),
        TokenTree::Group(group) => contains_word(group.stream(), words),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenTree;
    use syn::parse::Parser;

    use super::*;

    #[test]
    fn attributes_are_known_by_name_and_emitted_as_they_were_written() {
        let group = TokenTree::from(Group::new(Delimiter::None, quote!(graph(secret))));
        let tokens = quote! {
            #[graph] #[doc = "x"] #[doc = concat!("x", "y")] #[serde(skip)] #[graph::other] #[#group] #[graphs]
        };
        let attributes = Attribute::parse_all.parse2(tokens.clone()).expect("attributes");
        let named = |name| attributes.iter().map(|attribute| attribute.is(name)).collect::<Vec<_>>();
        assert_eq!(named("graph"), [true, false, false, false, false, true, false]);
        assert_eq!(named("doc"), [false, true, true, false, false, false, false]);
        let lists: Vec<_> = attributes.iter().filter_map(Attribute::list).map(TokenStream::to_string).collect();
        assert_eq!(lists, ["skip", "secret"]);
        let values: Vec<_> = attributes.iter().filter_map(Attribute::value).map(Literal::to_string).collect();
        assert_eq!(values, ["\"x\""]);
        assert_eq!(quote!(#(#attributes)*).to_string(), tokens.to_string());
    }

    #[test]
    fn an_attribute_that_is_not_valid_is_an_error() {
        for tokens in [quote!(#[doc = "a" "b"]), quote!(#[doc = a b]), quote!(#(a)), quote!(#)] {
            assert!(Attribute::parse_all.parse2(tokens.clone()).is_err(), "{tokens}");
        }
    }
}
