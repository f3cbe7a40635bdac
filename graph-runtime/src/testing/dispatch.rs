//! Which expectation a request is answered by, and which comes nearest where there is none.

use std::{cmp::Reverse, sync::Arc};

use http::header;

use super::{
    GraphMock,
    graph_error::{self, GraphError},
    received::Request,
    registry::{Outcome, Registered, Reply, Unexpected},
    route::{self, Parameters},
    shown::text,
};

/// Whether a request has the mock's token.
pub(super) fn is_authorized(request: &Request) -> bool {
    let token = request.header(header::AUTHORIZATION.as_str()).and_then(|value| value.strip_prefix("Bearer "));
    token == Some(GraphMock::TOKEN)
}

/// The answer to a request without the mock's token.
pub(super) fn unauthorized(request: &Request) -> (Outcome, Reply) {
    let message = if request.headers.contains_key(header::AUTHORIZATION) {
        "The access token is not the mock's."
    } else {
        "Access token is empty."
    };
    (Outcome::Unauthorized, super::Answer::from(graph_error::unauthorized(message)).into())
}

/// Answers a request by the first expectation that it fits and that is not used up.
pub(super) fn dispatch(expectations: &[Arc<Registered>], request: &Arc<Request>) -> (Outcome, Reply) {
    let of_its_route: Vec<_> = expectations
        .iter()
        .filter(|expectation| expectation.has_method_of(request))
        .filter_map(|expectation| Some((expectation, expectation.parse(request)?)))
        .collect();
    let fixed = |expectation: &Registered| route::fixed_length(expectation.metadata.path);
    let most = of_its_route.iter().map(|(expectation, _)| fixed(expectation)).max();
    let found = of_its_route
        .iter()
        .filter(|(expectation, _)| Some(fixed(expectation)) == most)
        .filter(|(expectation, _)| !expectation.is_used_up() || expectation.times.is_never())
        .find(|(expectation, parameters)| expectation.unmet(request, parameters).is_empty());
    let nearest = match found {
        None => nearest(expectations, request),
        Some((expectation, _)) if expectation.times.is_never() => {
            Some((Arc::clone(expectation), vec![used_up(expectation)]))
        }
        Some((expectation, parameters)) => match expectation.reply(request, parameters) {
            Ok(reply) => return (Outcome::Answered(expectation.metadata), reply),
            Err(reason) => Some((Arc::clone(expectation), vec![reason])),
        },
    };
    let unexpected = Unexpected { path: shown_path(expectations, request), nearest };
    let answer = GraphError::new(501, "NotExpected", message(request, &unexpected));
    (Outcome::Unexpected(Arc::new(unexpected)), super::Answer::from(answer).into())
}

/// What the client is told of a request that was not expected.
fn message(request: &Request, unexpected: &Unexpected) -> String {
    let Unexpected { path, nearest } = unexpected;
    let start = format!("GraphMock: {} {path} was not expected", request.method);
    match nearest {
        None => start,
        Some((nearest, reasons)) => {
            format!("{start}; nearest is {}, but {}", nearest.metadata.name, reasons.join("; ")).replace('\n', " ")
        }
    }
}

/// The expectation that comes nearest to a request, and why it is not met; none where even the first segments differ.
fn nearest(expectations: &[Arc<Registered>], request: &Arc<Request>) -> Option<(Arc<Registered>, Vec<String>)> {
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
            None if request.version.is_none() => reasons.push("path: begins with neither /v1.0 nor /beta".to_owned()),
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
        Some(0) => "it is never to be called".to_owned(),
        Some(1) => "it was to be called once, and has been".to_owned(),
        Some(most) => format!("it was to be called {most} times, and has been"),
        None => "another expectation fixes more of the path".to_owned(),
    }
}

/// The path of a request, without what an action that it may be of declares as secret.
fn shown_path(expectations: &[Arc<Registered>], request: &Arc<Request>) -> String {
    let secret =
        |expectation: &&Arc<Registered>| expectation.parse(request).filter(|_| expectation.has_secret_parameter());
    let hidden = expectations.iter().find_map(|expectation| Some((expectation, secret(&expectation)?)));
    match hidden {
        Some((expectation, parameters)) => request.version_and(&expectation.path_of(&parameters)),
        None => text(&request.readable_path(), false).trim_matches('"').to_owned(),
    }
}

/// What a test has said is secret, beside what the declaration says.
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
