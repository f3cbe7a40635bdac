//! The request that an action sends, as conditions.

use serde_json::Value;

use super::{
    condition::{Condition, Text},
    json::Expected,
    route::{self, Parameters},
};
use crate::{
    ActionMetadata, BodyKind, Bytes, Error, GraphAction,
    cloud::BaseUrl,
    prepare::{Prepared, Secrets, prepare},
    secret::REDACTED,
};

/// What a request has to be in order to be exactly that of an action; its version apart.
///
/// The action is written twice, once without its secrets: what differs is secret.
#[track_caller]
pub(super) fn conditions<A: GraphAction>(action: &A) -> Vec<Condition> {
    let written = |secrets| -> Result<Prepared, Error> {
        let base = BaseUrl::parse("http://127.0.0.1")?;
        prepare(&base, A::METADATA, None, secrets, &|encoder| action.encode(encoder))
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
    for (name, value) in &sent.headers {
        let text = Text {
            value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
            secret: value.is_sensitive() || metadata.hides_header(name.as_str()),
        };
        conditions.push(Condition::Header(name.clone(), text));
    }
    conditions.push(body(metadata, sent.body.as_ref(), shown.body.as_ref()));
    conditions
}

/// The values of the path parameters.
fn parameters(prepared: &Prepared) -> Parameters {
    let path = prepared.url.path();
    let path = path.strip_prefix('/').and_then(|path| path.strip_prefix(prepared.version.as_str())).unwrap_or(path);
    route::parse(prepared.metadata.path, path).unwrap_or_default()
}

fn body(metadata: &ActionMetadata, sent: Option<&Bytes>, shown: Option<&Bytes>) -> Condition {
    let json = |body: Option<&Bytes>| serde_json::from_slice::<Value>(body?).ok();
    match (metadata.body, json(sent), json(shown)) {
        (BodyKind::Json, Some(sent), Some(shown)) => {
            Condition::Json { pointer: String::new(), expected: Expected::with_shown(sent, shown), partial: false }
        }
        _ => Condition::Bytes(sent.cloned().unwrap_or_default()),
    }
}
