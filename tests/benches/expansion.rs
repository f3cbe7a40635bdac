//! How long the macro's core takes for a declaration, as an ordinary function; `CONTRIBUTING.md` has the commands.

use criterion::{BatchSize, Criterion};
use graph_tests::{expansion::Declaration, measure::declarations};

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("expansion");
    for Declaration { name, arguments, item } in declarations() {
        group.bench_function(name, |bencher| {
            bencher.iter_batched(
                || (arguments.clone(), item.clone()),
                |(arguments, item)| graph_tests::expand(arguments, item),
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
    criterion.final_summary();
}
