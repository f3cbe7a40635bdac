//! The operation that a request calls.

use std::collections::BTreeSet;

use super::{
    facts::{Operation, Segment, facts},
    request::Request,
    response::ErrorResponse,
};

/// An operation with what stands in the path of a request for it.
pub(super) struct Route {
    pub(super) operation: &'static Operation,
    /// The keys and the arguments of functions, in their order.
    pub(super) arguments: Vec<String>,
}

/// Returns the operation that a request calls.
pub(super) fn find(request: &Request) -> Result<Route, ErrorResponse> {
    let in_version = || facts().operations.iter().filter(|operation| operation.versions.contains(&request.version));
    let (mut methods, mut longest) = (BTreeSet::new(), 0);
    let mut found = None;
    for operation in in_version() {
        let (matched, arguments) = matched(&operation.path, &request.segments);
        longest = longest.max(matched);
        if matched < operation.path.len() || matched < request.segments.len() {
            continue;
        }
        if operation.method == request.method {
            // A name is more exact than a key: `vppTokens/$count` is not the token with the key `$count`.
            let is_exact = !matches!(operation.path.last(), Some(Segment::Key));
            if is_exact || found.is_none() {
                found = Some(Route { operation, arguments });
            }
        }
        methods.insert(operation.method.as_str());
    }
    if let Some(route) = found {
        return Ok(route);
    }
    if !methods.is_empty() {
        return Err(ErrorResponse::method_not_allowed(&Vec::from_iter(methods).join(", ")));
    }
    let segment = request.segments.get(longest).or(request.segments.last());
    Err(ErrorResponse::unknown_segment(segment.map_or("", String::as_str)))
}

/// Returns the number of leading segments that match the path, and what stands in its placeholders.
fn matched(path: &[Segment], segments: &[String]) -> (usize, Vec<String>) {
    let mut found = Vec::new();
    let mut count = 0;
    for (template, segment) in path.iter().zip(segments) {
        match template {
            Segment::Name(name) if name == segment => {}
            Segment::Key if !segment.is_empty() && !segment.starts_with('$') => found.push(segment.clone()),
            Segment::Function(name, parameters) => match arguments(name, parameters, segment) {
                Some(arguments) => found.extend(arguments),
                None => break,
            },
            Segment::Name(_) | Segment::Key => break,
        }
        count += 1;
    }
    (count, found)
}

/// Returns the arguments of a function: `getLicensesForApp(bundleId='com.example')`.
fn arguments(name: &str, parameters: &[&str], segment: &str) -> Option<Vec<String>> {
    let call = segment.strip_prefix("microsoft.graph.").unwrap_or(segment);
    let rest = call.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')')?;
    match parameters {
        [] => rest.is_empty().then(Vec::new),
        [parameter] => {
            let value = rest.strip_prefix(parameter)?.strip_prefix('=')?;
            let quoted = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\''));
            Some(vec![quoted.map_or_else(|| value.to_owned(), |quoted| quoted.replace("''", "'"))])
        }
        _ => None,
    }
}

/// Returns every permission that is of use for some operation.
pub(super) fn every_permission() -> BTreeSet<String> {
    facts().operations.iter().flat_map(|operation| &operation.any_of).map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_is_read_from_its_quotes() {
        let read = |segment| arguments("getLicensesForApp", &["bundleId"], segment);
        assert_eq!(read("getLicensesForApp(bundleId='it''s')"), Some(vec!["it's".to_owned()]));
        assert_eq!(read("microsoft.graph.getLicensesForApp(bundleId='a.b')"), Some(vec!["a.b".to_owned()]));
        assert_eq!(read("getLicensesForApp(bundleId=7)"), Some(vec!["7".to_owned()]));
        for wrong in ["getLicensesForApp", "getLicensesForApp()", "getLicensesForApp(bundle='x')"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(arguments("exportMobileConfig", &[], "exportMobileConfig()"), Some(vec![]));
        assert_eq!(arguments("exportMobileConfig", &[], "exportMobileConfig(x)"), None);
    }
}
