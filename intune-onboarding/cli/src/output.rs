//! The output: text for a person, or a document for a script.

mod describe;
mod document;
mod format;
mod query;
mod table;
mod text;

use std::{
    fmt::Display,
    io::{self, Write},
};

use serde_json::{Value, json};

pub(crate) use self::{
    describe::{permissions_json, permissions_line, request_json, to_json},
    format::{Format, OutputOptions},
    text::{bounded, cell, plain},
};
use self::{document::Document, query::Query, table::Layout};

/// What the output is shown on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Screen {
    /// Whether it is a terminal.
    pub(crate) is_terminal: bool,
    /// Whether it is a terminal that shows colors.
    pub(crate) color: bool,
    /// The width of the terminal in columns; `None` if it is no terminal, or its width is not known.
    pub(crate) columns: Option<usize>,
}

/// The destination of results.
pub(crate) struct Output<'w> {
    out: &'w mut dyn Write,
    /// What the documents are written as; `None` if there are none, but texts.
    document: Option<Document>,
    query: Option<Query>,
    layout: Layout,
    screen: Screen,
    has_document: bool,
}

impl<'w> Output<'w> {
    pub(crate) fn new(out: &'w mut dyn Write, options: &OutputOptions, screen: Screen) -> Self {
        let query = options.query.clone();
        let format = options.format();
        let layout = match format {
            Some(Format::Tsv) => Layout::Tabs,
            Some(_) => Layout::Aligned,
            None if screen.is_terminal => Layout::Aligned,
            None => Layout::TabsInTables,
        };
        let document = match format {
            Some(Format::Json) => Some(Document::Json),
            Some(Format::Yaml) => Some(Document::Yaml),
            Some(Format::Table | Format::Tsv) => query.as_ref().map(|_| Document::Rows(layout)),
            // What an expression gives has no shape that is known before: only a terminal shows it as a table.
            None if screen.is_terminal => query.as_ref().map(|_| Document::Rows(layout)),
            None => query.as_ref().map(|_| Document::Json),
        };
        Self { out, document, query, layout, screen, has_document: false }
    }

    /// Whether the output is structured: a document in JSON or YAML, or what `--query` selects from one.
    pub(crate) fn is_json(&self) -> bool {
        self.document.is_some()
    }

    /// Returns what the output is shown on.
    pub(crate) fn screen(&self) -> Screen {
        self.screen
    }

    /// Writes one document, or what `--query` selects from it. Characters that control a terminal or are not visible are
    /// escaped.
    pub(crate) fn json(&mut self, value: &Value) -> io::Result<()> {
        self.has_document = true;
        let document = self.document.unwrap_or_default();
        match &self.query {
            Some(query) => document.write(&query.select(value)?, self.screen.columns, self.out),
            None => document.write(value, self.screen.columns, self.out),
        }
    }

    /// Writes a failure as a document, unless there is one already. `--query` does not apply: it is for results.
    pub(crate) fn failure(&mut self, value: &Value) -> io::Result<()> {
        match self.document {
            Some(document) if self.query.is_none() && !self.has_document => document.write(value, None, self.out),
            _ => Ok(()),
        }
    }

    /// Writes the outcome of calls that succeeded as a document.
    pub(crate) fn result(&mut self, calls: &[Value], result: &Value) -> io::Result<()> {
        self.json(&json!({"ok": true, "calls": calls, "result": result}))
    }

    /// Writes a value of the service: a text as it is, and anything else as JSON.
    pub(crate) fn value(&mut self, value: &Value) -> io::Result<()> {
        match value {
            Value::String(text) => self.line(plain(text)),
            value => Document::Json.write(value, None, self.out),
        }
    }

    /// Writes a text as it is.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Writes a text in whatever encoding, as it is.
    pub(crate) fn bytes(&mut self, text: &[u8]) -> io::Result<()> {
        self.out.write_all(text)
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
        let value = plain(&value.to_string());
        match self.layout {
            Layout::Tabs => self.line(format_args!("{name}\t{value}")),
            Layout::Aligned | Layout::TabsInTables => self.line(format_args!("{name:<14}{value}")),
        }
    }

    /// Writes a table: with aligned columns and a head, or tab-separated without one.
    pub(crate) fn table<const N: usize>(&mut self, head: [&str; N], rows: &[[String; N]]) -> io::Result<()> {
        let head = head.map(str::to_owned);
        let rows: Vec<_> = rows.iter().map(<[String; N]>::as_slice).collect();
        self.layout.write(Some(&head), &rows, self.screen.columns, self.out)
    }

    /// Writes a line that explains a table, such as a title above it. Tab-separated rows are without it.
    pub(crate) fn caption(&mut self, text: impl Display) -> io::Result<()> {
        match self.layout {
            Layout::Aligned => self.line(text),
            Layout::Tabs | Layout::TabsInTables => Ok(()),
        }
    }

    /// Writes a line that a person has to know: below a table, or on standard error if the rows are tab-separated.
    pub(crate) fn note(&mut self, text: impl Display) -> io::Result<()> {
        match self.layout {
            Layout::Aligned => self.line(text),
            Layout::Tabs | Layout::TabsInTables => writeln!(io::stderr(), "{text}"),
        }
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
