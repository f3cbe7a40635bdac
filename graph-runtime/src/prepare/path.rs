//! Encoding of path parameters.

use std::fmt::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    error::build::BuildError,
    metadata::path_template::{ParameterPosition, PathParameter},
};

/// All characters except the *pchar* of RFC 3986: unreserved characters, sub-delimiters, `:` and `@`.
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

/// The same for a path of several segments, in which a `:` of the value would end the path: `root:/<path..>:/content`.
const NOT_IN_REST: &AsciiSet = &NOT_PCHAR.add(b':');

/// Why a value is not allowed in the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InvalidParameter {
    /// The value, or one of its segments, is empty.
    Empty,
    /// The value, or one of its segments, is `.` or `..`.
    Dots,
    /// The `Display` of the value returned an error.
    Display,
}

impl InvalidParameter {
    pub(super) fn into_error(self, action: &'static str, parameter: PathParameter) -> BuildError {
        let predicate = match (self, parameter.position) {
            (Self::Empty, ParameterPosition::Path) => {
                "must not be empty or contain an empty segment: it would address a different resource"
            }
            (Self::Empty, _) => "must not be empty: it would address a different resource",
            (Self::Dots, ParameterPosition::Path) => {
                "must not contain the segment `.` or `..`: it would address a different resource"
            }
            (Self::Dots, _) => "must not be `.` or `..`: it would address a different resource",
            (Self::Display, _) => return BuildError::display(action, parameter.name),
        };
        BuildError::field(action, parameter.name, predicate)
    }
}

/// Appends a value to the path, percent-encoded for its position.
pub(super) fn write(
    path: &mut String,
    position: ParameterPosition,
    write_value: &dyn Fn(&mut dyn Write) -> fmt::Result,
) -> Result<(), InvalidParameter> {
    let mut encoding = Encoding { path, position, segment: SegmentShape::default(), invalid: None, empty: true };
    let written = write_value(&mut encoding);
    let Encoding { segment, invalid, empty, .. } = encoding;
    if let Some(invalid) = invalid {
        return Err(invalid);
    }
    if written.is_err() {
        return Err(InvalidParameter::Display);
    }
    match position {
        ParameterPosition::Quoted => Ok(()),
        _ if empty => Err(InvalidParameter::Empty),
        _ => segment.check(),
    }
}

/// What is needed to validate a segment without storing it.
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

    fn check(&self) -> Result<(), InvalidParameter> {
        match self.length {
            0 => Err(InvalidParameter::Empty),
            1 | 2 if self.only_dots => Err(InvalidParameter::Dots),
            _ => Ok(()),
        }
    }
}

/// Percent-encodes for the path what is written to it.
struct Encoding<'p> {
    path: &'p mut String,
    position: ParameterPosition,
    segment: SegmentShape,
    invalid: Option<InvalidParameter>,
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
                        if let Err(invalid) = self.segment.check() {
                            self.invalid = Some(invalid);
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

    fn encode(position: ParameterPosition, pieces: &[&str]) -> Result<String, InvalidParameter> {
        let mut path = String::new();
        write(&mut path, position, &|out| pieces.iter().try_for_each(|piece| out.write_str(piece)))?;
        Ok(path)
    }

    #[test]
    fn a_value_is_encoded_as_a_single_segment() {
        let segment = |value| encode(ParameterPosition::Segment, &[value]);
        assert_eq!(segment("dep 1/é").as_deref(), Ok("dep%201%2F%C3%A9"));
        assert_eq!(segment("a/b\\c?d#e%f").as_deref(), Ok("a%2Fb%5Cc%3Fd%23e%25f"));
        assert_eq!(segment("O'Brien@contoso.com:1,(2)").as_deref(), Ok("O'Brien@contoso.com:1,(2)"));
        assert_eq!(segment("\u{0}\r\n\"<>[]^`{|}").as_deref(), Ok("%00%0D%0A%22%3C%3E%5B%5D%5E%60%7B%7C%7D"));
        assert_eq!(segment("...").as_deref(), Ok("..."));
    }

    #[test]
    fn values_that_would_address_a_different_resource_are_rejected() {
        for position in [ParameterPosition::Segment, ParameterPosition::Bare] {
            assert_eq!(encode(position, &[""]), Err(InvalidParameter::Empty));
            assert_eq!(encode(position, &[]), Err(InvalidParameter::Empty));
            assert_eq!(encode(position, &["."]), Err(InvalidParameter::Dots));
            assert_eq!(encode(position, &[".."]), Err(InvalidParameter::Dots));
            assert_eq!(encode(position, &[".", "", "."]), Err(InvalidParameter::Dots));
            assert!(encode(position, &[".", "a"]).is_ok());
            assert!(encode(position, &["a", ".."]).is_ok());
        }
    }

    #[test]
    fn in_a_string_literal_quotes_are_doubled_and_an_empty_value_is_allowed() {
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
        assert_eq!(path("a/../b"), Err(InvalidParameter::Dots));
        assert_eq!(path("a//b"), Err(InvalidParameter::Empty));
        assert_eq!(path("/a"), Err(InvalidParameter::Empty));
        assert_eq!(path("a/"), Err(InvalidParameter::Empty));
        assert_eq!(path("a/.."), Err(InvalidParameter::Dots));
        assert_eq!(path(""), Err(InvalidParameter::Empty));
    }
}
