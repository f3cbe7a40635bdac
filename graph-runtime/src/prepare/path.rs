//! How the value of a path parameter is written.

use std::fmt::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::metadata::path_template::ParameterPosition;

/// Everything but RFC 3986's *pchar*: unreserved characters, sub-delimiters, `:` and `@`.
const NOT_PCHAR: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// The same in a path of several segments, where a `:` of the value would end the path: `root:/<path..>:/content`.
const NOT_IN_REST: &AsciiSet = &NOT_PCHAR.add(b':');

/// Why a value cannot stand in the path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is empty.
    Empty,
    /// It is, or has a segment that is, `.` or `..`.
    Dots,
    /// Its `Display` failed.
    Unwritable,
}

impl Refusal {
    pub(super) fn reason(&self) -> &'static str {
        match self {
            Self::Empty => "it is empty, and the request would address another resource",
            Self::Dots => "`.` and `..` are steps in a path, and the request would address another resource",
            Self::Unwritable => "its `Display` reports an error",
        }
    }
}

/// Appends `value` to the path, percent-encoded as its position asks.
pub(super) fn write(
    path: &mut String,
    position: ParameterPosition,
    write_value: &dyn Fn(&mut dyn Write) -> fmt::Result,
) -> Result<(), Refusal> {
    let mut encoding = Encoding { path, position, segment: SegmentShape::default(), refusal: None, empty: true };
    let written = write_value(&mut encoding);
    let Encoding { segment, refusal, empty, .. } = encoding;
    if let Some(refusal) = refusal {
        return Err(refusal);
    }
    if written.is_err() {
        return Err(Refusal::Unwritable);
    }
    match position {
        ParameterPosition::Quoted => Ok(()),
        _ if empty => Err(Refusal::Empty),
        _ => segment.check(),
    }
}

/// What has to be known of a segment to refuse it, without holding it.
#[derive(Debug, Default)]
struct SegmentShape {
    length: usize,
    only_dots: bool,
}

impl SegmentShape {
    fn push(&mut self, text: &str) {
        let dots = text.bytes().all(|byte| byte == b'.');
        self.only_dots = dots && (self.length == 0 || self.only_dots);
        self.length += text.len();
    }

    fn check(&self) -> Result<(), Refusal> {
        match self.length {
            0 => Err(Refusal::Empty),
            1 | 2 if self.only_dots => Err(Refusal::Dots),
            _ => Ok(()),
        }
    }
}

/// Encodes what is written to it.
struct Encoding<'p> {
    path: &'p mut String,
    position: ParameterPosition,
    segment: SegmentShape,
    refusal: Option<Refusal>,
    empty: bool,
}

impl Encoding<'_> {
    fn encode(&mut self, text: &str) {
        self.segment.push(text);
        let encoded = if self.position == ParameterPosition::Path { NOT_IN_REST } else { NOT_PCHAR };
        self.path.extend(utf8_percent_encode(text, encoded));
    }
}

impl Write for Encoding<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if text.is_empty() {
            return Ok(());
        }
        self.empty = false;
        match self.position {
            ParameterPosition::Segment | ParameterPosition::Bare => self.encode(text),
            ParameterPosition::Quoted => {
                for (i, piece) in text.split('\'').enumerate() {
                    if i > 0 {
                        self.path.push_str("''");
                    }
                    self.encode(piece);
                }
            }
            ParameterPosition::Path => {
                for (i, piece) in text.split('/').enumerate() {
                    if i > 0 {
                        if let Err(refusal) = self.segment.check() {
                            self.refusal = Some(refusal);
                            return Err(fmt::Error);
                        }
                        self.segment = SegmentShape::default();
                        self.path.push('/');
                    }
                    self.encode(piece);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(position: ParameterPosition, pieces: &[&str]) -> Result<String, Refusal> {
        let mut path = String::new();
        write(&mut path, position, &|out| pieces.iter().try_for_each(|piece| out.write_str(piece)))?;
        Ok(path)
    }

    #[test]
    fn a_segment_is_encoded_as_one() {
        let segment = |value| encode(ParameterPosition::Segment, &[value]);
        assert_eq!(segment("dep 1/é").as_deref(), Ok("dep%201%2F%C3%A9"));
        assert_eq!(segment("a/b\\c?d#e%f").as_deref(), Ok("a%2Fb%5Cc%3Fd%23e%25f"));
        assert_eq!(segment("O'Brien@contoso.com:1,(2)").as_deref(), Ok("O'Brien@contoso.com:1,(2)"));
        assert_eq!(segment("\u{0}\r\n\"<>[]^`{|}").as_deref(), Ok("%00%0D%0A%22%3C%3E%5B%5D%5E%60%7B%7C%7D"));
        assert_eq!(segment("...").as_deref(), Ok("..."));
    }

    #[test]
    fn what_would_address_another_resource_is_refused() {
        for position in [ParameterPosition::Segment, ParameterPosition::Bare] {
            assert_eq!(encode(position, &[""]), Err(Refusal::Empty));
            assert_eq!(encode(position, &[]), Err(Refusal::Empty));
            assert_eq!(encode(position, &["."]), Err(Refusal::Dots));
            assert_eq!(encode(position, &[".."]), Err(Refusal::Dots));
            assert_eq!(encode(position, &[".", "", "."]), Err(Refusal::Dots));
            assert!(encode(position, &[".", "a"]).is_ok());
            assert!(encode(position, &["a", ".."]).is_ok());
        }
    }

    #[test]
    fn quotes_are_doubled_in_a_string_literal_and_empty_is_a_value() {
        let quoted = |value| encode(ParameterPosition::Quoted, &[value]);
        assert_eq!(quoted("O'Brien").as_deref(), Ok("O''Brien"));
        assert_eq!(quoted("'").as_deref(), Ok("''"));
        assert_eq!(quoted("").as_deref(), Ok(""));
        assert_eq!(quoted("..").as_deref(), Ok(".."));
        assert_eq!(quoted("a/b").as_deref(), Ok("a%2Fb"));
    }

    #[test]
    fn a_path_keeps_its_slashes() {
        let path = |value| encode(ParameterPosition::Path, &[value]);
        assert_eq!(path("Documents/a b/100%.txt").as_deref(), Ok("Documents/a%20b/100%25.txt"));
        assert_eq!(path("a:/permissions/x:").as_deref(), Ok("a%3A/permissions/x%3A"));
        assert_eq!(path("a/../b"), Err(Refusal::Dots));
        assert_eq!(path("a//b"), Err(Refusal::Empty));
        assert_eq!(path("/a"), Err(Refusal::Empty));
        assert_eq!(path("a/"), Err(Refusal::Empty));
        assert_eq!(path("a/.."), Err(Refusal::Dots));
        assert_eq!(path(""), Err(Refusal::Empty));
    }
}
