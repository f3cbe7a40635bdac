//! Files that an export writes.

use std::path::Path;

use clap::ValueEnum;
use serde::Serialize;
use serde_json::json;

use super::results::replace_file;
use crate::{failure::Failure, output::Output};

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Csv,
    Json,
}

impl Format {
    /// Returns the format that was chosen, or that the name of the file says.
    pub(crate) fn of(chosen: Option<Self>, path: &Path) -> Self {
        let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        chosen.unwrap_or(if is_json { Self::Json } else { Self::Csv })
    }
}

/// Writes items to a file, whole or not at all, or to standard output for `-`.
pub(crate) fn write_export<T: Serialize, const N: usize>(
    path: &Path,
    format: Format,
    items: &[T],
    head: [&str; N],
    row: impl Fn(&T) -> [String; N],
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let content = match format {
        Format::Json => {
            let mut text = serde_json::to_vec_pretty(items).map_err(|error| Failure::internal(error.to_string()))?;
            text.push(b'\n');
            text
        }
        Format::Csv => to_csv(head, items.iter().map(row)).map_err(|error| Failure::internal(error.to_string()))?,
    };
    if path.as_os_str() == "-" {
        return Ok(output.text(&String::from_utf8_lossy(&content))?);
    }
    replace_file(path, &content)
        .map_err(|error| Failure::input(format!("--file: {} cannot be written: {error}", path.display())))?;
    if output.is_json() {
        let file = path.display().to_string();
        return Ok(output.json(&json!({"ok": true, "export": {"items": items.len(), "file": file}}))?);
    }
    Ok(output.line(format_args!("{} items are in {}", items.len(), path.display()))?)
}

fn to_csv<const N: usize>(
    head: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head)?;
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.into_inner()?)
}
