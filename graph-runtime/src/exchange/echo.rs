//! Removes the client's token from a response that repeats it.

use std::borrow::Cow;

use http::HeaderValue;

use crate::{exchange::response::RawResponse, secret::REDACTED};

/// The number of bytes by which a token is recognized, of which a service may repeat only the beginning.
const RECOGNIZED: usize = 24;
/// A token that is shorter is not looked for, because its text may occur by chance. Tokens of Microsoft are longer.
const MIN_LENGTH: usize = 8;

/// Replaces the token, or a beginning of it, by `[redacted]` in the headers and the body of a response.
pub(crate) fn remove(token: &str, response: &mut RawResponse) {
    if let Cow::Owned(body) = redacted(&response.body, token.as_bytes()) {
        response.body = body.into();
    }
    for value in response.headers.values_mut() {
        if let Cow::Owned(text) = redacted(value.as_bytes(), token.as_bytes()) {
            *value = HeaderValue::from_bytes(&text).unwrap_or(const { HeaderValue::from_static(REDACTED) });
        }
    }
}

fn redacted<'a>(text: &'a [u8], token: &[u8]) -> Cow<'a, [u8]> {
    if token.len() < MIN_LENGTH {
        return Cow::Borrowed(text);
    }
    let head = &token[..token.len().min(RECOGNIZED)];
    let mut rest = text;
    let mut written = Vec::new();
    while let Some(start) = rest.windows(head.len()).position(|window| window == head) {
        let length = rest[start..].iter().zip(token).take_while(|(left, right)| left == right).count();
        written.extend_from_slice(&rest[..start]);
        written.extend_from_slice(REDACTED.as_bytes());
        rest = &rest[start + length..];
    }
    if written.is_empty() {
        return Cow::Borrowed(text);
    }
    written.extend_from_slice(rest);
    Cow::Owned(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "eyJ0eXAiOiJKV1QifQ.e30.c2VjcmV0";

    fn removed(text: &str, token: &str) -> String {
        String::from_utf8(redacted(text.as_bytes(), token.as_bytes()).into_owned()).expect("text")
    }

    #[test]
    fn a_token_is_replaced_wherever_it_occurs() {
        assert_eq!(removed(TOKEN, TOKEN), "[redacted]");
        let text = format!("Bearer {TOKEN} is not {TOKEN}{TOKEN}.");
        assert_eq!(removed(&text, TOKEN), "Bearer [redacted] is not [redacted][redacted].");
        assert_eq!(removed(&format!("{}… is not valid", &TOKEN[..27]), TOKEN), "[redacted]… is not valid");
    }

    #[test]
    fn other_text_is_unchanged() {
        for text in ["", "eyJ0eXAiOiJKV1QifQ", "a denied access"] {
            assert!(matches!(redacted(text.as_bytes(), TOKEN.as_bytes()), Cow::Borrowed(_)));
            assert!(matches!(redacted(text.as_bytes(), b"a"), Cow::Borrowed(_)));
            assert!(matches!(redacted(text.as_bytes(), b""), Cow::Borrowed(_)));
        }
    }

    #[test]
    fn headers_and_body_are_searched() {
        let mut response = RawResponse::for_test(401, &[("x-debug", TOKEN), ("date", "today")], TOKEN.as_bytes());
        remove(TOKEN, &mut response);
        assert_eq!(response.headers["x-debug"], "[redacted]");
        assert_eq!(response.headers["date"], "today");
        assert_eq!(response.body, "[redacted]");
    }
}
