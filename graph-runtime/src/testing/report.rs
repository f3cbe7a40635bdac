//! What went otherwise than expected, to be read by a person.

use std::fmt::Write;

use super::registry::{Outcome, Registered, Registry, Unexpected};

/// What went otherwise than expected; none where all went well.
pub(super) fn report(registry: &Registry) -> Option<String> {
    let expectations = registry.expectations();
    let requests = registry.requests();
    let unmet: Vec<_> = expectations.iter().filter(|expectation| !expectation.is_satisfied()).collect();
    let unexpected: Vec<_> = requests
        .iter()
        .filter_map(|(request, outcome)| match outcome {
            Outcome::Unexpected(unexpected) => Some((request, unexpected)),
            _ => None,
        })
        .collect();
    if unmet.is_empty() && unexpected.is_empty() {
        return None;
    }
    let mut report = String::from("Microsoft Graph was not called as expected.\n");
    for expectation in &unmet {
        report.push('\n');
        write_unmet(&mut report, expectation);
    }
    for (request, unexpected) in &unexpected {
        report.push('\n');
        write_unexpected(&mut report, &request.method, unexpected);
    }
    if requests.is_empty() {
        report.push_str("\nNo request came.\n");
    }
    let refused = requests.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Unauthorized)).count();
    if refused > 0 {
        line(&mut report, &format!("\n{refused} × 401: the request had another token than the mock's, or none"));
    }
    Some(report)
}

fn write_unmet(report: &mut String, expectation: &Registered) {
    let Registered { metadata, conditions, .. } = expectation;
    let throttled = match expectation.throttled() {
        0 => String::new(),
        times => format!(", after it was throttled {}", times_shown(times)),
    };
    let called = match expectation.met() {
        0 => "was not called".to_owned(),
        times => format!("was called {}", times_shown(times)),
    };
    let expected = match (expectation.times.least, expectation.times.most) {
        (least, Some(most)) if least == most => format!("to be called {}", times_shown(least)),
        (least, Some(most)) => format!("to be called {least} to {most} times"),
        (least, None) => format!("to be called at least {}", times_shown(least)),
    };
    line(report, &format!("{} was {expected}, and {called}{throttled}", metadata.name));
    line(report, &format!("  {} {}", metadata.method, metadata.path));
    for condition in conditions {
        line(report, &format!("  {}", condition.shown(metadata)));
    }
    line(report, &format!("  expected at {}", expectation.location));
}

fn write_unexpected(report: &mut String, method: &http::Method, unexpected: &Unexpected) {
    let Unexpected { path, nearest } = unexpected;
    line(report, &format!("{method} {path} was not expected"));
    match nearest {
        None => line(report, "  no expectation has a path like it"),
        Some((nearest, reasons)) => {
            line(report, &format!("  nearest is {}, expected at {}", nearest.metadata.name, nearest.location));
            for reason in reasons {
                line(report, &format!("  {reason}"));
            }
        }
    }
}

fn times_shown(times: u64) -> String {
    match times {
        1 => "once".to_owned(),
        _ => format!("{times} times"),
    }
}

fn line(report: &mut String, text: &str) {
    // Writing to a `String` does not fail.
    let _ = writeln!(report, "{text}");
}
