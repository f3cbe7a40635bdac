//! What is known from earlier rounds.

use std::collections::BTreeMap;

use graph_runtime::DateTimeOffset;

use super::changes::{Change, What, changes};
use crate::{
    commands::status::{
        prometheus,
        resource::{Expiring, Reading},
    },
    failure::Failure,
};

/// What is known of each kind of resources, in the order in which they are read.
#[derive(Default)]
pub(super) struct Known {
    kinds: Vec<Resources>,
}

/// The resources of a kind.
struct Resources {
    kind: &'static str,
    /// What was found when it was last read.
    found: Option<Vec<Expiring>>,
    last_read: Option<DateTimeOffset>,
    failure: Option<Failure>,
    /// Whether each is said to expire soon, or to have expired, by ID.
    said: BTreeMap<String, What>,
}

impl Known {
    /// Takes the readings of a round, and returns what has changed.
    pub(super) fn update(&mut self, readings: Vec<Reading>, within: i64) -> Vec<Change> {
        let now = DateTimeOffset::now();
        let mut all = Vec::new();
        for reading in readings {
            let place = self.kinds.iter().position(|kind| kind.kind == reading.kind);
            let place = place.unwrap_or_else(|| {
                self.kinds.push(Resources::new(reading.kind));
                self.kinds.len() - 1
            });
            all.extend(self.kinds[place].update(reading, within, &now));
        }
        all
    }

    /// Returns the gauges for Prometheus. What could not be read is as it was before.
    pub(super) fn gauges(&self) -> String {
        let readings: Vec<_> = self
            .kinds
            .iter()
            .map(|kind| Reading {
                kind: kind.kind,
                found: kind.found.clone(),
                failure: kind.failure.as_ref().map(Failure::repeated),
            })
            .collect();
        let last_read = |kind: &Resources| {
            let date = kind.last_read.as_ref()?;
            Some((kind.kind, date.to_offset_date_time().unix_timestamp()))
        };
        prometheus::gauges(&readings) + &prometheus::last_reads(self.kinds.iter().filter_map(last_read))
    }
}

impl Resources {
    fn new(kind: &'static str) -> Self {
        Self { kind, found: None, last_read: None, failure: None, said: BTreeMap::new() }
    }

    fn update(&mut self, reading: Reading, within: i64, now: &DateTimeOffset) -> Vec<Change> {
        let mut all = Vec::new();
        let reason = |failure: &Option<Failure>| failure.as_ref().map(Failure::short);
        match (reason(&self.failure), reason(&reading.failure)) {
            (before, Some(reason)) if before.as_ref() != Some(&reason) => {
                all.push(Change::of_kind(self.kind, What::NotRead, Some(reason), now));
            }
            (Some(_), None) => all.push(Change::of_kind(self.kind, What::ReadAgain, None, now)),
            _ => {}
        }
        self.failure = reading.failure;
        if let Some(found) = reading.found {
            all.extend(changes(self.found.as_deref().unwrap_or_default(), &found, &mut self.said, within, now));
            self.found = Some(found);
            self.last_read = Some(now.clone());
        }
        all
    }
}
