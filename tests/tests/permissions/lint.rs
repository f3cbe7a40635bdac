//! What a declaration leaves to be desired.

use graph_runtime::{
    GraphAction, graph_action,
    metadata::{ActionMetadata, BodyKind, LintKind, Method, ResponseKind, lint},
    permissions::{Access, Permissions},
};

#[graph_action(
    GET,
    "/me",
    perms(delegated = "User.Read", personal = "User.Read"),
    docs = "https://learn.microsoft.com/graph/api/user-get"
)]
struct Sound;

#[graph_action(GET, "/$metadata", version = ["v1.0", "beta"], perms = none, docs = "https://learn.microsoft.com/graph")]
struct Free;

#[graph_action(GET, "/me", version = "beta", perms(application = none))]
struct Closed;

#[graph_action(
    POST, "/me",
    perms(delegated = [all("User.Read", unchecked("New.Read")), unchecked("New.Read")]),
    docs = "https://learn.microsoft.com/graph/api/user-post",
)]
struct Unchecked;

fn found(actions: &[&'static ActionMetadata]) -> Vec<(&'static str, String, bool)> {
    lint(actions.iter().copied())
        .iter()
        .map(|found| {
            let shown = found.to_string();
            let said = shown.strip_prefix(found.action.name).expect("the action").trim_start_matches(": ").to_owned();
            (found.action.name, said, found.is_note())
        })
        .collect()
}

#[test]
fn a_sound_declaration_has_no_findings() {
    assert_eq!(lint([Sound::METADATA]), []);
}

#[test]
fn each_finding_names_its_action() {
    let note = |action, said: &str| (action, said.to_owned(), true);
    let error = |action, said: &str| (action, said.to_owned(), false);
    assert_eq!(
        found(&[Sound::METADATA, Free::METADATA, Closed::METADATA, Unchecked::METADATA]),
        [
            note("Free", "no permission needed, which is rare (note)"),
            error("Closed", "no link to the documentation: add `docs = \"…\"`"),
            error("Closed", "not available to any caller type: check `perms`"),
            note("Closed", "available only in beta, which may change without notice (note)"),
            note("Closed", "same method and path as Sound (note)"),
            note("Unchecked", "unknown permission `New.Read` (note)"),
        ]
    );
}

#[test]
fn what_the_macro_would_reject_is_found_too() {
    let access = Access::any_of("File.Read.Group - - -- n");
    let metadata: &'static ActionMetadata = Box::leak(Box::new(ActionMetadata::declare(
        "ByHand",
        Method::Get,
        "/by/hand",
        &[],
        Permissions::declare(Access::NotSupported, Access::any_of(""), access),
        BodyKind::Nothing,
        ResponseKind::Nothing,
    )));
    let kinds: Vec<_> = lint([metadata]).iter().map(|found| found.kind).collect();
    assert_eq!(
        kinds,
        [
            LintKind::NoVersion,
            LintKind::NoDocumentation,
            LintKind::PermissionWithoutId("File.Read.Group", graph_runtime::permissions::Caller::Application),
        ]
    );
}
