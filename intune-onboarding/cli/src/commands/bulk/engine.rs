//! The import itself: batch for batch, each row sent once, whatever happens between.
//!
//! Neither of the operations that import is idempotent. So the result file is written before a request is sent, and after
//! its response: at any time, it says which rows are in a request whose outcome is not known. What these have become is
//! read back, and only a row that is not in the tenant is sent again.

use std::{collections::VecDeque, time::Duration};

use uuid::Uuid;

use super::{
    pauses::Pauses,
    results::{Entry, Outcome, Results},
    steps::Steps,
    summary::counted,
};
use crate::{
    failure::Failure,
    service::{Planned, Service},
};

/// How often a batch is sent whose outcome is not known.
const ATTEMPTS: u32 = 3;
/// How many rows the service may reject one after another, each in a request of its own, until the fault is taken for that of
/// all requests.
const REJECTED: usize = 20;
/// How long a batch whose outcome is not known may take to show in the tenant.
const LATE: Duration = Duration::from_secs(30);

/// What has become of a row that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fate {
    pub(crate) outcome: Outcome,
    pub(crate) detail: String,
    pub(crate) id: String,
}

impl Fate {
    pub(crate) fn new(outcome: Outcome, detail: impl Into<String>, id: impl Into<String>) -> Self {
        Self { outcome, detail: detail.into(), id: id.into() }
    }
}

/// What is imported, and how.
pub(crate) trait Source {
    /// A valid row.
    type Item;

    /// Whether each batch is read back before the next one is sent; or all together at the end.
    const READS_BACK_EACH_BATCH: bool;

    /// Whether a row that is sent twice is in the tenant once.
    const IS_HARMLESS_TWICE: bool;

    /// Returns the request for these rows. `mark` is one that no other request has.
    fn plan(&self, service: &Service, items: &[&Self::Item], mark: &str) -> Result<Planned, Failure>;

    /// Sends the request, and returns what the service says of each row: that it is accepted or rejected.
    async fn send(&self, service: &Service, items: &[&Self::Item], mark: &str) -> Result<Vec<Fate>, Failure>;

    /// Reads back what has become of each row; `None` if it is not in the tenant.
    async fn read_back(&self, service: &Service, rows: &[(&Self::Item, &Entry)]) -> Result<Vec<Option<Fate>>, Failure>;
}

pub(super) struct Engine<'a, S: Source> {
    pub(super) source: &'a S,
    pub(super) service: &'a Service,
    /// The valid rows, at the positions of their entries.
    pub(super) items: &'a [Option<S::Item>],
    pub(super) batch_size: usize,
    pub(super) steps: &'a Steps,
    /// How long to wait until all that is accepted is imported.
    pub(super) wait: Duration,
}

/// Rows to send in one request, by their positions.
struct Batch {
    rows: Vec<usize>,
    attempts: u32,
}

