//! The declaration of an enumeration: `graph_enum! { pub enum State { Valid = "valid" } }`.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    Attribute, Ident, LitStr, Token, Visibility, braced,
    parse::{Parse, ParseStream, Parser},
    punctuated::Punctuated,
};

use super::attributes;

/// An enumeration that `graph_enum!` declares.
pub struct GraphEnumeration {
    /// The name.
    pub ident: Ident,
    /// Whether it is declared with `flags enum`.
    pub flags: bool,
    /// The members.
    pub members: Vec<EnumerationMember>,
    pub(super) attributes: Vec<Attribute>,
}

/// A member of an enumeration.
pub struct EnumerationMember {
    /// The name of the variant.
    pub ident: Ident,
    /// The name in JSON.
    pub name: LitStr,
    /// Whether it has the attribute `#[deprecated]`.
    pub is_deprecated: bool,
    attributes: Vec<Attribute>,
}

impl std::fmt::Debug for GraphEnumeration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GraphEnumeration").field("ident", &self.ident).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for EnumerationMember {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EnumerationMember").field("ident", &self.ident).finish_non_exhaustive()
    }
}

impl GraphEnumeration {
    /// Parses what is in the braces of the macro.
    pub(super) fn parse(tokens: TokenStream) -> syn::Result<Self> {
        Self::parse_in.parse2(tokens)
    }

    fn parse_in(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        let flags = !input.peek(Token![enum]);
        if flags {
            let word: Ident = input.parse()?;
            if word != "flags" {
                return Err(syn::Error::new(word.span(), "expected `enum` or `flags enum`"));
            }
        }
        input.parse::<Token![enum]>()?;
        let ident = input.parse()?;
        let content;
        braced!(content in input);
        let members = Punctuated::<EnumerationMember, Token![,]>::parse_terminated(&content)?;
        Ok(Self { ident, flags, members: members.into_iter().collect(), attributes })
    }
}

impl Parse for EnumerationMember {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let ident = input.parse()?;
        input.parse::<Token![=]>()?;
        let name = input.parse()?;
        let is_deprecated = attributes::uses(&attributes).iter().any(|own| own.path.is_ident("deprecated"))
            || attributes.iter().any(|attribute| attribute.path().is_ident("deprecated"));
        Ok(Self { ident, name, is_deprecated, attributes })
    }
}

impl ToTokens for EnumerationMember {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.attributes.iter().for_each(|attribute| attribute.to_tokens(tokens));
        self.ident.to_tokens(tokens);
        self.name.to_tokens(tokens);
    }
}
