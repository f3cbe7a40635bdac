//! The setters of the builder.

use std::borrow::Cow;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Lit, LitStr, Type};

use super::{Builder, Name, index, others};
use crate::{
    model::{Field, Presence, collect_words, one_argument},
    parse::Attribute,
    suggest::shown_type,
};

impl Builder<'_> {
    /// Returns the setter of a required field, which returns another type of builder.
    pub(super) fn required_setter(&self, place: usize, field: &Field) -> TokenStream {
        let Self { action, ident: builder, states, slots, .. } = self;
        let Field { ident, ty, deprecated, .. } = field;
        let visibility = &action.item.visibility;
        let docs = self.docs(field);
        let conversion = self.conversion(field);
        let (accepted, value) = (conversion.accepted(ty), conversion.value());
        let (before, after) = (&states[..place], &states[place + 1..]);
        let (slots_before, slot, slots_after) = (&slots[..place], &slots[place], &slots[place + 1..]);
        let tuple: Vec<_> = self.tuple().into_iter().collect();
        let arguments = self.arguments();
        let marker = self.marker();
        let set = if self.is_plain() { quote!(#ty) } else { quote!(__graph::Set<#ty>) };
        let value = if self.is_plain() { value } else { quote!(__graph::Set(#value)) };
        quote! {
            #docs
            #deprecated
            #visibility fn #ident(
                self,
                value: #accepted,
            ) -> #builder<#(#arguments,)* #(#before,)* #set #(, #after)*> {
                #builder {
                    #(#slots_before: self.#slots_before,)*
                    #slot: #value,
                    #(#slots_after: self.#slots_after,)*
                    #(#tuple: self.#tuple,)*
                    #marker
                }
            }
        }
    }

    /// Returns the setter of a field at this place of the tuple, and the method that clears it if it is a `Patch`.
    pub(super) fn setter(&self, place: usize, field: &Field) -> TokenStream {
        let Field { ident, name, deprecated, .. } = field;
        let visibility = &self.action.item.visibility;
        let docs = self.docs(field);
        let (tuple, place) = (others(), index(place));
        let conversion = self.conversion(field);
        let (accepted, value) = (conversion.accepted(field.value_type()), conversion.value());
        let value = match (&field.presence, conversion) {
            (Presence::Optional(_), Conversion::Exact | Conversion::Into) => quote!(__graph::Some(#value)),
            (Presence::Patch(_), Conversion::Exact | Conversion::Into) => quote!(__graph::Patch::Set(#value)),
            _ => value,
        };
        let kind = conversion.has_kind().then(|| quote!(<__Kind>));
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
            #visibility fn #ident #kind(mut self, value: #accepted) -> Self {
                self.#tuple.#place = #value;
                self
            }
            #clear
        }
    }

    /// Returns what the setter of a field takes.
    fn conversion(&self, field: &Field) -> Conversion {
        let ty = field.value_type();
        // With `impl Into<T>` for a generic parameter `T`, the argument would not tell what `T` is.
        let mut params = self.action.generics.type_params().peekable();
        if params.peek().is_some() {
            let mut words = Vec::new();
            collect_words(ty.to_token_stream(), &mut words);
            if params.any(|param| words.contains(&param.ident.to_string())) {
                return Conversion::Exact;
            }
        }
        let item = list_item(ty);
        let is_list = item.is_some();
        let is_numbers = item.is_some_and(|item| is_one_of(item, &NUMBERS));
        // Of two options, `None` could be either.
        let is_option = one_argument(ty).is_some_and(|(name, _)| name == "Option");
        match &field.presence {
            Presence::Required if is_numbers => Conversion::Numbers,
            Presence::Required if is_list => Conversion::List,
            Presence::Required | Presence::Defaulted => Conversion::Into,
            Presence::Optional(_) | Presence::Patch(_) if is_option => Conversion::Into,
            Presence::Optional(_) if is_list && !is_numbers => Conversion::OptionalList,
            Presence::Optional(_) => Conversion::Optional,
            Presence::Patch(_) => Conversion::Patch,
        }
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

/// What a setter takes, and how it becomes the value of the field.
#[derive(Clone, Copy)]
enum Conversion {
    /// A value of the field's own type.
    Exact,
    /// A value that converts.
    Into,
    /// That, or an `Option`.
    Optional,
    /// That, or an `Option` or a `Patch`.
    Patch,
    /// Anything that iterates over values that convert.
    List,
    /// Anything that iterates over numbers, whose type a literal would not tell if it was converted.
    Numbers,
    /// That, or an `Option`.
    OptionalList,
}

impl Conversion {
    /// Returns the trait of the runtime that what is taken implements, and the method that converts.
    const fn names(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Exact | Self::Numbers => None,
            Self::Into => Some(("Into", "into")),
            Self::Optional => Some(("IntoOptional", "into_optional")),
            Self::Patch => Some(("IntoPatch", "into_patch")),
            Self::List => Some(("IntoList", "into_list")),
            Self::OptionalList => Some(("IntoOptionalList", "into_optional_list")),
        }
    }

    /// Returns whether the trait has a parameter that the compiler infers from the value.
    const fn has_kind(self) -> bool {
        matches!(self, Self::Optional | Self::Patch | Self::OptionalList)
    }

    /// Returns the type that a setter takes for a value of the type `ty`.
    fn accepted(self, ty: &Type) -> TokenStream {
        let Some((name, _)) = self.names() else {
            return match self.number(ty) {
                Some(number) => quote!(impl __graph::IntoIterator<Item = #number>),
                None => ty.to_token_stream(),
            };
        };
        let name = Name(name);
        let argument = match self {
            Self::List | Self::OptionalList => list_item(ty).unwrap_or(ty),
            Self::Exact | Self::Numbers | Self::Into | Self::Optional | Self::Patch => ty,
        };
        if self.has_kind() { quote!(impl #name<#argument, __Kind>) } else { quote!(impl #name<#argument>) }
    }

    /// Returns the expression for the value.
    fn value(self) -> TokenStream {
        match self.names() {
            Some((_, method)) => {
                let method = Ident::new(method, Span::call_site());
                quote!(value.#method())
            }
            None if matches!(self, Self::Numbers) => quote!(__graph::collect(value)),
            None => quote!(value),
        }
    }

    /// Returns the type of the numbers in a list.
    fn number(self, ty: &Type) -> Option<&Type> {
        if matches!(self, Self::Numbers) { list_item(ty) } else { None }
    }
}

/// The types of numbers except bytes.
const NUMBERS: [&str; 13] =
    ["u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64"];

/// Returns the `T` of a `Vec<T>` whose setter takes anything that iterates. Bytes are not a list: a text converts into
/// them.
fn list_item(ty: &Type) -> Option<&Type> {
    let (name, item) = one_argument(ty)?;
    (name == "Vec" && !is_one_of(item, &["u8"])).then_some(item)
}

fn is_one_of(ty: &Type, names: &[&str]) -> bool {
    matches!(ty, Type::Path(path) if names.iter().any(|name| path.path.is_ident(name)))
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
