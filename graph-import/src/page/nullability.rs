//! Which properties may be null, by rules: pages do not say.

use super::{examples::Examples, notes::Notes, types::Builder};
use crate::description::{Body, Method, PathTemplate, Property, Segment};

/// Tells for each property of a body whether it may be null, as far as a rule applies.
pub(super) fn infer(
    body: &mut Body,
    (method, path): (Method, &PathTemplate),
    examples: &Examples,
    types: &Builder,
    notes: &mut Notes,
) {
    match body {
        Body::Parameters(parameters) => {
            // What the example sends is required; without an example, every parameter is.
            let shown = examples.bodies(method).next().is_some();
            for parameter in &mut *parameters {
                let is_sent = examples.bodies(method).any(|body| body.get(&parameter.name).is_some());
                let is_optional = parameter.facts.description.as_deref().is_some_and(super::words::says_optional)
                    || shown && !is_sent;
                parameter.nullable = Some(is_optional);
            }
            if !parameters.is_empty() {
                notes.inferred("body.nullable", "a parameter that the example sends must not be null");
            }
        }
        Body::Object { properties, .. } => {
            let is_intune = matches!(path.segments.first(), Some(Segment::Name(root))
                if matches!(root.as_str(), "deviceManagement" | "deviceAppManagement"));
            for property in &mut *properties {
                property.nullable = of_property(property, is_intune, types);
            }
            if !properties.is_empty() {
                let rule = if is_intune {
                    "texts and objects may be null; numbers, dates, Booleans and enumerations must not, as in most of Intune's types"
                } else {
                    "texts and objects may be null"
                };
                notes.inferred("body.nullable", rule);
            }
        }
        Body::None | Body::Reference | Body::Raw { .. } => {}
    }
}

/// In the descriptions of 2021 and 2026, nine of ten texts and objects may be null. Of the other properties of Intune's
/// types, four of five must not; elsewhere they are divided evenly.
fn of_property(property: &Property, is_intune: bool, types: &Builder) -> Option<bool> {
    if property.ty.collection {
        return Some(true);
    }
    match property.ty.name.primitive() {
        Some("String" | "Binary") => Some(true),
        None if !types.is_enumeration(&property.ty.name) => Some(true),
        _ => is_intune.then_some(false),
    }
}
