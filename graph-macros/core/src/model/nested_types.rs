//! The types that a type is written with.

use syn::{GenericArgument, Path, PathArguments, ReturnType, Type};

/// Returns a type and all types that it is written with, the outer ones first: for `Option<Vec<u8>>` also `Vec<u8>` and
/// `u8`.
#[must_use]
pub fn nested_types(ty: &Type) -> Vec<&Type> {
    let mut found = Vec::new();
    collect(ty, &mut found);
    found
}

fn collect<'t>(ty: &'t Type, found: &mut Vec<&'t Type>) {
    // A type that comes from another macro is in a group of its own.
    match ty {
        Type::Group(group) => return collect(&group.elem, found),
        Type::Paren(paren) => return collect(&paren.elem, found),
        _ => found.push(ty),
    }
    match ty {
        Type::Array(array) => collect(&array.elem, found),
        Type::Slice(slice) => collect(&slice.elem, found),
        Type::Reference(reference) => collect(&reference.elem, found),
        Type::Tuple(tuple) => tuple.elems.iter().for_each(|element| collect(element, found)),
        Type::Path(path) => {
            for segment in &path.path.segments {
                collect_arguments(&segment.arguments, found);
            }
        }
        _ => {}
    }
}

fn collect_arguments<'t>(arguments: &'t PathArguments, found: &mut Vec<&'t Type>) {
    match arguments {
        PathArguments::None => {}
        PathArguments::AngleBracketed(arguments) => {
            for argument in &arguments.args {
                if let GenericArgument::Type(ty) = argument {
                    collect(ty, found);
                }
            }
        }
        PathArguments::Parenthesized(arguments) => {
            arguments.inputs.iter().for_each(|input| collect(&input.ty, found));
            if let ReturnType::Type(_, output) = &arguments.output {
                collect(output, found);
            }
        }
    }
}

/// Returns the types in a type that are written as `Duration`, without a path. Generated code asks whether this is the
/// `Duration` of the runtime, since a macro cannot know.
#[must_use]
pub fn durations(ty: &Type) -> Vec<&Type> {
    let is_duration = |ty: &&Type| plain_path(ty).is_some_and(|path| path.is_ident("Duration"));
    nested_types(ty).into_iter().filter(is_duration).collect()
}

/// Returns the path of a type that is written as one.
#[must_use]
pub fn plain_path(ty: &Type) -> Option<&Path> {
    match ty {
        Type::Path(path) if path.qself.is_none() => Some(&path.path),
        Type::Group(group) => plain_path(&group.elem),
        Type::Paren(paren) => plain_path(&paren.elem),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;
    use syn::parse_quote;

    use super::*;

    #[test]
    fn types_are_found_wherever_they_are() {
        let nested = |ty: Type| {
            nested_types(&ty).iter().map(|ty| ty.to_token_stream().to_string().replace(' ', "")).collect::<Vec<_>>()
        };
        assert_eq!(nested(parse_quote!(Option<Vec<u8>>)), ["Option<Vec<u8>>", "Vec<u8>", "u8"]);
        assert_eq!(nested(parse_quote!((Vec<(u8)>))), ["Vec<(u8)>", "u8"]);
        assert_eq!(nested(parse_quote!(&[u8; 4])), ["&[u8;4]", "[u8;4]", "u8"]);
        assert_eq!(
            nested(parse_quote!((a::B<'a>, Box<[C]>))),
            ["(a::B<'a>,Box<[C]>)", "a::B<'a>", "Box<[C]>", "[C]", "C"]
        );
    }

    #[test]
    fn a_duration_without_a_path_is_found() {
        let count = |ty: Type| durations(&ty).len();
        assert_eq!(count(parse_quote!(Option<Duration>)), 1);
        assert_eq!(count(parse_quote!((Duration, Vec<Duration>))), 2);
        assert_eq!(count(parse_quote!(odata::Duration)), 0);
        assert_eq!(count(parse_quote!(Duration<u8>)), 0);
    }
}
