//! Path templates, such as `/deviceManagement/depOnboardingSettings/<id>/uploadDepToken`.

use std::fmt;

/// The path of an action below the version, with its parameters written as `<name>`.
///
/// [`#[graph_action]`](crate::graph_action) checks the template at compile time. See there for the notation.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PathTemplate(&'static str);

impl PathTemplate {
    /// Creates a template from a text that the macro has checked.
    pub(crate) const fn declare(template: &'static str) -> Self {
        Self(template)
    }

    /// Returns the template as it was declared.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        self.0
    }

    /// Returns an iterator over the parameters, from left to right.
    ///
    /// ```
    /// # use graph_runtime::{GraphAction, graph_action};
    /// # #[graph_action(GET, "/groups/<group>/members/<member>/microsoft.graph.user", perms = "GroupMember.Read.All", returns = ())]
    /// # pub struct GetMember { group: String, member: String }
    /// let names: Vec<_> = GetMember::METADATA.path.parameters().map(|parameter| parameter.name).collect();
    /// assert_eq!(names, ["group", "member"]);
    /// ```
    pub fn parameters(&self) -> impl Iterator<Item = PathParameter> + use<> {
        let mut rest = Parts::new(*self);
        std::iter::from_fn(move || rest.next().and_then(|(_, parameter)| parameter))
    }
}

impl fmt::Debug for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, f)
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

/// One parameter of a [`PathTemplate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PathParameter {
    /// The name of the parameter, which is the name of the field that provides its value.
    pub name: &'static str,
    /// The position of the parameter, which determines how its value is encoded.
    pub position: ParameterPosition,
}

/// The position of a path parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterPosition {
    /// A whole segment, as in `/users/<id>`, or a part of one. The value must not be empty or begin with `$`.
    Segment,
    /// A segment of a path between colons, or the one before it, as in `items/<id>:/<name>:/content`. Colons are encoded.
    ColonSegment,
    /// Inside an OData string literal, as in `(period='<period>')` or `/id='<id>'`. Quotes are doubled, and an empty value
    /// is allowed.
    Quoted,
    /// An unquoted literal, as in `itemAt(index=<index>)` or `/index=<index>`: a number, GUID, date, Boolean or name. The
    /// value must not be empty.
    Bare,
    /// A list of OData string literals, as in `(ids=['<ids>'])`, which can be empty.
    QuotedList,
    /// A list of unquoted literals, as in `(ids=[<ids>])`, which can be empty.
    BareList,
    /// Several segments, as in `root:/<path..>:/content`. Slashes are kept, and each segment is encoded.
    Path,
}

impl ParameterPosition {
    /// Whether the value is a string literal or several.
    pub(crate) const fn is_quoted(self) -> bool {
        matches!(self, Self::Quoted | Self::QuotedList)
    }
}

/// An iterator over a template. Each step returns the literal text up to the next parameter, and that parameter.
#[derive(Debug, Clone)]
pub(crate) struct Parts<'t> {
    rest: &'t str,
    context: Context,
}

impl Parts<'static> {
    pub(crate) fn new(template: PathTemplate) -> Self {
        Self::of(template.0)
    }

    pub(crate) fn next(&mut self) -> Option<(&'static str, Option<PathParameter>)> {
        let (literal, placeholder) = self.next_placeholder()?;
        Some((literal, placeholder.map(|(name, position)| PathParameter { name, position })))
    }
}

impl<'t> Parts<'t> {
    /// Reads a template that the macro has not checked.
    pub(crate) fn of(template: &'t str) -> Self {
        Self { rest: template, context: Context::default() }
    }

    /// Returns the literal text up to the next placeholder, and its name and position.
    pub(crate) fn next_placeholder(&mut self) -> Option<(&'t str, Option<(&'t str, ParameterPosition)>)> {
        if self.rest.is_empty() {
            return None;
        }
        let Some(open) = self.rest.find('<') else {
            return Some((std::mem::take(&mut self.rest), None));
        };
        let literal = &self.rest[..open];
        for (at, c) in literal.char_indices() {
            self.context.read(c, &self.rest[at + c.len_utf8()..]);
        }
        let (name, rest) = self.rest[open + 1..].split_once('>').unwrap_or((&self.rest[open + 1..], ""));
        self.rest = rest;
        let position = self.context.position(literal, name.ends_with(".."), rest);
        self.context.last = Some('>');
        let name = name.strip_suffix("..").unwrap_or(name);
        Some((literal, Some((name, position))))
    }

    /// Skips the quote after the parameter, because an empty list has no string literals.
    pub(crate) fn skip_quote(&mut self) {
        if let Some(rest) = self.rest.strip_prefix('\'') {
            self.rest = rest;
            self.context.in_quotes = false;
        }
    }
}

/// What the text of a template before a placeholder determines. The macro has the same rules, in `path/context.rs`.
#[derive(Debug, Clone, Default)]
struct Context {
    place: Place,
    in_quotes: bool,
    /// The last character, `>` for a placeholder.
    last: Option<char>,
}

