//! What a person writes of an operation: method, version and path in any form.

use super::ResolveError;
use crate::description::{Method, Version};

/// More than any path of Graph has.
const MAX_SEGMENTS: usize = 64;
const MAX_BYTES: usize = 16 << 10;
/// How many characters of the input a message repeats.
const MAX_MESSAGE: usize = 400;

/// A method and a path, as far as they are written.
///
/// # Examples
///
/// ```
/// use graph_import::resolve::Request;
///
/// let request = Request::parse("PATCH https://graph.microsoft.com/beta/users/{user-id}?$select=id")?;
/// assert_eq!(request.to_string(), "PATCH /users/{user-id}");
/// # Ok::<(), graph_import::resolve::ResolveError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method, if it is written.
    pub method: Option<Method>,
    /// The version, if the path begins with it.
    pub version: Option<Version>,
    pub(super) segments: Vec<Written>,
}

/// A segment of a path, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// All of it, without a colon at its end.
    pub(super) text: String,
    /// What stands before parentheses; all of it if there are none.
    pub(super) name: String,
    /// What stands in parentheses.
    pub(super) arguments: Option<Vec<Argument>>,
    /// Whether it stands for a value: `{id}`, `<id>`.
    pub(super) placeholder: bool,
    /// The path in a drive or site behind it, `root:/…`, and whether a colon ends that.
    pub(super) path: Option<bool>,
}

/// An argument in parentheses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Argument {
    pub(super) name: Option<String>,
    pub(super) value: String,
}

impl Request {
    /// Reads a method, which may be left out, and a path: `GET /users/{id}`, `/me`, `https://…/v1.0/users?$top=5`.
    ///
    /// # Errors
    ///
    /// Fails if the method is none of Graph's, if there is no path, if parentheses or braces are not closed, and if the
    /// path is longer than any of Graph's.
    pub fn parse(text: &str) -> Result<Self, ResolveError> {
        let text = text.trim();
        let fail = |reason: String| Err(ResolveError::new(&shorten(text), reason));
        if text.len() > MAX_BYTES {
            return fail(format!("the path has {} bytes, more than the {MAX_BYTES} allowed", text.len()));
        }
        let (method, path) = match text.split_once(char::is_whitespace) {
            Some((word, rest)) if word.chars().all(|char| char.is_ascii_alphabetic()) => {
                match Method::find(&word.to_ascii_uppercase()) {
                    Some(method) => (Some(method), rest.trim()),
                    None => return fail(format!("unknown method `{word}`; expected GET, POST, PATCH, PUT or DELETE")),
                }
            }
            _ => match Method::find(text) {
                Some(method) => (Some(method), ""),
                None => (None, text),
            },
        };
        let mut parts = match split(local(path)) {
            Ok(parts) => parts,
            Err(reason) => return fail(reason),
        };
        if parts.len() > MAX_SEGMENTS {
            return fail(format!("the path has {} segments, more than the {MAX_SEGMENTS} allowed", parts.len()));
        }
        // The host of an address without scheme.
        if parts.len() > 1 && parts[0].starts_with("graph.") && version(&parts[1]).is_some() {
            parts.remove(0);
        }
        let version = parts.first().and_then(|first| version(first));
        if version.is_some() {
            parts.remove(0);
        }
        if parts.is_empty() {
            return fail("expected a path, such as `GET /users/{id}`".into());
        }
        Ok(Self { method, version, segments: segments(&parts) })
    }

    /// Returns the request with another method.
    #[must_use]
    pub fn with_method(mut self, method: Method) -> Self {
        self.method = Some(method);
        self
    }

    /// Returns the path as it is written, but in the form of a path alone.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for segment in &self.segments {
            path.push('/');
            path.push_str(&segment.text);
            match segment.path {
                Some(true) => path.push_str(":/{path}:"),
                Some(false) => path.push_str(":/{path}"),
                None => {}
            }
        }
        path
    }
}

impl std::fmt::Display for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(method) = self.method {
            write!(f, "{} ", method.as_str())?;
        }
        f.write_str(&shorten(&self.path()))
    }
}

impl Written {
    pub(super) fn new(text: &str) -> Self {
        let placeholder = text.starts_with(['{', '<']) || text.ends_with(['}', '>']);
        let parenthesis = text.find('(').filter(|at| *at > 0 && text.ends_with(')') && is_name(&text[..*at]));
        let (name, arguments) = match parenthesis {
            Some(at) => (&text[..at], Some(arguments(&text[at + 1..text.len() - 1]))),
            None => (text, None),
        };
        Self { text: text.to_owned(), name: name.to_owned(), arguments, placeholder, path: None }
    }

