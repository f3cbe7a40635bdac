//! Reports of what was not as expected.

use super::registry::{Outcome, Registered, Registry, Unexpected};

/// Returns a report of what was not as expected; `None` if everything was.
pub(super) fn report(registry: &Registry) -> Option<String> {
    let expectations = registry.expectations();
    let requests = registry.requests();
    let unmet = expectations.iter().filter(|expectation| !expectation.is_satisfied()).map(|unmet| missing_calls(unmet));
    let unexpected = requests.iter().filter_map(|(request, outcome)| match outcome {
        Outcome::Unexpected(unexpected) => Some(unexpected_request(&request.method, unexpected)),
        Outcome::Matched(_) | Outcome::Batch | Outcome::Unauthorized => None,
    });
    let mut sections: Vec<String> = unmet.chain(unexpected).collect();
    if sections.is_empty() {
        return None;
    }
    sections.insert(0, "Microsoft Graph was not called as expected.".to_owned());
    if requests.is_empty() {
        sections.push("No request was received.".to_owned());
    }
    match requests.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Unauthorized)).count() {
        0 => {}
        1 => sections.push("1 request got 401, since it did not have the mock's token.".to_owned()),
        count => sections.push(format!("{count} requests got 401, since they did not have the mock's token.")),
    }
    Some(sections.join("\n\n"))
}

fn missing_calls(expectation: &Registered) -> String {
    let Registered { metadata, conditions, times, location, .. } = expectation;
    let expected = match (times.least, times.most) {
        (least, Some(most)) if least == most => calls(least),
        (least, Some(most)) => format!("{least} to {}", calls(most)),
        (least, None) => format!("at least {}", calls(least)),
    };
    let got = match expectation.met() {
        0 => "none".to_owned(),
        times => times.to_string(),
    };
    let throttled = match expectation.throttled() {
        0 => String::new(),
        1 => ", and 1 throttled request".to_owned(),
        times => format!(", and {times} throttled requests"),
    };
    let mut lines = vec![
        format!("{}: expected {expected}, got {got}{throttled}", metadata.name),
        format!("{} {}", metadata.method, metadata.path),
    ];
    lines.extend(conditions.iter().map(|condition| condition.shown(metadata)));
    lines.push(format!("expectation at {location}"));
    lines.join("\n  ")
}

fn unexpected_request(method: &http::Method, unexpected: &Unexpected) -> String {
    let Unexpected { path, closest } = unexpected;
    let mut lines = vec![format!("unexpected request: {method} {path}")];
    match closest {
        None => lines.push("no expectation has a similar path".to_owned()),
        Some((closest, reasons)) => {
            lines.push(format!("closest expectation: {}, at {}", closest.metadata.name, closest.location));
            lines.extend(reasons.iter().cloned());
        }
    }
    lines.join("\n  ")
}

fn calls(times: u64) -> String {
    if times == 1 { "1 call".to_owned() } else { format!("{times} calls") }
}
