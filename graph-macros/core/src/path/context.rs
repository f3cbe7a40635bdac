//! What the text of a template before a placeholder determines.

use super::Position;

/// What has been read of a template. The runtime has the same rules, in `metadata/path_template.rs`.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    pub(super) in_quotes: bool,
    pub(super) in_parentheses: bool,
    /// After a `=` in the segment: `/id=<id>`.
    in_value: bool,
    /// Between colons, where a path consists of names and nothing else: `root:/<path..>:/content`.
    pub(super) in_colons: bool,
    /// The last character, `>` for a placeholder.
    last: Option<char>,
}

impl Context {
    /// Reads a character of the literal text, which is followed by `after`.
    pub(super) fn read(&mut self, c: char, after: &str) {
        match c {
            '\'' if self.in_quotes => self.in_quotes = false,
            '\'' => self.in_quotes = self.opens_literal(after),
            _ if self.in_quotes => {}
            '(' => self.in_parentheses = !self.in_colons,
            ')' => self.in_parentheses = false,
            '=' => self.in_value = !self.in_colons,
            '/' => self.in_value = false,
            ':' if !self.in_parentheses && (after.is_empty() || after.starts_with('/')) => {
                self.in_colons = !self.in_colons;
            }
            _ => {}
        }
        self.last = Some(c);
    }

    /// Whether a quote opens a string literal. In a name such as `it's`, and between colons, it is an apostrophe.
    fn opens_literal(&self, after: &str) -> bool {
        let is_argument = self.in_parentheses || self.in_value || matches!(self.last, Some('/' | '>'));
        !self.in_colons && (is_argument || after.starts_with('<') || segment(after).contains('\''))
    }

    /// Reads a placeholder for a single value between `before` and `after`. Returns its position.
    pub(super) fn placeholder(&mut self, before: &str, after: &str) -> Position {
        self.last = Some('>');
        if self.in_quotes {
            let is_list = before.ends_with("['") && after.starts_with("']");
            if is_list { Position::QuotedList } else { Position::Quoted }
        } else if self.in_parentheses || self.in_value {
            let is_list = before.ends_with('[') && after.starts_with(']');
            if is_list { Position::BareList } else { Position::Bare }
        } else if self.in_colons || segment(after).ends_with(':') {
            Position::ColonSegment
        } else {
            Position::Segment
        }
    }
}

/// Returns the text up to the next slash.
fn segment(text: &str) -> &str {
    text.split('/').next().unwrap_or(text)
}