    pub(super) fn named(&self, name: &str) -> bool {
        !self.placeholder && self.name.eq_ignore_ascii_case(name)
    }
}

fn is_name(text: &str) -> bool {
    text.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '$'))
}

fn version(segment: &str) -> Option<Version> {
    Version::find(&segment.to_ascii_lowercase())
}

/// Returns the path of an absolute address, without its query.
fn local(path: &str) -> &str {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| path.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let path = match scheme {
        Some(scheme) => path[scheme.len()..].split_once('/').map_or("", |(_, path)| path),
        None => path,
    };
    let mut nesting = Nesting::default();
    let end = path.char_indices().find(|(_, char)| nesting.step(*char) && matches!(char, '?' | '#'));
    end.map_or(path, |(at, _)| &path[..at])
}

/// Splits a path at the slashes that are in no parentheses, braces or quotes.
fn split(path: &str) -> Result<Vec<String>, String> {
    let mut nesting = Nesting::default();
    let mut parts = vec![String::new()];
    for char in path.chars() {
        if nesting.step(char) && char == '/' {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(char);
        }
    }
    if let Some(open) = nesting.open.last() {
        return Err(format!("`{open}` is not closed"));
    }
    Ok(parts.into_iter().map(|part| decode(part.trim())).filter(|part| !part.is_empty()).collect())
}

/// Replaces `%28` and the like. What is not encoded correctly stays.
fn decode(part: &str) -> String {
    percent_encoding::percent_decode_str(part).decode_utf8().map_or_else(|_| part.to_owned(), Into::into)
}

/// Whether a position is within parentheses, braces or quotes.
#[derive(Default)]
struct Nesting {
    open: Vec<char>,
}

impl Nesting {
    /// Takes the next character, and returns whether it stands outside of everything.
    fn step(&mut self, char: char) -> bool {
        match (char, self.open.last()) {
            // A quote is one in parentheses alone: elsewhere it is an apostrophe.
            ('\'', Some('\'')) | (')', Some('(')) | ('}', Some('{')) | ('>', Some('<')) => {
                self.open.pop();
                return false;
            }
            ('\'', Some('(')) | ('(' | '{' | '<', Some('(') | None) => self.open.push(char),
            _ => {}
        }
        self.open.is_empty()
    }
}

fn arguments(text: &str) -> Vec<Argument> {
    let mut nesting = Nesting { open: vec!['('] };
    let mut parts = vec![String::new()];
    for char in text.chars() {
        let outside = nesting.open.len() == 1;
        nesting.step(char);
        match parts.last_mut() {
            _ if char == ',' && outside => parts.push(String::new()),
            Some(part) => part.push(char),
            None => {}
        }
    }
    let trimmed = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    trimmed
        .map(|part| match part.split_once('=') {
            Some((name, value)) if is_name(name.trim()) => {
                Argument { name: Some(name.trim().to_owned()), value: value.trim().to_owned() }
            }
            _ => Argument { name: None, value: part.to_owned() },
        })
        .collect()
}

/// Puts paths in drives and sites together: `root:`, `a`, `b.txt:` is one segment.
fn segments(parts: &[String]) -> Vec<Written> {
    let mut segments = Vec::new();
    let mut rest = parts;
    while let [first, more @ ..] = rest {
        rest = more;
        let Some(before) = first.strip_suffix(':').filter(|_| !more.is_empty()) else {
            segments.push(Written::new(first.strip_suffix(':').unwrap_or(first)));
            continue;
        };
        // One placeholder is a whole path, whether a colon ends it or was forgotten.
        let whole = Written::new(more[0].trim_end_matches(':')).placeholder;
        let end = if whole { Some(0) } else { more.iter().position(|part| part.ends_with(':')) };
        let length = end.map_or(more.len(), |end| end + 1);
        let closed = more[length - 1].ends_with(':') || length < more.len();
        segments.push(Written { path: Some(closed), ..Written::new(before) });
        rest = &more[length..];
    }
    segments
}

/// Makes a text of the input fit into a message.
pub(super) fn shorten(text: &str) -> String {
    let mut short: String =
        text.chars().take(MAX_MESSAGE).map(|char| if char.is_control() { ' ' } else { char }).collect();
    if text.chars().nth(MAX_MESSAGE).is_some() {
        short.push('…');
    }
    short
}
