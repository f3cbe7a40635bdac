//! How long the least set of permissions of many actions takes to find; `CONTRIBUTING.md` has the commands.

use criterion::{BenchmarkId, Criterion, Throughput};
use graph_runtime::permissions::{ActionSet, Caller};
use graph_tests::random_actions;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("least_privilege");
    let catalog = random_actions::catalog(Caller::Application);
    for count in [10, 100, 1_000] {
        let actions =
            random_actions::actions(&mut fastrand::Rng::with_seed(1), Caller::Application, &catalog, count, 6);
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(BenchmarkId::from_parameter(count), |bencher| {
            bencher.iter(|| ActionSet::new(&actions).least_privilege(Caller::Application));
        });
    }
    group.finish();
    criterion.final_summary();
}
