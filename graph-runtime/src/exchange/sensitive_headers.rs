//! Response headers that may contain a token.

use http::HeaderMap;

/// Whether the value of a header may allow anyone who has it to act for the caller: a challenge, a cookie, or a URL,
/// because the URLs of downloads and uploads contain a token of their own.
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

/// Marks such values as sensitive. `Debug` then does not show them, but they can still be read.
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
    fn debug_does_not_show_headers_that_may_contain_a_token() {
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
