//! What an access token says of itself: for whom it is, and how long.

use std::time::{Duration, SystemTime};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD_INDIFFERENT};
use graph_runtime::{
    Cloud,
    time::{OffsetDateTime, format_description::well_known::Rfc3339},
};
use serde::Deserialize;

use crate::{
    failure::Failure,
    output::{bounded, plain},
};

/// The application ID of Microsoft Graph, in every cloud.
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
/// How far apart two clocks may be, which Microsoft's services tolerate.
const SKEW: Duration = Duration::from_mins(5);
/// The longest token that is read, in bytes, as in the library.
const MAX_TOKEN: usize = 64 * 1024;

/// The claims that decide whether Microsoft Graph accepts a token, and those that say whose it is.
#[derive(Debug, Deserialize)]
pub(crate) struct Claims {
    aud: String,
    /// Seconds since 1970, as the next one.
    exp: u64,
    nbf: Option<u64>,
    #[serde(rename = "tid")]
    pub(crate) tenant: Option<String>,
    upn: Option<String>,
    unique_name: Option<String>,
    name: Option<String>,
    oid: Option<String>,
    app_displayname: Option<String>,
    appid: Option<String>,
    azp: Option<String>,
}

/// Reads the claims of a token, which is not validated. The error says why they cannot be read.
pub(crate) fn read(token: &str) -> Result<Claims, &'static str> {
    const OPAQUE: &str =
        "it is opaque, as tokens for personal accounts are, or not an access token for Microsoft Graph";
    let parts: Vec<_> = token.splitn(4, '.').collect();
    let [_, payload, _] = parts[..] else { return Err(OPAQUE) };
    if token.len() > MAX_TOKEN {
        return Err("it is longer than any token of Microsoft");
    }
    let payload = URL_SAFE_NO_PAD_INDIFFERENT.decode(payload).map_err(|_| OPAQUE)?;
    serde_json::from_slice(&payload).map_err(|_| "it does not say for which service (aud) and until when (exp) it is")
}

impl Claims {
    /// Checks that the token is for Microsoft Graph, in any cloud, and valid at this time.
    pub(crate) fn check(&self, now: SystemTime) -> Result<(), Failure> {
        if !self.is_for_graph() {
            return Err(Failure::sign_in(format!(
                "the access token is for another service, {}, not for Microsoft Graph",
                bounded(&plain(&self.aud), 80)
            )));
        }
        if moment(self.exp).is_some_and(|expires| expires <= now) {
            return Err(Failure::sign_in(format!(
                "the access token has expired, at {}: get a fresh one",
                self.expires()
            )));
        }
        if self.nbf.and_then(moment).is_some_and(|begins| begins > now + SKEW) {
            let begins = date(self.nbf.unwrap_or_default());
            return Err(Failure::sign_in(format!(
                "the access token is not valid before {begins}: the clock of this computer may be wrong"
            )));
        }
        Ok(())
    }

    /// Returns the name of the user, or else the ID of the object that the token is for.
    pub(crate) fn name(&self) -> Option<&String> {
        let names = [&self.upn, &self.unique_name, &self.name, &self.oid];
        names.into_iter().find_map(Option::as_ref)
    }

    /// Returns the name of the application, or else its ID.
    pub(crate) fn application(&self) -> Option<&String> {
        [&self.app_displayname, &self.appid, &self.azp].into_iter().find_map(Option::as_ref)
    }

    /// Returns when the token expires.
    pub(crate) fn expires(&self) -> String {
        date(self.exp)
    }

    fn is_for_graph(&self) -> bool {
        let audience = self.aud.trim_end_matches('/');
        let clouds = [Cloud::Global, Cloud::UsGovernment, Cloud::UsGovernmentDod, Cloud::China];
        audience.eq_ignore_ascii_case(GRAPH) || clouds.iter().any(|cloud| audience.eq_ignore_ascii_case(cloud.graph()))
    }
}

fn moment(seconds: u64) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

fn date(seconds: u64) -> String {
    let seconds = i64::try_from(seconds).ok();
    let moment = seconds.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
    let date = moment.and_then(|moment| moment.format(&Rfc3339).ok());
    date.unwrap_or_else(|| "a date out of range".to_owned())
}
