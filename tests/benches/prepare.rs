//! How long a request takes to be built, by the library and by hand; `CONTRIBUTING.md` has the commands.

#[path = "../measured/by_hand.rs"]
mod by_hand;

use by_hand::{Operation, clients};
use criterion::Criterion;

fn main() {
    let (graph, http) = clients();
    let mut criterion = Criterion::default().configure_from_args();
    for operation in Operation::examples() {
        let mut group = criterion.benchmark_group(operation.name());
        group.bench_function("prepare", |bencher| bencher.iter(|| operation.prepare(&graph)));
        group.bench_function("by hand", |bencher| bencher.iter(|| operation.by_hand(&http)));
        group.finish();
    }
    criterion.final_summary();
}
