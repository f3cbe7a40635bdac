//! The elements and attributes of CSDL that say something about types and operations.

use std::borrow::Cow;

/// An element that is known, with the attributes that are known.
#[derive(Debug)]
pub(super) struct Element<'x> {
    /// The name without prefix.
    pub(super) name: &'static str,
    /// Where its tag starts in the document.
    pub(super) offset: usize,
    pub(super) attributes: Vec<(&'static str, Cow<'x, str>)>,
    pub(super) children: Vec<Element<'x>>,
    /// The text inside, without space around it.
    pub(super) text: String,
}

impl<'x> Element<'x> {
    pub(super) fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| *name == attribute).map(|(_, value)| value.as_ref())
    }

    /// Returns whether an attribute is `true`; without it, what the standard says.
    pub(super) fn flag(&self, attribute: &str, default: bool) -> bool {
        self.get(attribute).map_or(default, |value| matches!(value, "true" | "1"))
    }

    pub(super) fn all<'e>(&'e self, name: &'static str) -> impl Iterator<Item = &'e Element<'x>> + use<'e, 'x> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub(super) fn first(&self, name: &'static str) -> Option<&Element<'x>> {
        self.children.iter().find(|child| child.name == name)
    }
}

macro_rules! known {
    ($(#[$doc:meta])* $function:ident: $($name:literal)*) => {
        $(#[$doc])*
        pub(super) fn $function(name: &str) -> Option<&'static str> {
            match name {
                $($name => Some($name),)*
                _ => None,
            }
        }
    };
}

known! {
    /// Finds the name of an element; what it does not know is skipped with all that it holds.
    element:
    "Edmx" "Reference" "Include" "DataServices" "Schema"
    "EntityType" "ComplexType" "Key" "PropertyRef" "Property" "NavigationProperty" "EnumType" "Member" "TypeDefinition"
    "Action" "Function" "Parameter" "ReturnType"
    "EntityContainer" "EntitySet" "Singleton" "ActionImport" "FunctionImport"
    "Annotations" "Annotation" "Collection" "Record" "PropertyValue"
    "String" "Bool" "Date" "EnumMember" "PropertyPath" "NavigationPropertyPath" "Path"
}

known! {
    /// Finds the name of an attribute; what it does not know is left out.
    attribute:
    "Namespace" "Alias" "Name" "Type" "BaseType" "Abstract" "OpenType" "HasStream" "Nullable" "ContainsTarget"
    "IsFlags" "Value" "UnderlyingType" "IsBound" "IsComposable" "EntityType" "Action" "Function"
    "Target" "Term" "Property" "Qualifier"
    "String" "Bool" "Date" "EnumMember" "PropertyPath" "NavigationPropertyPath" "Path"
}
