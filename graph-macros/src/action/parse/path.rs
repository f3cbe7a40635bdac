//! The path template.

use syn::{Ident, ext::IdentExt};

use crate::action::suggest::shown;

/// A path template as it was written.
#[derive(Debug, Default)]
pub(crate) struct Template {
    pub(crate) parameters: Vec<Parameter>,
    /// What is wrong with it, from left to right.
    pub(crate) problems: Vec<Problem>,
}

/// A placeholder, `<name>` or `<name..>`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    /// Where its name stands: the number of characters before it.
    pub(crate) at: usize,
}

/// A mistake in the template.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Where it stands: the number of characters before it.
    pub(crate) at: usize,
    pub(crate) message: String,
}

impl Template {
    /// Reads a template. Any text can be read; what is wrong is listed.
    pub(crate) fn parse(text: &str) -> Self {
        let mut reader = Reader { text, chars: text.chars().collect(), template: Self::default() };
        reader.whole();
        reader.segments();
        reader.placeholders();
        reader.arguments();
        reader.template.problems.sort_by_key(|problem| problem.at);
        reader.template
    }
}

/// The template with the place of a mistake below it, since nothing can be underlined inside a string literal.
pub(crate) fn with_caret(template: &str, at: usize, message: &str) -> String {
    let shown = template.replace(char::is_control, " ");
    format!("{message}\n\n    {shown}\n    {space}^", space = " ".repeat(at))
}

struct Reader<'t> {
    text: &'t str,
    chars: Vec<char>,
    template: Template,
}

