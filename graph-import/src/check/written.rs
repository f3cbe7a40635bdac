//! How a declaration writes what a description says.

use graph_macros_core::names::pascal_case;

use crate::{
    description::{TypeDefinition, TypeName, TypeRef, Types},
    source::RustType,
};

/// Returns the Rust type of a value, with what the declaration wraps it in now.
pub(super) fn wrapped(rust: &RustType, ty: &TypeRef, types: &Types) -> String {
    match rust {
        RustType::Optional(inner) => format!("Option<{}>", wrapped(inner, ty, types)),
        RustType::Patch(inner) => format!("Patch<{}>", wrapped(inner, ty, types)),
        RustType::Secret(inner) => format!("Secret<{}>", wrapped(inner, ty, types)),
        _ => rust_type(ty, types),
    }
}

/// Returns the Rust type of a value.
pub(super) fn rust_type(ty: &TypeRef, types: &Types) -> String {
    let one = element(&ty.name, types);
    if ty.collection { format!("Vec<{one}>") } else { one }
}

fn element(name: &TypeName, types: &Types) -> String {
    if let Some(primitive) = name.primitive() {
        return String::from(match primitive {
            "Boolean" => "bool",
            "Byte" => "u8",
            "SByte" => "i8",
            "Int16" => "i16",
            "Int32" => "i32",
            "Int64" => "i64",
            "Single" => "f32",
            "Double" | "Decimal" => "f64",
            "DateTimeOffset" => "DateTimeOffset",
            "Date" => "Date",
            "TimeOfDay" => "TimeOfDay",
            "Duration" => "Duration",
            "Binary" => "Base64",
            "String" | "Guid" => "String",
            _ => "serde_json::Value",
        });
    }
    match types.get(name) {
        Some(TypeDefinition::Alias { underlying, .. }) if underlying.primitive().is_some() => {
            element(underlying, types)
        }
        Some(TypeDefinition::Enumeration(enumeration)) if enumeration.flags => {
            format!("Flags<{}>", pascal_case(name.short()))
        }
        _ => pascal_case(name.short()),
    }
}

/// Returns a type as a description writes it.
pub(super) fn described(ty: &TypeRef) -> String {
    if ty.collection { format!("Collection({})", ty.name) } else { ty.name.to_string() }
}
