//! The declarations and the table of operations say the same, both ways.

use std::collections::BTreeSet;

use graph_runtime::{
    metadata::{ActionMetadata, BodyKind, ResponseKind},
    permissions::Access,
};
use intune_onboarding::ACTIONS;

const OPERATIONS: &str = include_str!("../data/operations.tsv");

/// An operation as the table has it.
struct Row {
    versions: BTreeSet<&'static str>,
    method: &'static str,
    path: &'static str,
    body: &'static str,
    response: &'static str,
    delegated: BTreeSet<&'static str>,
    application: BTreeSet<&'static str>,
}

fn rows() -> Vec<Row> {
    let row = |line: &'static str| {
        let columns: Vec<_> = line.split('\t').collect();
        Row {
            versions: columns[0].split(',').collect(),
            method: columns[1],
            path: columns[2],
            body: columns[3],
            response: columns[4],
            delegated: columns[6].split(", ").collect(),
            application: columns[7].split(", ").collect(),
        }
    };
    OPERATIONS.lines().skip(1).map(row).collect()
}

/// Returns the path as the table writes it: `{id}` for each key, and the names of parameters for arguments.
fn path(action: &ActionMetadata) -> String {
    let path = action.path.as_str();
    let mut shown = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('<') {
        let (name, after) = after.split_once('>').expect("a placeholder ends");
        let argument = before.rsplit_once(['(', ',']).and_then(|(_, argument)| argument.split_once('='));
        let name = if let Some((argument, _)) = argument {
            argument
        } else {
            assert!(name == "id" || name.ends_with("_id"), "{path}");
            "id"
        };
        shown.push_str(before);
        shown.extend(["{", name, "}"]);
        rest = after;
    }
    shown + rest
}

fn find(method: &str, path_in_table: &str) -> Option<&'static ActionMetadata> {
    ACTIONS.iter().copied().find(|action| action.method.as_str() == method && path(action) == path_in_table)
}

/// Returns the names of the permissions, one of which is needed.
fn names(access: &Access) -> BTreeSet<&'static str> {
    let alternatives = access.alternatives();
    assert!(alternatives.iter().all(|alternative| alternative.iter().count() == 1));
    alternatives.iter().flat_map(|alternative| alternative.iter()).map(|permission| permission.name).collect()
}

#[test]
fn each_operation_of_the_table_is_declared_and_nothing_else() {
    let in_table: BTreeSet<_> = rows().iter().map(|row| (row.method.to_owned(), row.path.to_owned())).collect();
    let declared: BTreeSet<_> =
        ACTIONS.iter().map(|action| (action.method.as_str().to_owned(), path(action))).collect();
    assert_eq!((in_table.len(), ACTIONS.len()), (102, 102));
    assert_eq!(declared, in_table);
}

#[test]
fn each_declaration_says_what_the_table_says() {
    for row in rows() {
        let action = find(row.method, row.path).expect(row.path);
        let name = action.name;
        let versions: BTreeSet<_> = action.versions.iter().map(|version| version.as_str()).collect();
        assert_eq!(versions, row.versions, "{name}");
        assert_eq!(names(&action.permissions.delegated), row.delegated, "{name}");
        assert_eq!(names(&action.permissions.application), row.application, "{name}");
        assert_eq!(action.permissions.personal, Access::NotSupported, "{name}");
        let response = match row.response {
            "" => ResponseKind::Nothing,
            "count" => ResponseKind::Text,
            value if value.starts_with("value ") => ResponseKind::Value,
            list if list.starts_with("Collection(") => ResponseKind::Page,
            _ => ResponseKind::Json,
        };
        assert_eq!(action.response, response, "{name}");
        assert_eq!(action.body, if row.body.is_empty() { BodyKind::Nothing } else { BodyKind::Json }, "{name}");
        let entity = Some(row.body).filter(|body| !body.is_empty() && !body.starts_with('{'));
        // The profile in the body says itself what it is.
        let stated = entity.filter(|entity| *entity != "enrollmentProfile");
        let stated = stated.map(|entity| format!("#microsoft.graph.{entity}"));
        assert_eq!(action.odata_type.map(str::to_owned), stated, "{name}");
    }
}

#[test]
fn what_must_not_run_twice_is_not_retried() {
    for name in [
        "CreateToken",
        "UploadDepToken",
        "GenerateEncryptionPublicKey",
        "SyncWithAppleDeviceEnrollmentProgram",
        "ImportDevices",
        "ImportDeviceIdentityList",
        "ImportAppleDeviceIdentityList",
        "RevokeLicenses",
        "ReleaseAppleDevices",
    ] {
        let actions: Vec<_> = ACTIONS.iter().filter(|action| action.name == name).collect();
        assert!(!actions.is_empty(), "{name}");
        assert!(actions.iter().all(|action| !action.idempotent), "{name}");
    }
}
