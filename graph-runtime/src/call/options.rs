//! The options of one call.

use std::time::Duration;

use http::{HeaderMap, HeaderValue};

use crate::{
    client::shared::Shared,
    error::{Error, build::BuildError},
    exchange::{outgoing::Outgoing, response::CLIENT_REQUEST_ID, sending::Sending},
    metadata::action_metadata::{ActionMetadata, ApiVersion},
    prepare::{
        header::caller_header,
        prefer::set_header,
        prepared::{Prepared, Secrets},
        request::{EncodeRequest, prepare},
    },
};

/// The options of a call, of a batch item, or of a batch.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) version: Option<ApiVersion>,
    pub(crate) timeout: Option<Duration>,
    headers: HeaderMap,
    pub(crate) client_request_id: Option<HeaderValue>,
    pub(crate) follows_redirects: bool,
    /// The reason why the first invalid option is invalid.
    pub(crate) error: Option<String>,
}

impl Options {
    pub(crate) fn header(&mut self, name: &str, value: &str) {
        match caller_header(name, value) {
            Ok((name, value)) => set_header(&mut self.headers, name, value),
            Err(reason) => self.reject(reason),
        }
    }

    pub(crate) fn client_request_id(&mut self, id: &str) {
        let is_sendable = !id.is_empty() && id.len() <= 128 && id.bytes().all(|byte| byte.is_ascii_graphic());
        match HeaderValue::from_str(id) {
            Ok(value) if is_sendable => self.client_request_id = Some(value),
            _ => self.reject("`client_request_id` must consist of 1 to 128 visible ASCII characters".to_owned()),
        }
    }

    pub(crate) fn reject(&mut self, reason: String) {
        self.error.get_or_insert(reason);
    }

    /// Builds the part of the request that is the same for all attempts.
    pub(crate) fn prepare(
        self,
        client: &Shared,
        metadata: &'static ActionMetadata,
        secrets: Secrets,
        action: &dyn EncodeRequest,
    ) -> Result<Box<Prepared>, Error> {
        if let Some(reason) = self.error {
            return Err(BuildError::action(metadata.name, reason).into());
        }
        let mut prepared = prepare(&client.base, metadata, self.version, secrets, action)?;
        self.apply(&mut prepared)?;
        Ok(prepared)
    }

    /// Adds the headers of the options to a request.
    pub(super) fn apply(self, prepared: &mut Prepared) -> Result<(), BuildError> {
        if let Some(reason) = self.error {
            return Err(BuildError::action(prepared.metadata.name, reason));
        }
        for (name, value) in &self.headers {
            set_header(&mut prepared.headers, name.clone(), value.clone());
        }
        if let Some(id) = self.client_request_id {
            prepared.headers.insert(CLIENT_REQUEST_ID, id);
        }
        Ok(())
    }

    /// Builds the request that is sent, with the ID of the call.
    pub(crate) fn outgoing(
        self,
        client: &Shared,
        metadata: &'static ActionMetadata,
        action: &dyn EncodeRequest,
    ) -> Result<Outgoing, Error> {
        let (timeout, follows_redirects) = (self.timeout, self.follows_redirects);
        let prepared = self.prepare(client, metadata, Secrets::Noted, action)?;
        Ok(Outgoing::new(client.clone(), prepared, timeout, follows_redirects))
    }

    /// Builds the request and returns the future that sends it.
    pub(crate) fn start(
        self,
        client: &Shared,
        metadata: &'static ActionMetadata,
        action: &dyn EncodeRequest,
    ) -> Sending {
        match self.outgoing(client, metadata, action) {
            Ok(outgoing) => Sending::new(outgoing),
            Err(error) => Sending::failed(error),
        }
    }
}
