//! How a type is written and read: one call of the runtime for each field.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{LitStr, spanned::Spanned};

use super::{
    bounds::{Direction, with_bounds},
    debug,
    entity::Entity,
};
use crate::{
    model::{ObjectType, Property, PropertyRole, Shape},
    parse::derived,
};

pub(super) fn implementations(object: &ObjectType, is_valid: bool) -> TokenStream {
    let entity = Entity {
        ident: &object.item.ident,
        generics: &object.generics,
        write_generics: with_bounds(object, Direction::Write),
        read_generics: with_bounds(object, Direction::Read),
        derived: derived(&object.item.attributes, &["Serialize", "Deserialize"]),
        write: is_valid.then(|| write(object)),
        read: is_valid.then(|| read(object)),
    };
    let implementations = entity.implementations();
    let debug = debug::of_object(object);
    quote!(#implementations #debug)
}

fn write(object: &ObjectType) -> TokenStream {
    let names = object.properties.iter().filter_map(Property::written_name);
    let odata_type = object.odata_type.as_ref().map_or_else(String::new, LitStr::value);
    let additional = if let Some(Property { ident, .. }) = object.additional() {
        quote!(::core::option::Option::Some(&self.#ident))
    } else {
        quote!(::core::option::Option::None)
    };
    let writer = quote!(__graph::Writer::new(__serializer, &[#(#names),*], #odata_type, #additional));
    let calls: Vec<_> = object.properties.iter().filter_map(write_call).collect();
    if calls.is_empty() { quote!(#writer.end()) } else { quote!(let mut __writer = #writer; #(#calls)* __writer.end()) }
}

/// Returns the call that writes one field. If its type does not fit, rustc underlines the type.
fn write_call(property: &Property) -> Option<TokenStream> {
    let is_several = match property.role {
        PropertyRole::Named { .. } => false,
        PropertyRole::Flattened => true,
        PropertyRole::Additional => return None,
    };
    if !property.is_written() {
        return None;
    }
    let (span, ident) = located(property);
    let value = quote_spanned!(span=> &self.#ident);
    let secret = property.is_secret().then(|| quote!(.secret()));
    let mut conditions = Vec::new();
    if let Some(skip) = &property.serde.skip_if {
        conditions.push(quote!(#skip(#value)));
    }
    let call = if is_several {
        quote_spanned!(span=> .flatten(#value))
    } else if let Some(with) = &property.serde.serialize_with {
        conditions.extend(absence(property).map(|is_absent| quote!(#is_absent(#value))));
        quote_spanned!(span=> .with(#with(#value, __graph::ValueSerializer)))
    } else if property.is_double() {
        conditions.extend(absence(property).map(|is_absent| quote!(#is_absent(#value))));
        quote_spanned!(span=> .property(&__graph::Double(#value)))
    } else {
        let method = Ident::new(write_method(property), span);
        quote_spanned!(span=> .#method(#value))
    };
    let unless = (!conditions.is_empty()).then(|| quote!(.unless(#(#conditions)||*)));
    Some(quote_spanned!(span=> __writer #unless #secret #call;))
}

fn write_method(property: &Property) -> &'static str {
    match property.shape {
        Shape::Required => "property",
        Shape::Optional => "option",
        Shape::Patch => "patch",
        Shape::List if property.graph.always.is_some() => "property",
        Shape::List => "list",
    }
}

/// Returns the function that tells whether a value is absent.
fn absence(property: &Property) -> Option<TokenStream> {
    match property.shape {
        Shape::Optional => Some(quote!(::core::option::Option::is_none)),
        Shape::Patch => Some(quote!(__graph::Patch::is_keep)),
        Shape::List if property.graph.always.is_none() => Some(quote!(__graph::Vec::is_empty)),
        Shape::Required | Shape::List => None,
    }
}

fn read(object: &ObjectType) -> TokenStream {
    let durations = object.properties.iter().flat_map(Property::durations).map(|ty| {
        let span = Span::call_site().located_at(ty.span());
        quote_spanned!(span=> __graph::require_duration::<#ty>();)
    });
    let durations: TokenStream = durations.collect();
    let fields: Vec<_> =
        object.properties.iter().enumerate().map(|(i, property)| ReadField::new(i, property)).collect();
    let variables = fields.iter().map(|field| &field.variable);
    let calls = read_calls(object, &fields);
    let values = fields.iter().map(|field| &field.value);
    let value = quote!(::core::option::Option::Some(Self { #(#values),* }));
    let checked = fields.iter().filter_map(|field| field.check.as_ref());
    let slots: Vec<_> = fields.iter().filter(|field| field.check.is_some()).map(|field| &field.slot).collect();
    let result = if slots.is_empty() {
        value
    } else {
        quote! {
            match (#(#checked,)*) {
                (#(::core::option::Option::Some(#slots),)*) => #value,
                _ => ::core::option::Option::None,
            }
        }
    };
    quote!(#durations #(#variables)* #calls #result)
}

/// Returns the loop that reads all properties.
fn read_calls(object: &ObjectType, fields: &[ReadField]) -> TokenStream {
    let read =
        object.properties.iter().zip(fields).filter_map(|(property, field)| Some((property, field.call.as_ref()?)));
    let (names, calls): (Vec<_>, Vec<_>) = read.map(|(property, call)| (property.read_names(), call)).unzip();
    let indices: Vec<_> = (0..calls.len()).map(Literal::usize_unsuffixed).collect();
    // What has no field is kept for the fields that hold several properties.
    let keeps = object.properties.iter().any(|property| property.is_read() && is_several(property));
    let next = Ident::new(if keeps { "next_or_keep" } else { "next" }, Span::call_site());
    if calls.is_empty() {
        return quote!(__reader.#next(|_| __graph::UNKNOWN););
    }
    quote! {
        loop {
            match __reader.#next(|__name| match __name { #(#(#names)|* => #indices,)* _ => __graph::UNKNOWN }) {
                #(#indices => #calls,)*
                _ => break,
            }
        }
    }
}

fn is_several(property: &Property) -> bool {
    match property.role {
        PropertyRole::Named { .. } => false,
        PropertyRole::Flattened | PropertyRole::Additional => true,
    }
}

/// The parts of the code that reads one field.
struct ReadField {
    slot: Ident,
    /// The declaration of the variable that holds the value.
    variable: Option<TokenStream>,
    /// The call that reads it.
    call: Option<TokenStream>,
    /// At the end, the call that returns an `Option` of the value, unless there is always one.
    check: Option<TokenStream>,
    /// The field of the struct.
    value: TokenStream,
}

impl ReadField {
    fn new(index: usize, property: &Property) -> Self {
        let ident = &property.ident;
        let (span, _) = located(property);
        let slot = format_ident!("__f{index}", span = span);
        let value = quote!(#ident: #slot);
        let without_variable = |value| Self { slot: slot.clone(), variable: None, call: None, check: None, value };
        if !property.is_read() {
            let default = default(property).unwrap_or_else(|| quote!(::core::default::Default::default()));
            return without_variable(quote!(#ident: #default));
        }
        match (&property.role, property.shape) {
            (PropertyRole::Additional, _) => without_variable(quote_spanned!(span=> #ident: __reader.additional())),
            (PropertyRole::Flattened, Shape::Optional) => {
                without_variable(quote_spanned!(span=> #ident: __reader.flatten_option()))
            }
            (PropertyRole::Flattened, _) => {
                let check = Some(quote_spanned!(span=> __reader.flatten()));
                Self { check, ..without_variable(value) }
            }
            (PropertyRole::Named { .. }, _) => Self::named(property, slot, value),
        }
    }

    fn named(property: &Property, slot: Ident, value: TokenStream) -> Self {
        let (span, _) = located(property);
        let default = default(property);
        let is_required = default.is_none() && property.shape == Shape::Required;
        let start = default.unwrap_or_else(|| match property.shape {
            Shape::Required | Shape::Optional => quote!(::core::option::Option::None),
            Shape::Patch => quote!(__graph::Patch::Keep),
            Shape::List => quote!(__graph::Vec::new()),
        });
        let with = property.serde.deserialize_with.as_ref();
        let secret = property.is_secret().then(|| quote!(.secret()));
        let method = match with {
            Some(_) if is_required => "some_with",
            Some(_) => "with",
            None if property.is_double() && property.shape == Shape::List => "double_list",
            None if property.is_double() => "double",
            None => read_method(property.shape, is_required),
        };
        let method = Ident::new(method, span);
        let with = with.map(|with| quote!(, #with));
        let call = quote_spanned!(span=> __reader #secret.#method(&mut #slot #with));
        let check = is_required.then(|| {
            let method = Ident::new(if with.is_some() { "present" } else { "required" }, span);
            let name = property.read_names().into_iter().next();
            quote_spanned!(span=> __reader.#method(#slot, #name))
        });
        Self { variable: Some(quote!(let mut #slot = #start;)), call: Some(call), check, value, slot }
    }
}

/// Returns the value of a property that is absent, if an attribute of serde says so.
fn default(property: &Property) -> Option<TokenStream> {
    let function = property.serde.default.as_ref()?;
    let call = function.as_ref().map(|function| quote!(#function()));
    Some(call.unwrap_or_else(|| quote!(::core::default::Default::default())))
}

fn read_method(shape: Shape, is_required: bool) -> &'static str {
    match shape {
        Shape::Required if is_required => "some",
        Shape::Required => "property",
        Shape::Optional => "option",
        Shape::Patch => "patch",
        Shape::List => "list",
    }
}

/// Returns the span of the type of a field, resolved at the call site, and the name of the field with that span.
fn located(property: &Property) -> (Span, Ident) {
    let span = Span::call_site().located_at(property.ty_span);
    let mut ident = property.ident.clone();
    ident.set_span(span);
    (span, ident)
}
