//! `status`: what expires, soonest first.

pub(super) mod prometheus;
pub(super) mod resource;

use clap::Args;
use graph_runtime::{DateTimeOffset, time::UtcOffset};
use serde_json::{Value, json};

use self::resource::{Expiring, Reading};
use crate::{
    commands::days::{days_left, in_days},
    failure::Failure,
    options::GlobalOptions,
    output::{Output, bounded, plain},
    service::{Service, show_plan},
};

/// Show when tokens and certificates expire, soonest first
///
/// Reads DEP tokens, VPP tokens, the push certificate and Android enrollment tokens. A resource that cannot be read is a row
/// with the reason, not the end of the report.
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// End with exit code 7 if something has expired, or expires within this number of days
    #[arg(long, value_name = "DAYS")]
    within: Option<u16>,

    /// Print gauges in Prometheus's text format, for the textfile collector of the node exporter
    #[arg(long, conflicts_with = "json")]
    prometheus: bool,
}

impl Status {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_plan(output, &resource::plan(&service)?);
        }
        let readings = resource::read(&service).await;
        let mut found: Vec<_> = readings.iter().flat_map(|reading| reading.found.iter().flatten()).collect();
        found.sort_by_key(|expiring| expiring.expires.to_offset_date_time());
        if self.prometheus {
            output.text(&prometheus::gauges(&readings))?;
        } else if output.is_json() {
            output.json(&to_json(&readings, &found))?;
        } else {
            show(&readings, &found, output)?;
        }
        self.outcome(&readings, &found)
    }

    /// What expires comes before what could not be read, since it is known.
    fn outcome(&self, readings: &[Reading], found: &[&Expiring]) -> Result<(), Failure> {
        let limit = self.within.map(i64::from);
        let soon: Vec<_> =
            found.iter().filter(|expiring| limit.is_some_and(|limit| days_left(&expiring.expires) < limit)).collect();
        if let [first, rest @ ..] = soon.as_slice() {
            let others = match rest.len() {
                0 => String::new(),
                1 => " and 1 more".to_owned(),
                more => format!(" and {more} more"),
            };
            let days = days_left(&first.expires);
            let verb = if days < 0 { "expired" } else { "expires" };
            let renewal = first.renewal().map(|command| format!("; see `intune-onboarding {command}`"));
            return Err(Failure::expired(format!(
                "{} \"{}\" {verb} {}{others}{}",
                first.kind,
                first.name,
                in_days(days),
                renewal.unwrap_or_default()
            )));
        }
        // With nothing read at all, there is no report.
        match readings.iter().find_map(|reading| reading.failure.as_ref()) {
            Some(failure) if readings.iter().all(|reading| reading.found.is_none()) => Err(failure.repeated()),
            _ => Ok(()),
        }
    }
}

fn show(readings: &[Reading], found: &[&Expiring], output: &mut Output<'_>) -> Result<(), Failure> {
    let name = |text: &str| bounded(&plain(text), 40);
    let expiring = found.iter().map(|expiring| {
        [
            expiring.kind.to_owned(),
            name(&expiring.name),
            day(&expiring.expires),
            in_days(days_left(&expiring.expires)),
            expiring.last_sync.as_ref().map_or_else(|| "-".to_owned(), day),
            expiring.note.as_deref().map_or_else(|| "-".to_owned(), name),
            plain(&expiring.id),
        ]
    });
    let failed = readings.iter().filter_map(|reading| {
        let reason = bounded(&plain(&reading.failure.as_ref()?.short()), 60);
        let dash = || "-".to_owned();
        Some([reading.kind.to_owned(), dash(), dash(), "not read".to_owned(), dash(), reason, dash()])
    });
    let rows: Vec<_> = expiring.chain(failed).collect();
    output.table(["KIND", "NAME", "EXPIRES", "LEFT", "LAST SYNC", "NOTE", "ID"], &rows)?;
    Ok(())
}

/// Writes the day of a date in UTC. JSON has the whole date; in a table, it would take the room of the rest.
fn day(date: &DateTimeOffset) -> String {
    date.to_offset_date_time().to_offset(UtcOffset::UTC).date().to_string()
}

fn to_json(readings: &[Reading], found: &[&Expiring]) -> Value {
    let expiring: Vec<_> = found
        .iter()
        .map(|expiring| {
            json!({
                "kind": expiring.kind,
                "id": expiring.id,
                "name": expiring.name,
                "expirationDateTime": expiring.expires.to_string(),
                "daysLeft": days_left(&expiring.expires),
                "lastSyncDateTime": expiring.last_sync.as_ref().map(DateTimeOffset::to_string),
                "note": expiring.note,
            })
        })
        .collect();
    let failed = readings.iter().filter_map(|reading| {
        let failure = reading.failure.as_ref()?;
        Some(json!({"kind": reading.kind, "error": failure.to_json()["error"]}))
    });
    json!({"ok": true, "expiring": expiring, "notRead": failed.collect::<Vec<_>>()})
}
