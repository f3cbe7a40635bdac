//! What an operation does, in words of our own.

use super::{
    action_names::{Noun, nouns},
    prose::with_article,
};
use crate::{
    casing::words,
    description::{Operation, OperationKind},
};

/// Returns what an operation does, for one that no source describes.
pub(super) fn sentence(operation: &Operation) -> String {
    let nouns = nouns(operation);
    let is_stream = |noun: &&Noun| !noun.has_key && !noun.is_followed;
    let last = match (operation.kind, nouns.as_slice()) {
        // `content` is not what has the content.
        (OperationKind::GetContent | OperationKind::SetContent, [.., owner, stream]) if is_stream(&stream) => {
            Some(owner)
        }
        (_, nouns) => nouns.last(),
    };
    let name = last.map(|noun| noun.name.as_str()).unwrap_or_default();
    let one = match last {
        Some(noun) if noun.has_key => with_article(&noun.element),
        _ if name == "me" => String::from("the signed-in user"),
        _ => format!("the {name}"),
    };
    let new = with_article(last.map(|noun| noun.element.as_str()).unwrap_or_default());
    match operation.kind {
        OperationKind::List => format!("Lists the {name}."),
        OperationKind::Get => format!("Reads {one}."),
        OperationKind::Create => format!("Creates {new}."),
        OperationKind::Update => format!("Updates {one}. A property that is not set keeps its value."),
        OperationKind::Replace => format!("Replaces {one}."),
        OperationKind::Delete => format!("Deletes {one}."),
        OperationKind::Count => format!("Counts the {name}."),
        OperationKind::GetContent => format!("Reads the content of {one}."),
        OperationKind::SetContent => format!("Replaces the content of {one}."),
        OperationKind::ListReferences => format!("Lists the references to the {name}."),
        OperationKind::AddReference => format!("Adds a reference to {new}."),
        OperationKind::SetReference => format!("Sets the reference to {one}."),
        OperationKind::RemoveReference => format!("Removes a reference to {new}."),
        OperationKind::Action => format!("Calls the action `{name}`."),
        OperationKind::Function => format!("Calls the function `{name}`."),
    }
}

/// Returns the last word of what the operation is about, in lower case: `tokens`.
pub(super) fn short_noun(operation: &Operation) -> String {
    let nouns = nouns(operation);
    match nouns.last() {
        Some(noun) if noun.name == "me" => String::from("user"),
        Some(noun) => {
            let name = if noun.has_key { &noun.element } else { &noun.name };
            words(name).pop().map_or_else(|| String::from("response"), |word| word.to_lowercase())
        }
        None => String::from("response"),
    }
}
