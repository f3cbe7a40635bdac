//! The conditions that exactly the request of an action meets.

use bytes::Bytes;
use serde_json::Value;

use super::{
    condition::{Condition, Text},
    json::Expected,
    route::{self, Parameters},
};
use crate::{
    action::GraphAction,
    cloud::base_url::BaseUrl,
    error::Error,
    metadata::action_metadata::{ActionMetadata, BodyKind},
    prepare::{
        body::Body,
        prepared::{Prepared, Secrets},
        request::prepare,
    },
    secret::REDACTED,
};

/// Returns the conditions that a request meets if it is exactly that of `action`, apart from its version.
///
/// The action is encoded twice, once with its secrets redacted: what differs is secret.
#[track_caller]
pub(super) fn conditions<A: GraphAction>(action: &A) -> Vec<Condition> {
    let written = |secrets| -> Result<Box<Prepared>, Error> {
        let base = BaseUrl::parse("http://127.0.0.1")?;
        prepare(&base, A::METADATA, None, secrets, &action)
    };
    match (written(Secrets::Written), written(Secrets::Redacted)) {
        (Ok(sent), Ok(shown)) => of_prepared(&sent, &shown),
        (Err(error), _) | (_, Err(error)) => panic!("{error}"),
    }
}

fn of_prepared(sent: &Prepared, shown: &Prepared) -> Vec<Condition> {
    let metadata = sent.metadata;
    let mut conditions = Vec::new();
    let hidden = parameters(shown);
    for (place, (name, value)) in parameters(sent).into_iter().enumerate() {
        let is_redacted = hidden.get(place).is_none_or(|(_, value)| value == REDACTED);
        let secret = metadata.hides_parameter(name) || is_redacted;
        conditions.push(Condition::Parameter(name, Text { value, secret }));
    }
    let pairs = sent.url.query_pairs().zip(shown.url.query_pairs()).map(|((name, value), (_, shown))| {
        let secret = metadata.hides_query(&name) || value != shown;
        (name.into_owned(), Text { value: value.into_owned(), secret })
    });
    conditions.push(Condition::WholeQuery(pairs.collect()));
    for (name, value) in &sent.headers() {
        let text = Text {
            value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
            secret: value.is_sensitive() || metadata.hides_header(name.as_str()),
        };
        conditions.push(Condition::Header(name.clone(), text));
    }
    conditions.extend(body(metadata, &sent.body, &shown.body));
    conditions
}

/// Returns the values of the path parameters.
fn parameters(prepared: &Prepared) -> Parameters {
    let path = prepared.url.path();
    let path = path.strip_prefix('/').and_then(|path| path.strip_prefix(prepared.version.as_str())).unwrap_or(path);
    route::parse(prepared.metadata.path, path).unwrap_or_default()
}

/// Returns the condition for the body; `None` for a stream of unknown length, since a stream is not read here.
fn body(metadata: &ActionMetadata, sent: &Body, shown: &Body) -> Option<Condition> {
    let json = |body: &Body| match body {
        Body::Bytes(body) => serde_json::from_slice::<Value>(body).ok(),
        Body::Nothing | Body::Stream(_) => None,
    };
    match (metadata.body, json(sent), json(shown)) {
        (BodyKind::Json, Some(sent), Some(shown)) => {
            let expected = Expected::with_shown(sent, shown);
            Some(Condition::Json { pointer: String::new(), expected, partial: false })
        }
        _ => match sent {
            Body::Nothing => Some(Condition::Bytes(Bytes::new())),
            Body::Bytes(body) => Some(Condition::Bytes(body.clone())),
            Body::Stream(body) => body.length().map(Condition::Length),
        },
    }
}
