//! The setters of the builder.

use std::{borrow::Cow, ops::Range};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Lit, LitStr, Token, Type, token::Paren};

use super::{Builder, Name, index};
use crate::{
    model::{Field, Presence, collect_words},
    parse::Attribute,
    suggest::shown_type,
};

impl Builder<'_> {
    /// Returns the setter of a required field, which returns another type of builder.
    pub(super) fn required_setter(&self, place: usize, field: &Field) -> TokenStream {
        let Self { action, ident: builder, states, .. } = self;
        let Field { ident, ty, deprecated, .. } = field;
        let visibility = &action.item.visibility;
        let docs = self.docs(field);
        let (accepted, value) = self.conversion(ty);
        let (before, after) = (&states[..place], &states[place + 1..]);
        let indices = |places: Range<usize>| places.map(index);
        let (indices_before, indices_after) = (indices(0..place), indices(place + 1..states.len()));
        let tuple = self.tuple().into_iter();
        if self.is_plain() {
            quote! {
                #docs
                #deprecated
                #visibility fn #ident(self, value: #accepted) -> #builder<#(#before,)* #ty #(, #after)*> {
                    #builder(#(self.#indices_before,)* #value #(, self.#indices_after)* #(, self.#tuple)*)
                }
            }
        } else {
            let arguments = self.arguments();
            let marker = self.marker();
            quote! {
                #docs
                #deprecated
                #visibility fn #ident(
                    self,
                    value: #accepted,
                ) -> #builder<#(#arguments,)* #(#before,)* __graph::Set<#ty> #(, #after)*> {
                    #builder(
                        #(self.#indices_before,)*
                        __graph::Set(#value),
                        #(self.#indices_after,)*
                        #(self.#tuple,)*
                        #marker
                    )
                }
            }
        }
    }

    /// Returns the setter of a field at this place of the tuple, and the method that clears it if it is a `Patch`.
    pub(super) fn setter(&self, place: usize, field: &Field) -> TokenStream {
        let Field { ident, name, deprecated, .. } = field;
        let visibility = &self.action.item.visibility;
        let docs = self.docs(field);
        let (tuple, place) = (index(self.required.len()), index(place));
        let (accepted, value) = self.conversion(field.value_type());
        let body = match &field.presence {
            Presence::Required | Presence::Defaulted => quote!(self.#tuple.#place = #value; self),
            Presence::Optional(_) => quote!(self.#tuple.#place = __graph::Some(#value); self),
            Presence::Patch(_) => quote!(self.#tuple.#place = __graph::Patch::Set(#value); self),
        };
        let body = Group::new(Delimiter::Brace, body);
        let clear = field.clearing_method().map(|clear| {
            let clear = Ident::new(&clear, ident.span());
            let docs = format!(" Clears `{name}`: sends `null`.");
            quote! {
                #[doc = #docs]
                #deprecated
                #visibility fn #clear(mut self) -> Self {
                    self.#tuple.#place = __graph::Patch::Clear;
                    self
                }
            }
        });
        quote! {
            #docs
            #deprecated
            #visibility fn #ident(mut self, value: #accepted) -> Self #body
            #clear
        }
    }

    /// Returns the type that a setter takes for a value of this type, and the expression that converts it.
    fn conversion<'t>(&self, ty: &'t Type) -> (Accepted<'t>, Converted) {
        // With `impl Into<T>` for a generic parameter `T`, the argument would not tell what `T` is.
        let mut params = self.action.generics.type_params().peekable();
        let converts = params.peek().is_none() || {
            let mut words = Vec::new();
            collect_words(ty.to_token_stream(), &mut words);
            !params.any(|param| words.contains(&param.ident.to_string()))
        };
        (Accepted { ty, converts }, Converted { converts })
    }

    /// Returns what the author says about the field, or else its name and type.
    fn docs<'f>(&self, field: &'f Field) -> Docs<'f> {
        if field.docs.is_empty() {
            return Docs::Generated(format!(" Sets `{}`, a `{}`.", field.name, shown_type(field.value_type())));
        }
        Docs::Written(field.docs.iter().map(|docs| self.about_the_action(docs)).collect())
    }

    /// Returns the same documentation with the action in place of `Self` in links, which would be the builder.
    fn about_the_action<'f>(&self, docs: &'f Attribute) -> Cow<'f, Attribute> {
        if let Some(value) = docs.value().filter(|value| value.to_string().contains("Self"))
            && let Lit::Str(text) = Lit::new(value.clone())
        {
            let action = &self.action.item.ident;
            let value =
                text.value().replace("Self::", &format!("{action}::")).replace("[`Self`]", &format!("[`{action}`]"));
            return Cow::Owned(docs.with_docs(&LitStr::new(&value, text.span())));
        }
        Cow::Borrowed(docs)
    }
}

/// The type that a setter takes for a value of this type.
struct Accepted<'a> {
    ty: &'a Type,
    converts: bool,
}

impl ToTokens for Accepted<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if !self.converts {
            return self.ty.to_tokens(tokens);
        }
        <Token![impl]>::default().to_tokens(tokens);
        Name("Into").to_tokens(tokens);
        <Token![<]>::default().to_tokens(tokens);
        self.ty.to_tokens(tokens);
        <Token![>]>::default().to_tokens(tokens);
    }
}

/// The expression for the value that a setter takes.
struct Converted {
    converts: bool,
}

impl ToTokens for Converted {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        Ident::new("value", Span::call_site()).to_tokens(tokens);
        if self.converts {
            <Token![.]>::default().to_tokens(tokens);
            Ident::new("into", Span::call_site()).to_tokens(tokens);
            Paren::default().surround(tokens, |_| {});
        }
    }
}

/// The documentation of a setter.
enum Docs<'a> {
    Written(Vec<Cow<'a, Attribute>>),
    Generated(String),
}

impl ToTokens for Docs<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Written(attributes) => attributes.iter().for_each(|attribute| attribute.to_tokens(tokens)),
            Self::Generated(text) => tokens.extend([quote!(#[doc = #text])]),
        }
    }
}
