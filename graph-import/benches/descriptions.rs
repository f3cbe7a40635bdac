//! How long the descriptions of one version take: to be read, and to resolve and write every operation.
//!
//! They are not part of the repository: `GRAPH_IMPORT_CORPUS` names a folder with `v1.0.csdl` and `permissions.json`.

use std::{env, fs, hint::black_box, path::PathBuf};

use criterion::Criterion;
use graph_import::{
    csdl,
    description::{Source, SourceKind, Version},
    permission_data,
    resolve::{Request, Resolver},
    write,
};

fn main() {
    let Some(folder) = env::var_os("GRAPH_IMPORT_CORPUS").map(PathBuf::from) else {
        eprintln!("left out: GRAPH_IMPORT_CORPUS is not set");
        return;
    };
    let source = |kind, name: &str| Source { kind, name: name.into(), date: None };
    let xml = fs::read(folder.join("v1.0-2026-08-04.csdl")).expect("the description of v1.0");
    let json = fs::read(folder.join("permissions-2026-08-07.json")).expect("the permission data");
    let schema = || csdl::read(&xml, Version::V1_0, source(SourceKind::Metadata, "v1.0.csdl")).expect("CSDL");
    let permissions =
        || permission_data::read(&json, None, source(SourceKind::Permissions, "permissions.json")).expect("JSON");
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    criterion.bench_function("read CSDL", |bencher| bencher.iter(schema));
    criterion.bench_function("read permissions", |bencher| bencher.iter(permissions));
    let (schema, permissions) = (schema(), permissions());
    let resolver = Resolver::new([&schema]);
    criterion.bench_function("list all operations", |bencher| bencher.iter(|| resolver.operations(Version::V1_0)));
    let all = resolver.operations(Version::V1_0);
    eprintln!("{} operations", all.len());
    let resolve = |(method, path): &(graph_import::description::Method, String)| {
        let request = Request::parse(&format!("{} {path}", method.as_str())).expect("a request");
        let mut operation = resolver.resolve(&request).expect("an operation");
        operation.permissions = permissions.of(operation.method, path);
        operation
    };
    criterion.bench_function("resolve all operations", |bencher| {
        bencher.iter(|| all.iter().map(resolve).filter(|operation| operation.query_options).count());
    });
    let operations: Vec<_> = all.iter().step_by(all.len().div_ceil(200)).map(resolve).collect();
    criterion.bench_function("write 200 operations", |bencher| {
        bencher.iter(|| black_box(write::write(&operations, &schema.types, &write::Options::default()).file().len()));
    });
    criterion.final_summary();
}
