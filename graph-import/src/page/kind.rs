//! What an operation does, told by its method, its path and the name of the page.

use super::names::folded;
use crate::description::{Method, OperationKind, PathTemplate, Response, Segment};

/// What tells the kind of an operation beside its method and path.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clues<'p> {
    /// The name of the page's file without its ending: `event-decline`.
    pub(super) stem: &'p str,
    /// The anchor of the page's heading, or the heading itself: `createtoken-action`.
    pub(super) heading: &'p str,
}

/// Tells the kind of an operation.
pub(super) fn tell(method: Method, path: &PathTemplate, response: &Response, clues: Clues<'_>) -> OperationKind {
    let last = match path.segments.last() {
        Some(Segment::Name(name) | Segment::Arguments { name, .. }) => name.as_str(),
        _ => "",
    };
    match (last, method) {
        ("$ref", Method::Get) => return OperationKind::ListReferences,
        ("$ref", Method::Post) => return OperationKind::AddReference,
        ("$ref", Method::Put | Method::Patch) => return OperationKind::SetReference,
        ("$ref", Method::Delete) => return OperationKind::RemoveReference,
        ("$count", Method::Get) => return OperationKind::Count,
        ("$value" | "content", Method::Get) => return OperationKind::GetContent,
        ("$value" | "content", Method::Put | Method::Patch) => return OperationKind::SetContent,
        _ => {}
    }
    let is_called = is_call(path, last, clues);
    match method {
        Method::Get if is_called => OperationKind::Function,
        Method::Get if matches!(response, Response::Page(_)) => OperationKind::List,
        Method::Get => OperationKind::Get,
        Method::Post if is_called => OperationKind::Action,
        Method::Post => OperationKind::Create,
        Method::Patch => OperationKind::Update,
        Method::Put => OperationKind::Replace,
        Method::Delete => OperationKind::Delete,
    }
}

/// Returns whether the last segment is an action or a function.
fn is_call(path: &PathTemplate, last: &str, Clues { stem, heading }: Clues<'_>) -> bool {
    const VERBS: [&str; 9] = ["list", "get", "post", "put", "create", "update", "delete", "add", "upsert"];
    if matches!(path.segments.last(), Some(Segment::Arguments { .. })) {
        return true;
    }
    // A cast to a type is written with its namespace too, but its page is one about a list or an object.
    let heading = heading.trim_end_matches(|c: char| c == '-' || c.is_ascii_digit()).to_lowercase();
    if ["action", "function"].iter().any(|word| heading.ends_with(word)) && !last.is_empty() {
        return true;
    }
    // The page of an action is named after it: `event-decline`, not `event-list-attachments`.
    let mut parts = stem.rsplit('-');
    let name = parts.next().unwrap_or("");
    let short = last.rsplit('.').next().unwrap_or(last);
    !name.is_empty()
        && folded(name) == folded(short)
        && parts.clone().next().is_some()
        && !parts.any(|part| VERBS.contains(&part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{description::TypeName, page::path};

    fn kind(method: Method, written: &str, stem: &str, heading: &str) -> OperationKind {
        let response = Response::Page(TypeName::new("microsoft.graph.a"));
        tell(method, &path::read(written).expect("it is there").path, &response, Clues { stem, heading })
    }

    #[test]
    fn the_page_tells_an_action_from_a_new_object() {
        assert_eq!(kind(Method::Post, "/me/events/{id}/decline", "event-decline", ""), OperationKind::Action);
        assert_eq!(kind(Method::Post, "/a/{id}/createToken", "x", "createtoken-action"), OperationKind::Action);
        assert_eq!(
            kind(Method::Post, "/me/events/{id}/attachments", "event-post-attachments", ""),
            OperationKind::Create
        );
    }

    #[test]
    fn reading_is_told_by_the_path_and_the_response() {
        assert_eq!(kind(Method::Get, "/users/{id}/memberOf", "user-list-memberof", ""), OperationKind::List);
        assert_eq!(kind(Method::Get, "/users/delta", "user-delta", ""), OperationKind::Function);
        assert_eq!(kind(Method::Get, "/r/getCounts(period='{p}')", "", ""), OperationKind::Function);
        assert_eq!(kind(Method::Get, "/users/$count", "", ""), OperationKind::Count);
        assert_eq!(kind(Method::Delete, "/a/{id}/b/{id}/$ref", "", ""), OperationKind::RemoveReference);
    }
}
