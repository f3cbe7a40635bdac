//! How long a request takes to be built, by the library and by hand; `CONTRIBUTING.md` has the commands.

use criterion::Criterion;
use graph_tests::measure::by_hand::{Operation, clients};

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
