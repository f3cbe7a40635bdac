//! Permissions of declarations and of Microsoft's data.

use graph_import::check::{Rule, Severity};

use crate::case::Case;

#[test]
fn a_permission_that_does_not_suffice_is_found_where_it_is_written() {
    let case = Case::new().declared("/start\", perms = \"User.ReadWrite.All\"", "/start\", perms = \"User.Read.All\"");
    let report = case.report();
    let found: Vec<_> = report.findings.iter().map(|finding| (finding.rule, finding.message.as_str())).collect();
    let expected = [
        (Rule::Permission, "`User.Read.All` does not suffice for application callers"),
        (Rule::Permission, "`User.Read.All` does not suffice for delegated callers"),
    ];
    assert_eq!(found, expected);
    let finding = &report.findings[0];
    assert!(case.line(finding)[finding.place.column - 1..].starts_with("\"User.Read.All\""));
    assert_eq!(finding.write.as_deref(), Some("perms = \"User.ReadWrite.All\""));
}

#[test]
fn a_less_privileged_permission_that_suffices_is_found() {
    let case = Case::new().declared("[\"User.Read\", \"User.Read.All\"]", "\"User.Read.All\"");
    let finding = case.only();
    assert_eq!((finding.rule, finding.severity), (Rule::LeastPrivilege, Severity::Warning));
    assert_eq!(finding.message, "`User.Read` suffices for delegated callers, and is less privileged");
}

#[test]
fn what_the_data_marks_as_least_privileged_is_so_whatever_its_name_and_level() {
    // Of the same level, and first by its name alone.
    let alike = Case::new()
        .permissions(
            r#""User.Read": {"schemes": {"DelegatedWork": {"privilegeLevel": 1}"#,
            r#""Bookings.Read": {"schemes": {"DelegatedWork": {"privilegeLevel": 3}"#,
        )
        .declared("[\"User.Read\", \"User.Read.All\"]", "\"User.Read.All\"");
    assert_eq!(alike.only().message, "`Bookings.Read` suffices for delegated callers, and is less privileged");
    // One of two that are marked is enough.
    let both = alike.permissions(
        r#""paths": {"/things": "least=Application", "/things/{id}": "least=Application"}"#,
        r#""paths": {"/things": "least=Application,DelegatedWork", "/things/{id}": "least=Application,DelegatedWork"}"#,
    );
    assert_eq!(both.found(), Vec::<String>::new());
}

#[test]
fn permissions_that_are_needed_together_suffice_if_one_does() {
    let case = Case::new().declared(
        "\"/things/<id>/start\", perms = \"User.ReadWrite.All\"",
        "\"/things/<id>/start\", perms = all(\"User.ReadWrite.All\", \"User.Read.All\")",
    );
    let found = case.found();
    assert!(found.iter().all(|finding| !finding.contains("does not suffice")), "{found:?}");
}

#[test]
fn a_caller_type_that_is_not_supported_any_more_is_found() {
    let case = Case::new().permissions(
        r#""schemeKeys": ["DelegatedWork", "Application"], "methods": ["PATCH", "POST", "DELETE"]"#,
        r#""schemeKeys": ["DelegatedWork"], "methods": ["PATCH", "POST", "DELETE"]"#,
    );
    let found = case.found();
    assert_eq!(found, ["error caller: application callers are not supported"; 2]);
}

#[test]
fn a_caller_type_that_is_supported_now_is_noted() {
    let case = Case::new().declared(
        "perms(delegated = [\"User.Read\", \"User.Read.All\"], application = \"User.Read.All\")",
        "perms(delegated = [\"User.Read\", \"User.Read.All\"])",
    );
    assert_eq!(case.found(), ["note caller: application callers are supported"]);
}

#[test]
fn without_published_permissions_nothing_is_said() {
    let case = Case::new()
        .permissions("/things/{id}/start", "/things/{id}/stop")
        .declared("/start\", perms = \"User.ReadWrite.All\"", "/start\", perms = \"Mail.Send\"");
    assert_eq!(case.found(), Vec::<String>::new());
}
