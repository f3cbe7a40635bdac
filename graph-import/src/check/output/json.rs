//! A report for programs.

use serde::Serialize;

use super::super::{Finding, Report};
use crate::source::Place;

#[derive(Serialize)]
struct JsonReport<'a> {
    operations: usize,
    findings: Vec<JsonFinding<'a>>,
    untold: Vec<JsonUntold<'a>>,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: &'a str,
    #[serde(flatten)]
    place: JsonPlace,
    item: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<JsonSource<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    write: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonSource<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonUntold<'a> {
    #[serde(flatten)]
    place: JsonPlace,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonPlace {
    file: String,
    line: usize,
    column: usize,
}

pub(super) fn write(report: &Report, folder: &str) -> String {
    let place =
        |place: &Place| JsonPlace { file: format!("{folder}{}", place.file), line: place.line, column: place.column };
    let report = JsonReport {
        operations: report.operations,
        findings: report.findings.iter().map(|finding| of(finding, place(&finding.place))).collect(),
        untold: report.untold.iter().map(|(at, message)| JsonUntold { place: place(at), message }).collect(),
    };
    let mut json = serde_json::to_string_pretty(&report).unwrap_or_default();
    json.push('\n');
    json
}

fn of(finding: &Finding, place: JsonPlace) -> JsonFinding<'_> {
    JsonFinding {
        rule: finding.rule.as_str(),
        severity: finding.severity.as_str(),
        place,
        item: &finding.item,
        message: &finding.message,
        old: finding.old.as_deref(),
        new: finding.new.as_deref(),
        source: finding.source.as_ref().map(|source| JsonSource { name: &source.name, date: source.date.as_deref() }),
        write: finding.write.as_deref(),
    }
}
