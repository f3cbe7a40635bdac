//! Lifetimes that the author left out.

use proc_macro2::Span;
use syn::{GenericArgument, Lifetime, PathArguments, Type};

/// Writes `'static` where a type of a field leaves a lifetime out, so that rustc does not report each copy of the type
/// that is generated. Returns the places, which are reported.
pub(super) fn name_lifetimes(ty: &mut Type) -> Vec<Span> {
    let mut places = Vec::new();
    visit(ty, &mut places);
    places
}

fn visit(ty: &mut Type, places: &mut Vec<Span>) {
    match ty {
        Type::Reference(reference) => {
            let place = reference.and_token.span;
            match &mut reference.lifetime {
                Some(lifetime) => name(lifetime, places),
                missing => {
                    *missing = Some(Lifetime::new("'static", place));
                    places.push(place);
                }
            }
            visit(&mut reference.elem, places);
        }
        Type::Path(path) => {
            for segment in &mut path.path.segments {
                // In the parentheses of `Fn(&str)`, it can be left out.
                let PathArguments::AngleBracketed(arguments) = &mut segment.arguments else { continue };
                for argument in &mut arguments.args {
                    match argument {
                        GenericArgument::Type(ty) => visit(ty, places),
                        GenericArgument::Lifetime(lifetime) => name(lifetime, places),
                        _ => {}
                    }
                }
            }
        }
        Type::Array(array) => visit(&mut array.elem, places),
        Type::Slice(slice) => visit(&mut slice.elem, places),
        Type::Ptr(pointer) => visit(&mut pointer.elem, places),
        Type::Paren(paren) => visit(&mut paren.elem, places),
        Type::Group(group) => visit(&mut group.elem, places),
        Type::Tuple(tuple) => {
            for element in &mut tuple.elems {
                visit(element, places);
            }
        }
        _ => {}
    }
}

/// Replaces `'_`.
fn name(lifetime: &mut Lifetime, places: &mut Vec<Span>) {
    if lifetime.ident == "_" {
        places.push(lifetime.apostrophe);
        *lifetime = Lifetime::new("'static", lifetime.apostrophe);
    }
}
