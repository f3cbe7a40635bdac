//! Gauges in Prometheus's text format.

use std::fmt::Write as _;

use super::resource::Reading;

/// Returns the gauges: when each token and certificate expires, and which resources could be read.
pub(in crate::commands) fn gauges(readings: &[Reading]) -> String {
    let mut text = String::new();
    head(
        &mut text,
        "intune_onboarding_expiration_timestamp_seconds",
        "When a token or certificate expires, in seconds since 1970.",
    );
    for expiring in readings.iter().flat_map(|reading| reading.found.iter().flatten()) {
        let (kind, id, name) = (label(expiring.kind), label(&expiring.id), label(&expiring.name));
        let seconds = expiring.expires.to_offset_date_time().unix_timestamp();
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "intune_onboarding_expiration_timestamp_seconds{{kind=\"{kind}\",id=\"{id}\",name=\"{name}\"}} {seconds}"
        );
    }
    head(&mut text, "intune_onboarding_read_success", "Whether the tokens or certificates of a kind could be read.");
    for reading in readings {
        let read = u8::from(reading.failure.is_none());
        let _ = writeln!(text, "intune_onboarding_read_success{{kind=\"{}\"}} {read}", label(reading.kind));
    }
    text
}

/// Returns the gauges of `watch` beside these: when each kind was last read, in seconds since 1970.
pub(in crate::commands) fn last_reads<'a>(reads: impl IntoIterator<Item = (&'a str, i64)>) -> String {
    let name = "intune_onboarding_last_read_timestamp_seconds";
    let mut text = String::new();
    head(&mut text, name, "When the tokens or certificates of a kind were last read, in seconds since 1970.");
    for (kind, seconds) in reads {
        let _ = writeln!(text, "{name}{{kind=\"{}\"}} {seconds}", label(kind));
    }
    text
}

fn head(text: &mut String, name: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
}

/// Escapes the value of a label.
fn label(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
