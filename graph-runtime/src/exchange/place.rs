//! The place of a mistake in a JSON body.

use std::fmt::Write;

use crate::error::line::one_line;

/// The maximum depth that is reported. Whatever is deeper is part of the place that contains it.
const MAX_DEPTH: usize = 128;

/// The maximum length of the name of a property, in bytes. A line has no place for more.
const MAX_NAME: usize = 1200;

/// Returns the path from the root to the value at a position, such as `value[2].id`.
pub(super) fn path_to(body: &[u8], line: usize, column: usize) -> String {
    let start =
        body.split_inclusive(|&byte| byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum::<usize>();
    let end = start.saturating_add(column).min(body.len());
    let mut steps: Vec<Step<'_>> = Vec::new();
    let mut deeper = 0_usize;
    let mut rest = body.get(..end).unwrap_or_default();
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            b'{' | b'[' if steps.len() == MAX_DEPTH => deeper += 1,
            b'{' => steps.push(Step::Property(b"")),
            b'[' => steps.push(Step::Item(0)),
            b'}' | b']' if deeper > 0 => deeper -= 1,
            b'}' | b']' => {
                steps.pop();
            }
            b',' if deeper == 0 => match steps.last_mut() {
                Some(Step::Item(index)) => *index += 1,
                Some(Step::Property(name)) => *name = b"",
                None => {}
            },
            b'"' => {
                let (text, after) = string(rest);
                rest = after;
                let is_name = deeper == 0 && rest.trim_ascii_start().first() == Some(&b':');
                if let (true, Some(Step::Property(name))) = (is_name, steps.last_mut()) {
                    *name = text;
                }
            }
            _ => {}
        }
    }
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Property(b"") => {}
            Step::Property(name) => {
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(&String::from_utf8_lossy(name.get(..MAX_NAME).unwrap_or(name)));
            }
            Step::Item(index) => {
                // Writing to a `String` never fails.
                let _ = write!(path, "[{index}]");
            }
        }
    }
    one_line(&path)
}

enum Step<'a> {
    Property(&'a [u8]),
    Item(usize),
}

/// Splits `text`, which starts after the opening quote of a string, into the string and the text after its closing
/// quote.
pub(super) fn string(text: &[u8]) -> (&[u8], &[u8]) {
    let mut escaped = false;
    for (i, byte) in text.iter().enumerate() {
        match byte {
            b'"' if !escaped => return (&text[..i], &text[i + 1..]),
            b'\\' if !escaped => escaped = true,
            _ => escaped = false,
        }
    }
    (text, b"")
}