impl Reader<'_> {
    fn problem(&mut self, at: usize, message: impl Into<String>) {
        self.template.problems.push(Problem { at, message: message.into() });
    }

    /// What concerns the template as a whole.
    fn whole(&mut self) {
        if self.text.is_empty() {
            return self.problem(0, "the path is empty; write one such as `/users/<id>`");
        }
        if let Some(scheme) = self.text.find("://") {
            let rest = &self.text[scheme + 3..];
            let path = rest.find('/').map_or("/…", |slash| &rest[slash..]);
            return self.problem(
                0,
                format!(
                    "this is a whole URL; write the path below the version alone, such as `{}`",
                    without_version(path)
                ),
            );
        }
        if self.chars[0] != '/' {
            return self.problem(0, format!("the path has to begin with `/`: write `/{}`", self.text));
        }
        let bare = without_version(self.text);
        if bare != self.text {
            let version = self.text[1..self.text.len() - bare.len()].to_owned();
            self.problem(
                1,
                format!("the version is no part of the path: write `{bare}`, and `version = \"{version}\"`"),
            );
        }
        if let Some(query) = self.chars.iter().position(|c| *c == '?') {
            self.problem(
                query,
                "the query is no part of the path: make each of its parameters a field with `#[graph(query)]`",
            );
        }
        if let Some(fragment) = self.chars.iter().position(|c| *c == '#') {
            self.problem(fragment, "a path has no fragment; remove it");
        }
    }

    /// What concerns the text between two slashes.
    fn segments(&mut self) {
        if !self.text.starts_with('/') {
            return;
        }
        let last = self.chars.len() - 1;
        // What stands in angle brackets is looked at as a placeholder.
        let mut in_placeholder = false;
        for at in 0..self.chars.len() {
            let c = self.chars[at];
            in_placeholder = c == '<' || in_placeholder && !">/".contains(c);
            if in_placeholder {
                continue;
            }
            match c {
                '/' if at == last && at > 0 => self.problem(at, "the path ends with `/`; remove it"),
                '/' if at + 1 < last && self.chars[at + 1] == '/' => {
                    self.problem(at + 1, "there is an empty segment; remove one `/`");
                }
                '{' => {
                    let name: String = self.chars[at + 1..].iter().take_while(|c| **c != '}').collect();
                    self.problem(at, format!("a placeholder is written in angle brackets: `<{}>`", snake_case(&name)));
                }
                ':' if at > 0 && self.chars[at - 1] == '/' => {
                    let name: String = self.chars[at + 1..].iter().take_while(|c| **c != '/').collect();
                    self.problem(at, format!("a placeholder is written in angle brackets: `<{}>`", snake_case(&name)));
                }
                c if c.is_control() || c.is_whitespace() || "\"\\^`|%".contains(c) => {
                    self.problem(at, format!("`{}` cannot stand in a path", shown(c)));
                }
                _ => {}
            }
        }
    }

    /// What concerns the arguments of functions and keys: quotes and parentheses come in pairs.
    fn arguments(&mut self) {
        let (mut parenthesis, mut quote) = (None, None);
        for at in 0..self.chars.len() {
            match self.chars[at] {
                '\'' if parenthesis.is_none() => {}
                '\'' => quote = if quote.is_none() { Some(at) } else { None },
                _ if quote.is_some() => {}
                '(' if parenthesis.is_some() => self.problem(at, "parentheses cannot stand inside parentheses"),
                '(' => parenthesis = Some(at),
                ')' if parenthesis.is_none() => self.problem(at, "there is no `(` before this `)`"),
                ')' => parenthesis = None,
                _ => {}
            }
        }
        match (quote, parenthesis) {
            (Some(at), _) => self.problem(at, "this quote is not closed: an OData string is written `'<name>'`"),
            (None, Some(at)) => self.problem(at, "this `(` is not closed"),
            (None, None) => {}
        }
    }

    fn placeholders(&mut self) {
        let mut at = 0;
        while at < self.chars.len() {
            match self.chars[at] {
                '<' => at = self.placeholder(at),
                '>' => {
                    self.problem(at, "there is no `<` before this `>`");
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    fn is_in_parentheses(&self, at: usize) -> bool {
        let opened = self.chars[..at].iter().rposition(|c| *c == '(');
        opened.is_some_and(|opened| !self.chars[opened..at].contains(&')'))
    }

    /// Reads the placeholder that begins at `open`; gives where reading goes on.
    fn placeholder(&mut self, open: usize) -> usize {
        let inside = &self.chars[open + 1..];
        let length = inside.iter().take_while(|c| !"<>/".contains(**c)).count();
        let end = open + 1 + length;
        let written: String = inside[..length].iter().collect();
        match self.chars.get(end) {
            Some('>') => {}
            Some('<') => {
                self.problem(end, "a placeholder cannot stand inside another");
                // Behind the outer one, if it is closed at all.
                let close = self.chars[end..].iter().rposition(|c| *c == '>');
                return close.map_or(self.chars.len(), |close| end + close + 1);
            }
            _ => {
                self.problem(open, format!("this placeholder is not closed: write `<{}>`", placeholder_name(&written)));
                return end;
            }
        }
        let name = written.strip_suffix("..").unwrap_or(&written);
        if name.is_empty() {
            self.problem(open, "the placeholder has no name: write the name of a field, such as `<id>`");
        } else if !is_identifier(name) {
            let suffix = name.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
            let message = if !suffix.is_empty()
                && is_identifier(&name[..name.len() - suffix.len()])
                && !suffix.contains(char::is_alphanumeric)
            {
                format!(
                    "`{suffix}` is not a suffix that a placeholder can have: write `<{name}>` for one segment, or `<{name}..>` \
                     for a path that keeps its slashes",
                    name = &name[..name.len() - suffix.len()],
                )
            } else {
                format!("`{name}` cannot be the name of a field: write `<{}>`", placeholder_name(name))
            };
            self.problem(open + 1, message);
        } else if let Some(first) = self.template.parameters.iter().find(|parameter| parameter.name == name) {
            let message =
                format!("`<{name}>` stands twice, first at character {}; give each a name of its own", first.at);
            self.problem(open + 1, message);
        } else {
            if name != written && self.is_in_parentheses(open) {
                let message = format!("`..` is for the rest of a path; an argument is one value: write `<{name}>`");
                self.problem(open + 1, message);
            }
            self.template.parameters.push(Parameter { name: name.to_owned(), at: open + 1 });
        }
        end + 1
    }
}

/// The path without a leading `/v1.0` or `/beta`.
fn without_version(path: &str) -> &str {
    ["/v1.0", "/beta"]
        .into_iter()
        .find_map(|version| path.strip_prefix(version).filter(|rest| rest.starts_with('/')))
        .unwrap_or(path)
}

fn is_identifier(name: &str) -> bool {
    use syn::parse::Parser;
    // Keywords can be fields, as raw identifiers, but for these.
    if matches!(name, "" | "_" | "self" | "Self" | "super" | "crate") || name.contains('#') {
        return false;
    }
    if name.is_ascii() {
        let is_in_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        return !name.as_bytes()[0].is_ascii_digit() && name.as_bytes().iter().all(is_in_word);
    }
    let parser = |input: syn::parse::ParseStream<'_>| input.call(Ident::parse_any);
    parser.parse_str(name).is_ok_and(|ident| ident == name)
}

/// A valid name that is near to what was written.
fn placeholder_name(written: &str) -> String {
    let name = snake_case(written.trim_end_matches('.'));
    if is_identifier(&name) { name } else { String::from("id") }
}

/// `vppToken-id` as `vpp_token_id`.
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            if !snake.is_empty() && !snake.ends_with('_') {
                snake.push('_');
            }
            snake.extend(c.to_lowercase());
        } else if c.is_alphanumeric() {
            snake.push(c);
        } else if !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
    }
    let snake = snake.trim_end_matches('_');
    if snake.is_empty() { String::from("id") } else { snake.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let template = Template::parse(text);
        assert_eq!(template.problems, [], "{text}");
        template.parameters.into_iter().map(|parameter| parameter.name).collect()
    }

    /// Where the mistakes are, and how they are explained.
    fn problems(text: &str) -> Vec<(usize, String)> {
        Template::parse(text).problems.into_iter().map(|problem| (problem.at, problem.message)).collect()
    }

    #[test]
    fn every_form_of_path_in_graph_is_read() {
        assert_eq!(names("/deviceAppManagement/vppTokens/<id>"), ["id"]);
        assert_eq!(names("/users/<id>/messages/$count"), ["id"]);
        assert_eq!(names("/groups/<id>/members/microsoft.graph.user"), ["id"]);
        assert_eq!(names("/users(userPrincipalName='<upn>')/$ref"), ["upn"]);
        assert_eq!(names("/workbook/tables/itemAt(index=<index>)/rows/<type>"), ["index", "type"]);
        assert_eq!(names("/drives/<drive>/root:/<path..>:/content"), ["drive", "path"]);
        assert_eq!(names("/x/getAllRecordings(userId='@userId',start=@start)"), [""; 0]);
        assert_eq!(names("/x/f(a='it''s-(<a>)',b=<b>)/y(c=1)"), ["a", "b"]);
        assert_eq!(names("/root:/it's/<a..>"), ["a"]);
        assert_eq!(names("/"), [""; 0]);
    }

    #[test]
    fn a_mistake_is_found_where_it_stands() {
        for (text, at) in [
            ("", 0),
            ("users", 0),
            ("/users/", 6),
            ("/users//x", 7),
            ("/ü/{id}", 3),
            ("/users/:id", 7),
            ("/users?x=1", 6),
            ("/users#x", 6),
            ("/beta/users", 1),
            ("/v1.0/users", 1),
            ("/a b", 2),
            ("/a\u{0}b", 2),
            ("/<id", 1),
            ("/<id/x>", 1),
            ("/<>", 1),
            ("/<..>", 1),
            ("/<a<b>>/c", 3),
            ("/a>b", 2),
            ("/<a>/<a>", 6),
            ("/<1>", 2),
            ("/<self>", 2),
            ("/<a->", 2),
            ("/<a...>", 2),
            ("/<a*>", 2),
            ("/<a >", 2),
            ("/f(a='<a>)", 5),
            ("/f(a=<a>", 2),
            ("/f)", 2),
            ("/f(a=(<a>))", 5),
            ("/f(a=<a..>)", 6),
        ] {
            let places: Vec<_> = problems(text).into_iter().map(|(at, _)| at).collect();
            assert_eq!(places.first(), Some(&at), "{text}: {:?}", problems(text));
        }
    }

    #[test]
    fn one_mistake_is_one_problem() {
        for text in [
            "/users//x",
            "/users/{id}",
            "/<a<b>>/c",
            "/<id",
            "/<id/x",
            "/<a...>",
            "https://x/v1.0/a//b",
            "/<a>/<a>",
            "/<a b c>",
            "/f(a='<a>)",
            "/f(a=<a..>)",
        ] {
            assert_eq!(problems(text).len(), 1, "{text}: {:?}", problems(text));
        }
        assert_eq!(problems("/beta/{id}/<a").len(), 3);
    }

    #[test]
    fn what_to_write_is_a_field_that_can_be() {
        assert_eq!(snake_case("vppToken-id"), "vpp_token_id");
        assert_eq!(snake_case("depOnboardingSettingId"), "dep_onboarding_setting_id");
        assert_eq!(snake_case("--"), "id");
        assert!(problems("/{vppToken-id}")[0].1.ends_with("`<vpp_token_id>`"));
        assert!(problems("/<type of thing>")[0].1.ends_with("`<type_of_thing>`"));
        assert!(problems("/<1st>")[0].1.ends_with("`<id>`"));
    }

    #[test]
    fn the_caret_stands_below_the_mistake() {
        assert_eq!(with_caret("/ü/{id}", 3, "write `<id>`"), "write `<id>`\n\n    /ü/{id}\n       ^");
    }
}
