//! A JSON body without its long texts, for a first look.
//!
//! If a type does not expect a text, `serde_json` writes the whole text into its message, escaped, which takes many times the
//! memory of the body. So a body with a long text is first read with only the beginning of it.

use super::place::string;

/// A longer text is shortened, in bytes.
const LONG: usize = 256 * 1024;

/// The length of what is left of it.
const LEFT: usize = 1024;

/// A body whose long texts are shortened.
pub(super) struct Shortened {
    pub(super) body: Vec<u8>,
    /// The positions in `body` after which a part is missing, and the length of that part.
    missing: Vec<(usize, usize)>,
}

impl Shortened {
    /// Returns `None` if the body has no long text.
    pub(super) fn of(body: &[u8]) -> Option<Self> {
        if texts(body).all(|(_, text, _)| text.len() <= LONG) {
            return None;
        }
        let mut shortened = Self { body: Vec::new(), missing: Vec::new() };
        let mut rest = body;
        for (before, text, after) in texts(body) {
            let left = if text.len() > LONG { beginning(text) } else { text };
            shortened.body.extend_from_slice(before);
            shortened.body.extend_from_slice(left);
            if left.len() < text.len() {
                shortened.missing.push((shortened.body.len(), text.len() - left.len()));
            }
            rest = after;
        }
        shortened.body.extend_from_slice(rest);
        Some(shortened)
    }

    /// Returns the column in the original of a position in the shortened body.
    pub(super) fn column(&self, line: usize, column: usize) -> usize {
        let lines = self.body.split_inclusive(|&byte| byte == b'\n').take(line.saturating_sub(1));
        let start: usize = lines.map(<[u8]>::len).sum();
        let before = self.missing.iter().filter(|(at, _)| (start..start.saturating_add(column)).contains(at));
        column.saturating_add(before.map(|(_, length)| length).sum())
    }
}

/// The texts of a body: what is before each since the last one, with its opening quote; the text; and what is after it, from
/// its closing quote.
fn texts(body: &[u8]) -> impl Iterator<Item = (&[u8], &[u8], &[u8])> {
    let mut rest = body;
    std::iter::from_fn(move || {
        let inside = rest.first() == Some(&b'"') && rest.len() < body.len();
        let from = usize::from(inside);
        let quote = from + rest.get(from..)?.iter().position(|byte| *byte == b'"')?;
        let (before, text_and_rest) = rest.split_at(quote + 1);
        let (text, _) = string(text_and_rest);
        rest = &text_and_rest[text.len()..];
        Some((before, text, rest))
    })
}

/// Returns the beginning of a text, which ends with a whole character.
fn beginning(text: &[u8]) -> &[u8] {
    let mut end = 0;
    while end < LEFT {
        end += match text.get(end..) {
            // The first half of a surrogate pair is followed by the second.
            Some([b'\\', b'u', b'd' | b'D', b'8' | b'9' | b'a' | b'b' | b'A' | b'B', ..]) => 12,
            Some([b'\\', b'u', ..]) => 6,
            Some([b'\\', ..]) => 2,
            _ => 1,
        };
    }
    while text.get(end).is_some_and(|byte| byte & 0xC0 == 0x80) {
        end += 1;
    }
    &text[..end.min(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_texts_are_shortened_and_their_places_are_known() {
        let text = "a".repeat(LONG + 1);
        assert!(Shortened::of(format!(r#"{{"{}": "b\"", "c"}}"#, &text[1..]).as_bytes()).is_none());
        let body = format!("{{\"x\\\"\": 1,\n \"y\": [\"{text}\", \"\\\\\", \"{text}\", 7]}}");
        let shortened = Shortened::of(body.as_bytes()).expect("a long text");
        let short = &text[..LEFT];
        let expected = format!("{{\"x\\\"\": 1,\n \"y\": [\"{short}\", \"\\\\\", \"{short}\", 7]}}");
        assert_eq!(String::from_utf8(shortened.body.clone()).expect("text"), expected);
        let line = |body: &str| body.lines().nth(1).expect("a line").find('7').expect("a number") + 1;
        assert_eq!(shortened.column(2, line(&expected)), line(&body));
        assert_eq!((shortened.column(1, 5), shortened.column(2, 7)), (5, 7));
    }

    #[test]
    fn what_is_left_of_a_text_ends_with_a_whole_character() {
        for (character, before) in [
            ("\\n", ""),
            ("\\u00e9", "a"),
            ("\\ud83d\\udd11", "ab"),
            ("\u{1f511}", "abc"),
            ("\\\"", "a"),
            ("\\\\", "a"),
        ] {
            let text = before.to_owned() + &character.repeat(LONG);
            let body = format!("[\"{text}\"]");
            let shortened = Shortened::of(body.as_bytes()).expect("a long text");
            let read: Vec<String> = serde_json::from_slice(&shortened.body).expect("JSON");
            assert!(read[0].len() > LEFT / 12, "{character}");
            let whole: Vec<String> = serde_json::from_str(&body).expect("JSON");
            assert!(whole[0].starts_with(&read[0]), "{character}");
        }
    }

    #[test]
    fn what_is_no_json_is_no_problem() {
        let long = "a".repeat(LONG + 1);
        for body in [
            String::new(),
            "\"".into(),
            "\"\"\"".into(),
            format!("\"{long}"),
            format!("\"{long}\\"),
            format!("{long}\""),
        ] {
            if let Some(shortened) = Shortened::of(body.as_bytes()) {
                assert!(shortened.body.len() < body.len(), "{}", body.len());
            }
        }
    }
}
