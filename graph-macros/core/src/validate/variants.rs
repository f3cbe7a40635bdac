//! Rules about an enum with `#[graph_type]`.

use super::{properties::REMOVE_SERDE, route::explain_type_name};
use crate::{
    errors::{Errors, line_of},
    model::{DerivedType, Variant},
    parse::derived,
};

/// The traits that the macro implements are not derived.
pub(super) fn check_derives(derived_type: &DerivedType, errors: &mut Errors) {
    if let Some(first) = derived(&derived_type.item.attributes, &["Serialize", "Deserialize"]).first() {
        errors.at(first, REMOVE_SERDE);
    }
}

/// The format is that of OData, and each variant has its own type.
pub(super) fn check_attributes(derived_type: &DerivedType, errors: &mut Errors) {
    if let Some(odata_type) = &derived_type.odata_type {
        errors
            .at(odata_type, "an enum of derived types has a type for each variant; write it there: `#[graph(\"#…\")]`");
    }
    let attributes = derived_type.item.attributes.iter().filter(|attribute| attribute.is("serde"));
    for attribute in attributes.chain(derived_type.variants.iter().flat_map(|variant| &variant.serde)) {
        errors.at(attribute, "an enum with `graph_type` has the format of OData; remove the attribute of serde");
    }
}

/// Each variant holds one type.
pub(super) fn check_values(derived_type: &DerivedType, errors: &mut Errors) {
    if is_enumeration(derived_type) {
        return errors.at(
            &derived_type.item.ident,
            "the variants hold no types; for an enumeration, write `graph_enum! { pub enum Name { Member = \"member\" } }`",
        );
    }
    for variant in derived_type.variants.iter().filter(|variant| variant.value_type().is_none()) {
        let name = &variant.ident;
        errors.at(name, format!("a variant holds one type; write `{name}(TypeName)`"));
    }
}

/// Returns whether no variant holds anything, so that the enum is no enum of derived types.
fn is_enumeration(derived_type: &DerivedType) -> bool {
    let is_unit = |variant: &Variant| variant.types.as_ref().is_some_and(Vec::is_empty);
    !derived_type.variants.is_empty() && derived_type.variants.iter().all(is_unit)
}

/// Each variant has a type of its own.
pub(super) fn check_types(derived_type: &DerivedType, errors: &mut Errors) {
    let mut seen: Vec<(String, &Variant)> = Vec::new();
    for variant in &derived_type.variants {
        let graph = &variant.graph;
        let Some(odata_type) = &graph.odata_type else {
            if graph.other.is_none() && !graph.is_broken && !is_enumeration(derived_type) {
                errors.at(&variant.ident, format!("the variant has no type; {}", crate::parse::VARIANT_FORM));
            }
            continue;
        };
        let name = odata_type.value();
        if let Some(message) = explain_type_name(&name) {
            errors.at(odata_type, message);
        }
        let bare = name.trim_start_matches('#').to_owned();
        match seen.iter().find(|(known, _)| *known == bare) {
            Some((_, first)) => {
                let line = line_of(first.ident.span());
                let message = format!("duplicate type `{name}`: `{}` has it, {line}; remove one variant", first.ident);
                errors.at(odata_type, message);
            }
            None => seen.push((bare, variant)),
        }
    }
}

/// One variant holds all other types.
pub(super) fn check_other(derived_type: &DerivedType, errors: &mut Errors) {
    if is_enumeration(derived_type) {
        return;
    }
    let mut others = derived_type.variants.iter().filter(|variant| variant.graph.other.is_some());
    let Some(first) = others.next() else {
        if derived_type.variants.iter().all(|variant| !variant.graph.is_broken) {
            errors.at(
                &derived_type.item.ident,
                "Microsoft adds derived types at any time: add a variant for all others, such as \
                 `#[graph(other)] Other(AdditionalProperties)`",
            );
        }
        return;
    };
    for second in others {
        if let Some(mark) = second.graph.other {
            let message = format!("duplicate `other`: `{}` holds all other types; remove one", first.ident);
            errors.at_span(mark, message);
        }
    }
}
