//! The builder of an action.
//!
//! Each required field has an element of its own in the builder. Its type is a parameter that tells whether the field is
//! set, and a trait of its own has the error message for a caller who did not set it. All other fields are elements of one
//! tuple, which a setter moves as a whole. Most of what a declaration costs the author's compiler is this code, so it is
//! kept small.

use std::{borrow::Cow, ops::Range};

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{GenericParam, Lit, LitStr, Token, Type, token::Paren};

use super::{block, shown};
use crate::{
    model::{Action, Field, Presence, collect_words, one_argument},
    parse::Attribute,
};

// Literals in a template would be parsed for each action.
const UNUSED: &str = "a builder sends nothing until `send` is called and awaited";
const SENDS: &str = " Sends the request.";

pub(super) struct Builder<'a> {
    action: &'a Action,
    /// The name of its type.
    ident: Ident,
    required: Vec<&'a Field>,
    /// The fields that need not be set, in their order in the tuple.
    others: Vec<&'a Field>,
    /// One type parameter for each required field: whether it is set.
    states: Vec<Ident>,
    /// One trait for each required field: implemented by the type of a field that is set.
    conditions: Vec<Ident>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(action: &'a Action) -> Self {
        let (required, others): (Vec<_>, Vec<_>) = action.fields.iter().partition(|field| field.is_required());
        let fresh = |name: &str| {
            let names = (0..required.len()).map(|i| {
                let mut name = format!("{name}{i}");
                while action.uses_name(&name) {
                    name.push('_');
                }
                Ident::new(&name, Span::mixed_site())
            });
            names.collect()
        };
        Self { action, ident: action.builder(), states: fresh("S"), conditions: fresh("IsSet"), required, others }
    }

    /// Whether the action has no generic parameters. A field that is set then has its own type in the builder. Otherwise
    /// that type is wrapped, because a parameter that is not inferred yet could also be the type of a field not set.
    fn is_plain(&self) -> bool {
        self.action.generics.params.is_empty()
    }

    /// The index of the tuple of the other fields, if there is one.
    fn tuple(&self) -> Option<Literal> {
        (!self.others.is_empty()).then(|| index(self.required.len()))
    }

    /// The marker that uses the generic parameters of the action, if it has any.
    fn marker(&self) -> Option<TokenStream> {
        (!self.is_plain()).then(|| quote!(::core::marker::PhantomData))
    }

    /// The generic parameters of the action as arguments.
    fn arguments(&self) -> impl Iterator<Item = TokenStream> {
        self.action.generics.params.iter().map(|param| match param {
            GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
            GenericParam::Type(param) => param.ident.to_token_stream(),
            GenericParam::Const(param) => param.ident.to_token_stream(),
        })
    }

    pub(super) fn definition(&self) -> TokenStream {
        let Self { action, ident, states, .. } = self;
        let visibility = &action.item.visibility;
        let action_ident = &action.item.ident;
        let (_, type_generics, where_clause) = action.generics.split_for_impl();
        let params = action.generics.params.iter();
        let others = self.others.iter().map(|field| &field.ty);
        let tuple = self.tuple().map(|_| quote!((#(#others,)*))).into_iter();
        let marker = self.marker().map(|marker| quote!(#marker<fn() -> #action_ident #type_generics>));
        // The marker names the action, which may be deprecated, and from which the author's bounds on lifetimes follow.
        let allow = marker.is_some().then(|| quote!(#[allow(deprecated, explicit_outlives_requirements)]));
        let docs = format!(" Builds an action: see [`{action_ident}`].");
        quote! {
            #[doc = #docs]
            #[must_use = #UNUSED]
            #allow
            #visibility struct #ident<#(#params,)* #(#states),*>(#(#states,)* #(#tuple,)* #marker) #where_clause;
        }
    }

    pub(super) fn implementations(&self) -> impl Iterator<Item = TokenStream> {
        // The traits come last, so that rustc checks the methods first, and reports what concerns them there.
        [self.action_methods(), self.methods()].into_iter().chain(self.conditions())
    }

    /// `builder()` and `send()` of the action.
    fn action_methods(&self) -> TokenStream {
        let Self { action, ident, required, .. } = self;
        let visibility = &action.item.visibility;
        let action_ident = &action.item.ident;
        let returns = &action.returns;
        let (impl_generics, type_generics, where_clause) = action.generics.split_for_impl();
        let arguments = self.arguments();
        let missing: Vec<_> = required.iter().map(|_| Name("Missing")).collect();
        let others = self.others.iter().map(|field| match field.presence {
            Presence::Optional(_) => quote!(__graph::None),
            Presence::Patch(_) => quote!(__graph::Patch::Keep),
            Presence::Defaulted | Presence::Required => quote!(::core::default::Default::default()),
        });
        let tuple = self.tuple().map(|_| quote!((#(#others,)*))).into_iter();
        let marker = self.marker();
        let docs = format!(" Returns a builder of `{action_ident}`.");
        quote! {
            impl #impl_generics #action_ident #type_generics #where_clause {
                #[doc = #docs]
                #visibility fn builder() -> #ident<#(#arguments,)* #(#missing),*> {
                    #ident(#(#missing,)* #(#tuple,)* #marker)
                }

                #[doc = #SENDS]
                #visibility fn send(&self, client: &__graph::GraphClient) -> __graph::ResponseFuture<#returns> {
                    client.send(self)
                }
            }
        }
    }

    /// The methods of the builder.
    fn methods(&self) -> TokenStream {
        let Self { action, ident, states, required, .. } = self;
        let (mut next_required, mut next_other) = (0.., 0..);
        let setters = action.fields.iter().filter_map(|field| {
            let next = if field.is_required() { &mut next_required } else { &mut next_other };
            let place = next.next()?;
            let has_setter = action.has_setter(field);
            has_setter.then(|| {
                if field.is_required() { self.required_setter(place, field) } else { self.setter(place, field) }
            })
        });
        let visibility = &action.item.visibility;
        let action_ident = &action.item.ident;
        let (_, type_generics, where_clause) = action.generics.split_for_impl();
        let returns = &action.returns;
        let conditions = Conditions(self);
        let required = required.iter().map(|field| &field.ident);
        let places = (0..states.len()).map(index);
        let others = self.others.iter().map(|field| &field.ident);
        let tuple = index(states.len());
        let places_in_tuple = (0..self.others.len()).map(index);
        let docs = format!(" Returns the finished `{action_ident}`.");
        let ends = quote! {
            #[doc = #docs]
            #[must_use]
            #visibility fn build(self) -> #action_ident #type_generics #conditions {
                #action_ident {
                    #(#required: self.#places.take(),)*
                    #(#others: self.#tuple.#places_in_tuple,)*
                }
            }

            #[doc = #SENDS]
            #visibility fn send(self, client: &__graph::GraphClient) -> __graph::ResponseFuture<#returns> #conditions {
                self.build().send(client)
            }
        };
        let methods = block(setters.chain([ends]).chain(self.paging()));
        let (params, arguments) = (action.generics.params.iter(), self.arguments());
        quote!(impl<#(#params,)* #(#states),*> #ident<#(#arguments,)* #(#states),*> #where_clause #methods)
    }

    /// The methods that send the requests of an action with pages.
    fn paging(&self) -> Option<TokenStream> {
        let (name, item) = one_argument(&self.action.returns)?;
        if name != "Page" {
            return None;
        }
        let visibility = &self.action.item.visibility;
        let conditions = Conditions(self);
        Some(quote! {
            /// Sends the request, and one for each further page when it is needed.
            #visibility fn pages(self, client: &__graph::GraphClient) -> __graph::Pages<#item> #conditions {
                __graph::pages(client, &self.build())
            }

            /// Sends the request, and one for each further page when it is needed. Returns the items of all pages.
            #visibility fn items(self, client: &__graph::GraphClient) -> __graph::Items<#item> #conditions {
                __graph::pages(client, &self.build()).items()
            }
        })
    }

    /// For each required field, the trait that tells whether it is set.
    ///
    /// A type with generic parameters would need bounds of its own, so there the trait has a parameter. A trait without one
    /// is cheaper to check.
    fn conditions(&self) -> impl Iterator<Item = TokenStream> {
        self.required.iter().zip(&self.conditions).map(|(field, condition)| {
            let Field { ident, name, ty, .. } = field;
            let message = format!("`{name}` is required and has not been set");
            let label = format!("call `.{ident}(…)` before this");
            if self.is_plain() {
                quote! {
                    #[diagnostic::on_unimplemented(message = #message, label = #label)]
                    pub trait #condition: __graph::Take<#ty> {}

                    impl #condition for #ty {}
                }
            } else {
                quote! {
                    #[diagnostic::on_unimplemented(message = #message, label = #label)]
                    pub trait #condition<T>: __graph::Take<T> {}

                    impl<T> #condition<T> for __graph::Set<T> {}
                }
            }
        })
    }

    /// The setter of a required field, which returns another type of builder.
    fn required_setter(&self, place: usize, field: &Field) -> TokenStream {
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

    /// The setter of a field at this place of the tuple, and the method that clears it if it is a `Patch`.
    fn setter(&self, place: usize, field: &Field) -> TokenStream {
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

    /// The type that a setter takes for a value of this type, and the expression that converts it.
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

    /// What the author says about the field, or else its name and type.
    fn docs<'f>(&self, field: &'f Field) -> Docs<'f> {
        if field.docs.is_empty() {
            return Docs::Generated(format!(" Sets `{}`, a `{}`.", field.name, shown(field.value_type())));
        }
        Docs::Written(field.docs.iter().map(|docs| self.about_the_action(docs)).collect())
    }

    /// The same documentation with the action in place of `Self` in links, which would be the builder.
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

// These are written where they are interpolated, without a stream of their own, which would be copied.

/// The bounds of a method that needs all required fields.
struct Conditions<'a>(&'a Builder<'a>);

impl ToTokens for Conditions<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Builder { required, states, conditions, .. } = self.0;
        if states.is_empty() {
            return;
        }
        <Token![where]>::default().to_tokens(tokens);
        for ((state, condition), field) in states.iter().zip(conditions).zip(required) {
            state.to_tokens(tokens);
            <Token![:]>::default().to_tokens(tokens);
            condition.to_tokens(tokens);
            if !self.0.is_plain() {
                <Token![<]>::default().to_tokens(tokens);
                field.ty.to_tokens(tokens);
                <Token![>]>::default().to_tokens(tokens);
            }
            <Token![,]>::default().to_tokens(tokens);
        }
    }
}

/// A name of the runtime.
struct Name(&'static str);

impl ToTokens for Name {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        Ident::new("__graph", Span::call_site()).to_tokens(tokens);
        <Token![::]>::default().to_tokens(tokens);
        Ident::new(self.0, Span::call_site()).to_tokens(tokens);
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

fn index(place: usize) -> Literal {
    Literal::usize_unsuffixed(place)
}
