//! The builder.
//!
//! Its values stand in one tuple, so that a setter moves them as one. Its type says for each required field whether it
//! was set; a trait for each required field has the message that a caller reads who has left it out.

use std::collections::HashSet;

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Expr, ExprLit, GenericParam, Generics, Lit, LitStr, Meta, MetaNameValue, Type, parse_quote};

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
        let mut taken = HashSet::new();
        collect_idents(action.emitted.to_token_stream(), &mut taken);
        collect_idents(action.returns.to_token_stream(), &mut taken);
        let mut fresh = |name: String| {
            let mut name = name;
            while !taken.insert(name.clone()) {
                name.push('_');
            }
            Ident::new(&name, Span::mixed_site())
        };
        let states = action.required().enumerate().map(|(i, _)| fresh(format!("S{i}"))).collect();
        let conditions = action.required().map(|(i, _)| fresh(format!("__IsSet{i}"))).collect();
        Self { action, names, states, conditions, generics }
    }

    fn definition(&self) -> TokenStream {
        let Self { action, names, states, .. } = self;
        let Names { builder, action: ident, .. } = names;
        let visibility = &action.visibility;
        let fields = action.fields.iter().map(|field| {
            let ty = &field.ty;
            match field.presence {
                Presence::Required => quote!(::core::option::Option<#ty>),
                Presence::Defaulted | Presence::Optional(_) | Presence::Patch(_) => quote!(#ty),
            }
        });
        let generics = self.with(states.iter().map(ToTokens::to_token_stream));
        let where_clause = &self.generics.where_clause;
        let docs = format!("Builds an action: see [`{ident}`].");
        quote! {
            #[doc = #docs]
            #[must_use = "a builder sends nothing until `send` is called and awaited"]
            #visibility struct #builder #generics(
                (#(#fields,)*),
                ::core::marker::PhantomData<fn() -> (#(#states,)*)>,
            ) #where_clause;
        }
    }

    /// One trait for each required field. Its message is what a caller reads who has left the field out.
    fn conditions(&self) -> TokenStream {
        let private = &self.names.private;
        let traits = self.action.required().zip(&self.conditions).map(|((_, field), condition)| {
            let name = &field.name;
            let message = format!("`{name}` is required and has not been set");
            let label = format!("call `.{}(…)` before this", field.ident);
            quote! {
                #[diagnostic::on_unimplemented(message = #message, label = #label)]
                pub trait #condition {}
                impl #condition for #private::Set {}
            }
        });
        quote!(#(#traits)*)
    }

    /// What the action itself gets: `builder` and `send`.
    fn action_methods(&self) -> TokenStream {
        let Self { action, names, states, .. } = self;
        let Names { builder, action: ident, runtime, private } = names;
        let visibility = &action.visibility;
        let (impl_generics, type_generics, where_clause) = action.generics.split_for_impl();
        let missing = self.arguments(states.iter().map(|_| quote!(#private::Missing)));
        let start = action.fields.iter().map(|field| match field.presence {
            Presence::Required | Presence::Optional(_) => quote!(::core::option::Option::None),
            Presence::Defaulted => quote!(::core::default::Default::default()),
            Presence::Patch(_) => quote!(#private::Patch::Keep),
        });
        let returns = &action.returns;
        let docs = format!("Starts a builder of `{ident}`.");
        quote! {
            impl #impl_generics #ident #type_generics #where_clause {
                #[doc = #docs]
                #visibility fn builder() -> #builder #missing {
                    #builder((#(#start,)*), ::core::marker::PhantomData)
                }
                #[doc = "Calls the action."]
                #visibility fn send(&self, client: &#runtime::GraphClient) -> #runtime::ResponseFuture<#returns> {
                    client.send(self)
                }
            }
        }
    }

    /// The setters, and what ends the builder.
    fn methods(&self) -> TokenStream {
        let Self { action, names, states, conditions, .. } = self;
        let Names { builder, action: ident, runtime, private } = names;
        let visibility = &action.visibility;
        let generics = self.with(states.iter().map(ToTokens::to_token_stream));
        let own = self.arguments(states.iter().map(ToTokens::to_token_stream));
        let where_clause = &self.generics.where_clause;
        let (_, type_generics, _) = action.generics.split_for_impl();
        let with_setter = action.fields.iter().enumerate().filter(|(_, field)| action.has_setter(field));
        let setters = with_setter.map(|(i, field)| self.setter(i, field));
        let conditions = quote!(#(#states: #conditions,)*);
        let values = action.fields.iter().enumerate().map(|(i, field)| {
            let (ident, i) = (&field.ident, Literal::usize_unsuffixed(i));
            match field.presence {
                Presence::Required => quote!(#ident: #private::take(__fields.#i)),
                Presence::Defaulted | Presence::Optional(_) | Presence::Patch(_) => quote!(#ident: __fields.#i),
            }
        });
        let fields = (!action.fields.is_empty()).then(|| quote!(let __fields = self.0;));
        let returns = &action.returns;
        let paging = self.paging(&conditions);
        let docs = format!("The finished `{ident}`.");
        quote! {
            impl #generics #builder #own #where_clause {
                #(#setters)*
                #[doc = #docs]
                #[must_use]
                #visibility fn build(self) -> #ident #type_generics where #conditions {
                    #fields
                    #ident { #(#values,)* }
                }
                #[doc = "Calls the action."]
                #visibility fn send(self, client: &#runtime::GraphClient) -> #runtime::ResponseFuture<#returns>
                where
                    #conditions
                {
                    client.send(&self.build())
                }
                #paging
            }
        }
    }

    /// What ends the builder of an action whose answers come in pages.
    fn paging(&self, conditions: &TokenStream) -> Option<TokenStream> {
        let Self { action, names, .. } = self;
        let Names { runtime, private, .. } = names;
        let (name, item) = one_argument(&action.returns)?;
        if name != "Page" {
            return None;
        }
        let visibility = &action.visibility;
        Some(quote! {
            #[doc = "Calls the action, and then for each further page of its answer when it is wanted."]
            #visibility fn pages(self, client: &#runtime::GraphClient) -> #runtime::Pages<#item> where #conditions {
                #private::pages(client, &self.build())
            }
            #[doc = "Calls the action, and gives the items of all pages of its answer."]
            #visibility fn items(self, client: &#runtime::GraphClient) -> #runtime::Items<#item> where #conditions {
                #private::pages(client, &self.build()).items()
            }
        })
    }

    fn setter(&self, index: usize, field: &Field) -> TokenStream {
        let Names { builder, private, .. } = self.names;
        let Field { ident, ty, deprecated, .. } = field;
        let visibility = &self.action.visibility;
        let docs = self.docs(field);
        let conversion = |ty: &Type| {
            if self.is_generic(ty) {
                // What it is converted from would not tell what the parameter is.
                (quote!(#ty), quote!(value))
            } else {
                (quote!(impl ::core::convert::Into<#ty>), quote!(::core::convert::Into::into(value)))
            }
        };
        let i = Literal::usize_unsuffixed(index);
        match &field.presence {
            Presence::Required => {
                let place = self.action.required().position(|(required, _)| required == index);
                let set = self.arguments(
                    self.states
                        .iter()
                        .enumerate()
                        .map(|(i, state)| if Some(i) == place { quote!(#private::Set) } else { quote!(#state) }),
                );
                let (accepted, converted) = conversion(ty);
                quote! {
                    #(#docs)*
                    #deprecated
                    #visibility fn #ident(mut self, value: #accepted) -> #builder #set {
                        self.0.#i = ::core::option::Option::Some(#converted);
                        #builder(self.0, ::core::marker::PhantomData)
                    }
                }
            }
            Presence::Defaulted => {
                let (accepted, converted) = conversion(ty);
                quote! {
                    #(#docs)*
                    #deprecated
                    #visibility fn #ident(mut self, value: #accepted) -> Self {
                        self.0.#i = #converted;
                        self
                    }
                }
            }
            Presence::Optional(inner) => {
                let (accepted, converted) = conversion(inner);
                quote! {
                    #(#docs)*
                    #deprecated
                    #visibility fn #ident(mut self, value: #accepted) -> Self {
                        self.0.#i = ::core::option::Option::Some(#converted);
                        self
                    }
                }
            }
            Presence::Patch(inner) => {
                let clear = Ident::new(&field.clearing_method(), ident.span());
                let (accepted, converted) = conversion(inner);
                let clear_docs = format!("Clears `{}`: sends `null`.", field.name);
                quote! {
                    #(#docs)*
                    #deprecated
                    #visibility fn #ident(mut self, value: #accepted) -> Self {
                        self.0.#i = #private::Patch::Set(#converted);
                        self
                    }
                    #[doc = #clear_docs]
                    #deprecated
                    #visibility fn #clear(mut self) -> Self {
                        self.0.#i = #private::Patch::Clear;
                        self
                    }
                }
            }
        }
    }

    /// Whether the type depends on a type parameter of the action.
    fn is_generic(&self, ty: &Type) -> bool {
        let mut named = HashSet::new();
        collect_idents(ty.to_token_stream(), &mut named);
        self.generics.type_params().any(|param| named.contains(&param.ident.to_string()))
    }

    /// What the author says of the field, or else its name.
    fn docs(&self, field: &Field) -> Vec<Attribute> {
        if !field.docs.is_empty() {
            return field.docs.iter().map(|docs| self.about_the_action(docs)).collect();
        }
        let inner = one_argument(&field.ty).map_or(&field.ty, |(_, inner)| inner);
        let ty = if matches!(field.presence, Presence::Optional(_) | Presence::Patch(_)) { inner } else { &field.ty };
        let text = format!("Sets `{}`, a `{}`.", field.name, shown(ty));
        vec![parse_quote!(#[doc = #text])]
    }

    /// The same documentation at the builder, where `Self` in a link would be the builder.
    fn about_the_action(&self, docs: &Attribute) -> Attribute {
        let mut docs = docs.clone();
        if let Meta::NameValue(MetaNameValue { value: Expr::Lit(ExprLit { lit: Lit::Str(text), .. }), .. }) =
            &mut docs.meta
            && text.value().contains("Self")
        {
            let action = self.names.action;
            let value =
                text.value().replace("Self::", &format!("{action}::")).replace("[`Self`]", &format!("[`{action}`]"));
            *text = LitStr::new(&value, text.span());
        }
        docs
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
