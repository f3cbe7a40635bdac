//! The output: text for a person, or JSON for a script.

use std::{
    fmt::Display,
    io::{self, Write},
};

use graph_runtime::{
    client::Preview,
    metadata::ActionMetadata,
    permissions::{Access, Caller, Permissions},
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::failure::Failure;

/// The widest value of the service in a table or a line, in terminal columns. JSON has it whole.
const MAX_CELL: usize = 120;

/// What the output is shown on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Screen {
    /// Whether it is a terminal that shows colors.
    pub(crate) color: bool,
    /// The width of the terminal in columns; `None` if it is no terminal, or its width is not known.
    pub(crate) columns: Option<usize>,
}

/// The destination of results.
pub(crate) struct Output<'w> {
    out: &'w mut dyn Write,
    json: bool,
    screen: Screen,
}

impl<'w> Output<'w> {
    pub(crate) fn new(out: &'w mut dyn Write, json: bool, screen: Screen) -> Self {
        Self { out, json, screen }
    }

    /// Whether the output is JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Returns what the output is shown on.
    pub(crate) fn screen(&self) -> Screen {
        self.screen
    }

    /// Writes one JSON document. Characters that control a terminal or are not visible are escaped.
    pub(crate) fn json(&mut self, value: &Value) -> io::Result<()> {
        let mut document = String::new();
        for character in format!("{value:#}").chars() {
            // Outside its texts, the document has no such character but line breaks.
            if character != '\n' && is_hidden(character) {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    document.extend(format!("\\u{unit:04x}").chars());
                }
            } else {
                document.push(character);
            }
        }
        writeln!(self.out, "{document}")
    }

    /// Writes the JSON outcome of calls that succeeded.
    pub(crate) fn result(&mut self, calls: &[Value], result: &Value) -> io::Result<()> {
        self.json(&json!({"ok": true, "calls": calls, "result": result}))
    }

    /// Writes a text as it is.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Writes one line.
    pub(crate) fn line(&mut self, text: impl Display) -> io::Result<()> {
        writeln!(self.out, "{text}")
    }

    /// Writes lines, each indented.
    pub(crate) fn indented(&mut self, text: &str) -> io::Result<()> {
        text.lines()
            .try_for_each(|line| if line.is_empty() { self.line("") } else { self.line(format_args!("   {line}")) })
    }

    /// Writes a name and a value, in two columns.
    pub(crate) fn pair(&mut self, name: &str, value: impl Display) -> io::Result<()> {
        self.line(format_args!("{name:<14}{}", plain(&value.to_string())))
    }

    /// Writes a table with aligned columns.
    pub(crate) fn table<const N: usize>(&mut self, head: [&str; N], rows: &[[String; N]]) -> io::Result<()> {
        let rows: Vec<[String; N]> = std::iter::once(head.map(str::to_owned))
            .chain(rows.iter().map(|row| std::array::from_fn(|column| plain(&row[column]))))
            .collect();
        let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
        let widths: [usize; N] = std::array::from_fn(width);
        for row in &rows {
            // `format!` pads to a number of characters, not of terminal columns.
            let cells = row.iter().zip(widths).map(|(cell, width)| cell.clone() + &" ".repeat(width - cell.width()));
            self.line(cells.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        Ok(())
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

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
fn is_hidden(character: char) -> bool {
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

/// Describes the permissions that an operation needs, in one line.
pub(crate) fn permissions_line(permissions: &Permissions) -> String {
    if permissions.delegated == permissions.application {
        format!("{} (delegated or application)", permissions.delegated)
    } else {
        format!("{} (delegated); {} (application)", permissions.delegated, permissions.application)
    }
}

/// Returns the permissions that an operation needs: for each caller type `null` if it is not supported, or else a list of
/// alternatives, each of them a list of permissions that are needed together.
pub(crate) fn permissions_json(permissions: &Permissions) -> Value {
    let access = |caller| match permissions.of(caller) {
        Access::NotSupported => Value::Null,
        Access::NotNeeded => json!([]),
        Access::AnyOf(alternatives) => {
            let names = |alternative: graph_runtime::permissions::Alternative| {
                alternative.iter().map(|permission| permission.name).collect::<Vec<_>>()
            };
            alternatives.iter().map(names).collect()
        }
    };
    json!({
        "delegated": access(Caller::Delegated),
        "personal": access(Caller::Personal),
        "application": access(Caller::Application),
    })
}

/// Describes a request, with its secrets hidden.
pub(crate) fn request_json(metadata: &ActionMetadata, preview: &Preview) -> Value {
    let headers: Map<String, Value> = preview.headers().map(|(name, value)| (name.to_string(), value.into())).collect();
    let body = preview.body().map(|text| serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)));
    json!({
        "operation": metadata.name,
        "method": preview.method().as_str(),
        "url": preview.url(),
        "headers": headers,
        "body": body,
        "permissions": permissions_json(&metadata.permissions),
    })
}

/// Converts a value to JSON.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<Value, Failure> {
    serde_json::to_value(value).map_err(|error| Failure::internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[[String; 2]]) -> String {
        let mut out = Vec::new();
        Output::new(&mut out, false, Screen::default()).table(["NAME", "STATE"], rows).expect("written");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn the_columns_of_a_table_are_aligned_by_their_width_on_a_terminal() {
        let rows = [["é", "b\u{1b}[2J"], ["e\u{301}", "combining"], ["株式会社", "wide"], ["longer", "c\nd"]];
        assert_eq!(
            table(&rows.map(|row| row.map(str::to_owned))),
            "NAME      STATE\né         b\\u{1b}[2J\ne\u{301}         combining\n株式会社  wide\nlonger    c d\n"
        );
    }

    #[test]
    fn what_is_not_visible_is_escaped() {
        for hidden in [
            "\u{7f}",
            "\u{9b}",
            "\u{ad}",
            "\u{61c}",
            "\u{200b}",
            "\u{200f}",
            "\u{202e}",
            "\u{2069}",
            "\u{feff}",
            "\u{e0041}",
        ] {
            let escaped: String = hidden.chars().flat_map(char::escape_unicode).collect();
            assert_eq!(plain(&format!("a{hidden}b")), format!("a{escaped}b"));
            let mut out = Vec::new();
            let value = json!({"text": format!("a{hidden}b\n")});
            Output::new(&mut out, true, Screen::default()).json(&value).expect("written");
            let document = String::from_utf8(out).expect("text");
            assert!(!document.contains(hidden), "{document:?}");
            assert_eq!(serde_json::from_str::<Value>(&document).expect("JSON"), value);
        }
        assert_eq!(plain("株式会社 e\u{301} ß\t|"), "株式会社 e\u{301} ß |");
    }

    #[test]
    fn a_cell_is_bounded_whatever_it_contains() {
        for part in ["a", "株", "\u{301}", "\u{202e}", "\u{1f600}"] {
            let cell = cell(Some(&part.repeat(65_536)));
            assert!(cell.width() <= MAX_CELL && cell.len() <= 16 * MAX_CELL && cell.ends_with('…'), "{part:?} {cell}");
            let rows = vec![[cell, "x".to_owned()], ["a".to_owned(), "x".to_owned()]];
            assert!(table(&rows).len() < 40 * MAX_CELL);
        }
        assert_eq!(cell(Some(&"a".repeat(MAX_CELL))), "a".repeat(MAX_CELL));
        assert_eq!(cell(Some(&"é".repeat(MAX_CELL + 1))), "é".repeat(MAX_CELL - 1) + "…");
    }
}
