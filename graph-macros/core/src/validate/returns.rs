//! Rules about the type of the response.

use quote::ToTokens;
use syn::Type;

use crate::{
    errors::Errors,
    model::{Action, one_argument},
    suggest::shown_type,
};

/// No response is a JSON array: a collection is an object with the property `value`.
pub(super) fn check_collections(action: &Action, errors: &mut Errors) {
    let (wrapper, ty) = match one_argument(&action.returns) {
        Some((name, inner)) if name == "Option" => (Some("Option"), inner),
        _ => (None, &action.returns),
    };
    let Some(element) = element(ty) else { return };
    let wrap = |ty: &str| wrapper.map_or_else(|| format!("`{ty}`"), |wrapper| format!("`{wrapper}<{ty}>`"));
    let message = if element.to_token_stream().to_string() == "u8" {
        format!("bytes are returned as {}", wrap("Bytes"))
    } else {
        let element = shown_type(element);
        format!(
            "a response is never an array, because a collection is an object: write {} for the pages of a collection, or \
             {} for `{{\"value\": […]}}` without pages",
            wrap(&format!("Page<{element}>")),
            wrap(&format!("odata::ODataValue<Vec<{element}>>")),
        )
    };
    errors.at(&action.returns, message);
}

/// Returns whether a type is serialized as an array.
pub(super) fn is_collection(ty: &Type) -> bool {
    element(ty).is_some()
}

/// Returns the type of an element, if the type is serialized as an array.
fn element(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Slice(slice) => Some(&slice.elem),
        Type::Array(array) => Some(&array.elem),
        Type::Group(group) => element(&group.elem),
        Type::Paren(paren) => element(&paren.elem),
        _ => match one_argument(ty)? {
            (name, inner) if name == "Box" => element(inner),
            (name, inner) => ["Vec", "VecDeque", "HashSet", "BTreeSet", "LinkedList"]
                .iter()
                .any(|list| name == list)
                .then_some(inner),
        },
    }
}
