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

/// The same for a segment, in which parentheses would call a function.
const NOT_IN_SEGMENT: &AsciiSet = &NOT_PCHAR.add(b'(').add(b')');

/// The same for a path between colons, which a `:` of the value would end: `root:/<path..>:/content`.
const NOT_IN_COLONS: &AsciiSet = &NOT_IN_SEGMENT.add(b':');

/// The same for a literal without quotes, in which some servers read `+` as a space.
const NOT_IN_BARE: &AsciiSet = &NOT_PCHAR.add(b'+');

/// The segments to which OData itself gives a meaning.
const ODATA_SEGMENTS: [&str; 11] =
    ["$all", "$batch", "$count", "$crossjoin", "$each", "$entity", "$filter", "$metadata", "$query", "$ref", "$value"];

/// Why a value is not allowed in the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InvalidParameter {
    /// The value, or one of its segments, is empty.
    Empty,
    /// The value, or one of its segments, is `.` or `..`.
    Dots,
    /// The value, or one of its segments, is one of OData's own, such as `$count`.
    OData,
    /// The value is not a literal without quotes.
    NotBare,
    /// The `Display` of the value returned an error.
    Display,
}

impl InvalidParameter {
    pub(super) fn into_error(self, action: &'static str, parameter: PathParameter) -> BuildError {
        match self {
            Self::Display => BuildError::display(action, parameter.name),
            _ => BuildError::field(action, parameter.name, self.predicate(parameter.position)),
        }
    }

    /// Returns the reason, as the predicate of a sentence.
    pub(crate) const fn predicate(self, position: ParameterPosition) -> &'static str {
        match (self, position) {
            (Self::Empty, ParameterPosition::Path) => {
                "must not be empty or contain an empty segment: it would address a different resource"
            }
            (Self::Empty, _) => "must not be empty: it would address a different resource",
            (Self::Dots, ParameterPosition::Path) => {
                "must not contain the segment `.` or `..`: it would address a different resource"
            }
            (Self::Dots, _) => "must not be `.` or `..`: it would address a different resource",
            (Self::OData, ParameterPosition::Path | ParameterPosition::ColonSegment) => {
                "must not contain a segment of OData such as `$count`: it would address a different resource"
            }
            (Self::OData, _) => "must not begin with `$`: it would address a different resource",
            (Self::NotBare, _) => {
                "must consist of letters, digits and `-_.:+~`: an argument without quotes is a number, GUID, date, \
                 Boolean or name, and anything else would change the other arguments"
            }
            (Self::Display, _) => "has a `Display` that returned an error",
        }
    }
}

/// Appends a value to the path, percent-encoded for its position. In a list, the value is one element.
pub(crate) fn write(
    path: &mut String,
    position: ParameterPosition,
    write_value: &dyn Fn(&mut dyn Write) -> fmt::Result,
) -> Result<(), InvalidParameter> {
    let start = path.len();
    let begins_segment = path.ends_with('/');
    let mut encoding = Encoding { path, position, start, begins_segment, invalid: None };
    let written = write_value(&mut encoding);
    if let Some(invalid) = encoding.invalid {
        return Err(invalid);
    }
    if written.is_err() {
        return Err(InvalidParameter::Display);
    }
    encoding.end_segment()
}

/// Percent-encodes for the path what is written to it.
struct Encoding<'p> {
    path: &'p mut String,
    position: ParameterPosition,
    /// Where in the path the current segment of the value begins.
    start: usize,
    /// Whether a segment of the path begins there.
    begins_segment: bool,
    invalid: Option<InvalidParameter>,
}

impl Encoding<'_> {
    fn encode(&mut self, text: &str, encoded: &'static AsciiSet) {
        self.path.extend(utf8_percent_encode(text, encoded));
    }

    fn fail(&mut self, invalid: InvalidParameter) -> fmt::Result {
        self.invalid = Some(invalid);
        Err(fmt::Error)
    }

    /// Checks the segment that has been written. Nothing in it is encoded that is looked for here.
    fn end_segment(&mut self) -> Result<(), InvalidParameter> {
        if self.position.is_quoted() {
            return Ok(());
        }
        let segment = &self.path[self.start..];
        match segment {
            "" => return Err(InvalidParameter::Empty),
            "." | ".." => return Err(InvalidParameter::Dots),
            _ if self.begins_segment && is_odata(segment, self.position) => return Err(InvalidParameter::OData),
            _ => {}
        }
        // `items/<id>/content` would otherwise be the file `content` in a folder.
        if self.position == ParameterPosition::Segment && segment.ends_with(':') {
            self.path.pop();
            self.path.push_str("%3A");
        }
        Ok(())
    }

    fn path(&mut self, text: &str) -> fmt::Result {
        for (i, piece) in text.split('/').enumerate() {
            if i > 0 {
                if let Err(invalid) = self.end_segment() {
                    return self.fail(invalid);
                }
                self.path.push('/');
                self.start = self.path.len();
                self.begins_segment = true;
            }
            self.encode(piece, NOT_IN_COLONS);
        }
        Ok(())
    }

    fn quoted(&mut self, text: &str) {
        for (i, piece) in text.split('\'').enumerate() {
            if i > 0 {
                self.path.push_str("''");
            }
            self.encode(piece, NOT_PCHAR);
        }
    }
}