impl<S: Source> Engine<'_, S> {
    /// Sends what is pending, and reads back what has become of it.
    pub(super) async fn run(&self, results: &mut Results) -> Result<(), Failure> {
        let sent = positions(results, Outcome::Sent);
        if !sent.is_empty() {
            // An interrupted request may still be processed.
            let late = LATE.min(self.wait).saturating_sub(results.interrupted_for);
            let wait = if S::IS_HARMLESS_TWICE { Duration::ZERO } else { late };
            self.resolve(&sent, wait, results).await?;
        }
        let pending = positions(results, Outcome::Pending);
        let batches = pending.chunks(self.batch_size).map(|rows| Batch { rows: rows.to_vec(), attempts: 0 });
        let mut queue: VecDeque<Batch> = batches.collect();
        let mut number = 0;
        // The rows that were rejected in requests of their own since the last request that was accepted.
        let mut rejected: Vec<usize> = Vec::new();
        while let Some(batch) = queue.pop_front() {
            number += 1;
            let count = batch.rows.len();
            self.send(batch, &mut queue, &mut rejected, results).await?;
            let (done, all) = (results.count(|outcome| !is_to_send(outcome)), results.entries.len());
            let rows = counted(count, "row");
            self.steps.report(&format!("request {number} with {rows}: {done} of {all} rows are done"));
        }
        self.settle(results).await
    }

    async fn send(
        &self,
        batch: Batch,
        queue: &mut VecDeque<Batch>,
        rejected: &mut Vec<usize>,
        results: &mut Results,
    ) -> Result<(), Failure> {
        let Batch { rows, attempts } = batch;
        let mark = Uuid::new_v4().to_string();
        set_all(results, &rows, &Fate::new(Outcome::Sent, "", &mark))?;
        let items: Vec<&S::Item> = rows.iter().filter_map(|row| self.items[*row].as_ref()).collect();
        let failure = match self.source.send(self.service, &items, &mark).await {
            Ok(fates) => {
                rejected.clear();
                for (row, fate) in rows.iter().zip(fates) {
                    set(results, *row, fate);
                }
                results.save()?;
                return if S::READS_BACK_EACH_BATCH { self.confirm(&rows, results).await } else { Ok(()) };
            }
            Err(failure) => failure,
        };
        if failure.may_have_been_processed() {
            self.resolve(&rows, LATE.min(self.wait), results).await?;
            let rows: Vec<_> =
                rows.into_iter().filter(|row| results.entries[*row].outcome == Outcome::Pending).collect();
            if !rows.is_empty() {
                if attempts + 1 >= ATTEMPTS {
                    return Err(failure);
                }
                queue.push_front(Batch { rows, attempts: attempts + 1 });
            }
            return Ok(());
        }
        if failure.is_invalid_request() && rows.len() == 1 {
            // The service rejects the whole request for one row.
            set_all(results, &rows, &Fate::new(Outcome::Rejected, failure.to_string(), ""))?;
            rejected.extend(rows);
            if rejected.len() < REJECTED {
                return Ok(());
            }
            set_all(results, rejected, &Fate::new(Outcome::Pending, "", ""))?;
            return Err(failure);
        }
        set_all(results, &rows, &Fate::new(Outcome::Pending, "", ""))?;
        if failure.is_invalid_request() {
            let (first, second) = rows.split_at(rows.len() / 2);
            queue.push_front(Batch { rows: second.to_vec(), attempts: 0 });
            queue.push_front(Batch { rows: first.to_vec(), attempts: 0 });
            return Ok(());
        }
        if failure.is_throttled() {
            queue.push_front(Batch { rows, attempts });
            self.steps.wait_after(&failure).await;
            return Ok(());
        }
        Err(failure)
    }

    /// Reads back rows that the service has accepted or rejected.
    async fn confirm(&self, rows: &[usize], results: &mut Results) -> Result<(), Failure> {
        let found = self.read_back(rows, results).await?;
        for (row, fate) in rows.iter().zip(found) {
            match (results.entries[*row].outcome, fate) {
                (Outcome::Accepted, Some(fate)) => set(results, *row, fate),
                (Outcome::Rejected, Some(Fate { id, .. })) => {
                    set(results, *row, Fate::new(Outcome::Present, "it was in the tenant and is left as it is", id));
                }
                _ => {}
            }
        }
        results.save()
    }

    /// Finds out what has become of rows in a request whose outcome is not known. Those that do not show in the tenant
    /// within some time are pending again.
    async fn resolve(&self, rows: &[usize], wait: Duration, results: &mut Results) -> Result<(), Failure> {
        let mut pauses = Pauses::new(wait);
        loop {
            let found = self.read_back(rows, results).await?;
            let is_complete = found.iter().all(Option::is_some);
            if !is_complete && pauses.next().await {
                continue;
            }
            for (row, fate) in rows.iter().zip(found) {
                let fate = fate.map(|fate| {
                    let detail = if fate.detail.is_empty() { "the response was lost; read back" } else { &fate.detail };
                    Fate::new(fate.outcome, detail, &fate.id)
                });
                set(results, *row, fate.unwrap_or_else(|| Fate::new(Outcome::Pending, "", "")));
            }
            return results.save();
        }
    }

    /// Reads back what is accepted, until all of it is imported or the time is over.
    async fn settle(&self, results: &mut Results) -> Result<(), Failure> {
        let mut pauses = Pauses::new(self.wait);
        loop {
            let accepted = positions(results, Outcome::Accepted);
            if accepted.is_empty() {
                return Ok(());
            }
            self.confirm(&accepted, results).await?;
            let left = results.count(|outcome| outcome == Outcome::Accepted);
            if left == 0 || !pauses.is_due() {
                return Ok(());
            }
            self.steps.report(&format!("{} of {} rows are accepted, but not there yet", left, results.entries.len()));
            pauses.next().await;
        }
    }

    async fn read_back(&self, rows: &[usize], results: &Results) -> Result<Vec<Option<Fate>>, Failure> {
        let rows: Vec<_> =
            rows.iter().filter_map(|row| Some((self.items[*row].as_ref()?, &results.entries[*row]))).collect();
        self.steps.patiently(async || self.source.read_back(self.service, &rows).await).await
    }
}

fn is_to_send(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Pending | Outcome::Sent)
}

/// Returns the positions of the rows with this outcome.
fn positions(results: &Results, outcome: Outcome) -> Vec<usize> {
    let entries = results.entries.iter().enumerate();
    entries.filter(|(_, entry)| entry.outcome == outcome).map(|(position, _)| position).collect()
}

fn set(results: &mut Results, row: usize, fate: Fate) {
    let entry = &mut results.entries[row];
    (entry.outcome, entry.detail, entry.id) = (fate.outcome, fate.detail, fate.id);
}

fn set_all(results: &mut Results, rows: &[usize], fate: &Fate) -> Result<(), Failure> {
    for row in rows {
        set(results, *row, fate.clone());
    }
    results.save()
}
