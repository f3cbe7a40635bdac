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
use unicode_width::UnicodeWidthStr;

use crate::failure::Failure;

/// The destination of results.
pub(crate) struct Output<'w> {
    out: &'w mut dyn Write,
    json: bool,
    color: bool,
}

impl<'w> Output<'w> {
    pub(crate) fn new(out: &'w mut dyn Write, json: bool, color: bool) -> Self {
        Self { out, json, color }
    }

    /// Whether the output is JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Whether the output is a terminal that shows colors.
    pub(crate) fn has_color(&self) -> bool {
        self.color
    }

    /// Writes one JSON document.
    pub(crate) fn json(&mut self, value: &Value) -> io::Result<()> {
        writeln!(self.out, "{value:#}")
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

/// Replaces the control characters of a text, which would control a terminal or break a line.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// Returns the text of a value that may be missing.
pub(crate) fn cell<T: Display>(value: Option<&T>) -> String {
    value.map_or_else(|| "-".to_owned(), ToString::to_string)
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

    #[test]
    fn the_columns_of_a_table_are_aligned_by_their_width_on_a_terminal() {
        let mut out = Vec::new();
        let mut output = Output::new(&mut out, false, false);
        let rows = [["é", "b\u{1b}[2J"], ["e\u{301}", "combining"], ["株式会社", "wide"], ["longer", "c\nd"]];
        output.table(["NAME", "STATE"], &rows.map(|row| row.map(str::to_owned))).expect("written");
        assert_eq!(
            String::from_utf8(out).expect("text"),
            "NAME      STATE\né         b [2J\ne\u{301}         combining\n株式会社  wide\nlonger    c d\n"
        );
    }
}
