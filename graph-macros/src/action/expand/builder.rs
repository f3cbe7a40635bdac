//! The builder.
//!
//! Each required field has a place of its own, whose type says whether it was set, and a trait with the message that a
//! caller reads who has left it out. All other fields stand in one tuple, so that a setter moves them as one. What is
//! written here is what costs the author's compiler the most, so there is no more of it than has to be.

use std::{borrow::Cow, collections::HashSet, ops::Range};

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Expr, ExprLit, GenericParam, Generics, Lit, LitStr, MetaNameValue, Token, Type};

use super::{Names, block, braced, parenthesized, shown};
use crate::action::{
    model::{Action, Field, Presence, one_argument},
    parse::Doc,
};

// A literal inside a template would be parsed each time.
const CALLS: &str = "Calls the action.";

/// The builder's type, which stands beside the action, and what is implemented for it.
pub(super) fn expand(action: &Action, names: &Names<'_>) -> (TokenStream, Vec<TokenStream>) {
    let builder = Builder::new(action, names);
    let mut beside = vec![builder.action_methods(), builder.methods()];
    // Last come the traits: what the methods show of them is known by then to be within reach.
    beside.extend(builder.conditions());
    (builder.definition(), beside)
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
        // A name that the declaration may give to a type of its own is not free.
        let fresh = |name: String| {
            let mut name = name;
            while !action.is_free(&name) {
                name.push('_');
            }
            Ident::new(&name, Span::mixed_site())
        };
        let states = action.required().enumerate().map(|(i, _)| fresh(format!("S{i}"))).collect();
        let conditions = action.required().enumerate().map(|(i, _)| fresh(format!("IsSet{i}"))).collect();
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
        let others = self.place_of_others().map(|_| parenthesized(quote!(#(#others,)*))).into_iter();
        let (_, type_generics, _) = action.generics.split_for_impl();
        let marker = self.marker().map(|marker| quote!(#marker<fn() -> #ident #type_generics>));
        let own = &self.generics.params;
        let comma = (!own.empty_or_trailing()).then(<Token![,]>::default);
        let where_clause = &self.generics.where_clause;
        let docs = format!("Builds an action: see [`{ident}`].");
        let must_use = "a builder sends nothing until `send` is called and awaited";
        // The marker names the action, which may be deprecated, and from which bounds follow that the author writes out.
        let allow = self.marker().map(|_| quote!(#[allow(deprecated, explicit_outlives_requirements)]));
        quote! {
            #[doc = #docs]
            #[must_use = #must_use]
            #allow
            #visibility struct #builder<#own #comma #(#states),*>(#(#states,)* #(#others,)* #marker) #where_clause;
        }
    }

    /// What says, of each required field, that it was set. A type with parameters would bring bounds of its own, so there
    /// the trait has a parameter; what has none is cheaper to check when it stands in the trait.
    fn conditions(&self) -> impl Iterator<Item = TokenStream> {
        let set = &self.names.set;
        self.action.required().zip(&self.conditions).map(move |((_, field), condition)| {
            let Field { ident, name, ty, .. } = field;
            let message = format!("`{name}` is required and has not been set");
            let label = format!("call `.{ident}(…)` before this");
            if self.is_plain() {
                quote! {
                    #[diagnostic::on_unimplemented(message = #message, label = #label)]
                    pub trait #condition: __Take<#ty> {}
                    impl #condition for #ty {}
                }
            } else {
                quote! {
                    #[diagnostic::on_unimplemented(message = #message, label = #label)]
                    pub trait #condition<T>: __Take<T> {}
                    impl<T> #condition<T> for #set<T> {}
                }
            }
        })
    }

    /// Whether the action has no parameters. The type that a required field has once it is set is then the field's own;
    /// otherwise it is wrapped, since a parameter that nobody knows yet could be what stands for a missing field.
    fn is_plain(&self) -> bool {
        self.generics.params.is_empty()
    }

    /// `builder()` and `send()` of the struct itself.
    fn action_methods(&self) -> TokenStream {
        let Self { action, names, states, .. } = self;
        let Names { builder, action: ident, graph_client, response_future, missing, .. } = names;
        let visibility = &action.visibility;
        let (impl_generics, type_generics, where_clause) = action.generics.split_for_impl();
        let missing: Vec<_> = states.iter().map(|_| missing).collect();
        let start = self.others().map(|field| match field.presence {
            Presence::Optional(_) => quote!(__None),
            Presence::Defaulted | Presence::Required => quote!(::core::default::Default::default()),
            Presence::Patch(_) => quote!(__Patch::Keep),
        });
        let start = self.place_of_others().map(|_| parenthesized(quote!(#(#start,)*))).into_iter();
        let marker = self.marker();
        let parameters = self.parameters();
        let returns = &action.returns;
        let docs = format!("Starts a builder of `{ident}`.");
        quote! {
            impl #impl_generics #ident #type_generics #where_clause {
                #[doc = #docs]
                #visibility fn builder() -> #builder<#(#parameters,)* #(#missing),*> {
                    #builder(#(#missing,)* #(#start,)* #marker)
                }
                #[doc = #CALLS]
                #visibility fn send(&self, client: &#graph_client) -> #response_future<#returns> {
                    client.send(self)
                }
            }
        }
    }

    /// The builder's own methods.
    fn methods(&self) -> TokenStream {
        let Self { action, names, states, .. } = self;
        let Names { builder, action: ident, graph_client, response_future, .. } = names;
        let visibility = &action.visibility;
        let own = &self.generics.params;
        let comma = (!own.empty_or_trailing()).then(<Token![,]>::default);
        let parameters = self.parameters();
        let where_clause = &self.generics.where_clause;
        let (_, type_generics, _) = action.generics.split_for_impl();
        let (mut required, mut other) = (0, 0);
        let setters = action.fields.iter().filter_map(|field| {
            let is_required = matches!(field.presence, Presence::Required);
            let next = if is_required { &mut required } else { &mut other };
            let place = *next;
            *next += 1;
            let has_setter = action.has_setter(field);
            has_setter.then(|| if is_required { self.required_setter(place, field) } else { self.setter(place, field) })
        });
        let setters: Vec<_> = setters.collect();
        let required = action.required().map(|(_, field)| &field.ident);
        let places = (0..states.len()).map(Literal::usize_unsuffixed);
        let others = self.others().map(|field| &field.ident);
        let tuple = Literal::usize_unsuffixed(states.len());
        let places_in_tuple = (0..other).map(Literal::usize_unsuffixed);
        let conditions = Conditions(self);
        let returns = &action.returns;
        let paging = self.paging(&conditions);
        let docs = format!("The finished `{ident}`.");
        let ends = quote! {
            #[doc = #docs]
            #[must_use]
            #visibility fn build(self) -> #ident #type_generics #conditions {
                #ident { #(#required: self.#places.take(),)* #(#others: self.#tuple.#places_in_tuple,)* }
            }
            #[doc = #CALLS]
            #visibility fn send(self, client: &#graph_client) -> #response_future<#returns> #conditions {
                self.build().send(client)
            }
        };
        let methods = block(setters.into_iter().chain([ends]).chain(paging));
        quote! {
            impl<#own #comma #(#states),*> #builder<#(#parameters,)* #(#states),*> #where_clause #methods
        }
    }

    /// What ends the builder of an action whose answers come in pages.
    fn paging(&self, conditions: &Conditions<'_>) -> Option<TokenStream> {
        let Self { action, names, .. } = self;
        let Names { runtime, private, graph_client, .. } = names;
        let (name, item) = one_argument(&action.returns)?;
        if name != "Page" {
            return None;
        }
        let visibility = &action.visibility;
        let docs_of_pages = "Calls the action, and then for each further page of its answer when it is wanted.";
        let docs_of_items = "Calls the action, and gives the items of all pages of its answer.";
        Some(quote! {
            #[doc = #docs_of_pages]
            #visibility fn pages(self, client: &#graph_client) -> #runtime::paging::Pages<#item> #conditions {
                #private::pages(client, &self.build())
            }
            #[doc = #docs_of_items]
            #visibility fn items(self, client: &#graph_client) -> #runtime::paging::Items<#item> #conditions {
                #private::pages(client, &self.build()).items()
            }
        })
    }

    /// Sets a required field, which makes it another builder.
    fn required_setter(&self, place: usize, field: &Field) -> TokenStream {
        let Names { builder, into, set, .. } = self.names;
        let Field { ident, ty, deprecated, .. } = field;
        let visibility = &self.action.visibility;
        let docs = self.docs(field);
        let (before, after) = (&self.states[..place], &self.states[place + 1..]);
        let parameters = self.parameters();
        let places = |range: Range<usize>| range.map(Literal::usize_unsuffixed);
        let (places_before, places_after) = (places(0..place), places(place + 1..self.states.len()));
        let others = self.place_of_others().into_iter();
        if self.is_plain() {
            quote! {
                #docs
                #deprecated
                #visibility fn #ident(self, value: impl #into<#ty>) -> #builder<#(#before,)* #ty #(, #after)*> {
                    #builder(#(self.#places_before,)* value.into() #(, self.#places_after)* #(, self.#others)*)
                }
            }
        } else {
            let (accepted, converted) = self.conversion(ty);
            let marker = self.marker();
            quote! {
                #docs
                #deprecated
                #visibility fn #ident(
                    self,
                    value: #accepted,
                ) -> #builder<#(#parameters,)* #(#before,)* #set<#ty> #(, #after)*> {
                    #builder(
                        #(self.#places_before,)* #set(#converted) #(, self.#places_after)* #(, self.#others)*, #marker
                    )
                }
            }
        }
    }

    /// Sets a field that need not be set, which stands at this place of the tuple; and clears it, where that is something
    /// else than not to set it.
    fn setter(&self, place: usize, field: &Field) -> TokenStream {
        let Field { ident, ty, deprecated, .. } = field;
        let visibility = &self.action.visibility;
        let docs = self.docs(field);
        let (tuple, place) = (Literal::usize_unsuffixed(self.states.len()), Literal::usize_unsuffixed(place));
        let inner = match &field.presence {
            Presence::Required | Presence::Defaulted => ty,
            Presence::Optional(inner) | Presence::Patch(inner) => inner,
        };
        let (accepted, converted) = self.conversion(inner);
        let set = braced(match &field.presence {
            Presence::Required | Presence::Defaulted => quote!(self.#tuple.#place = #converted; self),
            Presence::Optional(_) => quote!(self.#tuple.#place = __Some(#converted); self),
            Presence::Patch(_) => quote!(self.#tuple.#place = __Patch::Set(#converted); self),
        });
        let clearing = matches!(field.presence, Presence::Patch(_)).then(|| {
            let clear = Ident::new(&field.clearing_method(), ident.span());
            let docs = format!("Clears `{}`: sends `null`.", field.name);
            quote! {
                #[doc = #docs]
                #deprecated
                #visibility fn #clear(mut self) -> Self {
                    self.#tuple.#place = __Patch::Clear;
                    self
                }
            }
        });
        quote! {
            #docs
            #deprecated
            #visibility fn #ident(mut self, value: #accepted) -> Self #set
            #clearing
        }
    }

    /// What a setter of this type takes, and how it becomes the type.
    fn conversion<'t>(&'t self, ty: &'t Type) -> (Accepted<'t>, Converted) {
        // What it is converted from would not tell what the parameter is.
        let converts = !self.is_generic(ty);
        (Accepted { into: converts.then_some(&self.names.into), ty }, Converted(converts))
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
    fn docs<'f>(&self, field: &'f Field) -> Docs<'f> {
        if !field.docs.is_empty() {
            return Docs::Own(field.docs.iter().map(|docs| self.about_the_action(docs)).collect());
        }
        let inner = one_argument(&field.ty).map_or(&field.ty, |(_, inner)| inner);
        let ty = if matches!(field.presence, Presence::Optional(_) | Presence::Patch(_)) { inner } else { &field.ty };
        Docs::Made(format!("Sets `{}`, a `{}`.", field.name, shown(ty)))
    }

    /// The same documentation at the builder, where `Self` in a link would be the builder.
    fn about_the_action<'f>(&self, docs: &'f Doc) -> Cow<'f, Doc> {
        if self.action.names_self
            && let Ok(MetaNameValue { value: Expr::Lit(ExprLit { lit: Lit::Str(text), .. }), .. }) =
                syn::parse2(docs.brackets.stream())
            && text.token().to_string().contains("Self")
        {
            let action = self.names.action;
            let value =
                text.value().replace("Self::", &format!("{action}::")).replace("[`Self`]", &format!("[`{action}`]"));
            let text = LitStr::new(&value, text.span());
            return Cow::Owned(docs.with(quote!(doc = #text)));
        }
        Cow::Borrowed(docs)
    }

    /// The action's own parameters, as arguments.
    fn parameters(&self) -> Vec<Parameter<'_>> {
        self.generics.params.iter().map(Parameter).collect()
    }
}

