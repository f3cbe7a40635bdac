//! Builds the request of an action.

use super::{
    encoder::Encoder,
    prepared::{Prepared, Secrets},
};
use crate::{
    cloud::base_url::BaseUrl,
    error::{Error, build::BuildError},
    metadata::action_metadata::{ActionMetadata, ApiVersion},
    secret::{Redaction, sent::Noting},
};

/// An action of any type. The functions that use this trait are not generic, so they are compiled once for all actions.
pub(crate) trait EncodeRequest {
    fn encode_request(&self, encoder: &mut Encoder);
}

/// Builds the request of an action.
pub(crate) fn prepare(
    base: &BaseUrl,
    metadata: &'static ActionMetadata,
    version: Option<ApiVersion>,
    secrets: Secrets,
    action: &dyn EncodeRequest,
) -> Result<Box<Prepared>, Error> {
    let version = choose(metadata, version)?;
    let _redaction = (secrets == Secrets::Redacted).then(Redaction::start);
    let noting = (secrets == Secrets::Noted).then(Noting::start);
    let mut encoder = Encoder::new(metadata, base, version, secrets);
    action.encode_request(&mut encoder);
    let mut prepared = encoder.finish(base, version)?;
    prepared.secrets = noting.map(Noting::finish).unwrap_or_default();
    Ok(prepared)
}

/// Returns the version to call: the requested one, or the first declared one if none was requested.
fn choose(metadata: &'static ActionMetadata, requested: Option<ApiVersion>) -> Result<ApiVersion, BuildError> {
    match requested {
        None => Ok(metadata.default_version()),
        Some(version) if metadata.exists_in(version) => Ok(version),
        Some(version) => {
            let declared: Vec<_> = metadata.versions.iter().map(|version| version.as_str()).collect();
            Err(BuildError::action(
                metadata.name,
                format!("it is not available in version {version}, only in {}", declared.join(" and ")),
            ))
        }
    }
}