impl Write for Encoding<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match self.position {
            ParameterPosition::Segment => self.encode(text, NOT_IN_SEGMENT),
            ParameterPosition::ColonSegment => self.encode(text, NOT_IN_COLONS),
            ParameterPosition::Bare | ParameterPosition::BareList => {
                if !text.chars().all(is_bare) {
                    return self.fail(InvalidParameter::NotBare);
                }
                self.encode(text, NOT_IN_BARE);
            }
            ParameterPosition::Quoted | ParameterPosition::QuotedList => self.quoted(text),
            ParameterPosition::Path => return self.path(text),
        }
        Ok(())
    }
}

/// Whether a character is one of a literal without quotes: a number, GUID, date, Boolean, or the name of a member.
fn is_bare(c: char) -> bool {
    c.is_alphanumeric() || "-_.:+~".contains(c)
}

/// Whether OData gives a segment that is encoded a meaning: no key begins with `$`, but the name of a file can.
fn is_odata(segment: &str, position: ParameterPosition) -> bool {
    match position {
        ParameterPosition::Path | ParameterPosition::ColonSegment => {
            let name = segment.split('%').next().unwrap_or(segment);
            ODATA_SEGMENTS.iter().any(|odata| odata.eq_ignore_ascii_case(name))
        }
        _ => segment.starts_with('$'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode_in(before: &str, position: ParameterPosition, pieces: &[&str]) -> Result<String, InvalidParameter> {
        let mut path = before.to_owned();
        write(&mut path, position, &|out| pieces.iter().try_for_each(|piece| out.write_str(piece)))?;
        Ok(path.split_off(before.len()))
    }

    fn encode(position: ParameterPosition, pieces: &[&str]) -> Result<String, InvalidParameter> {
        encode_in("/", position, pieces)
    }

    #[test]
    fn a_value_is_encoded_as_a_single_segment() {
        let segment = |value| encode(ParameterPosition::Segment, &[value]);
        assert_eq!(segment("dep 1/é").as_deref(), Ok("dep%201%2F%C3%A9"));
        assert_eq!(segment("a/b\\c?d#e%f").as_deref(), Ok("a%2Fb%5Cc%3Fd%23e%25f"));
        assert_eq!(segment("O'Brien@contoso.com:1,(2)").as_deref(), Ok("O'Brien@contoso.com:1,%282%29"));
        assert_eq!(segment("\u{0}\r\n\"<>[]^`{|}").as_deref(), Ok("%00%0D%0A%22%3C%3E%5B%5D%5E%60%7B%7C%7D"));
        assert_eq!(segment("...").as_deref(), Ok("..."));
        assert_eq!(segment("%2e%2e").as_deref(), Ok("%252e%252e"));
        assert_eq!(segment("\u{ff0e}\u{ff0e}").as_deref(), Ok("%EF%BC%8E%EF%BC%8E"));
    }

    #[test]
    fn a_colon_at_the_end_of_a_segment_and_each_in_a_path_between_colons_are_encoded() {
        assert_eq!(encode(ParameterPosition::Segment, &["a:b"]).as_deref(), Ok("a:b"));
        assert_eq!(encode(ParameterPosition::Segment, &["root:"]).as_deref(), Ok("root%3A"));
        assert_eq!(encode(ParameterPosition::ColonSegment, &["a:b:"]).as_deref(), Ok("a%3Ab%3A"));
    }

    #[test]
    fn values_that_would_address_a_different_resource_are_rejected() {
        for position in [ParameterPosition::Segment, ParameterPosition::ColonSegment, ParameterPosition::Bare] {
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
    fn a_segment_of_odata_is_rejected() {
        for value in ["$count", "$ref", "$value", "$batch", "$entity", "$x", "$"] {
            assert_eq!(encode(ParameterPosition::Segment, &[value]), Err(InvalidParameter::OData), "{value}");
        }
        assert_eq!(encode(ParameterPosition::Segment, &["$", "count"]), Err(InvalidParameter::OData));
        assert_eq!(encode_in("/a-", ParameterPosition::Segment, &["$count"]).as_deref(), Ok("$count"));
        for value in ["$count", "$Value", "$filter(x)"] {
            assert_eq!(encode(ParameterPosition::ColonSegment, &[value]), Err(InvalidParameter::OData), "{value}");
            assert_eq!(encode(ParameterPosition::Path, &["a/", value]), Err(InvalidParameter::OData), "{value}");
            assert_eq!(encode(ParameterPosition::Path, &[value, "/a"]), Err(InvalidParameter::OData), "{value}");
        }
        assert_eq!(encode(ParameterPosition::Path, &["$RECYCLE.BIN/$counts"]).as_deref(), Ok("$RECYCLE.BIN/$counts"));
    }

    #[test]
    fn a_literal_without_quotes_is_a_number_guid_date_boolean_or_name() {
        for value in ["-7", "1E-5", "INF", "true", "54fa-c284", "2026-11-28", "08:30:00.5", "ns.member_1", "größe"] {
            assert!(encode(ParameterPosition::Bare, &[value]).is_ok(), "{value}");
        }
        assert_eq!(
            encode(ParameterPosition::BareList, &["2026-11-28T08:30:00+02:00"]).as_deref(),
            Ok("2026-11-28T08:30:00%2B02:00")
        );
        for value in
            ["1,a=2", "1)", "(1", "'1'", "@p", "a=1", "$count", "1 2", "\t1", "a/b", "a%2Cb", "[1]", "a;b", "a&b"]
        {
            assert_eq!(encode(ParameterPosition::Bare, &[value]), Err(InvalidParameter::NotBare), "{value}");
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
        assert_eq!(quoted("$count").as_deref(), Ok("$count"));
        assert_eq!(encode(ParameterPosition::QuotedList, &["O'", "B,"]).as_deref(), Ok("O''B,"));
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
