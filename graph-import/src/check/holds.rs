//! Whether a Rust type can hold what Graph sends or takes.
//!
//! A string can hold whatever is text in JSON: an enumeration, a date, an ID. Nothing is said about a type that is not
//! known.

use graph_macros_core::model::GraphType;

use super::Severity;
use crate::{
    description::{Enumeration, TypeDefinition, TypeName, TypeRef, Types},
    source::{Crate, Declared, RustType},
};

/// Where a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Flow {
    /// Into the JSON of a request.
    Sent,
    /// Into the path or the query of a request, where everything is text.
    SentAsText,
    /// Out of the JSON of a response.
    Received,
}

/// Returns how severe it is that a type cannot hold a value; `None` if it can.
pub(super) fn mismatch(krate: &Crate, rust: &RustType, ty: &TypeRef, types: &Types, flow: Flow) -> Option<Severity> {
    let rust = rust.present();
    match rust {
        RustType::Unknown | RustType::Json => None,
        RustType::Text if flow == Flow::SentAsText => None,
        RustType::List(element) if ty.collection => {
            mismatch(krate, element, &TypeRef::one(ty.name.clone()), types, flow)
        }
        _ if ty.collection => Some(Severity::Error),
        _ => one(krate, rust, &ty.name, types, flow),
    }
}

fn one(krate: &Crate, rust: &RustType, name: &TypeName, types: &Types, flow: Flow) -> Option<Severity> {
    if let Some(primitive) = name.primitive() {
        return self::primitive(krate, rust, primitive, flow);
    }
    match types.get(name)? {
        TypeDefinition::Alias { underlying, .. } => {
            underlying.primitive().and_then(|primitive| self::primitive(krate, rust, primitive, flow))
        }
        TypeDefinition::Enumeration(enumeration) => self::enumeration(krate, rust, enumeration),
        TypeDefinition::Structured(_) => {
            let fits = matches!(rust, RustType::Map) || is_object(krate, rust);
            (!fits).then_some(Severity::Error)
        }
    }
}

fn enumeration(krate: &Crate, rust: &RustType, enumeration: &Enumeration) -> Option<Severity> {
    match rust {
        RustType::Text | RustType::Unknown => None,
        // Of several members, an enumeration without flags makes one that is unknown.
        RustType::Declared(_) if is_enumeration(krate, rust) => enumeration.flags.then_some(Severity::Warning),
        RustType::Flags(member) if **member == RustType::Unknown || is_enumeration(krate, member) => {
            (!enumeration.flags).then_some(Severity::Warning)
        }
        _ => Some(Severity::Error),
    }
}

fn primitive(krate: &Crate, rust: &RustType, primitive: &str, flow: Flow) -> Option<Severity> {
    let is_text = matches!(rust, RustType::Text);
    let severe = |fits: bool| (!fits).then_some(Severity::Error);
    match primitive {
        "Boolean" => severe(*rust == RustType::Boolean),
        "Byte" => integer(rust, false, 8, flow),
        "SByte" => integer(rust, true, 8, flow),
        "Int16" => integer(rust, true, 16, flow),
        "Int32" => integer(rust, true, 32, flow),
        "Int64" => integer(rust, true, 64, flow),
        "Single" | "Decimal" => number(rust, 32, flow),
        "Double" => number(rust, 64, flow),
        "String" => severe(holds_any_text(krate, rust, flow)),
        "Guid" => severe(is_text || *rust == RustType::Uuid),
        "DateTimeOffset" => severe(is_text || *rust == RustType::DateTimeOffset),
        "Date" => severe(is_text || *rust == RustType::Date),
        "TimeOfDay" => severe(is_text || *rust == RustType::TimeOfDay),
        "Duration" => severe(is_text || *rust == RustType::Duration),
        "Binary" => severe(is_text || *rust == RustType::Base64),
        // Streams are not in JSON, and the rest can be anything.
        _ => None,
    }
}

/// Returns whether a type can hold any string, or sends one.
fn holds_any_text(krate: &Crate, rust: &RustType, flow: Flow) -> bool {
    match rust {
        // The IDs of many entities are strings to the description, and GUIDs to everyone else.
        RustType::Text | RustType::Uuid | RustType::Flags(_) => true,
        RustType::Declared(_) => is_enumeration(krate, rust),
        RustType::Base64 | RustType::Date | RustType::TimeOfDay | RustType::Duration | RustType::DateTimeOffset => {
            flow != Flow::Received
        }
        RustType::Boolean | RustType::Integer { .. } | RustType::Float { .. } => flow == Flow::SentAsText,
        _ => false,
    }
}

fn integer(rust: &RustType, signed: bool, bits: u8, flow: Flow) -> Option<Severity> {
    match *rust {
        RustType::Integer { signed: own, bits: own_bits } => {
            let fits = match (own, signed) {
                (true, true) | (false, false) => own_bits >= bits,
                (true, false) => own_bits > bits,
                // What is sent need not be negative.
                (false, true) => own_bits >= bits && flow != Flow::Received,
            };
            match flow {
                _ if fits => None,
                Flow::Received => Some(Severity::Error),
                Flow::Sent | Flow::SentAsText => Some(Severity::Warning),
            }
        }
        RustType::Float { bits: own_bits } if flow == Flow::Received && own_bits > bits => None,
        _ => Some(Severity::Error),
    }
}

fn number(rust: &RustType, bits: u8, flow: Flow) -> Option<Severity> {
    match *rust {
        RustType::Float { bits: own_bits } if own_bits >= bits => None,
        RustType::Float { .. } if flow != Flow::Received => Some(Severity::Warning),
        RustType::Integer { .. } if flow != Flow::Received => None,
        _ => Some(Severity::Error),
    }
}

fn is_enumeration(krate: &Crate, rust: &RustType) -> bool {
    matches!(rust, RustType::Declared(id) if matches!(krate.declaration(*id).declared, Declared::Enumeration(_)))
}

/// Returns whether a type is written as a JSON object.
pub(super) fn is_object(krate: &Crate, rust: &RustType) -> bool {
    let RustType::Declared(id) = rust else { return false };
    matches!(krate.declaration(*id).declared, Declared::Type(GraphType::Object(_) | GraphType::Derived(_)))
}
