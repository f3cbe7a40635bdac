//! Headers of answers that are read but never shown.

use http::HeaderMap;

/// Whether a header may let whoever has it act for the caller: challenges and cookies, and addresses, of which those of
/// downloads and uploads carry a token of their own.
fn is_sensitive(name: &str) -> bool {
    matches!(
        name,
        "authorization"
            | "azure-asyncoperation"
            | "content-location"
            | "link"
            | "location"
            | "operation-location"
            | "proxy-authenticate"
            | "set-cookie"
            | "www-authenticate"
    )
}

/// Marks the values that `Debug` must not show; whoever asks for one of them gets it.
pub(crate) fn mark(headers: &mut HeaderMap) {
    for (name, value) in headers.iter_mut() {
        if is_sensitive(name.as_str()) {
            value.set_sensitive(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn what_may_carry_a_token_is_read_but_not_shown() {
        let mut headers = HeaderMap::new();
        for name in [
            "Authorization",
            "Azure-AsyncOperation",
            "Content-Location",
            "Link",
            "Location",
            "Operation-Location",
            "Proxy-Authenticate",
            "Set-Cookie",
            "WWW-Authenticate",
        ] {
            let name: HeaderName = name.parse().expect("a name");
            headers.append(name.clone(), HeaderValue::from_static("hunter2"));
            headers.append(name, HeaderValue::from_static("hunter2 again"));
        }
        headers.insert("request-id", HeaderValue::from_static("r-1"));
        mark(&mut headers);
        let shown = format!("{headers:?} {headers:#?}");
        assert!(!shown.contains("hunter2") && shown.contains("r-1"), "{shown}");
        assert_eq!(headers["location"], "hunter2");
    }
}
