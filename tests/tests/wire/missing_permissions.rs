//! What an error tells of the token's permissions when the service refuses for want of them.

use graph_runtime::{
    ApiError, Error, GraphAction, GraphClient,
    permissions::{Access, Caller},
};
use graph_tests::{
    fixtures::{CREATE, GET, POKE},
    server::{Answer, Server},
    token::token,
};
use serde_json::json;

/// The refusal that a call with this token ends in.
async fn refused<A: GraphAction>(action: &A, token: &str) -> Box<ApiError> {
    let server = Server::start([Answer::empty(403)]).await;
    let client = GraphClient::builder().base_url(server.url()).token(token).build().expect("a client");
    match client.send(action).await.err().expect("403") {
        Error::Api(refusal) => {
            let shown = format!("{refusal} {refusal:?} {refusal:#?}");
            assert!(!shown.contains(token) && !shown.contains("c2lnbmF0dXJl"), "{shown}");
            refusal
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_the_action_needs_stands_beside_what_the_token_holds() {
    let app = token(&json!({"idtyp": "app", "roles": ["Device.Read.All"]}));
    let user = token(&json!({"scp": "Device.Read.All User.Read"}));
    let none = token(&json!({"idtyp": "app"}));
    for (refusal, shown) in [
        (
            refused(&CREATE, &app).await,
            "CreateThing: 403 Forbidden; needs Things.ReadWrite.All (application); the token holds Device.Read.All",
        ),
        (
            refused(&CREATE, &user).await,
            "CreateThing: 403 Forbidden; needs Things.Read.All (delegated); the token holds Device.Read.All, User.Read",
        ),
        (
            refused(&POKE, &none).await,
            "PokeThing: 403 Forbidden; needs Things.ReadWrite.All (application); the token holds no permission",
        ),
    ] {
        assert_eq!(refusal.to_string(), shown);
    }
}

#[tokio::test]
async fn a_token_that_holds_what_is_needed_is_not_to_blame() {
    let refusal = refused(&GET, &token(&json!({"roles": ["x", "Things.Read.All"]}))).await;
    assert_eq!(
        refusal.to_string(),
        "GetThing: 403 Forbidden; needs Things.Read.All (application), which the token holds"
    );
}

#[tokio::test]
async fn a_kind_of_caller_that_cannot_make_the_call_is_told_who_can() {
    let personal = token(&json!({"scp": "User.Read", "tid": "9188040d-6c67-4c5b-b112-36a304b66dad"}));
    let refusal = refused(&GET, &personal).await;
    assert_eq!(refusal.granted().map(graph_runtime::permissions::GrantedPermissions::caller), Some(Caller::Personal));
    assert_eq!(
        refusal.to_string(),
        "GetThing: 403 Forbidden; not available to this caller type (personal account); needs Things.Read.All; \
         the token holds User.Read"
    );
}

#[tokio::test]
async fn a_long_list_of_permissions_is_cut() {
    let roles: Vec<_> = (1..=17).map(|number| format!("P{number}.Read")).collect();
    let refusal = refused(&GET, &token(&json!({"roles": roles}))).await;
    assert!(
        refusal.to_string().ends_with("; the token holds P1.Read, P2.Read, P3.Read, P4.Read, P5.Read and 12 more"),
        "{refusal}"
    );
    assert_eq!(refusal.granted().expect("a token that can be read").permissions(), roles);
}

#[tokio::test]
async fn a_program_can_go_by_it() {
    let refusal = refused(&CREATE, &token(&json!({"roles": ["Device.Read.All"]}))).await;
    let granted = refusal.granted().expect("a token that can be read");
    let needed = refusal.needs().of(granted.caller());
    assert!(!granted.suffices(&needed) && granted.suffices(&Access::NotNeeded));
    assert!(!granted.suffices(&Access::NotSupported));
    assert!(granted.holds("device.read.all"));
    assert_eq!(needed.alternatives().to_string(), "Things.ReadWrite.All");
}

#[tokio::test]
async fn of_a_token_that_cannot_be_read_nothing_is_told() {
    let readable = token(&json!({"roles": ["Device.Read.All"]}));
    for token in [
        "opaque-to-its-client".to_owned(),
        "EwBoA8l6BAAU.x.y".to_owned(),
        readable.replace('.', ""),
        readable.replacen('.', "..", 1),
        token(&json!({"roles": "Device.Read.All"})),
        token(&json!({"roles": [{"Device.Read.All": []}]})),
        token(&json!({"roles": ["Device.Read.All\u{1b}[2J"]})),
        token(&json!([[[["Device.Read.All"]]]])),
    ] {
        let refusal = refused(&GET, &token).await;
        assert!(refusal.granted().is_none());
        assert_eq!(refusal.to_string(), "GetThing: 403 Forbidden; needs Things.Read.All");
    }
}

#[tokio::test]
async fn another_refusal_does_not_speak_of_permissions() {
    let server = Server::start([Answer::empty(404)]).await;
    let token = token(&json!({"roles": ["Device.Read.All"]}));
    let client = GraphClient::builder().base_url(server.url()).token(token).build().expect("a client");
    assert_eq!(client.send(&GET).await.expect_err("404").to_string(), "GetThing: 404 Not Found");
}
