//! Text from other sources, made safe for a log line.

/// The maximum length of a line, in characters.
const MAX_LINE: usize = 300;

/// Returns the first line that is not blank, without control characters, cut off after [`MAX_LINE`] characters.
pub(crate) fn one_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let mut shown: String = line.chars().filter(|&character| !is_unsafe(character)).take(MAX_LINE + 1).collect();
    if let Some((last, _)) = shown.char_indices().nth(MAX_LINE) {
        shown.truncate(last);
        shown.push('…');
    }
    shown
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
    fn a_long_line_is_cut_off_between_characters() {
        let shown = one_line(&"ä".repeat(1000));
        assert_eq!(shown.chars().count(), MAX_LINE + 1);
        assert!(shown.ends_with("ä…"), "{shown}");
        assert_eq!(one_line(&"ä".repeat(MAX_LINE)), "ä".repeat(MAX_LINE));
    }
}
