//! The builder.
//!
//! Each required field has a place of its own, whose type says whether it was set, and a trait with the message that a
//! caller reads who has left it out. All other fields stand in one tuple, so that a setter moves them as one. What is
//! written here is what costs the author's compiler the most, so there is no more of it than has to be.

use std::collections::HashSet;

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Expr, ExprLit, GenericParam, Generics, Lit, LitStr, Meta, MetaNameValue, Type};

use super::{Names, shown};
use crate::action::model::{Action, Field, Presence, one_argument};

/// The builder's type, which stands beside the action, and what is implemented for it.
pub(super) fn expand(action: &Action, names: &Names<'_>) -> (TokenStream, TokenStream) {
    let builder = Builder::new(action, names);
    let mut impls = builder.conditions();
    impls.extend(builder.action_methods());
    impls.extend(builder.methods());
    (builder.definition(), impls)
}

struct Builder<'a> {
    action: &'a Action,
    names: &'a Names<'a>,
    /// One type parameter for each required field: whether it was set.
    states: Vec<Ident>,
    /// For each required field the trait that says so.
    conditions: Vec<Ident>,
    /// The action's own parameters, without defaults.
    generics: Generics,
}

impl<'a> Builder<'a> {
    fn new(action: &'a Action, names: &'a Names<'a>) -> Self {
        let mut generics = action.generics.clone();
        for param in &mut generics.params {
            match param {
                GenericParam::Type(param) => param.default = None,
                GenericParam::Const(param) => param.default = None,
                GenericParam::Lifetime(_) => {}
            }
        }
        // A name that the declaration may give to a type of its own is no longer free.
        let fresh = |name: String| {
            let mut name = name;
            while action.text.contains(&name) {
                name.push('_');
            }
            Ident::new(&name, Span::mixed_site())
        };
        let states = action.required().enumerate().map(|(i, _)| fresh(format!("S{i}"))).collect();
        let conditions = action.required().map(|(i, _)| fresh(format!("__IsSet{i}"))).collect();
        Self { action, names, states, conditions, generics }
    }

