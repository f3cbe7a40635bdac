//! The session that the service opens for an upload.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::next_ranges::{NextRanges, missing};
use crate::{odata::date_time_offset::DateTimeOffset, secret::Secret};

/// A session for the upload of a large file, which the service opens. The response of an action such as
/// `createUploadSession`.
///
/// `Serialize` writes it with its URL, so that a program can [resume](crate::upload::Upload::resume) the upload after a restart. The
/// URL is all the authorization that an upload needs: store the session like a token. `Debug` does not show the URL.
///
/// ```
/// use graph_runtime::{graph_action, upload::UploadSession};
///
/// #[graph_action(
///     POST, "/drives/<drive>/root:/<path..>:/createUploadSession",
///     perms = "Files.ReadWrite.All",
///     returns = UploadSession,
/// )]
/// pub struct CreateUploadSession {
///     pub drive: String,
///     pub path: String,
/// }
/// ```
///
/// See [uploadSession resource type](https://learn.microsoft.com/graph/api/resources/uploadsession).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadSession {
    upload_url: Secret<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_date_time: Option<DateTimeOffset>,
    /// `None` if the service did not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_expected_ranges: Option<Vec<String>>,
}

/// What the service says about a session, after each range and when it is asked.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SessionState {
    upload_url: Option<Secret<String>>,
    expiration_date_time: Option<DateTimeOffset>,
    pub(super) next_expected_ranges: Option<Vec<String>>,
}

impl UploadSession {
    /// Creates a session from its URL, if only that was stored.
    #[must_use]
    pub fn new(upload_url: impl Into<String>) -> Self {
        let upload_url = Secret::new(upload_url.into());
        Self { upload_url, expiration_date_time: None, next_expected_ranges: None }
    }

    /// Returns the URL to which the ranges are sent. The caller is responsible for not disclosing it.
    #[must_use]
    pub fn url(&self) -> &str {
        self.upload_url.expose()
    }

    /// Returns when the session expires unless another range arrives, or `None` if the service did not say it.
    #[must_use]
    pub fn expires(&self) -> Option<&DateTimeOffset> {
        self.expiration_date_time.as_ref()
    }

    /// Returns the ranges that the service still expects, as it wrote them, such as `26-` or `0-25`.
    #[must_use]
    pub fn next_expected_ranges(&self) -> &[String] {
        self.next_expected_ranges.as_deref().unwrap_or_default()
    }

    /// Returns the missing ranges of a file of `total` bytes.
    pub(super) fn missing(&self, total: u64) -> Result<NextRanges, String> {
        match &self.next_expected_ranges {
            Some(ranges) => missing(ranges, total),
            None => Ok(NextRanges::from(0..total)),
        }
    }

    /// Takes over what the service says now. If it does not say which ranges it expects, they begin at `sent`.
    pub(super) fn update(&mut self, state: SessionState, sent: Option<u64>) {
        if state.expiration_date_time.is_some() {
            self.expiration_date_time = state.expiration_date_time;
        }
        if state.next_expected_ranges.is_some() {
            self.next_expected_ranges = state.next_expected_ranges;
        } else if let Some(sent) = sent {
            self.next_expected_ranges = Some(vec![format!("{sent}-")]);
        }
    }
}

impl<'de> Deserialize<'de> for UploadSession {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let SessionState { upload_url, expiration_date_time, next_expected_ranges } =
            SessionState::deserialize(deserializer)?;
        let upload_url = upload_url.ok_or_else(|| de::Error::missing_field("uploadUrl"))?;
        Ok(Self { upload_url, expiration_date_time, next_expected_ranges })
    }
}

impl<'de> Deserialize<'de> for SessionState {
    /// Reads the properties in any case: Outlook writes `NextExpectedRanges`.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Properties;

        impl<'de> de::Visitor<'de> for Properties {
            type Value = SessionState;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an upload session")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut properties: A) -> Result<SessionState, A::Error> {
                let mut state = SessionState::default();
                while let Some(name) = properties.next_key::<String>()? {
                    match name.to_ascii_lowercase().as_str() {
                        "uploadurl" => {
                            state.upload_url = properties.next_value()?;
                        }
                        // A date in another form must not end an upload that needs no date.
                        "expirationdatetime" => {
                            let date = properties.next_value::<Option<String>>()?;
                            state.expiration_date_time = date.and_then(|date| date.parse().ok());
                        }
                        "nextexpectedranges" => state.next_expected_ranges = properties.next_value()?,
                        _ => {
                            properties.next_value::<de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(state)
            }
        }

        deserializer.deserialize_map(Properties)
    }
}
