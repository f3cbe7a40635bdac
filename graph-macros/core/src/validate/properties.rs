//! Rules about a struct with `#[graph_type]`.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::{LitStr, PathArguments, Type};

use super::{names::explain_name, property_types::unfit, route::explain_type_name};
use crate::{
    errors::{Errors, line_of},
    model::{ObjectType, Property, PropertyRole, Shape},
    parse::derived,
    suggest::all_of,
};

/// The name of a type is one of OData.
pub(super) fn check_type_name(object: &ObjectType, errors: &mut Errors) {
    let Some(odata_type) = &object.odata_type else { return };
    if let Some(message) = explain_type_name(&odata_type.value()) {
        errors.at(odata_type, message);
    }
}

/// The traits that the macro implements are not derived. `Debug` is one of them if a value must not be shown.
pub(super) fn check_derives(object: &ObjectType, errors: &mut Errors) {
    let serde = derived(&object.item.attributes, &["Serialize", "Deserialize"]);
    if let Some(first) = serde.first() {
        errors.at(first, REMOVE_SERDE);
    }
    let (Some(hidden), Some(debug)) = (object.hidden(), object.item.derived_debug()) else { return };
    let (kind, shown) = match hidden.role {
        PropertyRole::Additional => ("keeps the additional properties", "only their names"),
        PropertyRole::Named { .. } | PropertyRole::Flattened => ("is secret", "`[redacted]`"),
    };
    errors.at(
        debug,
        format!("remove `Debug`: `graph_type` implements it, because `{}` {kind}, and shows {shown}", hidden.name),
    );
}

pub(super) const REMOVE_SERDE: &str = "remove it: `graph_type` implements `Serialize` and `Deserialize`";

/// One field at most keeps the additional properties. It has their type, and no attribute that is about one property.
pub(super) fn check_additional(object: &ObjectType, errors: &mut Errors) {
    let mut first: Option<&Property> = None;
    for property in object.properties.iter().filter(|property| property.role == PropertyRole::Additional) {
        let Some(mark) = property.graph.additional else { continue };
        if let Some(first) = first {
            errors.at_span(
                mark,
                format!("`{}` already keeps the additional properties; remove one of the two fields", first.name),
            );
        }
        first = first.or(Some(property));
        if property.serde.flatten.is_some() {
            errors.at_span(mark, "`additional` needs no `serde(flatten)`; remove one");
        } else if !is_additional(&property.ty) {
            errors.at(
                &property.ty,
                "additional properties have the type `graph_runtime::odata::AdditionalProperties`; for another type, write \
                 `#[serde(flatten)]` instead of `#[graph(additional)]`",
            );
        }
    }
}

fn is_additional(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path.path.segments.last().is_some_and(|segment| {
            segment.ident == "AdditionalProperties" && matches!(segment.arguments, PathArguments::None)
        }),
        Type::Group(group) => is_additional(&group.elem),
        Type::Paren(paren) => is_additional(&paren.elem),
        _ => false,
    }
}

/// Only a list that is written can be left out because it is empty.
pub(super) fn check_always(object: &ObjectType, errors: &mut Errors) {
    for property in &object.properties {
        let Some(mark) = property.graph.always else { continue };
        let message = match (&property.role, property.shape) {
            (PropertyRole::Additional | PropertyRole::Flattened, _) => {
                "`always` is for a list, whose property is not written if it is empty; remove it"
            }
            (PropertyRole::Named { .. }, Shape::Required) => {
                "a property of this type is always written; remove `always`"
            }
            (PropertyRole::Named { .. }, Shape::Optional) => {
                "`always` is for a `Vec`; to write `null`, use `Patch<T>` instead of `Option<T>`: `Patch::Clear` is `null`"
            }
            (PropertyRole::Named { .. }, Shape::Patch) => {
                "`always` is for a `Vec`; a `Patch` is written unless it is `Patch::Keep`; remove `always`"
            }
            (PropertyRole::Named { .. }, Shape::List) if !property.is_written() => {
                "this property is never written; remove `always`"
            }
            (PropertyRole::Named { .. }, Shape::List) => continue,
        };
        errors.at_span(mark, message);
    }
}

/// A field of several properties has no attribute that is about one property.
pub(super) fn check_unused_attributes(object: &ObjectType, errors: &mut Errors) {
    for property in &object.properties {
        let several = match property.role {
            PropertyRole::Named { .. } => continue,
            PropertyRole::Additional => "additional properties",
            PropertyRole::Flattened => "flattened properties",
        };
        let graph = &property.graph;
        let is_additional = property.role == PropertyRole::Additional;
        let unused = [
            ("name", graph.name.as_ref().map(LitStr::span), "have names of their own"),
            ("secret", graph.secret.filter(|_| is_additional), "are never shown"),
            ("read_only", graph.read_only.filter(|_| is_additional), "are kept to be written back"),
        ];
        for (name, span, reason) in unused {
            if let Some(span) = span {
                errors.at_span(span, format!("{several} {reason}; remove `{name}`"));
            }
        }
    }
}

/// A name is valid.
pub(super) fn check_names(object: &ObjectType, errors: &mut Errors) {
    for property in &object.properties {
        let names = property.written_name().map(str::to_owned).into_iter().chain(property.read_names());
        if let Some(message) = names.into_iter().find_map(|name| explain_name(&name)) {
            errors.at_span(name_span(property), message);
        }
    }
}

/// A property has no type that serde writes in a form that is not OData's.
pub(super) fn check_types(object: &ObjectType, errors: &mut Errors) {
    for property in object.properties.iter().filter(|property| property.is_plain_json()) {
        if let Some((ty, message)) = unfit(&property.ty) {
            errors.at(ty, message);
        }
    }
}

/// No two fields have the same name, and none has that of the declared type.
pub(super) fn check_duplicates(object: &ObjectType, errors: &mut Errors) {
    let mut written: HashMap<String, &Property> = HashMap::new();
    let mut read: HashMap<String, &Property> = HashMap::new();
    for property in &object.properties {
        let own = property.written_name().map(str::to_owned);
        if object.odata_type.is_some() && own.as_deref() == Some("@odata.type") {
            errors.at_span(name_span(property), "`graph_type(\"#…\")` already sends `@odata.type`; remove one");
        }
        let mut duplicate = own.and_then(|name| first_of(&mut written, name, property));
        for name in property.read_names() {
            duplicate = duplicate.or(first_of(&mut read, name, property));
        }
        let Some((name, first)) = duplicate else { continue };
        let names = all_of(&[&first.name, &property.name]);
        errors.at_span(
            name_span(property),
            format!(
                "duplicate property `{name}`: {names} have the same name, first given {}; rename one with \
                 `#[graph(name = \"…\")]`",
                line_of(name_span(first)),
            ),
        );
    }
}

/// Notes a name. Returns it with the other field that has it, if there is one.
fn first_of<'p>(
    seen: &mut HashMap<String, &'p Property>,
    name: String,
    property: &'p Property,
) -> Option<(String, &'p Property)> {
    match seen.get(&name) {
        Some(first) if !std::ptr::eq(*first, property) => Some((name, first)),
        _ => {
            seen.insert(name, property);
            None
        }
    }
}

/// Returns where the name of a property is written, or else the name of its field.
fn name_span(property: &Property) -> Span {
    let given = property.graph.name.as_ref().or(property.serde.rename.iter().flatten().next());
    given.map_or_else(|| property.ident.span(), LitStr::span)
}
