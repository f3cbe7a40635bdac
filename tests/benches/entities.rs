//! How long a page of 1,000 entities takes to be read and written, with `#[graph_type]` and with serde's derives;
//! `CONTRIBUTING.md` has the commands.

use std::hint::black_box;

use criterion::{BenchmarkGroup, Criterion, measurement::WallTime};
use graph_runtime::Page;
use graph_tests::measure::{
    NameOrder,
    entity::{self, derive, graph_type},
};
use serde::{Serialize, de::DeserializeOwned};

const ENTITIES: usize = 1_000;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for (name, unknown, order) in [
        ("declared order", 0, NameOrder::Declared),
        ("random order", 0, NameOrder::Random),
        ("declared order, five unknown", 5, NameOrder::Declared),
        ("random order, five unknown", 5, NameOrder::Random),
    ] {
        let json = entity::page(ENTITIES, unknown, order);
        let mut group = criterion.benchmark_group(format!("read, {name}"));
        read::<derive::Device>(&mut group, "derive", &json);
        read::<graph_type::Device>(&mut group, "graph_type", &json);
        read::<derive::OpenDevice>(&mut group, "derive, additional", &json);
        read::<graph_type::OpenDevice>(&mut group, "graph_type, additional", &json);
        group.finish();
    }
    for (name, unknown) in [("none unknown", 0), ("five unknown", 5)] {
        let json = entity::page(ENTITIES, unknown, NameOrder::Declared);
        let mut group = criterion.benchmark_group(format!("write, {name}"));
        write::<derive::Device>(&mut group, "derive", &json);
        write::<graph_type::Device>(&mut group, "graph_type", &json);
        write::<derive::OpenDevice>(&mut group, "derive, additional", &json);
        write::<graph_type::OpenDevice>(&mut group, "graph_type, additional", &json);
        group.finish();
    }
    criterion.final_summary();
}

fn read<T: DeserializeOwned>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, json: &str) {
    group.bench_function(name, |bencher| {
        bencher.iter_with_large_drop(|| serde_json::from_str::<Page<T>>(black_box(json)).expect("a page"));
    });
}

fn write<T: DeserializeOwned + Serialize>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, json: &str) {
    let page: Page<T> = serde_json::from_str(json).expect("a page");
    group.bench_function(name, |bencher| bencher.iter(|| serde_json::to_vec(black_box(&page)).expect("JSON")));
}