/// What the text is part of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Place {
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
    fn read(&mut self, c: char, after: &str) {
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

    /// Returns the position of a placeholder between `before` and `after`.
    fn position(&self, before: &str, is_rest: bool, after: &str) -> ParameterPosition {
        if is_rest {
            ParameterPosition::Path
        } else if self.in_quotes {
            let is_list = before.ends_with("['") && after.starts_with("']");
            if is_list { ParameterPosition::QuotedList } else { ParameterPosition::Quoted }
        } else if matches!(self.place, Place::Value | Place::Parentheses) {
            let is_list = before.ends_with('[') && after.starts_with(']');
            if is_list { ParameterPosition::BareList } else { ParameterPosition::Bare }
        } else if self.place == Place::Colons || segment(after).ends_with(':') {
            ParameterPosition::ColonSegment
        } else {
            ParameterPosition::Segment
        }
    }
}

/// Returns the text up to the next slash.
fn segment(text: &str) -> &str {
    text.split('/').next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(template: &'static str) -> Vec<(&'static str, Option<(&'static str, ParameterPosition)>)> {
        let mut parts = Parts::new(PathTemplate::declare(template));
        std::iter::from_fn(|| parts.next())
            .map(|(literal, parameter)| (literal, parameter.map(|parameter| (parameter.name, parameter.position))))
            .collect()
    }

    #[test]
    fn a_template_is_split_from_left_to_right() {
        assert_eq!(parts("/a/b"), [("/a/b", None)]);
        assert_eq!(
            parts("/a/<x>/b/<y>"),
            [("/a/", Some(("x", ParameterPosition::Segment))), ("/b/", Some(("y", ParameterPosition::Segment)))]
        );
    }

    fn positions(template: &'static str) -> Vec<ParameterPosition> {
        PathTemplate::declare(template).parameters().map(|parameter| parameter.position).collect()
    }

    #[test]
    fn an_apostrophe_in_a_name_opens_no_literal() {
        assert_eq!(parts("/it's/<a>"), [("/it's/", Some(("a", ParameterPosition::Segment)))]);
        assert_eq!(positions("/root:/it's/<a>'s"), [ParameterPosition::ColonSegment]);
        assert_eq!(positions("/root:/'<a>'/(<b>)/c=<c>"), [ParameterPosition::ColonSegment; 3]);
    }

    #[test]
    fn quotes_around_a_parameter_are_a_literal_wherever_they_are() {
        use ParameterPosition::{Bare, Quoted, Segment};

        assert_eq!(positions("/x/id='<a>',b='<b>',c=<c>/<d>"), [Quoted, Quoted, Bare, Segment]);
        assert_eq!(positions("/x/'<a>'/<b>"), [Quoted, Segment]);
        assert_eq!(positions("/x/Ns.Type'<a>'/<b>"), [Quoted, Segment]);
        assert_eq!(positions("/x/a'b<a>c'/<b>"), [Quoted, Segment]);
        assert_eq!(positions("/x/'it''s <a>'"), [Quoted]);
        assert_eq!(positions("/f(a=duration'<a>',b=[1,<b>])/<c>"), [Quoted, Bare, Segment]);
    }

    #[test]
    fn a_list_is_in_brackets() {
        use ParameterPosition::{Bare, BareList, Quoted, QuotedList, Segment};

        assert_eq!(positions("/f(a=['<a>'],b=[<b>])/<c>"), [QuotedList, BareList, Segment]);
        assert_eq!(positions("/f(a=['<a>','<b>'],b=[<c>,<d>])"), [Quoted, Quoted, Bare, Bare]);
        assert_eq!(positions("/[<a>]/ids=[<b>]"), [Segment, BareList]);
    }

    #[test]
    fn colons_divide_a_path() {
        use ParameterPosition::{ColonSegment, Path, Quoted, Segment};

        assert_eq!(positions("/drives/<a>/root:/<b>/<c>"), [Segment, ColonSegment, ColonSegment]);
        assert_eq!(positions("/items/<a>:/<b>:/<c>"), [ColonSegment, ColonSegment, Segment]);
        assert_eq!(
            positions("/sites/<a>:/<b..>:/drive/root:/<c>:/f(a='<d>')"),
            [ColonSegment, Path, ColonSegment, Quoted]
        );
        assert_eq!(positions("/<a>:<b>/<c>"), [Segment; 3]);
        assert_eq!(positions("/f(a='b:/<a>')/<b>"), [Quoted, Segment]);
    }

    #[test]
    fn the_position_of_a_parameter_is_determined() {
        assert_eq!(
            parts("/r/f(a='<a>',b=<b>)/<c>/root:/<d..>:/content"),
            [
                ("/r/f(a='", Some(("a", ParameterPosition::Quoted))),
                ("',b=", Some(("b", ParameterPosition::Bare))),
                (")/", Some(("c", ParameterPosition::Segment))),
                ("/root:/", Some(("d", ParameterPosition::Path))),
                (":/content", None),
            ]
        );
    }
}
