//! The requests for the status of an operation, and for its result.

use http::{HeaderMap, HeaderName, StatusCode, header};
use url::Url;

use crate::{
    client::shared::Shared,
    error::{Error, build::BuildError},
    exchange::{outgoing::Outgoing, response::RawResponse, send::send},
    metadata::action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind},
    permissions::access::Permissions,
    prepare::{body::Body, prepared::Prepared},
    secret::sent::SentSecrets,
};

const OPERATION_LOCATION: HeaderName = HeaderName::from_static("operation-location");

const fn request(name: &'static str, is_preauthorized: bool) -> ActionMetadata {
    let (versions, permissions) = (&[ApiVersion::V1_0], Permissions::NOT_NEEDED);
    let (path, body, response) = ("/<operation..>", BodyKind::Nothing, ResponseKind::Json);
    let metadata = ActionMetadata::declare(name, Method::Get, path, versions, permissions, body, response);
    ActionMetadata { is_preauthorized, ..metadata }
}

pub(super) const STATUS: &ActionMetadata = &request("GetOperation", false);
/// For a monitor at another host, which needs no token and must not get it.
const MONITOR: &ActionMetadata = &request("GetOperation", true);
const RESULT: &ActionMetadata = &request("GetOperationResult", false);

/// The links of a response that has started an operation.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Started {
    /// Where the status of the operation is; `None` if the operation has ended.
    pub(super) operation: Option<String>,
    /// Where its result will be, if the response says so.
    pub(super) result: Option<String>,
}

/// Reads the links of a response: `Operation-Location`, beside which `Location` is that of the result, or `Location` alone.
pub(super) fn started(response: &RawResponse) -> Started {
    let link = |name: HeaderName| response.headers.get(name)?.to_str().ok().map(str::to_owned);
    match (link(OPERATION_LOCATION), link(header::LOCATION)) {
        (Some(operation), result) => Started { operation: Some(operation), result },
        (None, operation) if response.status == StatusCode::ACCEPTED => Started { operation, result: None },
        (None, _) => Started::default(),
    }
}

/// Returns the absolute form of a link in a response to an action: one of this client, or of a monitor at another host.
pub(super) fn absolute(client: &Shared, version: ApiVersion, link: &str) -> Result<String, &'static str> {
    match client.base.follow_relative(version.as_str(), link) {
        Ok(url) => Ok(url.into()),
        Err(_) => client.base.preauthorized(link).map(Into::into),
    }
}

/// Asks for the status of an operation. The response may be a redirect to the result.
pub(super) async fn status(client: &Shared, link: &str) -> Result<Box<RawResponse>, Error> {
    let (metadata, url) = if let Ok(url) = client.base.follow(link) {
        (STATUS, url)
    } else {
        let reason = |reason| BuildError::action(MONITOR.name, format!("the link of the operation {reason}"));
        (MONITOR, client.base.preauthorized(link).map_err(reason)?)
    };
    send(&outgoing(client, metadata, url)).await
}

/// Gets the result of an operation, from the client's own origin.
pub(super) async fn result(client: &Shared, link: &str) -> Result<Box<RawResponse>, Error> {
    let reason = |reason| BuildError::action(RESULT.name, format!("the link of the result {reason}"));
    let url = client.base.follow_relative(RESULT.default_version().as_str(), link).map_err(reason)?;
    send(&outgoing(client, RESULT, url)).await
}

fn outgoing(client: &Shared, metadata: &'static ActionMetadata, url: Url) -> Outgoing {
    let version = metadata.default_version();
    let prepared = Prepared {
        metadata,
        version,
        url,
        headers: HeaderMap::new(),
        body: Body::Nothing,
        secrets: SentSecrets::default(),
    };
    Outgoing::new(client.clone(), Box::new(prepared), None, false)
}
