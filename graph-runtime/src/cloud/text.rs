//! Clouds as text, for configuration files and command lines.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Cloud, base_url::BaseUrl};

/// The public clouds with their names.
const NAMES: [(&str, Cloud); 4] = [
    ("global", Cloud::Global),
    ("us-government", Cloud::UsGovernment),
    ("us-government-dod", Cloud::UsGovernmentDod),
    ("china", Cloud::China),
];

impl fmt::Display for Cloud {
    /// Writes `global`, `us-government`, `us-government-dod` or `china`; for any other cloud, the addresses of its
    /// Microsoft Graph and its sign-in service, separated by a space. [`FromStr`] reads the text.
    ///
    /// ```
    /// use graph_runtime::Cloud;
    ///
    /// assert_eq!(Cloud::UsGovernment.to_string(), "us-government");
    /// assert_eq!("us-government".parse(), Ok(Cloud::UsGovernment));
    /// let custom = Cloud::custom("https://graph.cloud.example", "https://login.cloud.example");
    /// assert_eq!(custom.to_string(), "https://graph.cloud.example https://login.cloud.example");
    /// assert_eq!(custom.to_string().parse(), Ok(custom));
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match NAMES.iter().find(|(_, cloud)| cloud == self) {
            Some((name, _)) => f.pad(name),
            None => f.pad(&format!("{} {}", self.graph(), self.authority())),
        }
    }
}

impl FromStr for Cloud {
    type Err = ParseCloudError;

    /// Reads what [`Display`](fmt::Display) writes. Names are read in any case; addresses must be HTTPS, except on loopback.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is neither the name of a cloud nor two valid addresses.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if let Some((_, cloud)) = NAMES.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
            return Ok(cloud);
        }
        let Some((graph, authority)) = text.split_once(char::is_whitespace) else {
            return Err(ParseCloudError(String::new()));
        };
        let authority = authority.trim_start();
        for (name, address) in [("Graph", graph), ("authority", authority)] {
            BaseUrl::read(address).map_err(|reason| ParseCloudError(format!(": its {name} URL {reason}")))?;
        }
        Ok(Self::custom(graph.to_owned(), authority.to_owned()))
    }
}

/// The error for a text that is not a cloud.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown cloud{0}; expected `global`, `us-government`, `us-government-dod`, `china`, or the URLs of Microsoft Graph \
         and of the sign-in service, separated by a space"
)]
pub struct ParseCloudError(String);

impl Serialize for Cloud {
    /// Serializes the text that [`Display`](fmt::Display) writes.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cloud {
    /// Deserializes the text that [`FromStr`] reads.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl de::Visitor<'_> for Text {
            type Value = Cloud;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a cloud such as `global`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Cloud, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cloud_is_read_as_it_was_written() {
        let custom = Cloud::custom("http://127.0.0.1:8080/graph", "https://login.cloud.example");
        for cloud in NAMES.into_iter().map(|(_, cloud)| cloud).chain([custom]) {
            assert_eq!(cloud.to_string().parse(), Ok(cloud.clone()));
            let json = serde_json::to_string(&cloud).expect("JSON");
            assert_eq!(serde_json::from_str::<Cloud>(&json).expect("a cloud"), cloud, "{json}");
        }
        assert_eq!(" Global\n".parse(), Ok(Cloud::Global));
        assert_eq!(format!("{:>8}|", Cloud::China), "   china|");
    }

    #[test]
    fn a_text_that_is_no_cloud_is_rejected_with_the_reason() {
        let reason = |text: &str| text.parse::<Cloud>().expect_err("no cloud").to_string();
        for text in ["", "mars", "https://graph.cloud.example"] {
            assert!(reason(text).starts_with("unknown cloud; expected `global`"), "{text}");
        }
        let insecure = reason("https://graph.cloud.example http://login.cloud.example");
        assert!(insecure.starts_with("unknown cloud: its authority URL must start with `https://`"), "{insecure}");
        assert!(serde_json::from_str::<Cloud>("7").is_err());
    }
}
