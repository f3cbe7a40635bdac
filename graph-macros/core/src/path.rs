//! The grammar of path templates: `/users/<id>/messages/$count`.

mod context;

use self::context::{Context, Place};
use crate::{names::snake_case, suggest::shown};

/// A path template with its placeholders and mistakes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template {
    /// The template as it was written.
    pub text: String,
    /// The placeholders from left to right. A duplicate one appears once.
    pub placeholders: Vec<Placeholder>,
    /// The mistakes from left to right.
    pub mistakes: Vec<Mistake>,
}

/// A placeholder, `<name>` or `<name..>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// The name of the field that takes its place.
    pub name: String,
    /// The number of characters before the name.
    pub at: usize,
    /// Its position, which determines how a value is encoded.
    pub position: Position,
}

/// The position of a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// A segment, or a part of one.
    Segment,
    /// A segment of a path between colons, or the one before it: `items/<id>:/<name>:/content`.
    ColonSegment,
    /// Inside an OData string literal: `(period='<period>')`, `/id='<id>'`.
    Quoted,
    /// An unquoted literal: `itemAt(index=<index>)`, `/index=<index>`.
    Bare,
    /// A list of string literals: `['<ids>']`.
    QuotedList,
    /// A list of unquoted literals: `[<ids>]`.
    BareList,
    /// Several segments: `<path..>`.
    Path,
}

impl Position {
    /// Returns whether a list can be the value.
    #[must_use]
    pub const fn takes_list(self) -> bool {
        match self {
            Self::QuotedList | Self::BareList => true,
            Self::Segment | Self::ColonSegment | Self::Quoted | Self::Bare | Self::Path => false,
        }
    }
}

/// A mistake in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Its position: the number of characters before it.
    pub at: usize,
    /// What is wrong, and what to write instead.
    pub message: String,
}

impl Template {
    /// Parses a template. Any text can be parsed; [`mistakes`](Self::mistakes) lists what is wrong with it.
    ///
    /// ```
    /// use graph_macros_core::path::Template;
    ///
    /// let template = Template::parse("/drives/<drive>/root:/<path..>:/content");
    /// let names: Vec<_> = template.placeholders.iter().map(|placeholder| placeholder.name.as_str()).collect();
    /// assert_eq!(names, ["drive", "path"]);
    /// assert!(template.mistakes.is_empty());
    ///
    /// let mistaken = Template::parse("/users/{user-id}");
    /// assert_eq!(mistaken.mistakes[0].message, "placeholders use angle brackets; write `<user_id>`");
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let template = Self { text: text.to_owned(), ..Self::default() };
        let mut parser = TemplateParser { chars: text.chars().collect(), positions: Vec::new(), template };
        parser.whole();
        parser.segments();
        parser.arguments();
        parser.placeholders();
        parser.template.mistakes.sort_by_key(|mistake| mistake.at);
        parser.template
    }

    /// Adds the template to a message, with a caret below the character at `at`: an error can only underline a whole
    /// string literal.
    #[must_use]
    pub fn with_caret(&self, at: usize, message: &str) -> String {
        let shown = self.text.replace(char::is_control, " ");
        format!("{message}\n\n    {shown}\n    {space}^", space = " ".repeat(at))
    }
}

struct TemplateParser {
    chars: Vec<char>,
    /// Where placeholders open, each with its position as that of a single value.
    positions: Vec<(usize, Position)>,
    template: Template,
}

impl TemplateParser {
    fn mistake(&mut self, at: usize, message: impl Into<String>) {
        self.template.mistakes.push(Mistake { at, message: message.into() });
    }

    fn text(&self) -> &str {
        &self.template.text
    }

    /// Looks for mistakes that concern the whole template.
    fn whole(&mut self) {
        let text = self.text();
        if text.is_empty() {
            return self.mistake(0, "the path is empty; write for example `/users/<id>`");
        }
        if let Some((_, rest)) = text.split_once("://") {
            let path = rest.find('/').map_or("/…", |slash| &rest[slash..]);
            let path = without_version(path).to_owned();
            return self.mistake(0, format!("this is a full URL; write only the path after the version: `{path}`"));
        }
        if !text.starts_with('/') {
            let message = format!("the path must start with `/`; write `/{text}`");
            return self.mistake(0, message);
        }
        let path = without_version(text);
        if path != text {
            let version = &text[1..text.len() - path.len()];
            let message = format!("the version is not part of the path; write `{path}` and `version = \"{version}\"`");
            self.mistake(1, message);
        }
        if let Some(query) = self.chars.iter().position(|c| *c == '?') {
            self.mistake(
                query,
                "the query string is not part of the path; declare each parameter as a field with `#[graph(query)]`",
            );
        }
        if let Some(fragment) = self.chars.iter().position(|c| *c == '#') {
            self.mistake(fragment, "a path cannot have a fragment; remove it");
        }
    }

    /// Looks for mistakes in the text between two slashes.
    fn segments(&mut self) {
        if !self.text().starts_with('/') {
            return;
        }
        let last = self.chars.len() - 1;
        // `placeholders` looks at the text in angle brackets.
        let mut in_placeholder = false;
        for at in 0..self.chars.len() {
            let c = self.chars[at];
            in_placeholder = c == '<' || in_placeholder && !">/".contains(c);
            if in_placeholder {
                continue;
            }
            match c {
                '/' if at == last && at > 0 => self.mistake(at, "a path must not end with `/`; remove it"),
                '/' if at + 1 < last && self.chars[at + 1] == '/' => {
                    self.mistake(at + 1, "empty path segment; remove one `/`");
                }
                '{' => self.foreign_placeholder(at, '}'),
                ':' if at > 0 && self.chars[at - 1] == '/' => self.foreign_placeholder(at, '/'),
                c if c.is_control() || c.is_whitespace() || "\"\\^`|%".contains(c) => {
                    self.mistake(at, format!("`{}` is not allowed in a path", shown(c)));
                }
                _ => {}
            }
        }
    }

