//! The conditions of an expectation, apart from method and path.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use bytes::Bytes;
use http::HeaderName;

use super::{
    json::{Expected, place},
    received::Request,
    route::Parameters,
    shown::{differs, text},
};
use crate::{
    loopback::panic_message,
    metadata::action_metadata::{ActionMetadata, ApiVersion},
};

/// An expected text, which may be secret.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) value: String,
    pub(super) secret: bool,
}

impl Text {
    pub(super) fn shown(&self) -> String {
        text(&self.value, self.secret)
    }

    /// Returns how `got` differs; `None` if it does not.
    fn difference(&self, got: Option<&str>) -> Option<String> {
        match got {
            Some(got) if got == self.value => None,
            Some(got) => Some(differs(&self.shown(), &text(got, self.secret), self.secret)),
            None => Some(format!("expected {}, got none", self.shown())),
        }
    }
}

pub(super) type Predicate = Box<dyn Fn(&Arc<Request>, &Arc<Parameters>) -> bool + Send + Sync>;

/// A condition of an expectation.
pub(super) enum Condition {
    Version(ApiVersion),
    Parameter(&'static str, Text),
    Query(String, Text),
    /// These query parameters in any order, and no others.
    WholeQuery(Vec<(String, Text)>),
    Header(HeaderName, Text),
    /// A value inside the JSON body; the whole body if the pointer is empty.
    Json {
        pointer: String,
        expected: Expected,
        partial: bool,
    },
    /// The bytes of the body.
    Bytes(Bytes),
    /// The number of bytes of the body.
    Length(u64),
    Predicate(String, Predicate),
}

impl Condition {
    /// Returns the condition as a report shows it.
    pub(super) fn shown(&self, metadata: &ActionMetadata) -> String {
        match self {
            Self::Version(version) => format!("version: {version}"),
            Self::Parameter(name, text) => format!("path parameter `{name}`: {}", text.shown()),
            Self::Query(name, text) => format!("query parameter `{name}`: {}", text.shown()),
            Self::WholeQuery(pairs) if pairs.is_empty() => "query: none".to_owned(),
            Self::WholeQuery(pairs) => {
                let pairs: Vec<_> = pairs.iter().map(|(name, text)| format!("`{name}`: {}", text.shown())).collect();
                format!("query: {}", pairs.join(", "))
            }
            Self::Header(name, text) => format!("header `{name}`: {}", text.shown()),
            Self::Json { pointer, expected, partial } => {
                let text = expected.text(pointer, &|pointer| metadata.hides_property(pointer));
                format!("{}: {text}{}", place(pointer), if *partial { ", further properties allowed" } else { "" })
            }
            Self::Bytes(bytes) if bytes.is_empty() => "body: none".to_owned(),
            Self::Bytes(bytes) => format!("body: {} bytes", bytes.len()),
            Self::Length(length) => format!("body: {length} bytes"),
            Self::Predicate(description, _) => description.clone(),
        }
    }

    /// Returns whether the condition marks a path parameter as secret.
    pub(super) fn hides_parameter(&self, name: &str) -> bool {
        matches!(self, Self::Parameter(known, text) if *known == name && text.secret)
    }

    /// Returns how a request fails to meet the condition, one line for each difference.
    pub(super) fn unmet(
        &self,
        metadata: &ActionMetadata,
        request: &Arc<Request>,
        parameters: &Arc<Parameters>,
    ) -> Vec<String> {
        let reason = match self {
            Self::Version(version) => (request.version != Some(*version)).then(|| {
                format!("version: expected {version}, got {}", request.version.map_or("none", ApiVersion::as_str))
            }),
            Self::Parameter(name, text) => {
                let got = parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
                text.difference(got).map(|reason| format!("path parameter `{name}`: {reason}"))
            }
            Self::Query(name, text) => {
                text.difference(request.query(name)).map(|reason| format!("query parameter `{name}`: {reason}"))
            }
            Self::WholeQuery(expected) => return whole_query(expected, request),
            Self::Header(name, text) => {
                text.difference(request.header(name.as_str())).map(|reason| format!("header `{name}`: {reason}"))
            }
            Self::Json { pointer, expected, partial } => {
                let Some(got) = &request.json else {
                    return vec![format!("body: expected JSON, got {}", bytes_shown(&request.body))];
                };
                let Some(got) = got.pointer(pointer) else {
                    return vec![format!("{}: missing", place(pointer))];
                };
                return expected.differences(got, pointer, *partial, &|pointer| metadata.hides_property(pointer));
            }
            Self::Bytes(bytes) if *bytes == request.body => None,
            Self::Bytes(bytes) if bytes.len() == request.body.len() => {
                Some(format!("body: {} bytes as expected, but different content", bytes.len()))
            }
            Self::Bytes(bytes) => {
                Some(format!("body: expected {}, got {}", bytes_shown(bytes), bytes_shown(&request.body)))
            }
            Self::Length(length) if u64::try_from(request.body.len()) == Ok(*length) => None,
            Self::Length(length) => Some(format!("body: expected {length} bytes, got {}", bytes_shown(&request.body))),
            Self::Predicate(description, predicate) => {
                match catch_unwind(AssertUnwindSafe(|| predicate(request, parameters))) {
                    Ok(true) => None,
                    Ok(false) => Some(format!("not met: {description}")),
                    Err(panic) => Some(format!("{description}: panicked: {}", panic_message(&*panic))),
                }
            }
        };
        reason.into_iter().collect()
    }
}

fn bytes_shown(bytes: &Bytes) -> String {
    match bytes.len() {
        0 => "none".to_owned(),
        length => format!("{length} bytes"),
    }
}

fn whole_query(expected: &[(String, Text)], request: &Request) -> Vec<String> {
    let mut left: Vec<_> = request.query.iter().collect();
    let mut reasons = Vec::new();
    for (name, text) in expected {
        let same_name = |pair: &&(String, String)| pair.0 == *name;
        let place = left.iter().position(|pair| same_name(pair) && pair.1 == text.value);
        let got = place.or_else(|| left.iter().position(same_name)).map(|place| left.remove(place));
        let reason = text.difference(got.map(|(_, value)| value.as_str()));
        reasons.extend(reason.map(|reason| format!("query parameter `{name}`: {reason}")));
    }
    reasons.extend(left.iter().map(|(name, _)| format!("query parameter `{name}`: unexpected")));
    reasons
}
