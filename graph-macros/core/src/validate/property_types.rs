//! Rules about the types of properties: what serde can write and read, but not as OData does.

use syn::{GenericArgument, PathArguments, Type};

use super::returns::is_collection;
use crate::{
    errors::Errors,
    model::{Action, Field, Role, nested_types, one_argument, plain_path},
};

/// A property has no type that serde writes in a form that is not OData's.
pub(super) fn check_property_types(action: &Action, errors: &mut Errors) {
    if action.method_is_known && !action.method.has_body() {
        return;
    }
    for field in &action.fields {
        if let Some((ty, message)) = unfit_field(field) {
            let raw = match field.role {
                Role::Body if is_bytes(ty) => ", or mark the field `#[graph(raw_body = \"application/octet-stream\")]`",
                _ => "",
            };
            errors.at(ty, format!("{message}{raw}"));
        }
    }
}

/// A JSON response has no type that serde reads from another form than OData's. `Bytes` alone is the unchanged body, and
/// a collection is reported as such.
pub(super) fn check_returned_types(action: &Action, errors: &mut Errors) {
    let returns = match one_argument(&action.returns) {
        Some((name, value)) if name == "Option" => value,
        _ => &action.returns,
    };
    let is_text = one_argument(returns).is_some_and(|(name, _)| name == "PlainText");
    if is_text || is_bytes(returns) || is_collection(returns) {
        return;
    }
    if let Some((ty, message)) = unfit(returns) {
        errors.at(ty, message);
    }
}

/// Returns what [`unfit`] returns for a field that is written as JSON. rustc need not find the mistake again.
pub(crate) fn unfit_field(field: &Field) -> Option<(&Type, String)> {
    if field.is_plain_json() { unfit(&field.ty) } else { None }
}

/// Returns the first type in the type of a property that serde writes in a form that is not OData's, and a message about
/// it; `None` if there is none.
///
/// A property with a serialization function of its own is exempt.
#[must_use]
pub fn unfit(ty: &Type) -> Option<(&Type, String)> {
    nested_types(ty).into_iter().find_map(|ty| explain(ty).map(|message| (ty, message)))
}

fn explain(ty: &Type) -> Option<String> {
    if is_bytes(ty) {
        return Some(String::from("bytes in JSON are base64; write `graph_runtime::odata::Base64`"));
    }
    let mut names = plain_path(ty)?.segments.iter().rev().map(|segment| segment.ident.to_string());
    let name = names.next()?;
    let module = names.next();
    let in_module = |modules: &[&str]| module.as_deref().is_some_and(|module| modules.contains(&module));
    let (what, example, ours) = match name.as_str() {
        "Duration" if in_module(&["time", "chrono"]) => ("a duration", "P1DT2H", "odata::Duration"),
        "TimeDelta" => ("a duration", "P1DT2H", "odata::Duration"),
        "SystemTime" | "Instant" | "OffsetDateTime" | "PrimitiveDateTime" | "UtcDateTime" => {
            ("a date and time", "2026-11-28T08:30:00Z", "DateTimeOffset")
        }
        "Date" if in_module(&["time"]) => ("a date", "2026-11-28", "odata::Date"),
        "Time" if in_module(&["time"]) => ("a time of day", "08:30:00", "odata::TimeOfDay"),
        _ => return None,
    };
    Some(format!("{what} in JSON is text, such as `{example}`; write `graph_runtime::{ours}`"))
}

/// Returns whether a type consists of bytes, which serde writes as an array of numbers.
fn is_bytes(ty: &Type) -> bool {
    match ty {
        // A type from the fragment of another macro is a group.
        Type::Group(group) => is_bytes(&group.elem),
        Type::Paren(paren) => is_bytes(&paren.elem),
        Type::Array(array) => is_byte(&array.elem),
        Type::Slice(slice) => is_byte(&slice.elem),
        _ => plain_path(ty).and_then(|path| path.segments.last()).is_some_and(|segment| match &segment.arguments {
            PathArguments::None => segment.ident == "Bytes" || segment.ident == "BytesMut",
            PathArguments::AngleBracketed(arguments) => {
                (segment.ident == "Vec" || segment.ident == "VecDeque")
                    && matches!(arguments.args.first(), Some(GenericArgument::Type(item)) if is_byte(item))
            }
            PathArguments::Parenthesized(_) => false,
        }),
    }
}

fn is_byte(ty: &Type) -> bool {
    plain_path(ty).is_some_and(|path| path.is_ident("u8"))
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    fn ours(ty: &Type) -> Option<String> {
        let (_, message) = unfit(ty)?;
        let name = message.rsplit_once("graph_runtime::")?.1.trim_end_matches('`');
        Some(name.to_owned())
    }

    #[test]
    fn the_type_to_write_instead_is_named() {
        for ty in [
            parse_quote!(Vec<u8>),
            parse_quote!(std::vec::Vec<u8>),
            parse_quote!(Option<&'a [u8]>),
            parse_quote!(Patch<[u8; 16]>),
            parse_quote!(Bytes),
            parse_quote!(HashMap<String, bytes::Bytes>),
            parse_quote!(Box<[u8]>),
            parse_quote!(VecDeque<u8>),
            parse_quote!(bytes::BytesMut),
            parse_quote!(Cow<'a, [u8]>),
            parse_quote!((String, Vec<u8>)),
        ] {
            assert_eq!(ours(&ty).as_deref(), Some("odata::Base64"));
        }
        for ty in
            [parse_quote!(std::time::Duration), parse_quote!(Option<::time::Duration>), parse_quote!(chrono::TimeDelta)]
        {
            assert_eq!(ours(&ty).as_deref(), Some("odata::Duration"));
        }
        for ty in [parse_quote!(SystemTime), parse_quote!(Vec<time::OffsetDateTime>), parse_quote!(Option<Instant>)] {
            assert_eq!(ours(&ty).as_deref(), Some("DateTimeOffset"));
        }
        assert_eq!(ours(&parse_quote!(time::Date)).as_deref(), Some("odata::Date"));
        assert_eq!(ours(&parse_quote!(time::Time)).as_deref(), Some("odata::TimeOfDay"));
    }

    #[test]
    fn other_types_are_accepted() {
        for ty in [
            parse_quote!(u8),
            parse_quote!(Vec<u16>),
            parse_quote!(Vec<Option<u8>>),
            parse_quote!(Base64),
            parse_quote!(odata::Duration),
            parse_quote!(graph_runtime::odata::Date),
            parse_quote!(Duration),
            parse_quote!(Date),
            parse_quote!(chrono::DateTime<Utc>),
        ] {
            assert_eq!(ours(&ty), None);
        }
    }
}
