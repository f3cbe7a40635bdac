//! The constants of an action: `header("ConsistencyLevel" = "eventual")`, `query("$count" = "true")`,
//! `property("category" = "x")`.

use proc_macro2::Span;
use syn::{Ident, Lit, LitBool, LitFloat, LitInt, LitStr, Token, ext::IdentExt, parenthesized, parse::ParseStream};

use super::list::parse_list;
use crate::errors::Errors;

/// A name and a value that every request contains.
pub struct Constant {
    /// The name in the request.
    pub name: LitStr,
    /// The value.
    pub value: Scalar,
    /// Where the value is.
    pub value_span: Span,
}

/// The value of a constant. Only a property can be anything but a string.
pub enum Scalar {
    /// A string.
    Text(String),
    /// A number, `true`, `false` or `null`, as it is written in JSON.
    Literal(String),
}

/// The values that constants can have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    /// Strings.
    Strings,
    /// Strings, numbers, `true`, `false` and `null`.
    Scalars,
}

/// Parses an argument that lists constants, from its parentheses on. `form` says how it is written.
pub(super) fn parse_constants(
    input: ParseStream<'_>,
    errors: &mut Errors,
    values: Values,
    form: &str,
) -> syn::Result<Vec<Constant>> {
    let list;
    let parentheses = parenthesized!(list in input);
    if list.is_empty() {
        return Err(syn::Error::new(parentheses.span.join(), form));
    }
    let mut constants = Vec::new();
    parse_list(&list, errors, |input, _| {
        constants.push(constant(input, values, form)?);
        Ok(())
    });
    Ok(constants)
}

fn constant(input: ParseStream<'_>, values: Values, form: &str) -> syn::Result<Constant> {
    let expected = |error: syn::Error| syn::Error::new(error.span(), form);
    let name: LitStr = input.parse().map_err(expected)?;
    if input.peek(Token![,]) && input.peek2(LitStr) && !input.peek3(Token![=]) {
        // The two are one constant.
        input.parse::<Token![,]>()?;
        let value: LitStr = input.parse()?;
        let message = format!("write `\"{}\" = \"{}\"`", name.value(), value.value());
        return Err(syn::Error::new(name.span(), message));
    }
    input.parse::<Token![=]>().map_err(expected)?;
    let value_span = input.span();
    let value = scalar(input, form)?;
    if let (Scalar::Literal(literal), Values::Strings) = (&value, values) {
        let message = format!("the value is a string; write `\"{}\" = \"{literal}\"`", name.value());
        return Err(syn::Error::new(value_span, message));
    }
    Ok(Constant { name, value, value_span })
}

fn scalar(input: ParseStream<'_>, form: &str) -> syn::Result<Scalar> {
    let span = input.span();
    if input.peek(Ident::peek_any) && !input.peek(LitBool) {
        let word = input.call(Ident::parse_any)?;
        return if word == "null" {
            Ok(Scalar::Literal(String::from("null")))
        } else {
            Err(syn::Error::new(span, form))
        };
    }
    let sign = if input.peek(Token![-]) { input.parse::<Token![-]>().map(|_| "-")? } else { "" };
    match input.parse().map_err(|_| syn::Error::new(span, form))? {
        Lit::Str(text) if sign.is_empty() => Ok(Scalar::Text(text.value())),
        Lit::Bool(literal) if sign.is_empty() => Ok(Scalar::Literal(literal.value.to_string())),
        Lit::Int(number) => integer(&number, sign),
        Lit::Float(number) => float(&number, sign),
        _ => Err(syn::Error::new(span, form)),
    }
}

fn integer(number: &LitInt, sign: &str) -> syn::Result<Scalar> {
    without_suffix(number.suffix(), number.span())?;
    Ok(Scalar::Literal(format!("{sign}{}", number.base10_digits())))
}

fn float(number: &LitFloat, sign: &str) -> syn::Result<Scalar> {
    without_suffix(number.suffix(), number.span())?;
    let value: f64 = number.base10_parse()?;
    if !value.is_finite() {
        return Err(syn::Error::new(number.span(), format!("`{number}` is greater than the largest `f64`")));
    }
    // With `Debug`, a large number has an exponent, which JSON has too.
    Ok(Scalar::Literal(format!("{sign}{value:?}")))
}

fn without_suffix(suffix: &str, span: Span) -> syn::Result<()> {
    if suffix.is_empty() {
        return Ok(());
    }
    Err(syn::Error::new(span, format!("a number in JSON has no suffix; remove `{suffix}`")))
}
