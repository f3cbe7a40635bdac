//! Texts of the service in one line, of limited width, without characters that are not visible.

use std::fmt::Display;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The widest value of the service in a table or a line, in terminal columns. JSON has it whole.
pub(super) const MAX_CELL: usize = 120;

/// Returns a text in one line, whose characters are all visible and in their order: line breaks become spaces, and
/// characters that would control a terminal, change the direction of the text or not be visible are written as `\u{…}`.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => plain.push(' '),
            _ if is_hidden(character) => plain.extend(character.escape_unicode()),
            _ => plain.push(character),
        }
    }
    plain
}

/// Whether a character controls a terminal, changes the direction of the text or is not visible.
pub(super) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            // Soft hyphen, joiners, fillers, and other characters without a width.
            '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}'
            | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
            // Directions: marks, embeddings, overrides, isolates.
            | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Line and paragraph separators.
            | '\u{2028}' | '\u{2029}'
        )
}

/// Returns a text that takes at most this many columns of a terminal. One that is cut ends with `…`.
pub(crate) fn bounded(text: &str, columns: usize) -> String {
    // Marks have no width, so that their number is bounded too.
    let mut rest = columns.saturating_mul(4);
    let is_short = |text: &str| text.width() <= columns && text.chars().nth(columns.saturating_mul(4)).is_none();
    if text.len() <= columns || is_short(text) {
        return text.to_owned();
    }
    let (mut width, mut start) = (0, String::new());
    for character in text.chars() {
        width += character.width().unwrap_or(0);
        rest = rest.saturating_sub(1);
        if width >= columns || rest == 0 {
            break;
        }
        start.push(character);
    }
    start.push('…');
    start
}

/// Returns the text of a value of the service that may be missing, in one line of limited width.
pub(crate) fn cell<T: Display>(value: Option<&T>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| bounded(&plain(&value.to_string()), MAX_CELL))
}
