//! What a 403 says of the permissions that the token lacks.

use graph_runtime::{
    ApiError, Error, GraphAction, GraphClient,
    permissions::{Access, Caller},
};
use graph_tests::{
    fixtures::{CREATE, GET, POKE},
    server::{Response, Server},
    token::token,
};
use serde_json::json;

/// The error that a call with this token ends in.
async fn forbidden<A: GraphAction>(action: &A, token: &str) -> Box<ApiError> {
    let server = Server::start([Response::empty(403)]).await;
    let client = GraphClient::builder().base_url(server.url()).token(token).build().expect("a client");
    match client.send(action).await.err().expect("403") {
        Error::Api(error) => {
            let shown = format!("{error} {error:?} {error:#?}");
            assert!(!shown.contains(token) && !shown.contains("c2lnbmF0dXJl"), "{shown}");
            error
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_message_shows_what_is_needed_and_what_is_granted() {
    let app = token(&json!({"idtyp": "app", "roles": ["Device.Read.All"]}));
    let user = token(&json!({"scp": "Device.Read.All User.Read"}));
    let none = token(&json!({"idtyp": "app"}));
    for (error, shown) in [
        (
            forbidden(&CREATE, &app).await,
            "CreateThing: 403 Forbidden; needs Things.ReadWrite.All (application); the token holds Device.Read.All",
        ),
        (
            forbidden(&CREATE, &user).await,
            "CreateThing: 403 Forbidden; needs Things.Read.All (delegated); the token holds Device.Read.All, User.Read",
        ),
        (
            forbidden(&POKE, &none).await,
            "PokeThing: 403 Forbidden; needs Things.ReadWrite.All (application); the token holds no permission",
        ),
    ] {
        assert_eq!(error.to_string(), shown);
    }
}

#[tokio::test]
async fn a_token_with_the_needed_permission_is_not_blamed() {
    let error = forbidden(&GET, &token(&json!({"roles": ["x", "Things.Read.All"]}))).await;
    assert_eq!(
        error.to_string(),
        "GetThing: 403 Forbidden; needs Things.Read.All (application), which the token holds"
    );
}

#[tokio::test]
async fn an_unsupported_caller_type_is_named() {
    let personal = token(&json!({"scp": "User.Read", "tid": "9188040d-6c67-4c5b-b112-36a304b66dad"}));
    let error = forbidden(&GET, &personal).await;
    assert_eq!(error.granted().map(graph_runtime::permissions::GrantedPermissions::caller), Some(Caller::Personal));
    assert_eq!(
        error.to_string(),
        "GetThing: 403 Forbidden; not available to this caller type (personal account); needs Things.Read.All; \
         the token holds User.Read"
    );
}

#[tokio::test]
async fn a_long_list_of_permissions_is_truncated() {
    let roles: Vec<_> = (1..=17).map(|number| format!("P{number}.Read")).collect();
    let error = forbidden(&GET, &token(&json!({"roles": roles}))).await;
    assert!(
        error.to_string().ends_with("; the token holds P1.Read, P2.Read, P3.Read, P4.Read, P5.Read and 12 more"),
        "{error}"
    );
    assert_eq!(error.granted().expect("a token that can be read").permissions(), roles);
}

#[tokio::test]
async fn programs_can_read_what_is_missing() {
    let error = forbidden(&CREATE, &token(&json!({"roles": ["Device.Read.All"]}))).await;
    let granted = error.granted().expect("a token that can be read");
    let needed = error.needs().of(granted.caller());
    assert!(!granted.suffices(&needed) && granted.suffices(&Access::NotNeeded));
    assert!(!granted.suffices(&Access::NotSupported));
    assert!(granted.holds("device.read.all"));
    assert_eq!(needed.alternatives().to_string(), "Things.ReadWrite.All");
}

#[tokio::test]
async fn an_unreadable_token_is_not_described() {
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
        let error = forbidden(&GET, &token).await;
        assert!(error.granted().is_none());
        assert_eq!(error.to_string(), "GetThing: 403 Forbidden; needs Things.Read.All");
    }
}

#[tokio::test]
async fn other_error_responses_do_not_mention_permissions() {
    let server = Server::start([Response::empty(404)]).await;
    let token = token(&json!({"roles": ["Device.Read.All"]}));
    let client = GraphClient::builder().base_url(server.url()).token(token).build().expect("a client");
    assert_eq!(client.send(&GET).await.expect_err("404").to_string(), "GetThing: 404 Not Found");
}

#[tokio::test]
async fn a_program_gets_the_permissions_that_are_missing() {
    let names = |error: Box<ApiError>| -> Vec<_> {
        Error::from(error).missing_permissions().iter().map(|permission| permission.name).collect()
    };
    let app = token(&json!({"idtyp": "app", "roles": ["Device.Read.All"]}));
    assert_eq!(names(forbidden(&CREATE, &app).await), ["Things.ReadWrite.All"]);
    let sufficient = token(&json!({"idtyp": "app", "roles": ["Things.ReadWrite.All"]}));
    assert!(names(forbidden(&CREATE, &sufficient).await).is_empty());
    assert!(names(forbidden(&CREATE, "an-opaque-hunter2-token").await).is_empty(), "nothing is known of the token");
}
