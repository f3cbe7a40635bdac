//! What the text of a template before a placeholder determines.

use super::Position;

/// What has been read of a template. The runtime has the same rules, in `metadata/path_template.rs`.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    pub(super) place: Place,
    pub(super) in_quotes: bool,
    /// The last character, `>` for a placeholder.
    last: Option<char>,
}

/// What the text is part of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// A segment.
    #[default]
    Segment,
    /// The rest of a segment after a `=`: `/id=<id>`.
    Value,
    /// The arguments of a function or a key: `(id=<id>)`.
    Parentheses,
    /// A path between colons, which consists of names and nothing else: `root:/<path..>:/content`.
    Colons,
}

impl Context {
    /// Reads a character of the literal text, which is followed by `after`.
    pub(super) fn read(&mut self, c: char, after: &str) {
        match c {
            '\'' if self.in_quotes => self.in_quotes = false,
            '\'' => self.in_quotes = self.opens_literal(after),
            _ if self.in_quotes => {}
            _ => self.place = self.place_after(c, after),
        }
        self.last = Some(c);
    }

    fn place_after(&self, c: char, after: &str) -> Place {
        let ends_segment = after.is_empty() || after.starts_with('/');
        match (c, self.place) {
            ('(', Place::Segment | Place::Value) => Place::Parentheses,
            (')', Place::Parentheses) | ('/', Place::Value) => Place::Segment,
            ('=', Place::Segment) => Place::Value,
            (':', Place::Segment | Place::Value) if ends_segment => Place::Colons,
            (':', Place::Colons) if ends_segment => Place::Segment,
            (_, place) => place,
        }
    }

    /// Whether a quote opens a string literal. In a name such as `it's`, and between colons, it is an apostrophe.
    fn opens_literal(&self, after: &str) -> bool {
        let is_argument = match self.place {
            Place::Segment => matches!(self.last, Some('/' | '>')),
            Place::Value | Place::Parentheses => true,
            Place::Colons => return false,
        };
        is_argument || after.starts_with('<') || segment(after).contains('\'')
    }

    /// Reads a placeholder for a single value between `before` and `after`. Returns its position.
    pub(super) fn placeholder(&mut self, before: &str, after: &str) -> Position {
        self.last = Some('>');
        if self.in_quotes {
            let is_list = before.ends_with("['") && after.starts_with("']");
            if is_list { Position::QuotedList } else { Position::Quoted }
        } else if matches!(self.place, Place::Value | Place::Parentheses) {
            let is_list = before.ends_with('[') && after.starts_with(']');
            if is_list { Position::BareList } else { Position::Bare }
        } else if self.place == Place::Colons || segment(after).ends_with(':') {
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
