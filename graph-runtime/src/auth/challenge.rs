//! Claims challenges in `WWW-Authenticate`.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD_INDIFFERENT, URL_SAFE_NO_PAD_INDIFFERENT},
};
use http::{HeaderMap, header};
use serde_json::{Map, Value};

/// The maximum length of encoded claims, in bytes. Those of Microsoft Graph have about a hundred characters.
const MAX_CLAIMS: usize = 16 * 1024;

/// Returns the claims of a `Bearer` challenge as JSON, or `None` if there are none or they are not a JSON object.
///
/// Microsoft documents `claims="<base64>"` as the last parameter, with all parameters in quotation marks. In practice,
/// Graph also sends it in the middle, next to URLs without quotation marks.
pub(crate) fn claims(headers: &HeaderMap) -> Option<String> {
    let challenges = headers.get_all(header::WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    challenges.flat_map(Parameters::of).find_map(|(scheme, name, value)| {
        let is_claims = scheme.eq_ignore_ascii_case("Bearer") && name.eq_ignore_ascii_case("claims");
        if is_claims { decode(&value) } else { None }
    })
}

fn decode(text: &str) -> Option<String> {
    if text.len() > MAX_CLAIMS {
        return None;
    }
    let is_object = |json: &String| serde_json::from_str::<Map<String, Value>>(json).is_ok();
    [STANDARD_NO_PAD_INDIFFERENT, URL_SAFE_NO_PAD_INDIFFERENT]
        .iter()
        .filter_map(|alphabet| alphabet.decode(text).ok())
        .filter_map(|bytes| String::from_utf8(bytes).ok())
        .find(is_object)
}

/// An iterator over the parameters of one or more challenges, each with its scheme.
struct Parameters<'a> {
    rest: &'a str,
    scheme: &'a str,
}

impl<'a> Parameters<'a> {
    fn of(header: &'a str) -> Self {
        Self { rest: header, scheme: "" }
    }

    /// Reads a value: either in quotation marks, or up to the next comma or space.
    fn value(&mut self) -> String {
        let Some(quoted) = self.rest.strip_prefix('"') else {
            let (value, rest) =
                split_before(self.rest, |character| character == ',' || character.is_ascii_whitespace());
            self.rest = rest;
            return value.to_owned();
        };
        let mut value = String::new();
        let mut characters = quoted.chars();
        while let Some(character) = characters.next() {
            match character {
                '"' => break,
                '\\' => value.extend(characters.next()),
                other => value.push(other),
            }
        }
        self.rest = characters.as_str();
        value
    }
}

impl<'a> Iterator for Parameters<'a> {
    /// The scheme, the name and the value.
    type Item = (&'a str, &'a str, String);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.rest =
                self.rest.trim_start_matches(|character: char| character == ',' || character.is_ascii_whitespace());
            if self.rest.is_empty() {
                return None;
            }
            let is_end = |character: char| matches!(character, '=' | ',') || character.is_ascii_whitespace();
            let (word, rest) = split_before(self.rest, is_end);
            let after = rest.trim_start();
            if let Some(value) = after.strip_prefix('=') {
                self.rest = value.trim_start();
                return Some((self.scheme, word, self.value()));
            }
            self.scheme = word;
            self.rest = rest;
        }
    }
}

/// Splits `text` before the first matching character.
fn split_before(text: &str, is_end: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(is_end).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// `{"access_token":{"acrs":{"essential":true,"value":"cp1"}}}`, the example of Microsoft's documentation.
    const CLAIMS: &str = "eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiY3AxIn19fQ==";
    const JSON: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"cp1"}}}"#;

    fn read(values: &[&str]) -> Option<String> {
        let values = values.iter().map(|value| HeaderValue::from_str(value).expect("a value"));
        claims(&values.map(|value| (header::WWW_AUTHENTICATE, value)).collect())
    }

    #[test]
    fn claims_are_read_in_all_known_notations() {
        let bare = CLAIMS.trim_end_matches('=');
        for values in [
            // As documented by Microsoft.
            vec![format!(
                r#"Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="{CLAIMS}""#
            )],
            // As Graph sends it.
            vec![format!(
                r#"Bearer realm="", authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize, client_id="00000003-0000-0000-c000-000000000000", error="insufficient_claims", claims="{CLAIMS}", errorDescription="Continuous access evaluation resulted in claims challenge with result: InteractionRequired, and code: X""#
            )],
            vec![format!(r#"Bearer claims="{bare}""#)],
            vec![format!("Bearer claims={bare}")],
            vec![format!("Bearer claims={CLAIMS}, error=insufficient_claims")],
            vec![format!(r#"bearer error="x" , CLAIMS = "{CLAIMS}""#)],
            vec![format!(r#"PoP nonce="abc", Bearer realm="", claims="{CLAIMS}""#)],
            vec!["Negotiate".to_owned(), format!(r#"Bearer claims="{CLAIMS}""#)],
            vec![format!(r#"Bearer realm="a \" claims=b", claims="{CLAIMS}""#)],
        ] {
            let values: Vec<_> = values.iter().map(String::as_str).collect();
            assert_eq!(read(&values).as_deref(), Some(JSON), "{values:?}");
        }
    }

    #[test]
    fn claims_in_base64url_are_read() {
        let json = r#"{"a":"???>>>~~~"}"#;
        for text in [URL_SAFE_NO_PAD_INDIFFERENT.encode(json), STANDARD_NO_PAD_INDIFFERENT.encode(json)] {
            assert!(text.contains(['-', '_', '+', '/']), "{text}");
            assert_eq!(read(&[&format!(r#"Bearer claims="{text}""#)]).as_deref(), Some(json));
        }
    }

    #[test]
    fn other_and_invalid_challenges_have_no_claims() {
        let text = |json: &str| format!(r#"Bearer claims="{}""#, STANDARD_NO_PAD_INDIFFERENT.encode(json));
        for value in [
            String::new(),
            "Bearer".to_owned(),
            r#"Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize""#
                .to_owned(),
            format!(r#"PoP claims="{CLAIMS}""#),
            format!(r#"Bearer realm="claims={CLAIMS}""#),
            format!(r#"Bearer x_claims="{CLAIMS}""#),
            format!(r#"Bearer claims="{}""#, &CLAIMS[..41]),
            r#"Bearer claims="%%%""#.to_owned(),
            r#"Bearer claims=""#.to_owned(),
            r#"Bearer claims="\"#.to_owned(),
            "Bearer claims=".to_owned(),
            "Bearer = , == \" claims".to_owned(),
            text(""),
            text("[]"),
            text("null"),
            text("{} {}"),
            text("{\"a\":"),
            text(&format!("{{\"a\":{}{}}}", "[".repeat(5000), "]".repeat(5000))),
            text(&format!("{{\"a\":\"{}\"}}", "a".repeat(MAX_CLAIMS))),
        ] {
            assert_eq!(read(&[&value]), None, "{value}");
        }
        assert_eq!(claims(&HeaderMap::new()), None);
    }
}
