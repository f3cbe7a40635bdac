//! Requests and responses in code blocks.

use super::json::{self, Json};
use crate::description::Method;

/// A request or a response of an example.
#[derive(Debug, Clone, Default)]
pub(super) struct Message {
    /// The headers, in the order of the page.
    pub(super) headers: Vec<(String, String)>,
    /// The body as JSON, if there is one and it can be read.
    pub(super) body: Option<Json>,
    /// The body as it is written.
    pub(super) text: String,
}

impl Message {
    /// Returns the value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// A method with the path or address that follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RequestLine<'t> {
    /// The method.
    pub(super) method: Method,
    /// The path or address.
    pub(super) target: &'t str,
}

/// Reads a line such as `GET /users/{id}`.
pub(super) fn line(text: &str) -> Option<RequestLine<'_>> {
    let text = text.trim();
    let (method, target) = text.split_once(char::is_whitespace)?;
    let method = match method.trim_end_matches(':').to_ascii_uppercase().as_str() {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PATCH" => Method::Patch,
        "PUT" => Method::Put,
        "DELETE" => Method::Delete,
        _ => return None,
    };
    // A sentence that begins with "Get" or "Put" is no request.
    let target = target.trim();
    let target = target.strip_suffix("HTTP/1.1").map_or(target, str::trim_end);
    (!target.is_empty()
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text[1..2] == text[1..2].to_uppercase())
    .then_some(RequestLine { method, target })
}

/// Returns the request lines of a code block.
pub(super) fn lines(code: &str) -> impl Iterator<Item = RequestLine<'_>> {
    code.lines().filter_map(line)
}

/// Returns whether a code block holds a response.
pub(super) fn is_response(code: &str) -> bool {
    code.trim_start().starts_with("HTTP/")
}

/// Returns whether a code block holds an example of a request: a whole address, or a header or body below the path.
pub(super) fn is_example(code: &str) -> bool {
    let mut rest = code.trim_start().lines();
    let Some(first) = rest.next().and_then(line) else { return false };
    first.target.starts_with("http") || rest.any(|text| line(text).is_none() && !text.trim().is_empty())
}

/// Reads what stands below the first line of a request or response.
pub(super) fn message(code: &str) -> Message {
    let mut message = Message::default();
    let code = code.trim_start();
    let mut rest = code.split_once('\n').map_or("", |(_, rest)| rest);
    loop {
        let (text, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let text = text.trim();
        match header(text) {
            Some(header) => message.headers.push(header),
            // Examples have blank lines before their headers and between them.
            None if text.is_empty() && !rest.is_empty() => {}
            // A long query goes on in further lines.
            None if text.starts_with(['?', '&']) => {}
            None => break,
        }
        rest = after;
    }
    rest.trim().clone_into(&mut message.text);
    message.body = json::read(&message.text);
    message
}

fn header(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once(':')?;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_name.then(|| (name.to_owned(), value.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_line_is_told_from_a_sentence() {
        assert_eq!(line(" GET  /users/{id} "), Some(RequestLine { method: Method::Get, target: "/users/{id}" }));
        assert_eq!(line("GET /a b HTTP/1.1").expect("it is there").target, "/a b");
        assert_eq!(line("Get the user"), None);
        assert_eq!(line("or"), None);
    }

    #[test]
    fn an_example_has_headers_and_a_body() {
        let code = "POST https://graph.microsoft.com/beta/a\n\nContent-type: application/json\n\n{\n  \"b\": 1\n}\n";
        assert!(is_example(code));
        let message = message(code);
        assert_eq!(message.header("Content-Type"), Some("application/json"));
        assert_eq!(message.body, Some(Json::Object(vec![("b".into(), Json::Number("1".into()))])));
        assert!(!is_example("GET /a\nGET /b\n"));
    }
}
