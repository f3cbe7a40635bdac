//! A report for people.

use std::fmt::Write as _;

use super::super::{Finding, Report, Severity};

pub(super) fn write(report: &Report, folder: &str) -> String {
    let mut text = String::new();
    for Finding { rule, severity, place, item, message, old, new, source, write } in &report.findings {
        let _ = writeln!(text, "{folder}{place}: {severity}[{rule}]: {message}");
        let _ = writeln!(text, "    in      {item}");
        let lines = [("old", old), ("new", new), ("write", write)];
        for (name, value) in lines {
            if let Some(value) = value {
                let _ = writeln!(text, "    {name:<7} {}", one_line(value));
            }
            if let ("new", Some(source)) = (name, source) {
                let _ = writeln!(text, "    source  {source}");
            }
        }
        text.push('\n');
    }
    for (place, message) in &report.untold {
        let _ = writeln!(text, "{folder}{place}: cannot tell: {}\n", one_line(message));
    }
    let _ = writeln!(text, "{}", summary(report));
    text
}

pub(super) fn summary(report: &Report) -> String {
    let count = |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    let mut summary = format!("{}, {}", count(report.operations, "operation"), count(report.findings.len(), "finding"));
    let of = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    let kinds: Vec<_> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter(|severity| of(*severity) > 0)
        .map(|severity| count(of(severity), severity.as_str()))
        .collect();
    if !kinds.is_empty() {
        let _ = write!(summary, ": {}", kinds.join(", "));
    }
    if !report.untold.is_empty() {
        let _ = write!(summary, "; {} could not be told", report.untold.len());
    }
    summary
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
