//! What changed for a crate of 200 operations between the descriptions of 2025 and 2026, against a plain script.

mod script;

use std::{collections::BTreeSet, env, fs, path::Path};

use graph_import::{
    check::{AtHand, Finding, Options, Rule, between},
    csdl,
    description::{Method, Operation, Schema, Source, SourceKind, Version},
    permission_data::{self, PermissionData},
    resolve::{Request, Resolver},
    source::{Crate, Targets},
    write::{self, Written},
};

use script::Script;

const OPERATIONS: usize = 200;

fn schema(path: &Path) -> Schema {
    let source = Source { kind: SourceKind::Metadata, name: path.display().to_string(), date: None };
    csdl::read(&fs::read(path).expect("a description"), Version::V1_0, source).expect("a description")
}

fn permissions(path: &Path) -> PermissionData {
    let source = Source { kind: SourceKind::Permissions, name: path.display().to_string(), date: None };
    permission_data::read(&fs::read(path).expect("permissions"), None, source).expect("permissions")
}

/// Returns operations that are taken evenly from those with permissions, as far as the script can follow their paths.
fn operations(schema: &Schema, permissions: &PermissionData, json: &str, script: &Script) -> Vec<Operation> {
    let resolver = Resolver::new([schema]);
    let resolve = |method: Method, path: &str| {
        let request = Request::parse(path).ok()?.with_method(method);
        let mut operation = resolver.resolve(&request).ok()?;
        operation.permissions = permissions.of(method, path);
        Some(operation)
    };
    let all: Vec<_> = script::published(json).into_iter().collect();
    let mut found: Vec<Operation> = Vec::new();
    // Again and again from another start, until there are enough: many paths are those of beta.
    for start in 0..all.len() {
        for (method, path) in all.iter().skip(start).step_by(all.len() / OPERATIONS) {
            let method = Method::ALL.into_iter().find(|known| known.as_str() == method);
            let operation = method.and_then(|method| resolve(method, path));
            let is_new = |operation: &Operation| found.iter().all(|known| known.title() != operation.title());
            found.extend(operation.filter(is_new).filter(|operation| script.knows(&operation.route())));
            if found.len() == OPERATIONS {
                return found;
            }
        }
    }
    found
}

#[test]
fn between_finds_what_a_plain_script_finds_and_nothing_else() {
    let Some(corpus) = env::var_os("GRAPH_IMPORT_CORPUS") else {
        eprintln!("left out: GRAPH_IMPORT_CORPUS is not set");
        return;
    };
    let corpus = Path::new(&corpus);
    let files = ["v1.0-2025-08-05.csdl", "v1.0-2026-08-04.csdl"].map(|name| corpus.join(name));
    let data = ["permissions-2025-07-31.json", "permissions-2026-08-07.json"].map(|name| corpus.join(name));
    let schemas = [schema(&files[0]), schema(&files[1])];
    let permissions = [permissions(&data[0]), permissions(&data[1])];

    let text = |path: &Path| fs::read_to_string(path).expect("a text");
    let before = Script::new(&text(&files[0]), &text(&data[0]));
    let operations = operations(&schemas[0], &permissions[0], &text(&data[0]), &before);
    let written = write::write(&operations, &schemas[0].types, &write::Options::default());
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("lib.rs");
    fs::write(&file, written.file()).expect("the crate is written");
    let krate = Crate::read(&file, Targets::default()).expect("a crate");
    assert_eq!(krate.problems, []);

    let old = AtHand::new([&schemas[0]]).with_permissions(&permissions[0]);
    let new = AtHand::new([&schemas[1]]).with_permissions(&permissions[1]);
    let report = between(&krate, &old, &new, &Options::default());
    assert_eq!((report.operations, &report.untold), (OPERATIONS, &vec![]));
    let found: BTreeSet<_> = report.findings.iter().map(|finding| told(finding, &written)).collect();

    let after = Script::new(&text(&files[1]), &text(&data[1]));
    let asked: Vec<_> = operations.iter().map(|operation| (operation.method.as_str(), operation.route())).collect();
    let types = written.items.iter().filter(|item| item.kind != write::ItemKind::Action).map(|item| item.of.clone());
    let expected = script::differences(&before, &after, &asked, &types.collect());

    let missed: Vec<_> = expected.difference(&found).collect();
    let surplus: Vec<_> = found.difference(&expected).collect();
    assert!(missed.is_empty() && surplus.is_empty(), "missed {missed:#?}\nsurplus {surplus:#?}");
    eprintln!("{} differences in {OPERATIONS} operations and {} types", found.len(), written.items.len() - OPERATIONS);
    assert!(found.len() > 20);
}

/// Returns a finding as the script writes it: what it is about, and what became of it.
fn told(finding: &Finding, written: &Written) -> String {
    let (item, _) = finding.item.split_once('.').unwrap_or((&finding.item, ""));
    let item = written.items.iter().find(|known| known.name == item).expect("a declaration");
    let named = finding.message.split('`').nth(1).unwrap_or_default();
    let of = &item.of;
    let is_type = item.kind != write::ItemKind::Action;
    match finding.rule {
        Rule::Gone | Rule::Version => format!("{of} gone"),
        Rule::Returns => format!("{of} returns"),
        Rule::Query if finding.message.contains("system query options") => format!("{of} query options"),
        Rule::Query | Rule::Header => format!("{of} parameter {named}"),
        Rule::Permission | Rule::LeastPrivilege | Rule::Caller => {
            let caller =
                ["delegated", "personal", "application"].into_iter().find(|caller| finding.message.contains(caller));
            format!("{of} permissions {}", caller.unwrap_or_default())
        }
        Rule::Member => format!("{of} member {}", finding.message.split('`').nth(3).unwrap_or_default()),
        Rule::Deprecated if is_type && of.ends_with(&format!(".{named}")) => format!("{of} deprecated"),
        Rule::Deprecated if named.contains(' ') => format!("{of} deprecated"),
        _ => format!("{of} {named}"),
    }
}
