//! The figures of a soak, and what was promised.

use std::{
    fmt, fs,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use graph_tests::measure::Table;

use crate::{Outcomes, service::Counts};

/// How much the memory of the process may differ between two samples, in bytes: allocators keep memory for later.
const UNSTEADY: u64 = 16 << 20;

/// What the clients and the process use at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    /// The resident memory of the process in bytes, or `None` where it cannot be read.
    pub(crate) memory: Option<u64>,
    pub(crate) connections: usize,
    pub(crate) tasks: usize,
}

impl Usage {
    pub(crate) fn now(connections: usize, tasks: usize) -> Self {
        Self { memory: resident(), connections, tasks }
    }
}

/// Returns the resident memory of this process, which Linux tells.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? * 1024)
}

/// All figures of a soak.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) time: Duration,
    pub(crate) outcomes: Arc<Outcomes>,
    pub(crate) counts: Arc<Counts>,
    pub(crate) before: Usage,
    /// After a fifth of the time, after three fifths, and at the end.
    pub(crate) samples: Vec<Usage>,
    /// After the clients were dropped.
    pub(crate) after: Usage,
}

fn get(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

impl Report {
    /// What was promised: what must not have happened, how often it did, and out of how many.
    fn promises(&self) -> [(&'static str, u64, u64); 7] {
        let Self { outcomes, counts, before, samples, after, .. } = self;
        let tasks = after.tasks.saturating_sub(before.tasks);
        let memory = |index: usize| samples.get(index).and_then(|sample: &Usage| sample.memory).unwrap_or_default();
        let grown = memory(2).saturating_sub(memory(1).max(memory(0)) + UNSTEADY);
        [
            ("changes that were made twice", get(&counts.changes_twice), get(&counts.changes)),
            ("requests to another host with a token", get(&counts.tokens_elsewhere), get(&counts.elsewhere)),
            ("errors that show a token", get(&outcomes.tokens_shown), self.errors()),
            ("calls without end, or with a panic", get(&outcomes.endless) + get(&outcomes.panics), self.calls()),
            (
                "connections left",
                u64::try_from(after.connections).unwrap_or(u64::MAX),
                self.most(|usage| usage.connections),
            ),
            ("tasks left", u64::try_from(tasks).unwrap_or(u64::MAX), self.most(|usage| usage.tasks)),
            (
                "MiB by which memory grew in the second half, beyond what an allocator keeps",
                grown >> 20,
                memory(2) >> 20,
            ),
        ]
    }

    fn most(&self, of: impl Fn(&Usage) -> usize) -> u64 {
        self.samples.iter().map(|sample| u64::try_from(of(sample)).unwrap_or(u64::MAX)).max().unwrap_or_default()
    }

    fn results(&self) -> [(&'static str, u64); 9] {
        let outcomes = &self.outcomes;
        [
            ("successes", get(&outcomes.successes)),
            ("`Error::Api`", get(&outcomes.api)),
            ("`Error::Decode`", get(&outcomes.decode)),
            ("`Error::Transport`", get(&outcomes.transport)),
            ("`Error::Timeout`", get(&outcomes.timeout)),
            ("`Error::Token`", get(&outcomes.token)),
            ("`Error::Build`", get(&outcomes.build)),
            ("other errors", get(&outcomes.other)),
            ("canceled", get(&outcomes.canceled)),
        ]
    }

    /// How many calls were made.
    pub(crate) fn calls(&self) -> u64 {
        self.results().iter().map(|(_, count)| count).sum::<u64>() + get(&self.outcomes.endless)
    }

    fn errors(&self) -> u64 {
        self.results()[1..8].iter().map(|(_, count)| count).sum()
    }

    /// Whether every promise was kept, and there was something to keep.
    pub(crate) fn is_kept(&self) -> bool {
        self.promises().iter().all(|(_, broken, _)| *broken == 0)
            && get(&self.counts.changes) > 0
            && get(&self.counts.elsewhere) > 0
            && get(&self.outcomes.successes) > 0
            && self.errors() > 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} calls in {:?}, {} requests\n", self.calls(), self.time, get(&self.counts.requests))?;
        let mut promises = Table::new(["promised never", "happened", "out of"]);
        for (name, broken, all) in self.promises() {
            promises.row(&[name.to_owned(), broken.to_string(), all.to_string()]);
        }
        let mut results = Table::new(["call", "count"]);
        for (name, count) in self.results() {
            results.row(&[name.to_owned(), count.to_string()]);
        }
        let mut usage = Table::new(["time", "resident memory, MiB", "connections", "tasks"]);
        let times = ["before", "after a fifth", "after three fifths", "at the end", "without clients"];
        let all = [self.before].into_iter().chain(self.samples.iter().copied()).chain([self.after]);
        for (time, Usage { memory, connections, tasks }) in times.into_iter().zip(all) {
            let memory = memory.map_or_else(|| "-".to_owned(), |bytes| (bytes >> 20).to_string());
            usage.row(&[time.to_owned(), memory, connections.to_string(), tasks.to_string()]);
        }
        let mut faults = Table::new(["misbehavior", "count"]);
        for (name, count) in self.counts.faults() {
            faults.row(&[name.to_owned(), count.to_string()]);
        }
        writeln!(f, "{promises}\n{results}\n{usage}\n{faults}")
    }
}
