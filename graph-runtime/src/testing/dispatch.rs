//! Which expectation a request matches, and which comes closest if it matches none.

use std::{cmp::Reverse, sync::Arc};

use http::header;

use super::{
    graph_error::{self, GraphError},
    mock_response::MockResponse,
    received::Request,
    registry::{Outcome, Registered, Responses, Unexpected},
    route::{self, Parameters},
    shown::text,
};

/// The token that requests must have.
pub(super) const TOKEN: &str = "graph-mock-token";

/// Returns whether a request has the mock's token.
pub(super) fn is_authorized(request: &Request) -> bool {
    let token = request.header(header::AUTHORIZATION.as_str()).and_then(|value| value.strip_prefix("Bearer "));
    token == Some(TOKEN)
}

/// Responds to a request without the mock's token.
pub(super) fn unauthorized(request: &Request) -> (Outcome, Responses) {
    let message = if request.headers.contains_key(header::AUTHORIZATION) {
        "The access token is not the mock's."
    } else {
        "Access token is empty."
    };
    (Outcome::Unauthorized, MockResponse::from(graph_error::unauthorized(message)).into())
}

/// Responds to a request with the first expectation that it matches and that is not used up.
pub(super) fn dispatch(expectations: &[Arc<Registered>], request: &Arc<Request>) -> (Outcome, Responses) {
    let of_route: Vec<_> = expectations
        .iter()
        .filter(|expectation| expectation.has_method_of(request))
        .filter_map(|expectation| Some((expectation, expectation.parse(request)?)))
        .collect();
    let fixed = |expectation: &Registered| route::fixed_length(expectation.metadata.path);
    let most = of_route.iter().map(|(expectation, _)| fixed(expectation)).max();
    let found = of_route
        .iter()
        .filter(|(expectation, _)| Some(fixed(expectation)) == most)
        .filter(|(expectation, _)| !expectation.is_used_up() || expectation.times.is_never())
        .find(|(expectation, parameters)| expectation.unmet(request, parameters).is_empty());
    let closest = match found {
        None => closest(expectations, request),
        Some((expectation, _)) if expectation.times.is_never() => {
            Some((Arc::clone(expectation), vec![used_up(expectation)]))
        }
        Some((expectation, parameters)) => match expectation.respond(request, parameters) {
            Ok(responses) => return (Outcome::Matched(expectation.metadata), responses),
            Err(reason) => Some((Arc::clone(expectation), vec![reason])),
        },
    };
    let unexpected = Unexpected { path: shown_path(expectations, request), closest };
    let response = GraphError::new(501, "NotExpected", message(request, &unexpected));
    (Outcome::Unexpected(Arc::new(unexpected)), MockResponse::from(response).into())
}

/// Returns the error message for a request that was not expected.
fn message(request: &Request, unexpected: &Unexpected) -> String {
    let Unexpected { path, closest } = unexpected;
    let start = format!("GraphMock: unexpected request: {} {path}", request.method);
    match closest {
        None => start,
        Some((closest, reasons)) => {
            let reasons = reasons.join("; ").replace('\n', " ");
            format!("{start}; closest expectation: {} ({reasons})", closest.metadata.name)
        }
    }
}

/// Returns the expectation that comes closest to a request, and why the request does not match it; `None` if not even the
/// first segment of a path is the same.
fn closest(expectations: &[Arc<Registered>], request: &Arc<Request>) -> Option<(Arc<Registered>, Vec<String>)> {
    let ranked = expectations.iter().filter_map(|expectation| {
        let metadata = expectation.metadata;
        let common = route::segments_in_common(metadata.path, &request.path);
        let parameters = expectation.parse(request);
        let mut reasons = Vec::new();
        if !expectation.has_method_of(request) {
            reasons.push(format!("method: expected {}, got {}", metadata.method, request.method));
        }
        match &parameters {
            None if common == 0 => return None,
            None if request.version.is_none() => reasons.push("path: does not begin with /v1.0 or /beta".to_owned()),
            None => reasons.push(format!("path: expected {}", metadata.path)),
            Some(parameters) => reasons.extend(expectation.unmet(request, parameters)),
        }
        let rank = (parameters.is_none(), !expectation.has_method_of(request), Reverse(common), reasons.len());
        if reasons.is_empty() {
            reasons.push(used_up(expectation));
        }
        Some((rank, expectation, reasons))
    });
    let (_, expectation, reasons) = ranked.min_by_key(|(rank, ..)| *rank)?;
    Some((Arc::clone(expectation), reasons))
}

fn used_up(expectation: &Registered) -> String {
    match expectation.times.most {
        Some(0) => "no call is expected".to_owned(),
        Some(1) => "no further call is expected after the first".to_owned(),
        Some(most) => format!("no further call is expected after {most}"),
        None => "another expectation has a more specific path".to_owned(),
    }
}

/// Returns the path of a request, without the secret parameters of any action to which it may belong.
fn shown_path(expectations: &[Arc<Registered>], request: &Arc<Request>) -> String {
    let secret =
        |expectation: &&Arc<Registered>| expectation.parse(request).filter(|_| expectation.has_secret_parameter());
    let hidden = expectations.iter().find_map(|expectation| Some((expectation, secret(&expectation)?)));
    match hidden {
        Some((expectation, parameters)) => request.version_and(&expectation.path_of(&parameters)),
        None => text(&request.readable_path(), false).trim_matches('"').to_owned(),
    }
}

/// A path parameter is secret if the declaration says so or a test does, by a value that is a secret.
impl Registered {
    fn has_secret_parameter(&self) -> bool {
        self.metadata.path.parameters().any(|parameter| self.hides_parameter(parameter.name))
    }

    fn hides_parameter(&self, name: &str) -> bool {
        self.metadata.hides_parameter(name) || self.conditions.iter().any(|condition| condition.hides_parameter(name))
    }

    fn path_of(&self, parameters: &Parameters) -> String {
        self.metadata.path_with(parameters, &|name| self.hides_parameter(name))
    }
}