    /// The fields that need not be set.
    fn others(&self) -> impl Iterator<Item = &'a Field> {
        self.action.fields.iter().filter(|field| !matches!(field.presence, Presence::Required))
    }

    /// Where the tuple of the fields stands that need not be set, if there is one.
    fn place_of_others(&self) -> Option<Literal> {
        self.others().next().map(|_| Literal::usize_unsuffixed(self.states.len()))
    }

    /// What the builder holds beside the fields: its parameters, where it has any that the fields need not name.
    fn marker(&self) -> Option<TokenStream> {
        let has_parameters = !self.generics.params.is_empty();
        has_parameters.then(|| quote!(::core::marker::PhantomData))
    }

    fn definition(&self) -> TokenStream {
        let Self { action, names, states, .. } = self;
        let Names { builder, action: ident, .. } = names;
        let visibility = &action.visibility;
        let others = self.others().map(|field| &field.ty);
        let others = self.place_of_others().map(|_| quote!((#(#others,)*),));
        let (_, type_generics, _) = action.generics.split_for_impl();
        let marker = self.marker().map(|marker| quote!(#marker<fn() -> #ident #type_generics>));
        let generics = self.with(states.iter().map(ToTokens::to_token_stream));
        let where_clause = &self.generics.where_clause;
        let docs = format!("Builds an action: see [`{ident}`].");
        // What the author writes out follows from the marker.
        let allow = self.generics.lifetimes().next().map(|_| quote!(#[allow(explicit_outlives_requirements)]));
        quote! {
            #[doc = #docs]
            #[must_use = "a builder sends nothing until `send` is called and awaited"]
            #allow
            #visibility struct #builder #generics(#(#states,)* #others #marker) #where_clause;
        }
    }

    /// What says, of each required field, that it was set. A type with parameters would bring bounds of its own; what
    /// has none is cheaper to check when it stands in the trait.
    fn conditions(&self) -> TokenStream {
        let private = &self.names.private;
        let traits = self.action.required().zip(&self.conditions).map(|((_, field), condition)| {
            let Field { ident, name, ty, .. } = field;
            let message = format!("`{name}` is required and has not been set");
            let label = format!("call `.{ident}(…)` before this");
            let definition = if self.generics.params.is_empty() {
                quote! {
                    pub trait #condition: #private::Take<#ty> {}
                    impl #condition for #private::Set<#ty> {}
                }
            } else {
                quote! {
                    pub trait #condition<T>: #private::Take<T> {}
                    impl<T> #condition<T> for #private::Set<T> {}
                }
            };
            quote!(#[diagnostic::on_unimplemented(message = #message, label = #label)] #definition)
        });
        quote!(#(#traits)*)
    }

    /// `builder()` and `send()` of the struct itself.
    fn action_methods(&self) -> TokenStream {
        let Self { action, names, states, .. } = self;
        let Names { builder, action: ident, runtime, private } = names;
        let visibility = &action.visibility;
        let (impl_generics, type_generics, where_clause) = action.generics.split_for_impl();
        let missing: Vec<_> = states.iter().map(|_| quote!(#private::Missing)).collect();
        let start = self.others().map(|field| match field.presence {
            Presence::Optional(_) => quote!(#private::None),
            Presence::Defaulted | Presence::Required => quote!(::core::default::Default::default()),
            Presence::Patch(_) => quote!(#private::Patch::Keep),
        });
        let start = self.place_of_others().map(|_| quote!((#(#start,)*),));
        let marker = self.marker();
        let arguments = self.arguments(missing.iter().cloned());
        let returns = &action.returns;
        let docs = format!("Starts a builder of `{ident}`.");
        quote! {
            impl #impl_generics #ident #type_generics #where_clause {
                #[doc = #docs]
                #visibility fn builder() -> #builder #arguments {
                    #builder(#(#missing,)* #start #marker)
                }
                #[doc = "Calls the action."]
                #visibility fn send(&self, client: &#runtime::GraphClient) -> #runtime::ResponseFuture<#returns> {
                    client.send(self)
                }
            }
        }
    }

    /// The builder's own methods.
    fn methods(&self) -> TokenStream {
        let Self { action, names, states, conditions, .. } = self;
        let Names { builder, action: ident, runtime, .. } = names;
        let visibility = &action.visibility;
        let generics = self.with(states.iter().map(ToTokens::to_token_stream));
        let own = self.arguments(states.iter().map(ToTokens::to_token_stream));
        let where_clause = &self.generics.where_clause;
        let (_, type_generics, _) = action.generics.split_for_impl();
        let place_of_others = self.place_of_others();
        let (mut required, mut others) = (0, 0);
        let mut setters = TokenStream::new();
        let mut values = TokenStream::new();
        let mut conditions_of_all = TokenStream::new();
        for field in &action.fields {
            let name = &field.ident;
            if let Presence::Required = field.presence {
                let place = Literal::usize_unsuffixed(required);
                let (state, condition, ty) = (&states[required], &conditions[required], &field.ty);
                let ty = (!self.generics.params.is_empty()).then(|| quote!(<#ty>));
                setters.extend(self.required_setter(required, field));
                values.extend(quote!(#name: self.#place.take(),));
                conditions_of_all.extend(quote!(#state: #condition #ty,));
                required += 1;
            } else {
                let place = Literal::usize_unsuffixed(others);
                let place = quote!(self.#place_of_others.#place);
                setters.extend(self.setter(&place, field));
                values.extend(quote!(#name: #place,));
                others += 1;
            }
        }
        let conditions = (required > 0).then(|| quote!(where #conditions_of_all));
        let returns = &action.returns;
        let paging = self.paging(conditions.as_ref());
        let docs = format!("The finished `{ident}`.");
        quote! {
            impl #generics #builder #own #where_clause {
                #setters
                #[doc = #docs]
                #[must_use]
                #visibility fn build(self) -> #ident #type_generics #conditions {
                    #ident { #values }
                }
                #[doc = "Calls the action."]
                #visibility fn send(self, client: &#runtime::GraphClient) -> #runtime::ResponseFuture<#returns> #conditions {
                    client.send(&self.build())
                }
                #paging
            }
        }
    }

    /// What ends the builder of an action whose answers come in pages.
    fn paging(&self, conditions: Option<&TokenStream>) -> Option<TokenStream> {
        let Self { action, names, .. } = self;
        let Names { runtime, private, .. } = names;
        let (name, item) = one_argument(&action.returns)?;
        if name != "Page" {
            return None;
        }
        let visibility = &action.visibility;
        Some(quote! {
            #[doc = "Calls the action, and then for each further page of its answer when it is wanted."]
            #visibility fn pages(self, client: &#runtime::GraphClient) -> #runtime::Pages<#item> #conditions {
                #private::pages(client, &self.build())
            }
            #[doc = "Calls the action, and gives the items of all pages of its answer."]
            #visibility fn items(self, client: &#runtime::GraphClient) -> #runtime::Items<#item> #conditions {
                #private::pages(client, &self.build()).items()
            }
        })
    }

    /// Sets a required field, which makes it another builder.
    fn required_setter(&self, place: usize, field: &Field) -> Option<TokenStream> {
        if !self.action.has_setter(field) {
            return None;
        }
        let Names { builder, private, .. } = self.names;
        let Field { ident, ty, deprecated, .. } = field;
        let visibility = &self.action.visibility;
        let docs = self.docs(field);
        let (accepted, converted) = self.conversion(ty);
        let states = self.states.iter().enumerate();
        let set = self.arguments(
            states.map(|(i, state)| if i == place { quote!(#private::Set<#ty>) } else { state.to_token_stream() }),
        );
        let values = (0..self.states.len()).map(|i| {
            if i == place {
                return quote!(#private::Set(#converted),);
            }
            let i = Literal::usize_unsuffixed(i);
            quote!(self.#i,)
        });
        let others = self.place_of_others().map(|others| quote!(self.#others,));
        let marker = self.marker();
        Some(quote! {
            #docs
            #deprecated
            #visibility fn #ident(self, value: #accepted) -> #builder #set {
                #builder(#(#values)* #others #marker)
            }
        })
    }

    /// Sets a field that stands at this place and need not be set; and clears it, where that is something else than not
    /// to set it.
    fn setter(&self, place: &TokenStream, field: &Field) -> Option<TokenStream> {
        if !self.action.has_setter(field) {
            return None;
        }
        let private = &self.names.private;
        let Field { ident, ty, deprecated, .. } = field;
        let visibility = &self.action.visibility;
        let docs = self.docs(field);
        let inner = match &field.presence {
            Presence::Required | Presence::Defaulted => ty,
            Presence::Optional(inner) | Presence::Patch(inner) => inner,
        };
        let (accepted, converted) = self.conversion(inner);
        let set = match &field.presence {
            Presence::Required | Presence::Defaulted => converted,
            Presence::Optional(_) => quote!(#private::Some(#converted)),
            Presence::Patch(_) => quote!(#private::Patch::Set(#converted)),
        };
        let mut setter = quote! {
            #docs
            #deprecated
            #visibility fn #ident(mut self, value: #accepted) -> Self {
                #place = #set;
                self
            }
        };
        if let Presence::Patch(_) = field.presence {
            let clear = Ident::new(&field.clearing_method(), ident.span());
            let docs = format!("Clears `{}`: sends `null`.", field.name);
            setter.extend(quote! {
                #[doc = #docs]
                #deprecated
                #visibility fn #clear(mut self) -> Self {
                    #place = #private::Patch::Clear;
                    self
                }
            });
        }
        Some(setter)
    }

    /// What a setter of this type takes, and how it becomes the type.
    fn conversion(&self, ty: &Type) -> (TokenStream, TokenStream) {
        let private = &self.names.private;
        if self.is_generic(ty) {
            // What it is converted from would not tell what the parameter is.
            (ty.to_token_stream(), quote!(value))
        } else {
            (quote!(impl #private::Into<#ty>), quote!(value.into()))
        }
    }

    /// Whether the type depends on a type parameter of the action.
    fn is_generic(&self, ty: &Type) -> bool {
        let mut params = self.generics.type_params().peekable();
        if params.peek().is_none() {
            return false;
        }
        let mut named = HashSet::new();
        collect_idents(ty.to_token_stream(), &mut named);
        params.any(|param| named.contains(&param.ident.to_string()))
    }

    /// What the author says of the field, or else its name.
    fn docs(&self, field: &Field) -> TokenStream {
        if !field.docs.is_empty() {
            return field.docs.iter().map(|docs| self.about_the_action(docs)).collect();
        }
        let inner = one_argument(&field.ty).map_or(&field.ty, |(_, inner)| inner);
        let ty = if matches!(field.presence, Presence::Optional(_) | Presence::Patch(_)) { inner } else { &field.ty };
        let text = format!("Sets `{}`, a `{}`.", field.name, shown(ty));
        quote!(#[doc = #text])
    }

    /// The same documentation at the builder, where `Self` in a link would be the builder.
    fn about_the_action(&self, docs: &Attribute) -> TokenStream {
        if let Meta::NameValue(MetaNameValue { value: Expr::Lit(ExprLit { lit: Lit::Str(text), .. }), .. }) = &docs.meta
            && text.token().to_string().contains("Self")
        {
            let action = self.names.action;
            let value =
                text.value().replace("Self::", &format!("{action}::")).replace("[`Self`]", &format!("[`{action}`]"));
            let text = LitStr::new(&value, text.span());
            return quote!(#[doc = #text]);
        }
        docs.to_token_stream()
    }

    /// The builder's parameters: the action's own, with their bounds, and the states.
    fn with(&self, states: impl Iterator<Item = TokenStream>) -> TokenStream {
        let own = &self.generics.params;
        let comma = (!own.empty_or_trailing()).then(|| quote!(,));
        quote!(<#own #comma #(#states),*>)
    }

    /// The same as arguments.
    fn arguments(&self, states: impl Iterator<Item = TokenStream>) -> TokenStream {
        let own = self.generics.params.iter().map(|param| match param {
            GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
            GenericParam::Type(param) => param.ident.to_token_stream(),
            GenericParam::Const(param) => param.ident.to_token_stream(),
        });
        let arguments = own.chain(states);
        quote!(<#(#arguments),*>)
    }
}

fn collect_idents(tokens: TokenStream, into: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                into.insert(ident.to_string());
            }
            TokenTree::Group(group) => collect_idents(group.stream(), into),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
