//! A report as commands of GitHub's workflows, which become annotations.

use std::fmt::Write as _;

use super::super::{Finding, Report, Severity};
use crate::source::Place;

pub(super) fn write(report: &Report, folder: &str) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        let title = format!("graph-import: {}", finding.rule);
        command(&mut text, level(finding.severity), &finding.place, folder, &title, &body(finding));
    }
    for (place, message) in &report.untold {
        command(&mut text, "warning", place, folder, "graph-import: cannot tell", message);
    }
    text
}

fn command(text: &mut String, level: &str, place: &Place, folder: &str, title: &str, message: &str) {
    let file = property(&format!("{folder}{}", place.file));
    let Place { line, column, .. } = place;
    let _ =
        writeln!(text, "::{level} file={file},line={line},col={column},title={}::{}", property(title), data(message));
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

fn body(finding: &Finding) -> String {
    let Finding { item, message, old, new, source, write, .. } = finding;
    let mut body = format!("{message}\nin {item}");
    let source = source.as_ref().map(ToString::to_string);
    for (name, value) in [("old", old), ("new", new), ("source", &source), ("write", write)] {
        if let Some(value) = value {
            let _ = write!(body, "\n{name}: {value}");
        }
    }
    body
}

/// Escapes what follows the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_property_or_a_line_is_escaped() {
        assert_eq!(property("a:b,c%d\ne"), "a%3Ab%2Cc%25d%0Ae");
        assert_eq!(data("a:b,c%d\r\ne"), "a:b,c%25d%0D%0Ae");
    }
}
