//! Which properties the service sets, so that they are read and never sent.

use crate::description::Property;

/// Returns whether a source states that a property is read-only: an annotation, or a sentence of its description.
pub(crate) fn is_stated(property: &Property) -> bool {
    property.facts.computed || property.facts.description.as_deref().is_some_and(says_read_only)
}

/// Returns whether a property is a time of creation or change, which the service sets though no source says so.
pub(crate) fn is_time_of_service(property: &Property) -> bool {
    let is_time = property.ty.name.primitive() == Some("DateTimeOffset") && !property.ty.collection;
    is_time && ["created", "lastModified", "modified"].iter().any(|start| property.name.starts_with(start))
}

/// Returns whether a description has a sentence that says that a property is read-only.
fn says_read_only(description: &str) -> bool {
    description.split(['.', '\n', ';']).any(|sentence| {
        let sentence = sentence.trim().to_ascii_lowercase().replace("read only", "read-only");
        let sentence = sentence.strip_prefix("this property is ").unwrap_or(&sentence);
        let sentence = sentence.strip_prefix("the property is ").unwrap_or(sentence);
        sentence == "read-only" || sentence == "(read-only)" || sentence == "[read-only]"
    })
}
