//! Text from other sources, made safe for a log line.

/// The maximum length of a line, in characters.
const MAX_LINE: usize = 300;
/// The maximum length of several lines as one, in characters.
const MAX_JOINED: usize = 2000;
/// The maximum length of an ID or a date, in characters.
const MAX_ID: usize = 128;

/// Returns the first line that is not blank, without control characters, cut off after [`MAX_LINE`] characters.
pub(crate) fn one_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    shortened(line, MAX_LINE)
}

fn shortened(line: &str, limit: usize) -> String {
    let mut shown: String = line.chars().filter(|&character| !is_unsafe(character)).take(limit + 1).collect();
    if let Some((last, _)) = shown.char_indices().nth(limit) {
        shown.truncate(last);
        shown.push('…');
    }
    shown
}

/// Returns all lines as one, without control characters, cut off after [`MAX_JOINED`] characters.
pub(crate) fn joined(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    shortened(&lines.join(" "), MAX_JOINED)
}

/// Returns an ID that the service sent, up to the first character that is not visible ASCII, cut off after [`MAX_ID`]
/// characters, or `None` if nothing is left.
pub(crate) fn id(text: &str) -> Option<&str> {
    prefix(text, |byte| byte.is_ascii_graphic())
}

/// Returns a date that the service sent, in the same way as [`id`], but with spaces.
pub(crate) fn date(text: &str) -> Option<&str> {
    prefix(text, |byte| byte.is_ascii_graphic() || byte == b' ')
}

fn prefix(text: &str, is_allowed: fn(u8) -> bool) -> Option<&str> {
    let text = text.trim();
    let length = text.bytes().take(MAX_ID).take_while(|&byte| is_allowed(byte)).count();
    text.get(..length).filter(|text| !text.is_empty())
}

/// Whether a character moves the cursor, breaks the line or changes the text direction.
fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_shown_without_control_characters() {
        assert_eq!(one_line("\r\n  \n Not\u{1b}[31m found.\0 \nsecond"), "Not[31m found.");
        assert_eq!(one_line("a\u{202e}b\u{2028}c"), "abc");
        assert_eq!(one_line(""), "");
    }

    #[test]
    fn all_lines_are_joined() {
        assert_eq!(joined("Several errors:\r\n\n  first\u{1b}\nsecond\n"), "Several errors: first second");
        assert_eq!(joined(&"ä\n".repeat(5000)).chars().count(), MAX_JOINED + 1);
    }

    #[test]
    fn an_id_consists_of_visible_ascii_characters() {
        assert_eq!(id(" r-1\r\nX-Admin: 1"), Some("r-1"));
        assert_eq!(id(&"a".repeat(100_000)).map(str::len), Some(MAX_ID));
        for text in ["", " ", "\u{1b}[31m", "ä", "\u{202e}r-1"] {
            assert_eq!(id(text), None, "{text:?}");
        }
        assert_eq!(date("Thu, 01 Jan 1970 00:00:45 GMT\u{7}"), Some("Thu, 01 Jan 1970 00:00:45 GMT"));
    }

    #[test]
    fn a_long_line_is_cut_off_between_characters() {
        let shown = one_line(&"ä".repeat(1000));
        assert_eq!(shown.chars().count(), MAX_LINE + 1);
        assert!(shown.ends_with("ä…"), "{shown}");
        assert_eq!(one_line(&"ä".repeat(MAX_LINE)), "ä".repeat(MAX_LINE));
    }
}
