//! Choices that the golden files do not show.

use graph_import::{
    description::{Body, Facts, Operation, OperationKind, Property, Response, TypeName, TypeRef, Version},
    write::{Note, Options, Written, write},
};

use crate::{
    everything,
    model::{self, create_token, graph, onboarding, operation, read, types, update_vpp_token, upload_dep_token},
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
fn what_has_a_plural_as_its_name_keeps_it() {
    let mut detail = operation(OperationKind::Get, "GET /users/{id}/licenseDetails/{id2}");
    assert_eq!(names(std::slice::from_ref(&detail)), ["GetLicenseDetail"]);
    detail.parameters[1].key_of = Some(graph("licenseDetails"));
    assert_eq!(names(&[detail]), ["GetLicenseDetails"]);
    let sync = operation(OperationKind::Action, "POST /deviceManagement/windowsAutopilotSettings/sync");
    assert_eq!(names(&[sync]), ["SyncWindowsAutopilotSettings"]);
}

#[test]
fn a_base_type_that_nothing_uses_is_not_written() {
    let types = everything::types();
    let get = [read(OperationKind::Get, "GET /things/{id}/name", "part")];
    let written = write(&get, &types, &Options { derived: vec![graph("shape")], ..Options::default() });
    assert!(written.items.iter().all(|item| !item.of.contains("shape")), "{:?}", written.items);
    let note = "there is no use of the type `microsoft.graph.shape`";
    assert!(shown(&written).contains(&String::from(note)), "{:?}", shown(&written));
}

#[test]
fn what_is_read_only_is_said_so_but_for_keys() {
    const COMPUTED: &str = r#"<Annotation Term="Org.OData.Core.V1.Computed" Bool="true" />"#;
    const READ: &str =
        r#"<Annotation Term="Org.OData.Core.V1.Permissions" EnumMember="Org.OData.Core.V1.Permission/Read" />"#;
    const SAID: &str = r#"<Annotation Term="Org.OData.Core.V1.Description" String="The size. Read-only." />"#;
    let types = types(&format!(
        r#"<EntityType Name="thing"><Key><PropertyRef Name="id" /></Key>
        <Property Name="id" Type="Edm.String" Nullable="false">{COMPUTED}</Property>
        <Property Name="computed" Type="Edm.String">{COMPUTED}</Property>
        <Property Name="read" Type="Edm.String">{READ}</Property>
        <Property Name="said" Type="Edm.String">{SAID}</Property>
        <Property Name="createdDateTime" Type="Edm.DateTimeOffset" />
        <Property Name="free" Type="Edm.String" /></EntityType>"#
    ));
    let marked = |operations: &[Operation]| -> Vec<String> {
        let written = write(operations, &types, &Options::default()).file();
        let lines: Vec<_> = written.lines().collect();
        let fields = lines.windows(2).filter(|pair| pair[0].contains("read_only"));
        fields
            .map(|pair| pair[1].trim().trim_start_matches("pub ").split(':').next().unwrap_or("").to_owned())
            .collect()
    };
    let get = read(OperationKind::Get, "GET /things/{id}", "thing");
    assert_eq!(marked(std::slice::from_ref(&get)), ["computed", "read", "said"]);
    // The times that the service sets are left out where the object is sent back.
    let property = Property {
        name: "things".into(),
        ty: TypeRef::collection(graph("thing")),
        nullable: None,
        facts: Facts::default(),
    };
    let body = Body::Parameters(vec![property]);
    let import = Operation { body, ..operation(OperationKind::Action, "POST /things/import") };
    assert_eq!(marked(&[get, import]), ["computed", "read", "said", "created_date_time"]);
}

#[test]
fn a_secret_that_is_returned_is_not_shown() {
    let ty = TypeRef::one(TypeName::new("Edm.String"));
    let response = Response::Value(ty);
    for (path, expected) in [
        ("createGooglePlayWebToken", "returns = ODataValue<Secret<String>>"),
        ("requestSignupUrl", "returns = ODataValue<String>"),
    ] {
        let title = format!("POST /things/{path}");
        let action = Operation { response: response.clone(), ..operation(OperationKind::Action, &title) };
        let text = write(&[action], &types(""), &Options::default()).file();
        assert!(text.contains(expected), "{text}");
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
