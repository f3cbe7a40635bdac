//! Findings that are allowed, by an option or by a comment beside the declaration.

use super::{Finding, Options, Report, Rule, Severity, properties::nearest};
use crate::source::{Allow, Crate};

/// Removes the findings that are allowed, and adds those about comments that are wrong. `complete` says whether
/// everything was compared that a comment may be about.
pub(super) fn apply(krate: &Crate, report: &mut Report, options: &Options, complete: bool) {
    let mut used = vec![false; krate.allows.len()];
    report.findings.retain(|finding| {
        let by_comment = krate.allows.iter().enumerate().filter(|(_, allow)| admits(krate, allow, finding));
        let mut is_allowed = false;
        for (index, _) in by_comment {
            used[index] = true;
            is_allowed = true;
        }
        !is_allowed
    });
    let told = report.untold.is_empty() && complete;
    for (allow, used) in krate.allows.iter().zip(used) {
        report.findings.extend(mistakes(allow, used || !told));
    }
    report.findings.retain(|finding| !options.allow.contains(&finding.rule));
    report.findings.sort_by(|a, b| (&a.place, a.rule, &a.message).cmp(&(&b.place, b.rule, &b.message)));
}

/// Returns whether a comment admits a finding: it gives a reason, and is beside the field, or the declaration.
fn admits(krate: &Crate, allow: &Allow, finding: &Finding) -> bool {
    let Some((id, part)) = allow.beside else { return false };
    let declaration = krate.declaration(id);
    let path = krate.path(declaration);
    let is_beside = match part {
        Some(part) => finding.item == format!("{path}.{}", declaration.parts[part].name),
        None => finding.item == path || finding.item.strip_prefix(&path).is_some_and(|rest| rest.starts_with('.')),
    };
    let is_same_file = declaration.place.file == finding.place.file;
    let names_rule = allow.rules.iter().any(|rule| rule == finding.rule.as_str());
    allow.reason.is_some() && names_rule && is_beside && is_same_file
}

fn mistakes(allow: &Allow, used: bool) -> Vec<Finding> {
    let finding = |severity, message: String, write: Option<String>| Finding {
        rule: Rule::Allow,
        severity,
        place: allow.place.clone(),
        item: String::from("comment"),
        message,
        old: None,
        new: None,
        source: None,
        write,
    };
    let rules = allow.rules.join(", ");
    let mut found = Vec::new();
    for rule in allow.rules.iter().filter(|rule| Rule::find(rule).is_none()) {
        let near = nearest(rule, Rule::ALL.map(Rule::as_str)).map(|near| format!("allow({near})"));
        found.push(finding(Severity::Error, format!("there is no rule `{rule}`"), near));
    }
    if allow.rules.is_empty() {
        found.push(finding(
            Severity::Error,
            String::from("the comment names no rule"),
            Some(String::from("allow(rule)")),
        ));
    } else if allow.reason.is_none() {
        let write = format!("// graph-import: allow({rules}) because …");
        found.push(finding(Severity::Error, String::from("the comment gives no reason"), Some(write)));
    } else if allow.beside.is_none() {
        let message = String::from("the comment is beside no declaration");
        found.push(finding(Severity::Error, message, None));
    } else if !used && found.is_empty() {
        let message = format!("nothing is found that `allow({rules})` admits; remove the comment");
        found.push(finding(Severity::Warning, message, None));
    }
    found
}
