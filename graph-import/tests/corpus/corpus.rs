//! Microsoft's descriptions.

use std::{env, fs, path::Path};

use graph_import::{
    csdl,
    description::{Operation, Schema, Source, SourceKind, Version},
    permission_data::{self, PermissionData},
    resolve::{Request, Resolver},
};

pub(crate) struct Corpus {
    pub(crate) schema: Schema,
    permissions: PermissionData,
}

/// Reads the corpus; `None`, and a line that says so, if there is none.
pub(crate) fn all_from_environment() -> Option<Corpus> {
    let Some(folder) = env::var_os("GRAPH_IMPORT_CORPUS") else {
        println!("left out: GRAPH_IMPORT_CORPUS is not set");
        return None;
    };
    let read = |name: &str| fs::read(Path::new(&folder).join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let source = |kind, name: &str| Source { kind, name: name.to_owned(), date: None };
    let xml = read("v1.0-2026-08-04.csdl");
    let json = read("permissions-2026-08-07.json");
    Some(Corpus {
        schema: csdl::read(&xml, Version::V1_0, source(SourceKind::Metadata, "v1.0")).expect("a description"),
        permissions: permission_data::read(&json, None, source(SourceKind::Permissions, "permissions"))
            .expect("permissions"),
    })
}

impl Corpus {
    /// Returns so many of all operations, taken evenly, as far as they can be declared.
    pub(crate) fn operations(&self, count: usize) -> Vec<Operation> {
        let resolver = Resolver::new([&self.schema]);
        let all = resolver.operations(Version::V1_0);
        let step = (all.len() / count.max(1)).max(1);
        let requests = all.iter().step_by(step).take(count).map(|(method, path)| format!("{} {path}", method.as_str()));
        requests.filter_map(|request| self.resolve(&resolver, &request)).collect()
    }

    pub(crate) fn operation(&self, request: &str) -> Operation {
        self.resolve(&Resolver::new([&self.schema]), request).expect("an operation")
    }

    fn resolve(&self, resolver: &Resolver<'_>, request: &str) -> Option<Operation> {
        let mut operation = resolver.resolve(&Request::parse(request).ok()?).ok()?;
        let path = operation.path.shown(&operation.parameters);
        operation.permissions = self.permissions.of(operation.method, &path);
        Some(operation)
    }
}
