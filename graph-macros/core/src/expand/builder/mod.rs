//! The builder of an action.
//!
//! Each required field has a field of its own in the builder. Its type is a parameter that tells whether the field is
//! set. A trait of the runtime has the error message for a caller who did not set it, with a type that is named after the
//! field. All other fields are elements of one tuple, which a setter moves as a whole. Most of what a declaration costs
//! the author's compiler is this code, so it is kept small.

mod setters;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{GenericParam, Token};

use super::block;
use crate::{
    model::{Action, Field, Presence, one_argument},
    names::pascal_case,
    suggest::all_of,
};

/// What generated code calls the runtime.
const ALIAS: &str = "__graph";

// Literals in a template would be parsed for each action.
const UNUSED: &str = "a builder sends nothing until `send` is called and awaited";
const SENDS: &str = " Sends the request.";
const CALLS: &str = " Starts a call with options of its own, such as a time-out.";

pub(super) struct Builder<'a> {
    action: &'a Action,
    /// The name of its type.
    ident: Ident,
    required: Vec<&'a Field>,
    /// The names of the required fields, as fields of the builder.
    slots: Vec<Ident>,
    /// The fields that need not be set, in their order in the tuple.
    others: Vec<&'a Field>,
    /// One type parameter for each required field: whether it is set.
    states: Vec<Ident>,
    /// One type for each required field, which has its name in messages.
    markers: Vec<Ident>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(action: &'a Action) -> Self {
        let (required, others): (Vec<_>, Vec<_>) = action.fields.iter().partition(|field| field.is_required());
        let ident = action.builder();
        let mut used = vec![String::from(ALIAS), ident.to_string()];
        let mut fresh = |mut name: String| {
            while name == "Self" || action.uses_name(&name) || used.contains(&name) {
                name.push('_');
            }
            used.push(name.clone());
            name
        };
        let parameter = |name: String| if name.starts_with(char::is_alphabetic) { name } else { format!("F{name}") };
        let names = required.iter().map(|field| fresh(parameter(pascal_case(&field.name))));
        let states = names.map(|name| Ident::new(&name, Span::mixed_site())).collect();
        // At the author's name, where an editor looks for it, but a part of the expansion, of which lints say nothing.
        let slot = |field: &&Field| {
            let mut slot = field.ident.clone();
            slot.set_span(Span::call_site().located_at(field.ident.span()));
            slot
        };
        let slots: Vec<_> = required.iter().map(slot).collect();
        let marker = |(field, slot): (&&Field, &Ident)| {
            let name = fresh(field.name.clone());
            if name == field.name { slot.clone() } else { Ident::new(&name, slot.span()) }
        };
        let markers = required.iter().zip(&slots).map(marker).collect();
        Self { action, ident, required, slots, others, states, markers }
    }

    /// Returns whether the action has no generic parameters. A field that is set then has its own type in the builder.
    /// Otherwise that type is wrapped, because a parameter that is not inferred yet could also be the type of a field
    /// not set.
    fn is_plain(&self) -> bool {
        self.action.generics.params.is_empty()
    }

    /// Returns the name of the tuple of the other fields, if there is one.
    fn tuple(&self) -> Option<Ident> {
        (!self.others.is_empty()).then(others)
    }

    /// Returns the marker that uses the generic parameters of the action, if it has any.
    fn marker(&self) -> Option<TokenStream> {
        (!self.is_plain()).then(|| quote!(__marker: ::core::marker::PhantomData))
    }

    /// Returns the generic parameters of the action as arguments.
    fn arguments(&self) -> impl Iterator<Item = TokenStream> {
        self.action.generics.params.iter().map(|param| match param {
            GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
            GenericParam::Type(param) => param.ident.to_token_stream(),
            GenericParam::Const(param) => param.ident.to_token_stream(),
        })
    }

    pub(super) fn definition(&self) -> TokenStream {
        let Self { action, ident, states, slots, .. } = self;
        let visibility = &action.item.visibility;
        let action_ident = &action.item.ident;
        let (_, type_generics, where_clause) = action.generics.split_for_impl();
        let params = action.generics.params.iter();
        let others = self.others.iter().map(|field| &field.ty);
        let tuple = self.tuple().map(|tuple| quote!(#tuple: (#(#others,)*))).into_iter();
        let marker = self.marker().map(|marker| quote!(#marker<fn() -> #action_ident #type_generics>));
        // The marker names the action, which may be deprecated, and from which the author's bounds on lifetimes follow.
        let allow = marker.is_some().then(|| quote!(#[allow(deprecated, explicit_outlives_requirements)]));
        let docs = format!(" Builds an action: see [`{action_ident}`].");
        quote! {
            #[doc = #docs]
            #[must_use = #UNUSED]
            #allow
            #visibility struct #ident<#(#params,)* #(#states),*> #where_clause {
                #(#slots: #states,)*
                #(#tuple,)*
                #marker
            }
        }
    }

    pub(super) fn implementations(&self) -> [TokenStream; 3] {
        let markers = &self.markers;
        [quote!(#(pub enum #markers {})*), self.action_methods(), self.methods()]
    }

    /// Returns `builder()` and `send()` of the action.
    fn action_methods(&self) -> TokenStream {
        let Self { action, ident, required, slots, markers, .. } = self;
        let visibility = &action.item.visibility;
        let action_ident = &action.item.ident;
        let returns = &action.returns;
        let (impl_generics, type_generics, where_clause) = action.generics.split_for_impl();
        let arguments = self.arguments();
        let others = self.others.iter().map(|field| match field.presence {
            Presence::Optional(_) => quote!(__graph::None),
            Presence::Patch(_) => quote!(__graph::Patch::Keep),
            Presence::Defaulted | Presence::Required => quote!(__graph::Default::default()),
        });
        let tuple = self.tuple().map(|tuple| quote!(#tuple: (#(#others,)*))).into_iter();
        let marker = self.marker();
        let names: Vec<_> = required.iter().map(|field| field.name.as_str()).collect();
        let requires = if names.is_empty() { String::new() } else { format!(", which requires {}", all_of(&names)) };
        let docs = format!(" Returns a builder of `{action_ident}`{requires}.");
        quote! {
            impl #impl_generics #action_ident #type_generics #where_clause {
                #[doc = #docs]
                #visibility fn builder() -> #ident<#(#arguments,)* #(__graph::Missing<#markers>),*> {
                    #ident { #(#slots: __graph::missing(),)* #(#tuple,)* #marker }
                }

                #[doc = #SENDS]
                #visibility fn send(&self, client: &__graph::GraphClient) -> __graph::ResponseFuture<#returns> {
                    client.send(self)
                }
            }
        }
    }

    /// Returns the methods of the builder.
    fn methods(&self) -> TokenStream {
        let Self { action, ident, states, required, slots, .. } = self;
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
        let tuple = others();
        let others = self.others.iter().map(|field| &field.ident);
        let places_in_tuple = (0..self.others.len()).map(index);
        let docs = format!(" Returns the finished `{action_ident}`.");
        let ends = quote! {
            #[doc = #docs]
            #[must_use]
            #visibility fn build(self) -> #action_ident #type_generics #conditions {
                #action_ident {
                    #(#required: self.#slots.take(),)*
                    #(#others: self.#tuple.#places_in_tuple,)*
                }
            }

            #[doc = #SENDS]
            #visibility fn send(self, client: &__graph::GraphClient) -> __graph::ResponseFuture<#returns> #conditions {
                client.send(&self.build())
            }

            #[doc = #CALLS]
            #visibility fn call(self, client: &__graph::GraphClient) -> __graph::Call<'_, #action_ident #type_generics> #conditions {
                __graph::call(client, self.build())
            }
        };
        let methods = block(setters.chain([ends]).chain(self.paging()));
        let (params, arguments) = (action.generics.params.iter(), self.arguments());
        quote!(impl<#(#params,)* #(#states),*> #ident<#(#arguments,)* #(#states),*> #where_clause #methods)
    }

    /// Returns the methods that send the requests of an action with pages.
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
}

/// The bounds of a method that needs all required fields.
///
/// It writes its tokens where it is interpolated: a stream of its own would be copied. So do the others like it.
struct Conditions<'a>(&'a Builder<'a>);

impl ToTokens for Conditions<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Builder { required, states, markers, .. } = self.0;
        if states.is_empty() {
            return;
        }
        <Token![where]>::default().to_tokens(tokens);
        for ((state, marker), field) in states.iter().zip(markers).zip(required) {
            state.to_tokens(tokens);
            <Token![:]>::default().to_tokens(tokens);
            Name("IsSet").to_tokens(tokens);
            <Token![<]>::default().to_tokens(tokens);
            marker.to_tokens(tokens);
            <Token![,]>::default().to_tokens(tokens);
            field.ty.to_tokens(tokens);
            <Token![>]>::default().to_tokens(tokens);
            <Token![,]>::default().to_tokens(tokens);
        }
    }
}

/// A name of the runtime.
struct Name(&'static str);

impl ToTokens for Name {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        Ident::new(ALIAS, Span::call_site()).to_tokens(tokens);
        <Token![::]>::default().to_tokens(tokens);
        Ident::new(self.0, Span::call_site()).to_tokens(tokens);
    }
}

fn index(place: usize) -> Literal {
    Literal::usize_unsuffixed(place)
}

/// Returns the name of the tuple of the fields that need not be set.
fn others() -> Ident {
    Ident::new("__others", Span::call_site())
}
