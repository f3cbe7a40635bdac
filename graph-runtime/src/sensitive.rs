//! Headers of answers that are read but never shown.

use http::{HeaderMap, HeaderName, header};

/// Headers that may let whoever has them act for the caller: challenges and cookies, and addresses, of which those of
/// downloads and uploads carry a token of their own.
const SENSITIVE: [HeaderName; 9] = [
    header::AUTHORIZATION,
    HeaderName::from_static("azure-asyncoperation"),
    header::CONTENT_LOCATION,
    header::LINK,
    header::LOCATION,
    HeaderName::from_static("operation-location"),
    header::PROXY_AUTHENTICATE,
    header::SET_COOKIE,
    header::WWW_AUTHENTICATE,
];

/// Marks the values that `Debug` must not show; whoever asks for one of them gets it.
pub(crate) fn mark(headers: &mut HeaderMap) {
    for (name, value) in headers.iter_mut() {
        if SENSITIVE.contains(name) {
            value.set_sensitive(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn what_may_carry_a_token_is_read_but_not_shown() {
        let mut headers = HeaderMap::new();
        for name in SENSITIVE {
            headers.append(name.clone(), HeaderValue::from_static("hunter2"));
            headers.append(name, HeaderValue::from_static("hunter2 again"));
        }
        headers.insert("request-id", HeaderValue::from_static("r-1"));
        mark(&mut headers);
        let shown = format!("{headers:?} {headers:#?}");
        assert!(!shown.contains("hunter2") && shown.contains("r-1"), "{shown}");
        assert_eq!(headers[header::LOCATION], "hunter2");
    }
}
