//! `intune-onboarding`, whose declarations hold against the descriptions.

use std::{env, fs, path::Path};

use graph_import::{
    check::{AtHand, Finding, Options, Report, Rule, check},
    csdl,
    description::{Source, SourceKind, Version},
    permission_data,
    source::{Crate, Targets},
};

fn report(v1: &Path, beta: &Path, permissions: &Path) -> Report {
    let onboarding = Path::new(env!("CARGO_MANIFEST_DIR")).join("../intune-onboarding");
    let krate = Crate::read(&onboarding, Targets::default()).expect("a crate");
    let source = |kind, path: &Path| Source { kind, name: path.display().to_string(), date: None };
    let schema = |path: &Path, version| {
        let xml = fs::read(path).expect("a description");
        csdl::read(&xml, version, source(SourceKind::Metadata, path)).expect("a description")
    };
    let schemas = [schema(v1, Version::V1_0), schema(beta, Version::Beta)];
    let json = fs::read(permissions).expect("permission data");
    let permissions =
        permission_data::read(&json, None, source(SourceKind::Permissions, permissions)).expect("permission data");
    check(&krate, &AtHand::new(&schemas).with_permissions(&permissions), &Options::default())
}

#[test]
fn the_declarations_of_device_onboarding_agree_with_its_facts() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/onboarding");
    let report = report(&data.join("v1.0.csdl"), &data.join("beta.csdl"), &data.join("permissions.json"));
    assert_eq!((report.findings, report.untold), (vec![], vec![]));
    assert_eq!(report.operations, 102);
}

#[test]
fn the_declarations_of_device_onboarding_agree_with_the_corpus_but_for_its_age() {
    let Some(corpus) = env::var_os("GRAPH_IMPORT_CORPUS") else {
        eprintln!("left out: GRAPH_IMPORT_CORPUS is not set");
        return;
    };
    let corpus = Path::new(&corpus);
    let report = report(
        &corpus.join("v1.0-2026-08-04.csdl"),
        &corpus.join("beta-2021-06-08-clean.xml"),
        &corpus.join("permissions-2026-08-07.json"),
    );
    // The description of beta is five years older than the declarations: it lacks what has come since, and nothing else
    // is found.
    let new_since = [Rule::Gone, Rule::Member, Rule::OdataType, Rule::Property];
    let others: Vec<_> = report.findings.iter().filter(|finding| !new_since.contains(&finding.rule)).collect();
    assert_eq!(others, [] as [&Finding; 0]);
    let gone = report.findings.iter().filter(|finding| finding.rule == Rule::Gone);
    let gone: Vec<_> = gone.map(|finding| finding.item.rsplit("::").next().unwrap_or_default()).collect();
    assert_eq!(
        gone,
        [
            "SetEnrollmentTimeDeviceMembershipTarget",
            "RetrieveEnrollmentTimeDeviceMembershipTarget",
            "ClearEnrollmentTimeDeviceMembershipTarget",
            "ReleaseAppleDevices",
            "GetDefaultTvOsEnrollmentProfile",
            "GetDefaultVisionOsEnrollmentProfile",
            "RequestEnterpriseUpgradeUrl",
            "CreateZeroTouchWebToken",
            "AddApps",
            "SetStoreLayout",
            "RetrieveStoreLayout",
        ]
    );
    assert_eq!(report.untold, []);
}
