//! Comments that allow a finding: `// graph-import: allow(deprecated) because we move in March`.
//!
//! A parser of Rust drops comments, so they are found in the text, between the tokens.

use std::sync::Arc;

use proc_macro2::{TokenStream, TokenTree};

use super::{Declaration, DeclarationId, Place, place::Lines};

/// A comment that allows findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// Where it is.
    pub place: Place,
    /// The names of the rules.
    pub rules: Vec<String>,
    /// Why; `None` if it does not say.
    pub reason: Option<String>,
    /// What it is beside: a declaration, and the index of the field or member in it if it is beside one. `None` if it is
    /// beside neither.
    pub beside: Option<(DeclarationId, Option<usize>)>,
}

/// A comment that was found in a file.
pub(super) struct Comment {
    place: Place,
    rules: Vec<String>,
    reason: Option<String>,
    /// The first line that is not a comment, from this one on.
    next_code: usize,
}

const MARKER: &str = "graph-import:";

/// Finds the comments of a file.
pub(super) fn find(text: &str, tokens: TokenStream, file: &Arc<str>) -> Vec<Comment> {
    if !text.contains(MARKER) {
        return Vec::new();
    }
    let mut literals = Vec::new();
    collect_literals(tokens, &mut literals);
    let lines: Vec<&str> = text.lines().collect();
    let mut comments = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some((start, content)) = marked_comment(line) else { continue };
        let (number, column) = (index + 1, line[..start].chars().count());
        if literals.iter().any(|literal| literal.contains(number, column)) {
            continue;
        }
        let Some((rules, reason)) = parse(content) else { continue };
        let is_alone = line[..start].trim().is_empty();
        let next_code = if is_alone { next_code(&lines, index) } else { number };
        let place = Place { file: file.clone(), line: number, column: column + 1 };
        comments.push(Comment { place, rules, reason, next_code });
    }
    comments
}

/// Finds what each comment is beside.
pub(super) fn attach(comments: Vec<Comment>, declarations: &[Declaration]) -> Vec<Allow> {
    let attach = |Comment { place, rules, reason, next_code }: Comment| {
        let is_beside = |lines: Lines| lines.contain(next_code) || lines.contain(place.line);
        let declaration = declarations
            .iter()
            .enumerate()
            .filter(|(_, declaration)| declaration.place.file == place.file && is_beside(declaration.lines))
            // The innermost: a declaration may be in the block of a function, but never in another declaration.
            .max_by_key(|(_, declaration)| declaration.lines.first);
        let beside = declaration.map(|(index, declaration)| {
            // A declaration on one line is meant as a whole.
            let is_inside = place.line >= declaration.lines.first && declaration.lines.first < declaration.lines.last;
            let part = declaration.parts.iter().position(|part| is_inside && part.lines.contain(next_code));
            (DeclarationId(index), part)
        });
        Allow { place, rules, reason, beside }
    };
    comments.into_iter().map(attach).collect()
}

/// Returns where a comment with the marker begins in a line, and what follows the marker.
fn marked_comment(line: &str) -> Option<(usize, &str)> {
    let marker = line.find(MARKER)?;
    let before = line[..marker].trim_end();
    // `///` and `//!` are documentation.
    let start = before.strip_suffix("//").filter(|rest| !rest.ends_with('/'))?.len();
    Some((start, &line[marker + MARKER.len()..]))
}

/// Parses `allow(rule, rule) because reason`. Returns `None` for anything else.
fn parse(content: &str) -> Option<(Vec<String>, Option<String>)> {
    let list = content.trim_start().strip_prefix("allow")?.trim_start().strip_prefix('(')?;
    let (rules, rest) = list.split_once(')')?;
    let rules = rules.split(',').map(str::trim).filter(|rule| !rule.is_empty()).map(String::from).collect();
    let reason = rest.trim_start().strip_prefix("because").map(str::trim);
    Some((rules, reason.filter(|reason| !reason.is_empty()).map(String::from)))
}

/// Returns the number of the first line after a comment that is neither a comment nor empty.
fn next_code(lines: &[&str], comment: usize) -> usize {
    let is_code = |line: &&str| !line.trim_start().starts_with("//") || line.trim_start().starts_with("///");
    let after = lines.iter().skip(comment + 1).position(is_code);
    after.map_or(comment + 1, |after| comment + 2 + after)
}

/// The part of a file that a literal takes, which may contain what looks like a comment.
struct Literal {
    start: (usize, usize),
    end: (usize, usize),
}

impl Literal {
    fn contains(&self, line: usize, column: usize) -> bool {
        self.start <= (line, column) && (line, column) < self.end
    }
}

fn collect_literals(tokens: TokenStream, literals: &mut Vec<Literal>) {
    for token in tokens {
        match token {
            TokenTree::Literal(literal) => {
                let (start, end) = (literal.span().start(), literal.span().end());
                literals.push(Literal { start: (start.line, start.column), end: (end.line, end.column) });
            }
            TokenTree::Group(group) => collect_literals(group.stream(), literals),
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(usize, usize, Vec<String>, Option<String>)> {
        let tokens = text.parse().expect("tokens");
        let comments = find(text, tokens, &Arc::from("lib.rs"));
        comments
            .into_iter()
            .map(|comment| (comment.place.line, comment.next_code, comment.rules, comment.reason))
            .collect()
    }

    #[test]
    fn a_comment_names_rules_and_a_reason() {
        let text = "// graph-import: allow(gone, deprecated) because we move in March\n// more\nstruct A;";
        let rules = vec![String::from("gone"), String::from("deprecated")];
        assert_eq!(found(text), [(1, 3, rules, Some(String::from("we move in March")))]);
    }

    #[test]
    fn a_comment_at_the_end_of_a_line_is_beside_that_line() {
        let text = "struct A {\n    a: u8, // graph-import: allow(type)\n    b: u8,\n}";
        assert_eq!(found(text), [(2, 2, vec![String::from("type")], None)]);
    }

    #[test]
    fn text_in_literals_and_documentation_is_no_comment() {
        let text =
            "/// // graph-import: allow(type) because x\nconst A: &str = \"\n// graph-import: allow(type) because x\";";
        assert_eq!(found(text), []);
    }

    #[test]
    fn a_reason_without_words_is_none() {
        assert_eq!(parse(" allow(type) because  "), Some((vec![String::from("type")], None)));
        assert_eq!(parse(" deny(type)"), None);
    }
}
