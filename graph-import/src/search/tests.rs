use super::*;
use crate::{
    csdl,
    description::{Schema, Source, SourceKind},
};

fn schemas() -> [Schema; 2] {
    let read = |xml: &[u8], version: Version| {
        let source = Source { kind: SourceKind::Metadata, name: version.as_str().into(), date: None };
        csdl::read(xml, version, source).expect("the description is well-formed")
    };
    [
        read(include_bytes!("../../tests/data/onboarding/v1.0.csdl"), Version::V1_0),
        read(include_bytes!("../../tests/data/onboarding/beta.csdl"), Version::Beta),
    ]
}

fn found(query: &str, limit: usize) -> Vec<String> {
    let schemas = schemas();
    let resolver = Resolver::new(&schemas);
    let words: Vec<_> = query.split(' ').collect();
    search(&resolver, &[Version::V1_0, Version::Beta], &words, limit).iter().map(Operation::title).collect()
}

#[test]
fn words_of_the_last_name_find_an_operation_first() {
    let upload = "POST /deviceManagement/depOnboardingSettings/{id}/uploadDepToken";
    for query in ["upload dep token", "UploadDepToken", "uploadDepToken", "token dep upload", "upload dep tokne"] {
        assert_eq!(found(query, 1), [upload], "{query}");
    }
}

#[test]
fn what_an_operation_does_may_be_a_word() {
    assert_eq!(found("list vpp tokens", 1), ["GET /deviceAppManagement/vppTokens"]);
    assert_eq!(found("update vpp token", 1), ["PATCH /deviceAppManagement/vppTokens/{id}"]);
    assert_eq!(found("delete vpp token", 1), ["DELETE /deviceAppManagement/vppTokens/{id}"]);
    assert_eq!(found("count vpp tokens", 1), ["GET /deviceAppManagement/vppTokens/$count"]);
    assert_eq!(found("POST vppTokens", 1), ["POST /deviceAppManagement/vppTokens"]);
}

#[test]
fn every_word_has_to_be_found() {
    assert_eq!(found("upload dep token zebra", 5), [""; 0]);
    assert_eq!(found("", 5), [""; 0]);
}

#[test]
fn an_operation_of_both_versions_is_found_once() {
    let tokens = found("vpp tokens", 50);
    let list = tokens.iter().filter(|title| *title == "GET /deviceAppManagement/vppTokens").count();
    assert_eq!(list, 1, "{tokens:?}");
    assert!(tokens.iter().any(|title| title.ends_with("revokeLicenses")), "that of beta alone: {tokens:?}");
}

#[test]
fn no_more_are_found_than_asked_for() {
    assert_eq!(found("profile", 3).len(), 3);
    assert_eq!(found("profile", 0).len(), 0);
}