    /// Reports a placeholder in the notation of another language, `{id}` or `:id`.
    fn foreign_placeholder(&mut self, at: usize, end: char) {
        let name: String = self.chars[at + 1..].iter().take_while(|c| **c != end).collect();
        self.mistake(at, format!("placeholders use angle brackets; write `<{}>`", snake_case(&name)));
    }

    /// Finds the positions of the placeholders, and unmatched quotes and parentheses around arguments and keys.
    fn arguments(&mut self) {
        let text = self.template.text.clone();
        let mut context = Context::default();
        let (mut parenthesis, mut quote, mut literal, mut end) = (None, None, 0, 0);
        for (at, (byte, c)) in text.char_indices().enumerate() {
            let after = &text[byte + c.len_utf8()..];
            if byte < end {
                continue;
            }
            if let Some((name, rest)) = after.split_once('>').filter(|(name, _)| c == '<' && !name.contains(['<', '/']))
            {
                end = byte + 1 + name.len() + 1;
                self.positions.push((at, context.placeholder(&text[literal..byte], rest)));
                literal = end;
                continue;
            }
            let before = context.clone();
            context.read(c, after);
            if context.in_quotes != before.in_quotes {
                quote = context.in_quotes.then_some(at);
            } else if !context.in_quotes && context.place != Place::Colons {
                match c {
                    '(' if before.place == Place::Parentheses => {
                        self.mistake(at, "nested parentheses are not allowed in a path");
                    }
                    '(' => parenthesis = Some(at),
                    ')' if before.place != Place::Parentheses => self.mistake(at, "unmatched `)`"),
                    ')' => parenthesis = None,
                    _ => {}
                }
            }
        }
        match (quote, parenthesis) {
            (Some(at), _) => self.mistake(at, "unclosed quote; write an OData string as `'<name>'`"),
            (None, Some(at)) => self.mistake(at, "unclosed `(`"),
            (None, None) => {}
        }
    }

    fn placeholders(&mut self) {
        let mut at = 0;
        while at < self.chars.len() {
            match self.chars[at] {
                '<' => at = self.placeholder(at),
                '>' => {
                    self.mistake(at, "unmatched `>`; write a placeholder as `<name>`");
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// Parses the placeholder that opens at `open`. Returns the position after it.
    fn placeholder(&mut self, open: usize) -> usize {
        let inside = &self.chars[open + 1..];
        let length = inside.iter().take_while(|c| !"<>/".contains(**c)).count();
        let end = open + 1 + length;
        let written: String = inside[..length].iter().collect();
        match self.chars.get(end) {
            Some('>') => {}
            Some('<') => {
                self.mistake(end, "placeholders cannot be nested");
                // Parsing continues after the outer placeholder, if it is closed.
                let close = self.chars[end..].iter().rposition(|c| *c == '>');
                return close.map_or(self.chars.len(), |close| end + close + 1);
            }
            _ => {
                self.mistake(open, format!("unclosed placeholder; write `<{}>`", placeholder_name(&written)));
                return end;
            }
        }
        let name = written.strip_suffix("..").unwrap_or(&written);
        let is_rest = name != written;
        let at = open + 1;
        if name.is_empty() {
            self.mistake(open, "empty placeholder; write the name of a field, for example `<id>`");
        } else if !is_identifier(name) {
            self.mistake(at, explain_name(name));
        } else if let Some(first) = self.template.placeholders.iter().find(|placeholder| placeholder.name == name) {
            let message = format!(
                "duplicate placeholder `<{name}>`; first used at character {}; give each placeholder its own name",
                first.at,
            );
            self.mistake(at, message);
        } else {
            let found = self.positions.iter().find(|(opened, _)| *opened == open);
            let mut position = found.map_or(Position::Segment, |(_, position)| *position);
            if is_rest {
                if !matches!(position, Position::Segment | Position::ColonSegment) {
                    let message = format!(
                        "`..` keeps the slashes of a path, but an argument is a single value; write `<{name}>`"
                    );
                    self.mistake(at, message);
                }
                position = Position::Path;
            }
            self.template.placeholders.push(Placeholder { name: name.to_owned(), at, position });
        }
        end + 1
    }
}

/// Explains why a text cannot be the name in a placeholder.
fn explain_name(written: &str) -> String {
    let suffix = written.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    let name = &written[..written.len() - suffix.len()];
    if !suffix.is_empty() && is_identifier(name) && !suffix.contains(char::is_alphanumeric) {
        format!(
            "unknown suffix `{suffix}`; write `<{name}>` for one segment or `<{name}..>` for a path that keeps its \
             slashes"
        )
    } else {
        format!("`{written}` is not a valid field name; write `<{}>`", placeholder_name(written))
    }
}

/// Returns the path without a leading `/v1.0` or `/beta`.
fn without_version(path: &str) -> &str {
    ["/v1.0", "/beta"]
        .into_iter()
        .find_map(|version| path.strip_prefix(version).filter(|rest| rest.starts_with('/')))
        .unwrap_or(path)
}

/// Returns whether a field can have the name. Most keywords can be names, as raw identifiers.
fn is_identifier(name: &str) -> bool {
    !matches!(name, "" | "_" | "self" | "Self" | "super" | "crate")
        && !name.starts_with(char::is_numeric)
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Returns a valid name that is close to the text.
fn placeholder_name(written: &str) -> String {
    let name = snake_case(written.trim_end_matches('.'));
    if is_identifier(&name) { name } else { String::from("id") }
}

#[cfg(test)]
mod tests;
