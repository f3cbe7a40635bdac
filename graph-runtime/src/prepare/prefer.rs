//! The header `Prefer`, whose values are joined if several levels set it: client, action and call.

use http::{HeaderMap, HeaderName, HeaderValue};

/// The name of the header.
pub(crate) const PREFER: HeaderName = HeaderName::from_static("prefer");

/// Sets a header. Replaces a header with the same name, except `Prefer`: its preferences are added to those that are
/// set, and one with the same name replaces the earlier one.
pub(crate) fn set_header(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    let value = match headers.get(&name) {
        Some(earlier) if name == PREFER => joined(earlier, &value),
        _ => value,
    };
    headers.insert(name, value);
}

/// Adds a header that has a lower priority than those that are set: only `Prefer` is joined.
pub(crate) fn add_default(headers: &mut HeaderMap, name: &HeaderName, value: &HeaderValue) {
    match headers.get_mut(name) {
        Some(later) if *name == PREFER => *later = joined(value, later),
        Some(_) => {}
        None => {
            headers.insert(name, value.clone());
        }
    }
}

/// Joins two values. A preference that both have has the place of the earlier one and the value of the later one.
fn joined(earlier: &HeaderValue, later: &HeaderValue) -> HeaderValue {
    // A value that is not text cannot be split, and no caller can set one.
    let (Ok(first), Ok(second)) = (earlier.to_str(), later.to_str()) else { return later.clone() };
    let mut preferences: Vec<&str> = Vec::new();
    for preference in split(first).chain(split(second)) {
        match preferences.iter_mut().find(|known| name(known).eq_ignore_ascii_case(name(preference))) {
            Some(known) => *known = preference,
            None => preferences.push(preference),
        }
    }
    let Ok(mut joined) = HeaderValue::try_from(preferences.join(", ")) else { return later.clone() };
    joined.set_sensitive(earlier.is_sensitive() || later.is_sensitive());
    joined
}

/// Returns the preferences of a value: between commas that are not in a quoted string.
fn split(value: &str) -> impl Iterator<Item = &str> {
    let (mut in_quotes, mut is_escaped) = (false, false);
    let preferences = value.split(move |c| {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if in_quotes => is_escaped = true,
            '"' => in_quotes = !in_quotes,
            ',' => return !in_quotes,
            _ => {}
        }
        false
    });
    preferences.map(str::trim).filter(|preference| !preference.is_empty())
}

/// Returns the name of a preference: the part before its value and its parameters.
fn name(preference: &str) -> &str {
    preference.split(['=', ';']).next().unwrap_or_default().trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(values: &[&'static str]) -> String {
        let mut headers = HeaderMap::new();
        for value in values {
            set_header(&mut headers, PREFER, HeaderValue::from_static(value));
        }
        headers[PREFER].to_str().expect("text").to_owned()
    }

    #[test]
    fn preferences_of_several_values_are_joined() {
        assert_eq!(join(&["a"]), "a");
        assert_eq!(join(&["return=minimal", "a, b"]), "return=minimal, a, b");
        assert_eq!(join(&["a,,b ,", " c"]), "a, b, c");
    }

    #[test]
    fn a_later_preference_replaces_an_earlier_one_with_the_same_name() {
        assert_eq!(join(&["odata.maxpagesize=5, a", "OData.MaxPageSize = 50"]), "OData.MaxPageSize = 50, a");
        assert_eq!(join(&["respond-async; wait=5", "respond-async"]), "respond-async");
    }

    #[test]
    fn a_comma_in_quotes_is_part_of_the_value() {
        let zone = r#"outlook.timezone="Pacific, \"Standard\", Time""#;
        assert_eq!(join(&[zone, "a"]), format!("{zone}, a"));
        assert_eq!(join(&[zone, "outlook.timezone=\"UTC\""]), "outlook.timezone=\"UTC\"");
    }

    #[test]
    fn other_headers_are_replaced_and_a_default_replaces_nothing() {
        let mut headers = HeaderMap::new();
        let accept = http::header::ACCEPT;
        set_header(&mut headers, accept.clone(), HeaderValue::from_static("a"));
        set_header(&mut headers, accept.clone(), HeaderValue::from_static("b"));
        add_default(&mut headers, &accept, &HeaderValue::from_static("c"));
        set_header(&mut headers, PREFER, HeaderValue::from_static("x=2"));
        add_default(&mut headers, &PREFER, &HeaderValue::from_static("x=1, y"));
        assert_eq!((headers[accept].as_bytes(), headers[PREFER].as_bytes()), (&b"b"[..], &b"x=2, y"[..]));
    }

    #[test]
    fn a_joined_value_is_secret_if_a_part_of_it_is() {
        let mut headers = HeaderMap::new();
        let mut secret = HeaderValue::from_static("a=hunter2");
        secret.set_sensitive(true);
        set_header(&mut headers, PREFER, secret);
        set_header(&mut headers, PREFER, HeaderValue::from_static("b"));
        assert!(headers[PREFER].is_sensitive());
    }
}
