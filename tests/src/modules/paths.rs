//! Finds the paths in code, in whatever place they are: types, expressions, `use` items, arguments of macros.

use std::{fmt, iter::Peekable};

use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree, token_stream};

/// A path as it is written, with two parts or more.
#[derive(Debug, Clone)]
pub(super) struct Path {
    pub(super) start: Start,
    pub(super) names: Vec<String>,
    /// What an import calls it.
    pub(super) alias: Option<String>,
    pub(super) line: usize,
}

/// If a path starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// `crate::`
    Crate,
    /// `self::`
    Own,
    /// `super::`, so often.
    Above(usize),
    /// At a name that is known in the module.
    Here,
}

type Tokens = Peekable<token_stream::IntoIter>;

impl Path {
    fn new(first: &Ident) -> Self {
        let mut path = Self { start: Start::Here, names: Vec::new(), alias: None, line: first.span().start().line };
        path.push(first);
        path
    }

    fn push(&mut self, part: &Ident) {
        let part = part.to_string();
        match (part.as_str(), self.start) {
            ("crate", _) => self.start = Start::Crate,
            ("super", Start::Above(levels)) => self.start = Start::Above(levels + 1),
            ("super", _) => self.start = Start::Above(1),
            // At the end of an import, it is the module itself.
            ("self", Start::Here) if self.names.is_empty() => self.start = Start::Own,
            ("self", _) => {}
            _ => self.names.push(part),
        }
    }

    /// The name that it has after the import.
    pub(super) fn local(&self) -> Option<&String> {
        self.alias.as_ref().or(self.names.last())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = match self.start {
            Start::Crate => vec!["crate"],
            Start::Own => vec!["self"],
            Start::Above(levels) => vec!["super"; levels],
            Start::Here => Vec::new(),
        };
        let parts: Vec<_> = start.into_iter().chain(self.names.iter().map(String::as_str)).collect();
        f.write_str(&parts.join("::"))
    }
}

/// The paths in these tokens. Those that start with `::` or `$crate` lead to other crates, and are left out.
pub(super) fn paths(tokens: TokenStream) -> Vec<Path> {
    let mut found = Vec::new();
    find(tokens, &mut found);
    found
}

fn find(tokens: TokenStream, found: &mut Vec<Path>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut before = Before::Other;
    while let Some(token) = tokens.next() {
        before = match &token {
            TokenTree::Ident(first) => {
                if before == Before::Other && is_separator(&mut tokens) {
                    follow(Path::new(first), &mut tokens, found);
                }
                Before::Other
            }
            TokenTree::Group(group) => {
                find(group.stream(), found);
                Before::Other
            }
            TokenTree::Punct(mark) => match (mark.as_char(), before) {
                // A second dot is that of a range.
                (':', Before::Colon) | ('$', _) | ('.', Before::Other) => Before::Part,
                (':', _) if mark.spacing() == Spacing::Joint => Before::Colon,
                _ => Before::Other,
            },
            TokenTree::Literal(_) => Before::Other,
        };
    }
}

/// What is before a word: whether a path can start with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// `::`, `.` or `$`, after which none starts.
    Part,
    /// The first half of `::`.
    Colon,
    /// Anything else.
    Other,
}

/// Follows a path whose next token is `::`.
fn follow(mut path: Path, tokens: &mut Tokens, found: &mut Vec<Path>) {
    while is_separator(tokens) {
        tokens.next();
        tokens.next();
        match tokens.peek() {
            Some(TokenTree::Ident(part)) => {
                path.push(part);
                tokens.next();
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                branches(&path, group.stream(), found);
                tokens.next();
                return;
            }
            _ => break,
        }
    }
    if matches!(tokens.peek(), Some(TokenTree::Ident(word)) if word == "as") {
        tokens.next();
        if let Some(TokenTree::Ident(alias)) = tokens.next() {
            path.alias = Some(alias.to_string());
        }
    }
    found.push(path);
}

/// Follows the parts of an import in braces, separated by commas.
fn branches(before: &Path, tokens: TokenStream, found: &mut Vec<Path>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(first) => {
                let mut path = Path { line: first.span().start().line, ..before.clone() };
                path.push(&first);
                follow(path, &mut tokens, found);
            }
            TokenTree::Punct(mark) if mark.as_char() == '*' => found.push(before.clone()),
            _ => {}
        }
    }
}

/// Whether `::` comes next.
fn is_separator(tokens: &mut Tokens) -> bool {
    let mut ahead = tokens.clone();
    let mut is_colon = || matches!(ahead.next(), Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
    is_colon() && is_colon()
}
