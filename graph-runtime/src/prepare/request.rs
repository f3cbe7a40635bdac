//! An action becomes a request.

use super::{
    encoder::Encoder,
    prepared::{Prepared, Secrets},
};
use crate::{
    cloud::BaseUrl,
    error::{Error, build::BuildError},
    metadata::action_metadata::{ActionMetadata, ApiVersion},
    secret::Redaction,
};

/// What can be written into a request: an action, of whatever type, so that what is done with it is compiled once.
pub(crate) trait EncodeRequest {
    fn encode_request(&self, encoder: &mut Encoder);
}

/// Builds the request for an action.
pub(crate) fn prepare(
    base: &BaseUrl,
    metadata: &'static ActionMetadata,
    version: Option<ApiVersion>,
    secrets: Secrets,
    action: &dyn EncodeRequest,
) -> Result<Box<Prepared>, Error> {
    let version = choose(metadata, version)?;
    let _redaction = (secrets == Secrets::Redacted).then(Redaction::start);
    let mut encoder = Encoder::new(metadata, base, version, secrets);
    action.encode_request(&mut encoder);
    Ok(encoder.finish(base, version)?)
}

/// The version to call: the one asked for, if the action exists there, or else the declaration's first.
fn choose(metadata: &'static ActionMetadata, asked: Option<ApiVersion>) -> Result<ApiVersion, BuildError> {
    match asked {
        None => Ok(metadata.default_version()),
        Some(version) if metadata.exists_in(version) => Ok(version),
        Some(version) => {
            let declared: Vec<_> = metadata.versions.iter().map(|version| version.as_str()).collect();
            Err(BuildError::action(
                metadata.name,
                format!("it does not exist in version {version}, only in {}", declared.join(" and ")),
            ))
        }
    }
}