// What stands inside of a signature or a statement is written piece by piece: a stream of its own would be put together
// and then copied.

/// The bounds of a method that needs all required fields.
struct Conditions<'a>(&'a Builder<'a>);

impl ToTokens for Conditions<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Builder { action, states, conditions, .. } = self.0;
        if states.is_empty() {
            return;
        }
        <Token![where]>::default().to_tokens(tokens);
        for ((state, condition), (_, field)) in states.iter().zip(conditions).zip(action.required()) {
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

/// What a setter takes: the type itself, or whatever becomes it.
struct Accepted<'a> {
    into: Option<&'a Ident>,
    ty: &'a Type,
}

impl ToTokens for Accepted<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Some(into) = self.into else { return self.ty.to_tokens(tokens) };
        <Token![impl]>::default().to_tokens(tokens);
        into.to_tokens(tokens);
        <Token![<]>::default().to_tokens(tokens);
        self.ty.to_tokens(tokens);
        <Token![>]>::default().to_tokens(tokens);
    }
}

/// What a setter makes of what it takes.
struct Converted(bool);

impl ToTokens for Converted {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        Ident::new("value", Span::call_site()).to_tokens(tokens);
        if self.0 {
            <Token![.]>::default().to_tokens(tokens);
            Ident::new("into", Span::call_site()).to_tokens(tokens);
            parenthesized(TokenStream::new()).to_tokens(tokens);
        }
    }
}

/// The documentation of a setter.
enum Docs<'a> {
    /// The author's.
    Own(Vec<Cow<'a, Doc>>),
    Made(String),
}

impl ToTokens for Docs<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Own(attributes) => attributes.iter().for_each(|attribute| attribute.to_tokens(tokens)),
            Self::Made(text) => tokens.extend([quote!(#[doc = #text])]),
        }
    }
}

/// A parameter as an argument.
struct Parameter<'a>(&'a GenericParam);

impl ToTokens for Parameter<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self.0 {
            GenericParam::Lifetime(param) => param.lifetime.to_tokens(tokens),
            GenericParam::Type(param) => param.ident.to_tokens(tokens),
            GenericParam::Const(param) => param.ident.to_tokens(tokens),
        }
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
