//! Choices that the golden files do not show.

use graph_import::{
    description::{Operation, OperationKind, Version},
    write::{Note, Options, Written, write},
};

use crate::{
    everything,
    model::{self, create_token, onboarding, operation, read, types, update_vpp_token, upload_dep_token},
};

fn name(kind: OperationKind, title: &str) -> String {
    names(&[operation(kind, title)]).remove(0)
}

fn names(operations: &[Operation]) -> Vec<String> {
    write(operations, &types(""), &Options::default()).items.into_iter().map(|item| item.name).collect()
}

fn shown(written: &Written) -> Vec<String> {
    written.notes.iter().map(ToString::to_string).collect()
}

#[test]
fn an_action_is_named_after_what_it_does() {
    for (kind, title, expected) in [
        (OperationKind::List, "GET /deviceAppManagement/vppTokens", "ListVppTokens"),
        (OperationKind::Get, "GET /deviceAppManagement/vppTokens/{id}", "GetVppToken"),
        (OperationKind::Get, "GET /users/{id}/manager", "GetManager"),
        (OperationKind::Create, "POST /deviceAppManagement/vppTokens", "CreateVppToken"),
        (OperationKind::Update, "PATCH /deviceAppManagement/vppTokens/{id}", "UpdateVppToken"),
        (OperationKind::Delete, "DELETE /deviceAppManagement/vppTokens/{id}", "DeleteVppToken"),
        (OperationKind::Count, "GET /deviceAppManagement/vppTokens/$count", "CountVppTokens"),
        (OperationKind::List, "GET /policies/{id}/people", "ListPeople"),
        (OperationKind::Get, "GET /policies/{id}", "GetPolicy"),
        (OperationKind::Action, "POST /users/{id}/microsoft.graph.assignLicense", "AssignLicense"),
        (OperationKind::Function, "GET /vppTokens/getLicensesForApp(bundleId='{b}')", "GetLicensesForApp"),
        (OperationKind::Function, "GET /users/delta", "UserDelta"),
        (OperationKind::GetContent, "GET /me/photo/$value", "GetPhotoContent"),
        (OperationKind::GetContent, "GET /drives/{id}/items/{id2}/content", "GetItemContent"),
        (OperationKind::List, "GET /groups/{id}/members/microsoft.graph.user", "ListUser"),
        (OperationKind::Action, "POST /me/messages/{id}/send", "SendMessage"),
    ] {
        assert_eq!(name(kind, title), expected, "{title}");
    }
}

#[test]
fn a_clash_is_solved_by_the_nearest_parent_and_said() {
    let operations = [
        operation(OperationKind::List, "GET /users/{id}/messages"),
        operation(OperationKind::List, "GET /me/messages"),
        operation(OperationKind::List, "GET /users/{id}/mailFolders/{folder}/messages"),
        operation(OperationKind::List, "GET /me/mailFolders/{folder}/messages"),
        operation(OperationKind::List, "GET /me/mailFolders/{folder}/messages"),
    ];
    let written = write(&operations, &types(""), &Options::default());
    let names: Vec<_> = written.items.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "ListMessages",
            "ListMyMessages",
            "ListMailFolderMessages",
            "ListMyMailFolderMessages",
            "ListMyMailFolderMessages2"
        ]
    );
    assert!(
        shown(&written).contains(&String::from("ListMyMessages: `ListMessages` is taken; chosen for GET /me/messages"))
    );
}

#[test]
fn the_three_operations_take_at_most_150_lines() {
    let types = onboarding(Version::V1_0);
    let written = write(&[upload_dep_token(), create_token(), update_vpp_token(&types)], &types, &Options::default());
    let lines = written.file().lines().count();
    assert!(lines <= 150, "{lines} lines");
}

#[test]
fn types_are_cut_at_structural_properties() {
    let types = everything::types();
    let get = [read(OperationKind::Get, "GET /things/{id}", "thing")];
    let names = |options: &Options| -> Vec<String> {
        write(&get, &types, options).items.into_iter().map(|item| item.name).collect()
    };
    let plain = names(&Options::default());
    assert!(!plain.iter().any(|name| ["Owner", "Part", "RoundGraphShape"].contains(&name.as_str())), "{plain:?}");
    let with = names(&Options { with: vec!["parts".into()], ..Options::default() });
    assert!(with.contains(&String::from("Part")), "{with:?}");
    assert_eq!(names(&Options { only_action: true, ..Options::default() }), ["GetThing"]);
    let missing = write(&get, &types, &Options { with: vec!["nothing".into()], ..Options::default() });
    assert!(shown(&missing).contains(&String::from("there is no navigation property `nothing` in a response")));
}

#[test]
fn descriptions_can_be_left_out() {
    let types = everything::types();
    let operations = everything::operations(&types);
    let text = write(&operations, &types, &Options { descriptions: false, ..everything::options() }).file();
    assert!(!text.contains("Microsoft Graph documentation") && !text.contains("The old name"), "{text}");
    assert!(text.contains("/// Key of the thing."), "{text}");
}

#[test]
fn the_author_is_told_what_was_decided() {
    let types = everything::types();
    let said = shown(&write(&everything::operations(&types), &types, &everything::options()));
    for expected in [
        "CreateThing: `shared_key` is marked as secret",
        "CreateThing: `Thing.New` is not in the catalog of permissions; written as `unchecked(…)`",
        "CreateThing: `User.Read.All` does not exist for personal callers; left out",
        "UpdateThing: no permissions are known; write them in `perms`",
        "ReplaceShape: the permissions are inferred from those of GET /me",
        "Rename: body.kind: old.csdl of 2025-01-01 says String",
        "NotDescribed: no source describes the type `microsoft.graph.notDescribed`",
        "the crate needs the dependency `serde_json`",
    ] {
        assert!(said.iter().any(|line| line == expected), "{expected}: {said:#?}");
    }
    assert!(!said.iter().any(|line| line.contains("will not compile")), "{said:#?}");
}

#[test]
fn what_no_declaration_can_say_is_reported_and_not_hidden() {
    let mut strange = operation(OperationKind::Delete, "DELETE /things/{id}/a b");
    strange.description = Some("Deletes it".into());
    let written = write(&[strange], &types(""), &Options::default());
    assert!(written.notes.iter().any(|note| matches!(note, Note::Unsound { .. })), "{:?}", written.notes);
}

#[test]
fn the_same_input_gives_the_same_text() {
    let types = onboarding(Version::Beta);
    let text = || write(&model::operations(&types), &types, &Options::default()).file();
    assert_eq!(text(), text());
}

#[test]
fn cyclic_and_deep_types_are_written() {
    let chain: String = (0..3000)
        .map(|number| {
            let next = (number + 1) % 3000;
            format!("<ComplexType Name=\"t{number}\"><Property Name=\"next\" Type=\"graph.t{next}\" /></ComplexType>")
        })
        .collect();
    let types = types(&chain);
    let written = write(&[read(OperationKind::Get, "GET /t", "t0")], &types, &Options::default());
    assert_eq!(written.items.len(), 3001);
    assert!(written.items[1].text.contains("pub next: Option<Box<T1>>"), "{}", written.items[1].text);
}
