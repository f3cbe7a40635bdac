//! `GraphMock`, with which applications test: what it expects, how it responds, what it reports.

mod batches;
mod conditions;
mod onboarding;
mod reports;
mod responses;
mod sessions;
mod uploads;

use std::panic::{AssertUnwindSafe, catch_unwind};

use graph_runtime::{
    Bytes, Error, GraphAction, GraphClient, Page, Patch, QueryOptions, Secret, graph_action,
    odata::{ODataValue, PlainText},
    retry::RetryPolicy,
    testing::GraphMock,
};
use serde::{Deserialize, Serialize};

/// Every place in which a value can stand.
#[graph_action(
    PATCH, "/things/<id>/f(name='<name>',index=<index>)/root:/<path..>:/content",
    version = ["v1.0", "beta"],
    perms = none,
    returns = Thing,
    odata_type = "#microsoft.graph.thing",
)]
#[derive(Clone)]
struct ChangeThing {
    id: String,
    name: String,
    index: u32,
    path: String,
    #[graph(query = "$top")]
    top: Option<u32>,
    #[graph(query)]
    search_for: String,
    #[graph(header = "If-Match")]
    if_match: String,
    display_name: Patch<String>,
    parts: Vec<Part>,
    #[graph(secret)]
    key: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
struct Part {
    number: u32,
    pin: Option<String>,
}

/// An entity with a secret in it.
#[derive(Debug, Clone, Serialize)]
struct Account {
    login: String,
    password: Secret<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
struct Thing {
    id: String,
}

/// Secret wherever it can be.
#[graph_action(POST, "/vaults/<vault>/open", perms = none)]
struct OpenVault {
    #[graph(secret)]
    vault: String,
    #[graph(query, secret)]
    code: String,
    #[graph(header = "X-Key", secret)]
    key: String,
    pin: Secret<String>,
    account: Account,
}

#[graph_action(GET, "/users/<id>", version = ["v1.0", "beta"], perms = none, returns = Thing)]
struct GetUser {
    id: String,
}

#[graph_action(GET, "/users/delta", perms = none, returns = Page<Thing>)]
struct UsersDelta {
    #[graph(query = "$deltatoken")]
    delta_token: Option<String>,
}

#[graph_action(GET, "/users", perms = none, returns = Page<Thing>)]
struct ListUsers {
    #[graph(query_options)]
    options: QueryOptions,
}

#[graph_action(DELETE, "/users/<id>", perms = none)]
struct DeleteUser {
    id: String,
}

#[graph_action(POST, "/users/<id>/revoke", perms = none, returns = ODataValue<bool>)]
struct Revoke {
    id: String,
}

#[graph_action(GET, "/users/$count", perms = none, returns = PlainText<u64>)]
struct CountUsers;

#[graph_action(PUT, "/users/<id>/photo/$value", perms = none, returns = Bytes)]
struct PutPhoto {
    id: String,
    #[graph(raw_body = "image/jpeg")]
    content: Bytes,
}

fn thing(id: &str) -> Thing {
    Thing { id: id.into() }
}

fn user(id: &str) -> GetUser {
    GetUser { id: id.into() }
}

fn change() -> ChangeThing {
    ChangeThing {
        id: "dep 1/é".into(),
        name: "O'Brien".into(),
        index: 3,
        path: "a b/c.txt".into(),
        top: Some(5),
        search_for: "a+b &c".into(),
        if_match: "W/\"1\"".into(),
        display_name: Patch::Set("Name".into()),
        parts: vec![Part { number: 1, pin: None }],
        key: "hunter2".into(),
    }
}

fn vault(secret: &str) -> OpenVault {
    OpenVault {
        vault: format!("{secret}-vault"),
        code: format!("{secret}-code"),
        key: format!("{secret}-key"),
        pin: format!("{secret}-pin").into(),
        account: Account { login: "it".into(), password: format!("{secret}-password").into() },
    }
}

/// Starts a mock; what is traced and logged from then on is searched for secrets.
fn start() -> GraphMock {
    graph_tests::capture::install();
    GraphMock::start()
}

/// A client that makes one attempt.
fn once(mock: &GraphMock) -> GraphClient {
    mock.client_builder().retry(RetryPolicy::none()).build().expect("a client")
}

/// What `verify` says, without the places in these files.
#[track_caller]
fn report(mock: &GraphMock) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| mock.verify())).expect_err("something is not as expected");
    let report = panic.downcast_ref::<String>().expect("a report").clone();
    let without_place = |line: &str| match line.split_once(" at ") {
        Some((start, place)) if place.starts_with(file!().trim_end_matches("main.rs")) => format!("{start} at"),
        _ => line.to_owned(),
    };
    report.lines().map(without_place).collect::<Vec<_>>().join("\n")
}

async fn not_expected<A: GraphAction<Response: std::fmt::Debug>>(graph: &GraphClient, action: &A) -> String {
    let error = graph.send(action).await.expect_err("it is not expected");
    assert_eq!((error.status().map(|status| status.as_u16()), error.code()), (Some(501), Some("NotExpected")));
    let Error::Api(error) = error else { unreachable!("an error response") };
    error.message().expect("it says why").to_owned()
}
