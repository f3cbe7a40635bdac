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
    /// A whole segment, as in `/users/<id>`, or a part of one. The value must not be empty.
    Segment,
    /// Inside an OData string literal, as in `(period='<period>')`. Quotes are doubled, and an empty value is allowed.
    Quoted,
    /// An unquoted literal inside parentheses, as in `itemAt(index=<index>)`. The value must not be empty.
    Bare,
    /// Several segments, as in `root:/<path..>:/content`. Slashes are kept, and each segment is encoded.
    Path,
}

/// An iterator over a template. Each step returns the literal text up to the next parameter, and that parameter.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    rest: &'static str,
    in_parentheses: bool,
    in_quotes: bool,
}

impl Parts {
    pub(crate) fn new(template: PathTemplate) -> Self {
        Self { rest: template.0, in_parentheses: false, in_quotes: false }
    }

    pub(crate) fn next(&mut self) -> Option<(&'static str, Option<PathParameter>)> {
        if self.rest.is_empty() {
            return None;
        }
        let Some((literal, after)) = self.rest.split_once('<') else {
            return Some((std::mem::take(&mut self.rest), None));
        };
        let (name, rest) = after.split_once('>').unwrap_or((after, ""));
        self.rest = rest;
        // Most paths have no parentheses and do not have to be read byte by byte.
        if self.in_parentheses || literal.contains('(') {
            for byte in literal.bytes() {
                match byte {
                    b'\'' if self.in_parentheses => self.in_quotes = !self.in_quotes,
                    b'(' if !self.in_quotes => self.in_parentheses = true,
                    b')' if !self.in_quotes => self.in_parentheses = false,
                    _ => {}
                }
            }
        }
        let (name, position) = match name.strip_suffix("..") {
            Some(name) => (name, ParameterPosition::Path),
            None if self.in_quotes => (name, ParameterPosition::Quoted),
            None if self.in_parentheses => (name, ParameterPosition::Bare),
            None => (name, ParameterPosition::Segment),
        };
        Some((literal, Some(PathParameter { name, position })))
    }
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

    #[test]
    fn a_quote_outside_parentheses_is_an_ordinary_character() {
        assert_eq!(parts("/root:/it's/<a>"), [("/root:/it's/", Some(("a", ParameterPosition::Segment)))]);
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
